// What the rules of flags read of a snapshot: its open deals, where each component stands, thresholds and benchmarks.
import type { Stretch } from './assignment.ts';
import type { CrmRecord } from './book.ts';
import type { Standing } from './component.ts';
import { parsePercent } from './decimal.ts';
import type { Benchmarks, Coaching, DealGroup } from './coaching-schema.ts';
import { thresholdsOf, type FlagId, type ThresholdOf } from './flag-catalogue.ts';
import { dealCredits, type DealCredit, type DealCredits } from './flag-credits.ts';
import { notes, type Notes } from './flag-notes.ts';
import { worths } from './flag-stake.ts';
import { compare, fraction, one, type Fraction } from './fraction.ts';
import { textOf } from './filter.ts';
import { openDeals, type OpenDeal } from './open-deals.ts';
import { compareText } from './order.ts';
import { dayAt, parseDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import { runOf } from './run.ts';
import { standardSegments } from './segment.ts';
import { accountOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { standingOf } from './standing.ts';

/** An open deal. */
export interface DealFact {
  readonly id: string;
  readonly name: string;
  readonly record: CrmRecord;
  /** Rows of other objects that say who shares it. */
  readonly related: NonNullable<OpenDeal['deal']['related']>;
  readonly segment: string | null;
  /** Somebody below the payee owns it, and the payee is not on it: it is flagged to those who can act on it. */
  readonly isLed: boolean;
  /** From 0 to 1; null where nothing sensible says it. */
  readonly chance: Fraction | null;
  readonly closes: Day | null;
}

/** A deal that a component counts in its open window if it is won. */
export interface Coming {
  readonly deal: DealFact;
  readonly value: Fraction;
}

/** A component in its open window. */
export interface ComponentFact {
  /** `plan/component`. */
  readonly id: string;
  readonly label: string;
  readonly plan: Plan;
  readonly standing: Standing;
  /** What it counts of a deal, in whichever window. */
  readonly creditOf: (deal: DealFact) => DealCredit | undefined;
  /** The open deals that it counts in its window, in the order of their records; none of what is counted already. */
  readonly coming: () => readonly Coming[];
  /** The sum of their values. */
  readonly total: () => Fraction;
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
  readonly deals: readonly DealFact[];
  readonly plans: readonly PlanFact[];
  /** The segment of more than half of the open deals, or null. */
  readonly segment: string | null;
  readonly benchmarks: Benchmarks | null;
  readonly coaching: Coaching;
  readonly notes: Notes;
  /** Was a field read of open deals? */
  readonly isRead: (name: string) => boolean;
  /** A threshold for a segment; null where it stands in no configuration and the benchmark alone decides. */
  readonly limit: <I extends FlagId>(id: I, name: ThresholdOf<I>, segment?: string | null) => Fraction | null;
  /** What a deal adds to what is paid for the open windows, before gates; null where that cannot be said. */
  readonly worth: (deal: DealFact) => Stake | null;
  /** Closed deals of a segment of which something is known, else those of all segments. */
  readonly group: <T>(segment: string | null, of: (group: DealGroup) => T | null) => Known<T> | null;
}

/** What is known of a group of closed deals, and how it is called. */
export interface Known<T> {
  readonly value: T;
  /** "in Mid-market", "of all segments". */
  readonly among: string;
}

export function factsOf(held: Snapshot): Facts {
  const today = parseDay(held.asOf) as Day;
  const said = notes();
  const given = byId(openDeals(held));
  const deals = given.map((one): DealFact => dealFact(held, one, said));
  const plans = held.plans.flatMap((own) => planFact(held, own, today, given, deals, said) ?? []);
  const coaching = held.coaching ?? {};
  const benchmarks = held.benchmarks ?? null;
  return {
    held,
    today,
    deals,
    plans,
    segment: mainSegment(deals),
    benchmarks,
    coaching,
    notes: said,
    isRead: (name) => held.deals !== undefined && Object.hasOwn(held.deals.fields, name),
    limit: limits(coaching),
    worth: worths(plans, said),
    group: (segment, of) => {
      for (const group of [segment, null].flatMap((id) => benchmarks?.deals.find((one) => one.segment === id) ?? [])) {
        const value = of(group);
        if (value === null) continue;
        return { value, among: group.segment === null ? 'of all segments' : `in ${labelOf(held, group.segment)}` };
      }
      return null;
    },
  };
}

/** In the order of their records, in which they mostly are. */
function byId(deals: readonly OpenDeal[]): readonly OpenDeal[] {
  const rises = deals.every((one, i) => i === 0 || idOf(deals[i - 1] as OpenDeal) < idOf(one));
  return rises ? deals : deals.toSorted((a, b) => compareText(idOf(a), idOf(b)));
}

const idOf = ({ deal }: OpenDeal): string => textOf(deal.record['Id']);

const labelOf = ({ segments = standardSegments }: Snapshot, id: string): string =>
  segments.ranges.find((one) => one.id === id)?.label ?? id;

/** Names are shown in a line. */
const longest = 80;

function dealFact(
  { payee, below }: Snapshot,
  { deal: { record, related = {} }, segment, chance: said }: OpenDeal,
  { invalid }: Notes,
): DealFact {
  const id = textOf(record['Id']);
  const { Name: given, Probability: stated, CloseDate, OwnerId: owner } = record;
  const name = typeof given === 'string' && given !== '' ? given.slice(0, longest) : id;
  const chance = parsePercent(said?.won);
  const isChance = chance !== null && chance.n >= 0n && compare(chance, one) <= 0;
  if (!isChance && stated !== undefined && stated !== null && stated !== '')
    invalid([], 'Probability', name, stated, 'percentage from 0 to 100');
  const isLed = typeof owner === 'string' && Object.hasOwn(below, owner) && !rowsOf(related, payee.Id).next().value;
  return {
    id,
    name,
    record,
    related,
    segment,
    isLed,
    chance: isChance ? chance : null,
    closes: dayAt(CloseDate, 'UTC'),
  };
}

/** The rows of other objects that put somebody on a deal. */
export function* rowsOf(related: DealFact['related'], person: string): Generator<CrmRecord> {
  for (const list of Object.values(related))
    for (const row of list) if (row['SplitOwnerId'] === person || row['UserId'] === person) yield row;
}

/** A plan with its components as they stand at the as-of date; null where no payment period is open. */
function planFact(
  held: Snapshot,
  own: SnapshotPlan,
  today: Day,
  given: readonly OpenDeal[],
  deals: readonly DealFact[],
  said: Notes,
): PlanFact | null {
  const published = own.standing === undefined ? standingOf(held, own) : own.standing;
  if (!published) return null;
  // The open payment period alone: nothing but what was paid before depends on those before it.
  const account = { ...accountOf(held, own, today), from: today };
  const { steps, standings } = runOf(account);
  let known: DealCredits | undefined;
  const credits = (): DealCredits => {
    if (known) return known;
    const counted = new Set(own.records.map(([id]) => id));
    known = dealCredits(
      held,
      own,
      given.filter((one) => !counted.has(idOf(one))),
    );
    for (const warning of known.warnings) said.uncredited(warning);
    return known;
  };
  const components = (steps.length > 0 ? standings(0) : []).map((standing): ComponentFact => {
    const { component, window } = standing;
    const creditOf = (deal: DealFact): DealCredit | undefined => creditIn(standing, credits(), deal);
    let list: readonly Coming[] | undefined;
    let sum: Fraction | undefined;
    const coming = (): readonly Coming[] =>
      (list ??= deals.flatMap((deal) => {
        const credit = creditOf(deal);
        return credit && credit.day <= window.end ? [{ deal, value: credit.value }] : [];
      }));
    return {
      id: `${own.plan.id}/${component.id}`,
      label: component.label ?? component.id,
      plan: own.plan,
      standing,
      creditOf,
      coming,
      // The credits of one measure have one denominator.
      total: () =>
        (sum ??= fraction(
          coming().reduce((all, { value }) => all + value.n, 0n),
          coming()[0]?.value.d,
        )),
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

/** What a component counts of a deal; what ratios and blends read is no credit of theirs. */
function creditIn({ component, version }: Standing, credits: DealCredits, deal: DealFact): DealCredit | undefined {
  const measure = component.measure === undefined ? undefined : version.plan.measures[component.measure];
  if (component.measure === undefined || !measure || measure.ratio || measure.earnings) return undefined;
  return credits.of(component.measure, deal.id);
}

function mainSegment(deals: readonly DealFact[]): string | null {
  const counts = Map.groupBy(deals, ({ segment }) => segment);
  return [...counts].find(([, list]) => list.length * 2 > deals.length)?.[0] ?? null;
}

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
