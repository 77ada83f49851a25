// The formats as JSON Schema, for editors: made from the schemas that plans and books are read by, with a sentence for each key.
import { catalogue, type FlagId } from './flag-catalogue.ts';
import { flagWords as words } from './flag-words.ts';
import * as z from 'zod/mini';
import { bookSchema } from './book.ts';
import { planSchema } from './plan.ts';
import { keyWords } from './schema-words.ts';

/** A JSON Schema (draft 7) as plain data. */
export type JsonSchema = {
  [key: string]: JsonSchema | readonly JsonSchema[] | string | number | boolean | null | readonly unknown[];
};

/** The JSON Schema of a plan file. What needs the whole plan, such as the order of bounds, only `readPlan` can say. */
export const planJsonSchema = (): JsonSchema =>
  document(planSchema, 'Quotient plan', 'A compensation plan, format version 1.', 'plan');

/** The JSON Schema of a book: everything that a calculation reads. */
export const bookJsonSchema = (): JsonSchema =>
  document(bookSchema, 'Quotient book', 'Everything that a calculation reads.', 'book');

function document(schema: z.core.$ZodType, title: string, description: string, root: string): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    reused: 'inline',
  }) as JsonSchema;
  const { $schema, ...rest } = described(made, [root]) as JsonSchema;
  return { $schema: $schema as string, title, description, ...rest, definitions: { where, condition } };
}

/** Walks a schema along its keys: filters refer to one definition, and every key gets its sentence. */
function described(schema: unknown, path: readonly string[]): unknown {
  if (Array.isArray(schema)) return schema.map((one) => described(one, path));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema as JsonSchema).map(([key, value]) => {
      if (key === 'properties')
        return [
          key,
          Object.fromEntries(
            Object.entries(value as JsonSchema).map(([name, inner]) => [name, property(inner, [...path, name])]),
          ),
        ];
      return [key, key === 'enum' || key === 'const' || key === 'required' ? value : described(value, path)];
    }),
  );
}

function property(schema: unknown, path: readonly string[]): JsonSchema {
  const description = wordsOf(path);
  if (path.at(-1) === 'where') return { description, allOf: [{ $ref: '#/definitions/where' }] };
  if (path.join('.') === 'book.records')
    return { description, type: 'object', additionalProperties: { type: 'array', items: { type: 'object' } } };
  return { ...(description === '' ? {} : { description }), ...(described(schema, path) as JsonSchema) };
}

/** The sentence of the longest end of a path that has one. */
function wordsOf(path: readonly string[]): string {
  for (let from = 0; from < path.length; from++) {
    const words = keyWords[path.slice(from).join('.')];
    if (words !== undefined) return words;
  }
  return flagWords(path);
}

/** What a flag is called, and which of its thresholds it is. */
function flagWords(path: readonly string[]): string {
  const at = path.findIndex((name) => Object.hasOwn(catalogue, name));
  if (at < 0) return '';
  const title = words[`flag.${path[at] as FlagId}`];
  return at === path.length - 1 ? `The flag "${title}".` : `The threshold "${path.at(-1)}" of the flag "${title}".`;
}

const scalar: JsonSchema = { type: ['string', 'number', 'boolean', 'null'] };
const condition: JsonSchema = {
  type: 'object',
  description: 'Operators on one field; several of them mean and.',
  additionalProperties: false,
  properties: {
    eq: { ...scalar, description: 'Equal. Text compares ignoring case; null: the field is empty.' },
    ne: { ...scalar, description: 'Not equal; an empty field is not equal to anything but null.' },
    in: { type: 'array', items: scalar, description: 'One of these.' },
    nin: {
      type: 'array',
      items: scalar,
      description: 'None of these; an empty field is none of them.',
    },
    lt: { ...scalar, description: 'Less than.' },
    lte: { ...scalar, description: 'At most.' },
    gt: { ...scalar, description: 'More than.' },
    gte: { ...scalar, description: 'At least.' },
    like: { type: 'string', description: 'Text with % for anything and _ for one character.' },
  },
};
/** The schema checks filters by a function, because they hold themselves; this is the same in the words of JSON Schema. */
const where: JsonSchema = {
  type: 'object',
  description: 'A filter: field paths with conditions; several keys mean and.',
  properties: {
    and: { type: 'array', items: { $ref: '#/definitions/where' }, description: 'All of these filters hold.' },
    or: { type: 'array', items: { $ref: '#/definitions/where' }, description: 'One of these filters holds.' },
    not: { description: 'The filter does not hold.', allOf: [{ $ref: '#/definitions/where' }] },
  },
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)*$' },
  additionalProperties: { $ref: '#/definitions/condition' },
};
