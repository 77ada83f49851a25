// Crediting: which records count for whom, on which day, with which value.
import { isAssigned, type Stretch } from './assignment.ts';
import type { CrmRecord, Entry } from './book.ts';
import { conversion, type RateOn } from './currency.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, test, textOf } from './filter.ts';
import { multiply, one } from './fraction.ts';
import { collect, discard, draft, settle, type Draft, type OpenDraft, type Value } from './ledger.ts';
import { converted, minorDigits, toMinor } from './money.ts';
import { printDay, type Day } from './period.ts';
import type { Component, Measure, Plan } from './plan.ts';
import type { Warning } from './result.ts';
import { candidates, targets, type Around, type Draftees, type Share } from './targets.ts';
import { byOwner, dater, inOrder, type Dated, type Timeline } from './timeline.ts';

/** What crediting reads besides the plan. */
export interface Source extends Around {
  readonly entries: readonly Entry[];
  readonly rates: RateOn;
  readonly corporateCurrency: string;
  readonly timeline: Timeline;
  /** All rows of an object. */
  readonly children: (object: string) => readonly CrmRecord[];
}

/** Who can be credited, for records of which days: the stretches in which a payee is assigned (undefined: never). */
export interface Eligible {
  readonly assigned: ReadonlyMap<string, readonly Stretch[]>;
  readonly from: Day;
  readonly to: Day;
}

/** A warning about a record of a day, counted by a measure; about a payment it is the measure of what is paid. */
export type DatedWarning = Warning & { readonly day: Day; readonly measure: string };

/** What a measure credits one payee, in the order in which it counts, and what it could not credit. */
export interface Credited {
  readonly draft: Draft;
  readonly warnings: readonly DatedWarning[];
}

/** The credits of one version of a plan: by measure (of a ratio `measure#of` and `measure#per`) and payee. */
export type Credits = ReadonlyMap<string, ReadonlyMap<string, Credited>>;

/** The keys under which a measure's credits stand. */
export const creditKeys = (name: string, measure: Measure): string[] =>
  measure.ratio ? [`${name}#of`, `${name}#per`] : [name];

/** Is a measure's value an amount of money in the plan's currency? */
export const isMoney = (measure: Measure): boolean =>
  !measure.ratio && !measure.entered && measure.value !== 'count' && measure.unit !== 'number';

/** What a component's position counts. */
export function unitOf(plan: Plan, { measure: name }: Component): 'money' | 'number' | 'ratio' {
  const measure = name === undefined ? undefined : plan.measures[name];
  return !measure || measure.ratio ? 'ratio' : isMoney(measure) ? 'money' : 'number';
}

/** One measure, or one side of a ratio, that counts records. */
export interface Part {
  /** The key under which its credits stand. */
  readonly key: string;
  readonly name: string;
  readonly measure: Measure;
  readonly counts: Pick<Measure, 'object' | 'value' | 'where'>;
}

/** The parts of a plan that count records or entries; what counts earnings is credited from statements. */
export const partsOf = (plan: Plan): Part[] =>
  Object.entries(plan.measures).flatMap(([name, measure]): Part[] => {
    const { ratio } = measure;
    if (measure.earnings) return [];
    return ratio
      ? (['of', 'per'] as const).map((side) => ({ key: `${name}#${side}`, name, measure, counts: ratio[side] }))
      : [{ key: name, name, measure, counts: measure }];
  });

/** The scale of a measure's values: decimals of money, 0 for a count, null for numbers with their own decimals. */
export function digitsOf(plan: Plan, { measure, counts }: Pick<Part, 'measure' | 'counts'>): number | null {
  if (counts.value === 'count') return 0;
  return measure.entered || measure.unit === 'number' ? null : minorDigits(plan.currency);
}

/** Credits all records of the source for one version of a plan. */
export const credit = (plan: Plan, source: Source, eligible: Eligible): Credits =>
  new Map(
    partsOf(plan).map((part) => {
      const made = creditor(plan, part, source, eligible);
      made.creditAll();
      return [part.key, made.draftees];
    }),
  );

interface OpenCredited {
  readonly draft: OpenDraft;
  readonly warnings: DatedWarning[];
}

/** Credits one part of a plan. */
export interface Creditor {
  readonly draftees: ReadonlyMap<string, OpenCredited>;
  /** Credits all records of the source, in order. */
  readonly creditAll: () => void;
  /** A record as this part sees it; null where it does not count. */
  readonly seen: (record: CrmRecord) => Dated | null;
  /** Adds a record in its place among the others; returns whom it counts for. */
  readonly insert: (dated: Dated) => readonly string[];
  /** Takes a record away; returns whom it counted for. */
  readonly remove: (dated: Dated) => readonly string[];
}

export function creditor(plan: Plan, part: Part, source: Source, { assigned, from, to }: Eligible): Creditor {
  const { measure, counts } = part;
  const digits = digitsOf(plan, part);
  const draftees = new Map<string, OpenCredited & { payee: string; assigned: readonly Stretch[] }>();
  for (const [payee, days] of assigned)
    draftees.set(payee, { payee, assigned: days, draft: draft(digits), warnings: [] });
  const people = targets(measure.credit ?? 'owner', source, draftees as Draftees<OpenCredited>);
  const timeZone = plan.timeZone ?? 'UTC';
  const times = (measure.counts ?? []).map((entry) => ({
    holds: test(entry.where, timeZone),
    share: parsePercent(entry.times) ?? one,
  }));
  const read = valueReader(plan, part, source);
  const holds = test(counts.where, timeZone);
  const date = dater(measure.entered ? 'date' : (measure.date ?? ''), timeZone);

  const creditTo = (dated: Dated, list: readonly Share<OpenCredited>[]): void => {
    const { day } = dated;
    // Most records are somebody else's: that is told faster than what a filter says.
    if (list.length === 0 || day < from || day > to || !holds(dated.record)) return;
    const value = read(dated);
    const weight = times.length === 0 ? undefined : times.find((entry) => entry.holds(dated.record))?.share;
    for (let k = 0; k < list.length; k++) {
      const { to: draftee, share } = list[k] as Share<OpenCredited>;
      if (!isAssigned(draftee.assigned, day)) continue;
      if (isWarning(value)) draftee.warnings.push(value);
      else collect(draftee.draft, dated, value, weight ? (share === one ? weight : multiply(share, weight)) : share);
    }
  };
  const credited = (dated: Dated): void => creditTo(dated, people(dated));
  return {
    draftees,
    creditAll: () => {
      const all = measure.entered
        ? inOrder(achievements(plan, part, source), 'date', timeZone)
        : source.timeline(counts.object ?? '', measure.date ?? '', timeZone);
      const rule = measure.credit ?? 'owner';
      if (rule === 'owner')
        for (const [payee, draftee] of draftees) {
          const wholly = [{ to: draftee, share: one }];
          for (const dated of byOwner(all).get(payee) ?? []) creditTo(dated, wholly);
        }
      else candidates(rule, source, all, draftees).forEach(credited);
    },
    seen: (record) => (holds(record) ? date(record) : null),
    insert: (dated) => {
      const list = countsFor(dated);
      credited(dated);
      for (const { draft: own, warnings } of list) {
        settle(own);
        warnings.sort((a, b) => a.day - b.day || (String(a.record) < String(b.record) ? -1 : 1));
      }
      return list.map(({ payee }) => payee);
    },
    remove: (dated) => {
      const list = countsFor(dated);
      for (const { draft: own, warnings } of list) {
        discard(own, dated);
        const at = warnings.findIndex(({ record }) => record === dated.id);
        if (at >= 0) warnings.splice(at, 1);
      }
      return list.map(({ payee }) => payee);
    },
  };

  function countsFor(dated: Dated) {
    const { day } = dated;
    if (day < from || day > to) return [];
    return people(dated)
      .map(({ to: draftee }) => draftee)
      .filter((draftee) => isAssigned(draftee.assigned, day));
  }
}

const isWarning = (value: Value | DatedWarning): value is DatedWarning => typeof value === 'object' && 'code' in value;

/** Why an amount in a currency cannot be credited on a day. */
export const rateMissing = (record: string, currency: string, to: string, day: Day, measure: string): DatedWarning => ({
  code: 'rate-missing',
  message: `${record} is in ${currency}: no rate to ${to} on ${printDay(day)}, so it is not credited.`,
  record,
  currency,
  date: printDay(day),
  day,
  measure,
});

/** Reads a record's value as a measure counts it, or says why it cannot be credited. */
function valueReader(
  plan: Plan,
  { name: measured, measure, counts }: Part,
  source: Pick<Source, 'rates' | 'corporateCurrency'>,
): (dated: Dated) => Value | DatedWarning {
  if (counts.value === 'count') return () => 1;
  const { currency } = plan;
  const digits = minorDigits(currency);
  const rounding = plan.rounding ?? 'half-up';
  const name = counts.value ?? 'value';
  const valueOf = field(name);
  const currencyOf = field('CurrencyIsoCode');
  const missing = ({ id, day }: Dated, message: string): DatedWarning => ({
    code: 'value-missing',
    message,
    record: id,
    day,
    measure: measured,
  });
  const money = isMoney({ ...measure, value: counts.value, ratio: undefined });

  return (dated) => {
    const { record, id, day } = dated;
    const raw = valueOf(record);
    if (raw === null || raw === '') return missing(dated, `${id} has no ${name} and is not credited.`);
    const noNumber = (): DatedWarning =>
      missing(dated, `${name} of ${id} is "${textOf(raw)}", which is no number; it is not credited.`);
    if (!money) return parseDecimal(raw) ?? noNumber();
    const own = currencyOf(record) ?? source.corporateCurrency;
    if (own === currency) return toMinor(raw, digits, rounding) ?? noNumber();
    const factor = conversion(source.rates, textOf(own), currency, day);
    if (!factor) return rateMissing(id, textOf(own), currency, day, measured);
    return converted(raw, factor, digits, rounding) ?? noNumber();
  };
}

/** Achievements entered by hand, as records. */
const achievements = (plan: Plan, { name }: Part, source: Source): CrmRecord[] =>
  source.entries
    .filter((entry) => entry.plan === plan.id && entry.measure === name)
    .map((entry) => ({ ...entry, Id: entry.id, OwnerId: entry.payee }));
