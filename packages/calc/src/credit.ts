// Crediting: which records count for whom, on which day, with which value.
import { isAssigned, type Stretch } from './assignment.ts';
import type { CrmRecord, Entry } from './book.ts';
import { multiply, one, type Fraction } from './fraction.ts';
import { collect, discard, draft, settle, type Draft, type OpenDraft, type Value } from './ledger.ts';
import { digitsOf, partsOf, type Part } from './part.ts';
import { isWarning, readersOf, type DatedWarning, type Rated } from './part-readers.ts';
import type { Day } from './period.ts';
import type { Plan } from './plan.ts';
import { candidates, targets, type Around, type Draftees, type Share } from './targets.ts';
import { dater, timeline, type Dated, type Timelines } from './timeline.ts';

/** What crediting reads besides the plan. */
export interface Source extends Around, Rated {
  readonly entries: readonly Entry[];
  readonly timeline: Timelines;
}

/** Who can be credited, for records of which days: the stretches in which a payee is assigned (undefined: never). */
export interface Eligible {
  readonly assigned: ReadonlyMap<string, readonly Stretch[]>;
  readonly from: Day;
  readonly to: Day;
}

/** What a measure credits one payee, in the order in which it counts, and what it could not credit. */
export interface Credited {
  readonly draft: Draft;
  readonly warnings: readonly DatedWarning[];
}

/** The credits of one version of a plan: by measure (of a ratio `measure#of` and `measure#per`) and payee. */
export type Credits = ReadonlyMap<string, ReadonlyMap<string, Credited>>;

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
  const rule = measure.credit ?? 'owner';
  const people = targets(rule, source, draftees as Draftees<OpenCredited>);
  const timeZone = plan.timeZone ?? 'UTC';
  const { value: valueIn, weight: weightIn, owner } = readersOf(plan, part, source);
  const date = dater(measure.entered ? 'date' : (measure.date ?? ''), timeZone);

  const creditTo = (
    dated: Dated,
    list: readonly Share<OpenCredited>[],
    value: Value | DatedWarning,
    weight: Fraction,
  ): void => {
    const { day } = dated;
    if (day < from || day > to) return;
    for (let k = 0; k < list.length; k++) {
      const { to: draftee, share } = list[k] as Share<OpenCredited>;
      if (!isAssigned(draftee.assigned, day)) continue;
      if (isWarning(value)) draftee.warnings.push(value);
      else collect(draftee.draft, dated, value, weighted(share, weight));
    }
  };
  return {
    draftees,
    creditAll: () => {
      const line = measure.entered
        ? timeline(achievements(plan, part, source), 'date', timeZone)
        : source.timeline(counts.object ?? '', measure.date ?? '', timeZone);
      const values = line.column(valueIn);
      const weights = weightIn && line.column(weightIn);
      const credited = (dated: Dated, list: readonly Share<OpenCredited>[]): void => {
        if (list.length === 0) return;
        const { record, day, place } = dated;
        const value = values[place] as Value | DatedWarning | null;
        if (value === null) return;
        // A warning names the measure, which others that read the same do not share.
        creditTo(dated, list, isWarning(value) ? (valueIn.read(record, day) ?? value) : value, weights?.[place] ?? one);
      };
      if (owner) {
        const owned = line.by(owner);
        for (const [payee, draftee] of draftees) {
          const wholly = [{ to: draftee, share: one }];
          for (const dated of owned.get(payee) ?? []) credited(dated, wholly);
        }
      } else
        for (const dated of candidates(rule, source, line.having(valueIn), draftees)) credited(dated, people(dated));
    },
    seen: (record) => {
      const dated = date(record);
      return dated && valueIn.read(record, dated.day) !== null ? dated : null;
    },
    insert: (dated) => {
      const list = countsFor(dated);
      const { record, day } = dated;
      const value = valueIn.read(record, day);
      if (value !== null) creditTo(dated, people(dated), value, weightIn?.read(record, day) ?? one);
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

const weighted = (share: Fraction, weight: Fraction): Fraction =>
  weight === one ? share : share === one ? weight : multiply(share, weight);

/** Achievements entered by hand, as records. */
const achievements = (plan: Plan, { name }: Part, source: Source): CrmRecord[] =>
  source.entries
    .filter((entry) => entry.plan === plan.id && entry.measure === name)
    .map((entry) => ({ ...entry, Id: entry.id, OwnerId: entry.payee }));
