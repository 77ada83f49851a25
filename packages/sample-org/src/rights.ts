// Which objects and fields a person has at all: what they have not is to them as if the org had it not.
import { notFound } from './error.ts';
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

export interface Children {
  readonly child: ObjectType;
  /** The child's field that names the parent. */
  readonly field: Field;
  /** The relationship's name as the org writes it. */
  readonly relation: string;
}

/** The children of an object under the name of a relationship, such as `Opportunities` or `Shares`. */
export function childrenNamed(org: Org, viewer: Viewer, parent: ObjectType, name: string): Children | undefined {
  for (const child of org.types.values())
    for (const [fieldName, relation] of child.children) {
      const field = child.fields.get(lowerCase(fieldName));
      if (relation.toLowerCase() !== name.toLowerCase() || !field?.referenceTo.includes(parent.name)) continue;
      if (may(org, viewer, child.name, 'read') && visibleField(org, viewer, child, field.name))
        return { child, field, relation };
    }
  return undefined;
}

/** The parent that a record's field leads to under the name of a relationship, such as `Account` or `Payee__r`. */
export function parentNamed(
  org: Org,
  viewer: Viewer,
  type: ObjectType,
  name: string,
): { readonly field: Field; readonly parent: ObjectType; readonly relation: string } | undefined {
  for (const field of type.fields.values()) {
    const relation = field.relationshipName;
    if (relation?.toLowerCase() !== name.toLowerCase()) continue;
    const parent = visibleType(org, viewer, field.referenceTo[0] ?? '');
    if (parent && visibleField(org, viewer, type, field.name)) return { field, parent, relation };
  }
  return undefined;
}

/** The object under a name. @throws ApiError NOT_FOUND where it is not there, or not the viewer's to use */
export function knownType(org: Org, viewer: Viewer, name: string | undefined): ObjectType {
  const type = visibleType(org, viewer, name ?? '');
  if (!type) throw notFound();
  return type;
}
