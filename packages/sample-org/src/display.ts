// Values as a person reads them: `displayValue` of the UI API, by the person's locale and zone.
import type { Org, Row, Value, Viewer } from './org.ts';
import { isNumeric, type Field } from './schema.ts';

/** Makes `displayValue` for one person: null where the value itself is what is read, as of text and checkboxes. */
export function displayFor(org: Org, viewer: Viewer): (field: Field, value: Value, row: Row) => string | null {
  const user = org.table('User').rows.get(viewer.id);
  const locale = String(user?.['LocaleSidKey'] ?? 'en_US').replaceAll('_', '-');
  const timeZone = String(user?.['TimeZoneSidKey'] ?? 'America/Los_Angeles');
  const currencies = org.table('CurrencyType').rows.size;
  const numbers = new Map<number, Intl.NumberFormat>();
  const number = (value: number, digits: number): string => {
    let format = numbers.get(digits);
    if (!format)
      numbers.set(
        digits,
        (format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })),
      );
    return format.format(value);
  };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone });
  return (field, value, row) => {
    if (value === null) return null;
    if (field.type === 'picklist') return String(value);
    if (field.type === 'date') return day.format(new Date(`${String(value)}T00:00:00Z`));
    if (field.type === 'datetime') return moment.format(new Date(String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
    if (!isNumeric(field.type)) return null;
    const text = number(Number(value), field.type === 'int' ? 0 : field.scale);
    if (field.type === 'percent') return `${text}%`;
    if (field.type !== 'currency') return text;
    const iso = String(row['CurrencyIsoCode'] ?? user?.['DefaultCurrencyIsoCode'] ?? 'USD');
    return currencies > 1
      ? `${iso} ${text}`
      : new Intl.NumberFormat(locale, { style: 'currency', currency: iso }).format(Number(value));
  };
}
