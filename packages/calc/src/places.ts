// Sentences with places: who fills them has the words of a language and writes values as that language does.
import type { FlagFound, Shown, Values } from './flag-result.ts';

/** `{0}`, `{name}`, and a number with its noun, of one and of more: `{2:deal|deals}`. */
const place = /\{(\w+)(?::([^|}]+)\|([^}]+))?\}/g;

/**
 * The sentence of a key with its places filled; a value whose unit is `word` names another sentence, filled with the same
 * values. Where the key has a variant (`flag.overdue.says.late`) that a language does not tell apart, the sentence before it.
 */
export function fillPlaces(
  key: string,
  values: Readonly<Record<string, Shown>>,
  wordOf: (key: string) => string | undefined,
  write: (value: Shown) => string,
): string {
  const sentence = wordOf(key) ?? wordOf(key.replace(/\.[\w-]+$/, '')) ?? '';
  return sentence.replace(place, (_, name: string, one?: string, many?: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (!value) return '';
    if (value[1] === 'word') return fillPlaces(`word.${value[0]}`, values, wordOf, write);
    if (one === undefined) return write(value);
    return `${write([value[0], 'number'])} ${value[0] === '1' ? one : many}`;
  });
}

/** All values of the sentences of a flag as of a day. */
export const valuesOf = (
  { subject, evidence, benchmark, atStake, values }: Omit<FlagFound, 'says'>,
  asOf: string,
): Values => ({
  ...values,
  ...Object.fromEntries(evidence.map(({ value, unit }, i): [string, Shown] => [String(i), [value, unit]])),
  name: [subject.name, 'text'],
  asOf: [asOf, 'date'],
  ...(benchmark ? { benchmark: [benchmark.value, benchmark.unit] } : {}),
  ...(atStake ? { stake: [atStake.amount, atStake.currency] } : {}),
});
