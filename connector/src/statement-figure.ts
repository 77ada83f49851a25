// Figures of a statement in their unit: in its tables to the cent, in its trace with up to six decimals.
import { format, money } from './render.ts';

/** Up to six decimals. */
const fine = (unit: string): Intl.NumberFormat =>
  format(`fine ${unit}`, {
    ...(isCurrency(unit) ? { style: 'currency', currency: unit } : {}),
    maximumFractionDigits: 6,
  });

const isCurrency = (unit: string): boolean => /^[A-Z]{3}$/.test(unit);

/** A decimal, or a day, with its unit as the trace names it; "none" for nothing. */
export function figure(value: string | null, unit: string): string {
  if (value === null || value === '') return 'none';
  if (unit === 'day') return value;
  const text = fine(isCurrency(unit) ? unit : '').format(value as Intl.StringNumericLiteral);
  if (unit === '' || isCurrency(unit)) return text;
  return unit === '%' ? `${text} %` : unit === 'x' ? `${text}×` : `${text} ${unit}`;
}

/** What is credited or a quota: money to the cent, though a share of a quota does not end there. */
export const quantity = (value: string | null, unit: string): string =>
  value !== null && isCurrency(unit) ? money(value, unit) : figure(value, unit);
