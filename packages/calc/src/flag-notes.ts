// What keeps flags from being evaluated, told once for each field and reason however many deals it concerns.
import { countWords } from './figures.ts';
import { textOf } from './filter.ts';
import type { FlagId } from './flag-catalogue.ts';
import type { Diagnostic } from './flag-result.ts';
import { compareText } from './order.ts';
import type { DatedWarning } from './part-readers.ts';

export interface Notes {
  /** A field was hidden or absent. */
  readonly missing: (flag: FlagId, field: string) => void;
  /** Of a deal it holds nothing sensible. */
  readonly invalid: (flags: readonly FlagId[], field: string, deal: string, value: unknown, expected: string) => void;
  /** Anything else, in words. */
  readonly other: (code: Diagnostic['code'], flag: FlagId, field: string, message: string) => void;
  /** A plan cannot credit a deal. */
  readonly uncredited: (warning: DatedWarning) => void;
  /** A deal counts only after the open windows. */
  readonly late: (deal: string) => void;
  /** All of them, in an order that depends on nothing else. */
  readonly all: () => readonly Diagnostic[];
}

interface Note {
  readonly code: Diagnostic['code'];
  readonly field: string;
  readonly flags: Set<FlagId>;
  /** The deals that it is about, each once. */
  readonly deals: Set<string>;
  readonly words: (count: string) => string;
}

export function notes(): Notes {
  const known = new Map<string, Note>();
  const add = (
    code: Note['code'],
    field: string,
    flags: readonly FlagId[],
    deal: string | null,
    words: Note['words'],
  ): void => {
    const key = `${code} ${field}`;
    let note = known.get(key);
    if (!note) known.set(key, (note = { code, field, flags: new Set(), deals: new Set(), words }));
    for (const flag of flags) note.flags.add(flag);
    if (deal !== null) note.deals.add(deal);
  };
  return {
    missing: (flag, field) =>
      add(
        'field-missing',
        field,
        [flag],
        null,
        () => `${field} of open deals is hidden or absent. Let the connector's user read it, and publish again.`,
      ),
    invalid: (flags, field, deal, value, expected) => {
      const held =
        value === null || value === undefined || value === '' ? 'nothing' : `"${textOf(value).slice(0, 40)}"`;
      add(
        'field-invalid',
        field,
        flags,
        deal,
        (count) => `${field} of ${count} is no ${expected}: of ${deal} it is ${held}. Mend it in the record.`,
      );
    },
    other: (code, flag, field, message) => add(code, field, [flag], null, () => message),
    uncredited: ({ code, message, record = '' }) =>
      code === 'rate-missing' || code === 'currency-unknown'
        ? add('rate-missing', 'CurrencyIsoCode', [], record, (count) => `${count} cannot be credited: ${message}`)
        : add('field-invalid', 'Value', [], record, (count) => `${count} cannot be credited: ${message}`),
    late: (deal) =>
      add(
        'after-window',
        'CloseDate',
        [],
        deal,
        (count) => `${count} would count only after the open windows, so what they pay is not said.`,
      ),
    all: () =>
      [...known.values()]
        .map(({ code, field, flags, deals, words }) => ({
          code,
          flags: [...flags].sort(),
          field,
          message: words(countWords(deals.size, 'deal')),
        }))
        .sort((a, b) => compareText(a.code, b.code) || compareText(a.field, b.field)),
  };
}
