// Answers in JSON without losing a digit of a long number.

/** More digits than a double can hold: such numbers are kept as text, so that money stays exact. */
const long = /[:[,]\s*-?(?=[\d.]{16})\d[\d.]*(?:[eE][+-]?\d+)?\s*[,}\]]/;

/** Parses a page of JSON without losing a digit of a long number. */
export function parseExact(text: string): unknown {
  if (!long.test(text)) return JSON.parse(text);
  const keep = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined && context.source.replace(/\D/g, '').length > 15
      ? context.source
      : value;
  return JSON.parse(text, keep);
}
