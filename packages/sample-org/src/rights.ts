// Which objects and fields a person has at all: what they have not is to them as if the org had it not.
import type { Org, Viewer } from './org.ts';
import { may, mayField } from './permission-sets.ts';
import { lowerCase, type Field, type ObjectType } from './schema.ts';

/** The field of an object under a name, where the viewer may read it. */
export function visibleField(org: Org, viewer: Viewer, type: ObjectType, name: string): Field | undefined {
  const field = type.fields.get(lowerCase(name));
  return field && mayField(org, viewer, type.name, field.name, 'read') ? field : undefined;
}

/** The object under a name, where the viewer may read its records. */
export function visibleType(org: Org, viewer: Viewer, name: string): ObjectType | undefined {
  const type = org.types.get(lowerCase(name));
  return type && may(org, viewer, type.name, 'read') ? type : undefined;
}
