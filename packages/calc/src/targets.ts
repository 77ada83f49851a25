// Who is credited for a record: its owner, those who share it, or the managers above them.
import type { Stretch } from './assignment.ts';
import type { CrmRecord } from './book.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, test } from './filter.ts';
import { add, fraction, multiply, one, type Fraction } from './fraction.ts';
import type { Above } from './hierarchy.ts';
import type { OpenDraft } from './ledger.ts';
import type { Day } from './period.ts';
import type { Credit as Rule } from './plan.ts';
import type { Dated } from './timeline.ts';

/** A payee who can be credited, with the days of the assignment and the credits collected so far. */
export interface Draftee {
  readonly payee: string;
  readonly assigned: readonly Stretch[];
  readonly draft: OpenDraft;
}
export type Draftees = ReadonlyMap<string, Draftee>;

export interface Share {
  readonly to: Draftee;
  readonly share: Fraction;
}
export type Targets = (dated: Dated) => readonly Share[];

type PersonShare = readonly [person: string, share: Fraction];
type Sellers = (dated: Dated) => readonly PersonShare[];

/** What crediting rules read besides the record. */
export interface Around {
  readonly records: Readonly<Record<string, readonly CrmRecord[]>>;
  readonly above: Above;
  /** The hierarchy changes with the date. */
  readonly dated: boolean;
}

/** Who is credited for a record, with which share; only those who are assigned at some time. */
export function targets(rule: Rule, source: Around, draftees: Draftees): Targets {
  if (typeof rule === 'object' && 'reports' in rule) return reports(rule, source, draftees);
  const base = sellers(rule, source);
  if (typeof base === 'string') {
    const owner = ownerAt(base);
    const known = new Map<unknown, readonly Share[]>([...draftees].map(([payee, to]) => [payee, [{ to, share: one }]]));
    return (dated) => known.get(owner(dated)) ?? nobody;
  }
  return (dated) => among(base(dated), draftees);
}

function among(shares: readonly PersonShare[], draftees: Draftees): Share[] {
  return shares.flatMap(([person, share]): Share[] => {
    const to = draftees.get(person);
    return to ? [{ to, share }] : [];
  });
}

const nobody: readonly Share[] = [];

/** Reads the owner at a path; `OwnerId` is at hand. */
function ownerAt(path: string): (dated: Dated) => unknown {
  const read = field(path);
  return path === 'OwnerId' ? ({ owner }) => owner : ({ record }) => read(record);
}

/** The path to the owner of a record, or who shares it. */
function sellers(rule: Exclude<Rule, { reports: unknown }>, source: Around): string | Sellers {
  if (rule === 'owner') return 'OwnerId';
  if ('owner' in rule) return rule.owner;
  if ('splits' in rule)
    return children(rule, source, 'OpportunitySplit', 'SplitOwnerId', isSplitOf(rule.splits), splitShare);
  const share = parsePercent(rule.share ?? 1) ?? one;
  return children(
    rule,
    source,
    'OpportunityTeamMember',
    'UserId',
    test({ TeamMemberRole: { eq: rule.team } }),
    () => share,
  );
}

/** The managers above those who sell, each with the share of the nearest way. */
function reports(rule: Extract<Rule, { reports: unknown }>, source: Around, draftees: Draftees): Targets {
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
    return (dated) =>
      among(merged(base(dated).flatMap(([person, share]) => above(person, dated.day, share))), draftees);
  const owner = ownerAt(base);
  const known = new Map<string, readonly Share[]>();
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

const splitShare = (split: CrmRecord): Fraction => {
  const percentage = parseDecimal(split['SplitPercentage']);
  return percentage ? fraction(percentage.n, percentage.d * 100n) : { n: 0n, d: 1n };
};
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
  const byRecord = new Map<unknown, PersonShare[]>();
  for (const row of source.records[object] ?? []) {
    if (!holds(row)) continue;
    const list = byRecord.get(row['OpportunityId']) ?? [];
    list.push([String(row[person]), share(row)]);
    byRecord.set(row['OpportunityId'], list);
  }
  const parent = field(rule.record ?? 'Id');
  return ({ record }) => merged(byRecord.get(parent(record)) ?? []);
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
