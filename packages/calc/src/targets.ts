// Who is credited for a record: its owner, those who share it, or the managers above them.
import type { Stretch } from './assignment.ts';
import type { CrmRecord } from './book.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, test, textOf } from './filter.ts';
import { add, fraction, multiply, one, zero, type Fraction } from './fraction.ts';
import type { Above } from './hierarchy.ts';
import type { Day } from './period.ts';
import type { Credit as Rule } from './plan.ts';
import type { Dated } from './timeline.ts';

/** A payee who can be credited, with the days of the assignment and what has been collected so far. */
export type Draftee<T> = T & { readonly payee: string; readonly assigned: readonly Stretch[] };
export type Draftees<T> = ReadonlyMap<string, Draftee<T>>;

export interface Share<T> {
  readonly to: Draftee<T>;
  readonly share: Fraction;
}
export type Targets<T> = (dated: Dated) => readonly Share<T>[];

type PersonShare = readonly [person: string, share: Fraction];
type Sellers = (dated: Dated) => readonly PersonShare[];

/** What crediting rules read besides the record. */
export interface Around {
  /** Finds rows of an object by what a field of theirs holds, such as the record that they belong to. */
  readonly rows: (object: string, by: string) => (value: unknown) => readonly CrmRecord[];
  readonly above: Above;
  /** The hierarchy changes with the date. */
  readonly dated: boolean;
}

/** Who is credited for a record, with which share; only those who are assigned at some time. */
export function targets<T>(rule: Rule, source: Around, draftees: Draftees<T>): Targets<T> {
  if (typeof rule === 'object' && 'reports' in rule) return reports(rule, source, draftees);
  const base = sellers(rule, source);
  if (typeof base === 'string') {
    const owner = ownerAt(base);
    const known = new Map<unknown, readonly Share<T>[]>(
      [...draftees].map(([payee, to]) => [payee, [{ to, share: one }]]),
    );
    return (dated) => known.get(owner(dated)) ?? nobody;
  }
  return (dated) => among(base(dated), draftees);
}

function among<T>(shares: readonly PersonShare[], draftees: Draftees<T>): readonly Share<T>[] {
  if (shares.length === 0) return nobody;
  return shares.flatMap(([person, share]): Share<T>[] => {
    const to = draftees.get(person);
    return to ? [{ to, share }] : [];
  });
}

const nobody: readonly never[] = [];

/** Reads the owner at a path; `OwnerId` is at hand. */
function ownerAt(path: string): (dated: Dated) => unknown {
  const read = field(path);
  return path === 'OwnerId' ? ({ owner }) => owner : ({ record }) => read(record);
}

/** The path to the owner of a record, or who shares it. */
function sellers(rule: Exclude<Rule, { reports: unknown }>, source: Around): string | Sellers {
  if (rule === 'owner') return 'OwnerId';
  if ('owner' in rule) return rule.owner;
  if ('splits' in rule) return children(rule, source, splits, 'SplitOwnerId', isSplitOf(rule.splits), splitShares());
  const share = parsePercent(rule.share ?? 1) ?? one;
  return children(rule, source, team, 'UserId', test({ TeamMemberRole: { eq: rule.team } }), () => share);
}

/** The managers above those who sell, each with the share of the nearest way. */
function reports<T>(rule: Extract<Rule, { reports: unknown }>, source: Around, draftees: Draftees<T>): Targets<T> {
  const shareAt = (distance: number): Fraction | null => {
    if (rule.reports === 'all') return one;
    if (rule.reports === 'direct') return distance === 1 ? one : null;
    return parsePercent(rule.reports[distance] ?? null);
  };
  const above = (person: string, day: Day, share: Fraction): PersonShare[] =>
    source.above(person, day).flatMap(({ manager, distance }): PersonShare[] => {
      const part = draftees.has(manager) ? shareAt(distance) : null;
      return part ? [[manager, part === one ? share : multiply(share, part)]] : [];
    });
  const base = rule.by ? sellers(rule.by, source) : (rule.owner ?? 'OwnerId');
  if (typeof base !== 'string')
    return (dated) => {
      const shares = base(dated);
      return shares.length === 0
        ? nobody
        : among(merged(shares.flatMap(([person, share]) => above(person, dated.day, share))), draftees);
    };
  const owner = ownerAt(base);
  const known = new Map<string, readonly Share<T>[]>();
  return (dated) => {
    const { day } = dated;
    const person = owner(dated);
    if (typeof person !== 'string') return nobody;
    const key = source.dated ? `${person} ${day}` : person;
    let shares = known.get(key);
    if (!shares) known.set(key, (shares = among(above(person, day, one), draftees)));
    return shares;
  };
}

/** The share of a split, by its percentage: those are few, and each is read once. */
function splitShares(): (split: CrmRecord) => Fraction {
  const known = new Map<unknown, Fraction>();
  return (split) => {
    const given = split['SplitPercentage'];
    let share = known.get(given);
    if (!share) {
      const percentage = parseDecimal(given);
      known.set(given, (share = percentage ? fraction(percentage.n, percentage.d * 100n) : zero));
    }
    return share;
  };
}
const isSplitOf = (type: string) =>
  test({ or: [{ 'SplitType.DeveloperName': { eq: type } }, { 'SplitType.MasterLabel': { eq: type } }] });

/** Shares that stand in child rows of the record: splits, team members. */
function children(
  rule: { record?: string | undefined },
  source: Around,
  object: string,
  person: string,
  holds: (row: CrmRecord) => boolean,
  share: (row: CrmRecord) => Fraction,
): Sellers {
  const parent = field(rule.record ?? 'Id');
  const rowsOf = source.rows(object, parentField);
  return ({ record }) => {
    const id = parent(record);
    const rows = id === null ? nobody : rowsOf(id);
    if (rows.length === 0) return nobody;
    const shares: PersonShare[] = [];
    for (const row of rows) if (holds(row)) shares.push([textOf(row[person]), share(row)]);
    return merged(shares);
  };
}

/** Splits and team members name the record that they belong to here. */
export const parentField = 'OpportunityId';

/** The child rows that a crediting rule shares by, and the path to the record that they belong to; null where it needs none. */
export function childrenOf(rule: Rule | undefined): { object: string; record: string; person: string } | null {
  const base = typeof rule === 'object' && 'reports' in rule ? rule.by : rule;
  if (typeof base !== 'object') return null;
  if ('splits' in base) return { object: splits, record: base.record ?? 'Id', person: 'SplitOwnerId' };
  return 'team' in base ? { object: team, record: base.record ?? 'Id', person: 'UserId' } : null;
}

const splits = 'OpportunitySplit';
const team = 'OpportunityTeamMember';

/**
 * The records of a timeline that a rule may credit to somebody, in order. Most records are somebody else's, and that is told
 * faster than who is credited.
 */
export function candidates<T>(
  rule: Rule,
  source: Around,
  dated: readonly Dated[],
  draftees: Draftees<T>,
): readonly Dated[] {
  const child = childrenOf(rule);
  if (child) {
    const rowsOf = child.record === 'Id' ? source.rows(child.object, parentField) : null;
    return rowsOf ? dated.filter(({ id }) => rowsOf(id).length > 0) : dated;
  }
  if (source.dated || typeof rule !== 'object' || !('reports' in rule) || (rule.owner ?? 'OwnerId') !== 'OwnerId')
    return dated;
  const known = new Map<unknown, boolean>();
  const isLed = (person: unknown): boolean => {
    let led = known.get(person);
    if (led === undefined) {
      led = typeof person === 'string' && source.above(person, 0).some(({ manager }) => draftees.has(manager));
      known.set(person, led);
    }
    return led;
  };
  return dated.filter(({ owner }) => isLed(owner));
}

/** One share for each person. */
function merged(shares: readonly PersonShare[]): readonly PersonShare[] {
  if (shares.length < 2) return shares;
  const sums = new Map<string, Fraction>();
  for (const [person, share] of shares) {
    const before = sums.get(person);
    sums.set(person, before ? add(before, share) : share);
  }
  return sums.size === shares.length ? shares : [...sums];
}
