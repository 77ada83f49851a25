// What the rules of flags read of a snapshot: its open deals, where each component stands, thresholds and benchmarks.
import type { Stretch } from './assignment.ts';
import type { Standing } from './component.ts';
import { parsePercent } from './decimal.ts';
import type { Benchmarks, Coaching, DealGroup } from './coaching-schema.ts';
import { thresholdsOf, type FlagId, type ThresholdOf } from './flag-catalogue.ts';
import { comingOf, type Coming } from './flag-coming.ts';
import { dealCredits, type DealCredits, type MeasureCredits } from './flag-credits.ts';
import { notes, type Notes } from './flag-notes.ts';
import { openIn, type DealFact, type OpenDeals } from './flag-open.ts';
import type { Shown, Values } from './flag-result.ts';
import { worths } from './flag-stake.ts';
import { worthOfCredit } from './flag-worth.ts';
import type { Fraction } from './fraction.ts';
import { currencyOf } from './payout.ts';
import { parseDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import { runOf } from './run.ts';
import { standardSegments } from './segment.ts';
import { accountOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { standingOf } from './standing.ts';

/** A component in its open window. */
export interface ComponentFact {
  /** `plan/component`. */
  readonly id: string;
  readonly label: string;
  readonly plan: Plan;
  readonly standing: Standing;
  /** What it counts of open deals, in whichever window; undefined where it counts nothing of them. */
  readonly credits: () => MeasureCredits | undefined;
  /** The open deals that it counts in its window; none of what is counted already. */
  readonly coming: () => Coming;
  /** What a credit of the deal of a row adds to what it pays, before gates, in minor units; null where that cannot be said. */
  readonly worth: (row: number, value: Fraction) => bigint | null;
}

/** A plan with an open payment period. */
export interface PlanFact {
  readonly own: SnapshotPlan;
  readonly assigned: readonly Stretch[];
  readonly components: readonly ComponentFact[];
  /** The component that pages lead with. */
  readonly leading: ComponentFact;
  /** The deals that it cannot credit. */
  readonly refused: () => ReadonlySet<unknown>;
}

/** What something is worth in the currency of a plan, in minor units. */
export interface Stake {
  readonly plan: Plan;
  readonly minor: bigint;
}

export interface Facts {
  readonly held: Snapshot;
  readonly today: Day;
  readonly open: OpenDeals;
  readonly plans: readonly PlanFact[];
  /** The segment of more than half of the open deals, or null. */
  readonly segment: string | null;
  readonly benchmarks: Benchmarks | null;
  readonly coaching: Coaching;
  readonly notes: Notes;
  /** A threshold for a segment; null where it stands in no configuration and the benchmark alone decides. */
  readonly limit: <I extends FlagId>(id: I, name: ThresholdOf<I>, segment?: string | null) => Fraction | null;
  /** What a deal adds to what is paid for the open windows, before gates; null where that cannot be said. */
  readonly worth: (deal: DealFact) => Stake | null;
  /** Closed deals of a segment of which something is known, else those of all segments. */
  readonly group: <T>(segment: string | null, of: (group: DealGroup) => T | null) => Known<T> | null;
}

/** Which deals are meant: those of a segment, or all. */
export interface Among extends Values {
  readonly among: Shown;
}

const amongOf = (segment: string | null): Among =>
  segment === null
    ? { among: ['all-segments', 'word'] }
    : { among: ['in-segment', 'word'], segment: [segment, 'text'] };

/** What is known of a group of closed deals, and how it is called. */
export interface Known<T> {
  readonly value: T;
  /** The values of a sentence that say so. */
  readonly among: Among;
}

export function factsOf(held: Snapshot): Facts {
  const today = parseDay(held.asOf) as Day;
  const said = notes();
  const open = openIn(held, said);
  const plans = held.plans.flatMap((own) => planFact(held, own, today, open, said) ?? []);
  const coaching = held.coaching ?? {};
  const benchmarks = held.benchmarks ?? null;
  return {
    held,
    today,
    open,
    plans,
    segment: open.segment,
    benchmarks,
    coaching,
    notes: said,
    limit: limits(coaching),
    worth: worths(plans, said),
    group: (segment, of) => {
      for (const group of [segment, null].flatMap((id) => benchmarks?.deals.find((one) => one.segment === id) ?? [])) {
        const value = of(group);
        if (value === null) continue;
        return { value, among: amongOf(group.segment === null ? null : labelOf(held, group.segment)) };
      }
      return null;
    },
  };
}

const labelOf = ({ segments = standardSegments }: Snapshot, id: string): string =>
  segments.ranges.find((one) => one.id === id)?.label ?? id;

/** A plan with its components as they stand at the as-of date; null where no payment period is open. */
function planFact(held: Snapshot, own: SnapshotPlan, today: Day, open: OpenDeals, said: Notes): PlanFact | null {
  const published = own.standing === undefined ? standingOf(held, own) : own.standing;
  if (!published) return null;
  // The open payment period alone: nothing but what was paid before depends on those before it.
  const account = { ...accountOf(held, own, today), from: today };
  const { steps, standings } = runOf(account);
  let known: DealCredits | undefined;
  const credits = (): DealCredits => {
    if (!known) {
      known = dealCredits(held, own);
      for (const warning of known.warnings) said.uncredited(warning);
    }
    return known;
  };
  const components = (steps.length > 0 ? standings(0) : []).map((standing): ComponentFact => {
    const { component, window } = standing;
    const measure = component.measure ?? '';
    const creditsOf = (): MeasureCredits | undefined => {
      const { of } = credits();
      return countsCredits(standing) ? of(measure) : undefined;
    };
    let coming: Coming | undefined;
    const worth = worthOfCredit(standing, currencyOf(own.plan));
    return {
      id: `${own.plan.id}/${component.id}`,
      label: component.label ?? component.id,
      plan: own.plan,
      standing,
      credits: creditsOf,
      coming: () => (coming ??= comingOf(creditsOf(), open, daysBy(own.plan, measure, open), window.end)),
      worth: (row, value) => worth(value, () => open.record(row)),
    };
  });
  const leading = components.find(({ standing }) => standing.component.id === published.component) ?? components[0];
  const { assigned } = account;
  return leading
    ? {
        own,
        assigned,
        components,
        leading,
        refused: () => new Set(credits().warnings.map(({ record }) => record)),
      }
    : null;
}

/** What ratios and blends read is no credit of theirs. */
function countsCredits({ component: { measure: name }, version }: Standing): boolean {
  const measure = name === undefined ? undefined : version.plan.measures[name];
  return measure !== undefined && !measure.ratio && !measure.earnings;
}

/** The day on which a measure counts an open deal; where that is over, it counts today. */
const daysBy = (
  { measures, timeZone = 'UTC' }: Plan,
  measure: string,
  { days }: OpenDeals,
): ((row: number) => Day | null) => days(measures[measure]?.date ?? '', timeZone);

function limits({ thresholds = {}, bySegment = {} }: Coaching): Facts['limit'] {
  const known = new Map<string, Fraction | null>();
  return (id, name, segment = null) => {
    const key = `${id} ${name} ${segment ?? ''}`;
    let limit = known.get(key);
    if (limit === undefined) {
      const own = segment !== null && Object.hasOwn(bySegment, segment) ? bySegment[segment] : undefined;
      const { standard = null } = thresholdsOf(id)[name] ?? {};
      limit = parsePercent(own?.[id]?.[name] ?? thresholds[id]?.[name] ?? standard);
      known.set(key, limit);
    }
    return limit;
  };
}
