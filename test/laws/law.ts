// What a law is: a statement about the calculation's public face that holds for every input, and can be tried on any copy of it.
import fc from 'fast-check';

/** The calculation as its users see it: the product's, or a copy of it with a rule broken. */
export type Calculation = Pick<
  typeof import('@quotient/calc'),
  'calculate' | 'calculation' | 'estimate' | 'readPlan' | 'snapshot' | 'snapshots' | 'statements'
>;

export interface Law {
  /** The law in words. */
  readonly says: string;
  /** The law as a property of one calculation; fails with a `Breach`. */
  readonly of: (calculation: Calculation) => fc.IProperty<[input: unknown]>;
}

/** An input for which a law does not hold. Any other error is a defect of its own. */
export class Breach extends Error {
  override readonly name = 'Breach';
}

/** A law from its words, the inputs that it is about, and what contradicts it (in words; nothing where it holds). */
export const law = <Input>(
  says: string,
  inputs: fc.Arbitrary<Input>,
  breaches: (calculation: Calculation, input: Input) => readonly string[],
): Law => ({
  says,
  of: (calculation) =>
    fc.property<[unknown]>(inputs, (input) => {
      const found = breaches(calculation, input as Input);
      if (found.length > 0) throw new Breach(found.slice(0, 5).join('\n'));
    }),
});

/** What a law finds where two values should be the same: nothing, or where they differ first. */
export function same(what: string, found: unknown, expected: unknown): string[] {
  if (text(found) === text(expected)) return [];
  const [is, should] = [found, expected].map((one) => (typeof one === 'object' && one !== null ? one : null));
  const keys = is && should ? Object.keys({ ...should, ...is }) : [];
  const key = keys.find((one) => text(is?.[one as never]) !== text(should?.[one as never]));
  return key === undefined
    ? [`${what}: ${text(found)}, expected ${text(expected)}`]
    : same(`${what}, ${key}`, is?.[key as never], should?.[key as never]);
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)) ?? 'nothing';
