// What a query selects, as it writes it.

/** The fields, functions and inner queries between SELECT and FROM. */
export function selectList(soql: string): string[] {
  const list = /select([\s\S]*?)\sfrom\s/i.exec(soql)?.[1] ?? '';
  return list
    .replace(/\([^()]*\)/g, (inner) => inner.replaceAll(',', '\u0001'))
    .split(',')
    .map((text) => text.replaceAll('\u0001', ',').trim())
    .filter(Boolean);
}
