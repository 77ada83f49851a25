// The fields of an object that exist in the org, with their types, as its descriptions say.
import {
  accessTo,
  fieldTypeOf,
  parentsOf,
  remedyOf,
  type Field,
  type Lack,
  type LeftOut,
  type ObjectNeeds,
} from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import { apiVersion, type Rest } from '../org/rest.ts';
import { stampField } from '../store/batches.ts';

export interface Description {
  readonly replicateable?: boolean;
  readonly createable?: boolean;
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly calculated?: boolean;
    readonly createable?: boolean;
    readonly picklistValues?: readonly { readonly value: string }[];
    readonly relationshipName: string | null;
    readonly referenceTo: readonly string[];
  }[];
}

/** Describes an object; null where the org has none of the name. */
export type Describe = (object: string) => Promise<Description | null>;

export function describing(rest: Rest): Describe {
  const described = new Map<string, Promise<Description | null>>();
  return (object) => {
    let found = described.get(object);
    if (!found)
      described.set(
        object,
        (found = rest.call('GET', `/services/data/${apiVersion}/sobjects/${object}/describe`, {
          missing: true,
        }) as Promise<Description | null>),
      );
    return found;
  };
}

export interface FieldsFound {
  readonly fields: readonly Field[];
  /** What changes without a trace: fields that the org computes, and parents that cannot be asked for by their time stamps. */
  readonly untraced: readonly string[];
  /** Lookups to records that others can be merged into: these take over what named the others, which leaves no trace there. */
  readonly merged: readonly string[];
  readonly isReplicated: boolean;
}

/** Kinds of records that can be merged. */
const mergeable: readonly string[] = ['Account', 'Contact', 'Lead'];

export type FieldDescription = Description['fields'][number];

/** A field by its path, through the objects that it leads over; undefined where there is none. */
export async function fieldAt(
  from: Description,
  [head = '', ...rest]: readonly string[],
  describe: Describe,
): Promise<FieldDescription | undefined> {
  const same = (name: string | null): boolean => name?.toLowerCase() === head.toLowerCase();
  if (rest.length === 0) return from.fields.find(({ name }) => same(name));
  const parent = from.fields.find(({ relationshipName }) => same(relationshipName))?.referenceTo[0];
  const description = parent === undefined ? null : await describe(parent);
  return description ? fieldAt(description, rest, describe) : undefined;
}

/** What is needed and cannot be read. */
export async function lacksOf(needed: readonly ObjectNeeds[], describe: Describe): Promise<Lack[]> {
  const lacks: Lack[] = [];
  for (const { object, needed: names } of needed) {
    const description = await describe(object);
    if (description) {
      for (const field of names)
        if (!(await fieldAt(description, field.split('.'), describe))) lacks.push({ object, field });
    } else if (names.length > 0) lacks.push({ object, field: null });
  }
  return lacks;
}

/** @throws ConnectorError 78 where everything, or every plan, needs something that the org lacks */
export function refuseWithoutAny(lacks: readonly Lack[], out: readonly LeftOut[], isAnyLeft: boolean): void {
  const needing = (lack: Lack): string[] => out.filter((one) => one.lacks.includes(lack)).map(({ plan }) => plan);
  const lack = isAnyLeft ? lacks.find((one) => needing(one).length === 0) : lacks[0];
  if (!lack) return;
  const { object, field } = lack;
  const plans = needing(lack);
  const who = plans.length > 0 ? `; plan ${plans.join(', ')} needs it` : '';
  throw field === null
    ? new ConnectorError(
        'object-missing',
        exitCode.missing,
        `The org has no object ${object} that you may read${who}.`,
        [`${remedyOf(object, `Switch the feature on, or give the connector's user ${accessTo(lack)}`)}.`],
      )
    : new ConnectorError(
        'field-missing',
        exitCode.missing,
        `${object} has no field ${field} that you may read${who}.`,
        [
          `${remedyOf(object, `Create the field or correct its name in the plan, or give the connector's user ${accessTo(lack)}`)}.`,
        ],
      );
}

/** The fields of an object that are read; what is only wanted and does not exist goes to `absent`. Null where the object itself does. */
export async function fieldsThatExist(
  { object, needed, wanted }: ObjectNeeds,
  describe: Describe,
  absent: string[],
): Promise<FieldsFound | null> {
  const description = await describe(object);
  if (!description) {
    absent.push(object);
    return null;
  }
  const fields: Field[] = [];
  const untraced: string[] = [];
  const merged: string[] = [];
  for (const field of new Set([...needed, ...wanted, stampField])) {
    const path = field.split('.');
    const found = await fieldAt(description, path, describe);
    if (found) {
      fields.push({ path: field, type: fieldTypeOf(found.type) });
      if (found.calculated === true) untraced.push(field);
      const [kind = '', ...others] = found.referenceTo;
      if (found.relationshipName !== null && others.length === 0 && mergeable.includes(kind))
        merged.push([...path.slice(0, -1), found.relationshipName].join('.'));
    } else if (field !== 'CurrencyIsoCode' && field !== stampField) absent.push(`${object}.${field}`);
  }
  for (const parent of parentsOf(fields.map(({ path }) => path)))
    if (!(await isStamped(description, parent.split('.'), describe))) untraced.push(parent);
  return { fields, untraced, merged, isReplicated: description.replicateable === true };
}

/** Does a path lead over single parents to one that has time stamps? A lookup to several objects does not. */
async function isStamped(from: Description, path: readonly string[], describe: Describe): Promise<boolean> {
  const [head = '', ...rest] = path;
  const relation = from.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === head.toLowerCase());
  const [object, ...others] = relation?.referenceTo ?? [];
  const parent = object === undefined || others.length > 0 ? null : await describe(object);
  if (parent === null) return false;
  return rest.length > 0 ? isStamped(parent, rest, describe) : parent.fields.some(({ name }) => name === stampField);
}
