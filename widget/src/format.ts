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
  /** A sum of a currency, or a number where there is none. */
  const sum =
    (meaning: string, options: Intl.NumberFormatOptions) =>
    (decimal: string, currency: string | null): string =>
      of(meaning, options, currency).format(exact(decimal));
  const of = (meaning: string, options: Intl.NumberFormatOptions, currency: string | null): Intl.NumberFormat =>
    number(`${meaning} ${currency}`, () => ({
      ...(currency === null ? { maximumFractionDigits: 4 } : { style: 'currency', currency }),
      ...options,
    }));
  const amount = sum('amount', { trailingZeroDisplay: 'stripIfInteger' });
  const percent = number('percent', () => ({ style: 'percent', maximumFractionDigits: 2 }));
  const rate = number('rate', () => ({ style: 'percent', maximumFractionDigits: 4 }));
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (iso: string): string => made.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
  };
  const months = dates({ month: 'short', year: 'numeric' });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const separators = number('number', () => ({})).formatToParts(-1234567.8);
  const separator = (type: string): string => separators.find((part) => part.type === type)?.value ?? '';

  const format: Format = {
    locale,
    money: sum('money', {}),
    moneyParts: (decimal, currency) => {
      const parts = of('money', {}, currency).formatToParts(exact(decimal));
      const point = parts.findIndex(({ type }) => type === 'decimal');
      const fraction = parts.findIndex(({ type }) => type === 'fraction');
      const last = parts.length - 1;
      const cut = point < 0 || fraction !== last ? parts.length : point;
      const text = (from: number, to?: number): string =>
        parts
          .slice(from, to)
          .map(({ value }) => value)
          .join('');
      return [text(0, cut), text(cut)];
    },
    amount,
    whole: sum('whole', { maximumFractionDigits: 0 }),
    short: sum('short', { notation: 'compact', maximumSignificantDigits: 3 }),
    percent: (decimal) => percent.format(exact(decimal)),
    written: (text, currency) => {
      if (text.endsWith('%')) return rate.format(exact(`${text.slice(0, -1).trim()}e-2`));
      if (text.endsWith('x')) return `${amount(text.slice(0, -1), null)}×`;
      return amount(text, currency);
    },
    day: dates({ dateStyle: 'medium' }),
    shortDay: dates({ day: 'numeric', month: 'short' }),
    period: (name, isFiscal) => {
      const [, year = '', unit = '', nth = ''] = /^(\d{4,})(?:-([QH]?)(\d+))?$/.exec(name) ?? [];
      if (year === '') return name;
      if (nth !== '' && unit === '') return months(`${name}-01`);
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
