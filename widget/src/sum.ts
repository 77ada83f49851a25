// Adding and comparing decimals that come as text, exactly.

/** The sum of decimals, with as many decimals as the finest of them. */
export function sum(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map((text) => (text.split('.')[1] ?? '').length));
  const total = decimals.reduce((all, text) => all + scaled(text, places), 0n);
  const digits = String(total < 0n ? -total : total).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${total < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${digits.slice(-places)}`}`;
}

/** Is it zero, however many decimals it has? */
export const isZero = (decimal: string): boolean => /^[+-]?0*\.?0*$/.test(decimal);

/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`; what is missing comes first. */
export function compareDecimals(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const places = Math.max((a.split('.')[1] ?? '').length, (b.split('.')[1] ?? '').length);
  const [left, right] = [scaled(a, places), scaled(b, places)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole = '0', rest = ''] = decimal.split('.');
  return BigInt(`${whole}${rest.padEnd(places, '0')}`);
}
