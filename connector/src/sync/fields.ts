// The fields of an object that exist in the org, with their types, as its descriptions say.
import { fieldTypeOf, parentsOf, type Field, type ObjectNeeds } from '@quotient/salesforce';
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
  readonly isReplicated: boolean;
}

export async function fieldsThatExist(
  { object, needed, wanted, neededBy }: ObjectNeeds,
  describe: Describe,
  absent: string[],
): Promise<FieldsFound> {
  const description = await describe(object);
  const plans = [...new Set(Object.values(neededBy).flat())].join(', ');
  if (!description)
    throw new ConnectorError(
      'object-missing',
      exitCode.missing,
      `The org has no object ${object} that you may read${plans ? `; plan ${plans} needs it` : ''}.`,
      [`Switch the feature on, or give the connector's user access to ${object}.`],
    );
  /** A field as it is described; undefined where there is none. */
  const find = async (
    from: Description,
    path: readonly string[],
  ): Promise<Description['fields'][number] | undefined> => {
    const [head = '', ...rest] = path;
    if (rest.length === 0) return from.fields.find(({ name }) => name.toLowerCase() === head.toLowerCase());
    const relation = from.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === head.toLowerCase());
    const parent = relation?.referenceTo[0] === undefined ? null : await describe(relation.referenceTo[0]);
    return parent === null ? undefined : find(parent, rest);
  };
  const fields: Field[] = [];
  const untraced: string[] = [];
  const stamped = [...new Set([...needed, ...wanted, stampField])];
  for (const field of stamped) {
    const found = await find(description, field.split('.'));
    if (found) {
      fields.push({ path: field, type: fieldTypeOf(found.type) });
      if (found.calculated === true) untraced.push(field);
    } else if (needed.includes(field))
      throw new ConnectorError(
        'field-missing',
        exitCode.missing,
        `${object} has no field ${field} that you may read${neededBy[field] ? `; plan ${neededBy[field].join(', ')} needs it` : ''}.`,
        [
          `Create the field or correct its name in the plan, or give the connector's user read access to ${object}.${field}.`,
        ],
      );
    else if (field !== 'CurrencyIsoCode' && field !== stampField) absent.push(`${object}.${field}`);
  }
  for (const parent of parentsOf(fields.map(({ path }) => path)))
    if (!(await isStamped(description, parent.split('.'), describe))) untraced.push(parent);
  return { fields, untraced, isReplicated: description.replicateable === true };
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
