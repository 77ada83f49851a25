// What keeps flags from being evaluated, told once for each field and reason however many deals it concerns.
import { textOf } from './filter.ts';
import type { FlagId } from './flag-catalogue.ts';
import type { DiagnosticCode, DiagnosticFound, Values } from './flag-result.ts';
import { compareText } from './order.ts';
import type { DatedWarning } from './part-readers.ts';

export interface Notes {
  /** A field was hidden or absent. */
  readonly missing: (flag: FlagId, field: string) => void;
  /** Of a deal it holds nothing sensible. */
  readonly invalid: (flags: readonly FlagId[], field: string, deal: string, value: unknown, expected: string) => void;
  /** Anything else; `as` tells sentences of one code apart, `values` fill them. */
  readonly other: (code: DiagnosticCode, flag: FlagId, field: string, as?: string, values?: Values) => void;
  /** A plan cannot credit a deal. */
  readonly uncredited: (warning: DatedWarning) => void;
  /** A deal counts only after the open windows. */
  readonly late: (deal: string) => void;
  /** All of them, in an order that depends on nothing else. */
  readonly all: () => readonly DiagnosticFound[];
}

interface Note {
  readonly code: DiagnosticCode;
  readonly field: string;
  readonly flags: Set<FlagId>;
  /** The deals that it is about, each once. */
  readonly deals: Set<string>;
  readonly says: string;
  readonly values: Values;
}

export function notes(): Notes {
  const known = new Map<string, Note>();
  const add = (
    code: DiagnosticCode,
    field: string,
    flags: readonly FlagId[],
    deal: string | null,
    values: Values = {},
    says: string = code,
  ): void => {
    const key = `${code} ${field}`;
    let note = known.get(key);
    if (!note) known.set(key, (note = { code, field, flags: new Set(), deals: new Set(), says, values }));
    for (const flag of flags) note.flags.add(flag);
    if (deal !== null) note.deals.add(deal);
  };
  return {
    missing: (flag, field) => add('field-missing', field, [flag], null),
    invalid: (flags, field, deal, value, expected) => {
      const isNothing = value === null || value === undefined || value === '';
      add('field-invalid', field, flags, deal, {
        deal: [deal, 'text'],
        expected: [expected, 'word'],
        held: isNothing ? ['nothing', 'word'] : [`"${textOf(value).slice(0, 40)}"`, 'text'],
      });
    },
    other: (code, flag, field, as = '', values = {}) =>
      add(code, field, [flag], null, values, as === '' ? code : `${code}.${as}`),
    uncredited: ({ code, message, record = '' }) => {
      const why = { why: [message, 'text'] } as const;
      if (code === 'rate-missing' || code === 'currency-unknown')
        add('rate-missing', 'CurrencyIsoCode', [], record, why);
      else add('field-invalid', 'Value', [], record, why, 'uncredited');
    },
    late: (deal) => add('after-window', 'CloseDate', [], deal),
    all: () =>
      [...known.values()]
        .map(({ code, field, flags, deals, says, values }) => ({
          code,
          flags: [...flags].sort(),
          field,
          says: `note.${says}`,
          values: deals.size > 0 ? { ...values, deals: [String(deals.size), 'number'] as const } : values,
        }))
        .sort((a, b) => compareText(a.code, b.code) || compareText(a.field, b.field)),
  };
}
