// Money, numbers, dates and periods as the reader's language writes them; a formatter is made once for each meaning.

/** What a language writes; decimals come as text and are never read as binary numbers. */
export interface Format {
  readonly locale: string;
  /** Money to the cent: "$3,840.00". */
  money(decimal: string, currency: string): string;
  /** The same in two parts, so that the cents can stand smaller: ["$3,840", ".00"]. */
  moneyParts(decimal: string, currency: string): readonly [whole: string, rest: string];
  /** A value that is counted: money without empty cents, or a number where there is no currency. */
  amount(decimal: string, currency: string | null): string;
  /** A sum where cents would only distract: "$730,935". */
  whole(decimal: string, currency: string | null): string;
  /** A sum for a narrow place: "$5.4M". */
  short(decimal: string, currency: string | null): string;
  /** A share of one as a percentage, to two decimals as everywhere in the product: "0.96667" is "96.67%". */
  percent(decimal: string): string;
  /** A bound or a rate as a plan writes it: "100%", "1.5x", "50000". */
  written(text: string, currency: string | null): string;
  /** A day: "Apr 29, 2026". */
  day(iso: string): string;
  /** A day without its year: "Apr 29". */
  shortDay(iso: string): string;
  /** A period's name: "2026-Q1" is "Q1 2026", and "Q1 FY26" in a fiscal year of its own. */
  period(name: string, isFiscal: boolean): string;
  /** "3 days ago". */
  daysAgo(days: number): string;
  /** Reads what a person typed into a field; null where it is no number. */
  read(typed: string): string | null;
}

const formats = new Map<string, Format>();

/** The format of a language, made once. An unknown language is read as English. */
export function formatOf(locale: string): Format {
  let found = formats.get(locale);
  if (!found) formats.set(locale, (found = make(supported(locale))));
  return found;
}

function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const exact = (decimal: string): `${number}` => decimal as `${number}`;

function make(locale: string): Format {
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (meaning: string, options: () => Intl.NumberFormatOptions): Intl.NumberFormat => {
    let found = numbers.get(meaning);
    if (!found) numbers.set(meaning, (found = new Intl.NumberFormat(locale, options())));
    return found;
  };
  const money = (currency: string): Intl.NumberFormat =>
    number(`money ${currency}`, () => ({ style: 'currency', currency }));
  const amount = (currency: string | null): Intl.NumberFormat =>
    currency === null
      ? number('number', () => ({ maximumFractionDigits: 4 }))
      : number(`amount ${currency}`, () => ({ style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }));
  const percent = number('percent', () => ({ style: 'percent', maximumFractionDigits: 2 }));
  const rate = number('rate', () => ({ style: 'percent', maximumFractionDigits: 4 }));
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const at = (iso: string): Date => new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  const separators = number('number', () => ({})).formatToParts(-1234567.8);
  const separator = (type: string): string => separators.find((part) => part.type === type)?.value ?? '';

  const format: Format = {
    locale,
    money: (decimal, currency) => money(currency).format(exact(decimal)),
    moneyParts: (decimal, currency) => {
      const parts = money(currency).formatToParts(exact(decimal));
      const point = parts.findIndex(({ type }) => type === 'decimal');
      const fraction = parts.findIndex(({ type }) => type === 'fraction');
      const last = parts.length - 1;
      if (point < 0 || fraction !== last) return [parts.map(({ value }) => value).join(''), ''];
      return [
        parts
          .slice(0, point)
          .map(({ value }) => value)
          .join(''),
        parts
          .slice(point)
          .map(({ value }) => value)
          .join(''),
      ];
    },
    amount: (decimal, currency) => amount(currency).format(exact(decimal)),
    whole: (decimal, currency) =>
      number(`whole ${currency ?? ''}`, () => ({
        ...(currency === null ? {} : { style: 'currency', currency }),
        maximumFractionDigits: 0,
      })).format(exact(decimal)),
    short: (decimal, currency) =>
      number(`short ${currency ?? ''}`, () => ({
        ...(currency === null ? {} : { style: 'currency', currency }),
        notation: 'compact',
        maximumSignificantDigits: 3,
      })).format(exact(decimal)),
    percent: (decimal) => percent.format(exact(decimal)),
    written: (text, currency) => {
      if (text.endsWith('%')) return rate.format(exact(`${text.slice(0, -1).trim()}e-2`));
      if (text.endsWith('x')) return `${amount(null).format(exact(text.slice(0, -1)))}×`;
      return amount(currency).format(exact(text));
    },
    day: (iso) => days.format(at(iso)),
    shortDay: (iso) => shortDays.format(at(iso)),
    period: (name, isFiscal) => {
      const [, year = '', unit = '', nth = ''] = /^(\d{4,})(?:-([QH]?)(\d+))?$/.exec(name) ?? [];
      if (year === '') return name;
      if (nth !== '' && unit === '') return months.format(at(`${name}-01`));
      const shown = isFiscal ? `FY${year.slice(-2)}` : year;
      return nth === '' ? shown : `${unit}${nth} ${shown}`;
    },
    daysAgo: (count) => ago.format(-count, 'day'),
    read: (typed) => {
      const point = separator('decimal') || '.';
      const group = separator('group');
      const minus = separator('minusSign') || '-';
      let text = typed.replace(/[^\d.,'’\s\u00a0\u202f+\-−٫٬]/g, '').trim();
      if (group !== '') text = text.split(group).join('');
      text = text
        .replace(/[\s\u00a0\u202f'’]/g, '')
        .split(minus)
        .join('-')
        .replace('−', '-')
        .replace(point, '.');
      return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)
        ? text
            .replace(/^\+/, '')
            .replace(/^(-?)\./, '$10.')
            .replace(/\.$/, '')
        : null;
    },
  };
  return format;
}
