// What a field holds, by its type in a description.

/** Numbers are exact decimals, days those since 1970, instants milliseconds since then. */
export type FieldType = 'id' | 'text' | 'boolean' | 'decimal' | 'day' | 'instant';

const types: Readonly<Record<string, FieldType>> = {
  id: 'id',
  reference: 'id',
  boolean: 'boolean',
  currency: 'decimal',
  double: 'decimal',
  int: 'decimal',
  long: 'decimal',
  percent: 'decimal',
  date: 'day',
  datetime: 'instant',
};

/** Everything else is text. */
export const fieldTypeOf = (described: string): FieldType => types[described] ?? 'text';
