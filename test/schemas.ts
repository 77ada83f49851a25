// `npm run schemas`: writes the JSON Schemas of plans and books to docs/schemas, from the schemas that read them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { bookJsonSchema, planJsonSchema, type JsonSchema } from '@quotient/calc/plans';

const folder = new URL('../docs/schemas/', import.meta.url);

/** The files and what stands in them. */
export const schemaFiles: readonly (readonly [file: URL, schema: () => JsonSchema])[] = [
  [new URL('plan.schema.json', folder), planJsonSchema],
  [new URL('book.schema.json', folder), bookJsonSchema],
];

/** The text of a schema's file. */
export const schemaText = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  for (const [file, schema] of schemaFiles) writeFileSync(file, schemaText(schema()));
}
