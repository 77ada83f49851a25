// Crediting: which records count for whom, on which day, with which value.
import { isAssigned, type Stretch } from './assignment.ts';
import type { Book, CrmRecord, Entry } from './book.ts';
import { conversion, type RateOn } from './currency.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, test } from './filter.ts';
import { add, fraction, multiply, one, type Fraction } from './fraction.ts';
import type { Above } from './hierarchy.ts';
import { draft, type Draft } from './ledger.ts';
import { minorDigits, roundToMinor, fit, toMinor } from './money.ts';
import { dayInZone, parseDay, printDay, type Day } from './period.ts';
import type { Component, Credit as Rule, Measure, Plan } from './plan.ts';
import type { Warning } from './result.ts';

/** What crediting reads besides the plan. */
export interface Source {
  readonly records: NonNullable<Book['records']>;
  readonly entries: readonly Entry[];
  readonly rates: RateOn;
  readonly corporateCurrency: string;
  readonly above: Above;
  /** The hierarchy changes with the date. */
  readonly dated: boolean;
}

/** Who can be credited, and until when: the stretches in which a payee is assigned (undefined: never), and the as-of date. */
export interface Eligible {
  readonly assigned: ReadonlyMap<string, readonly Stretch[]>;
  readonly asOf: Day;
}

export type DatedWarning = Warning & { readonly day: Day };

/** The credits of one plan: by measure (of a ratio `measure#of` and `measure#per`) and payee. */
export interface Credits {
  readonly byMeasure: ReadonlyMap<string, ReadonlyMap<string, Draft>>;
  readonly warnings: ReadonlyMap<string, readonly DatedWarning[]>;
}

type Share = readonly [person: string, share: Fraction];

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

/** Credits all records of the source for one plan. */
export function credit(plan: Plan, source: Source, eligible: Eligible): Credits {
  const byMeasure = new Map<string, Map<string, Draft>>();
  const warnings = new Map<string, DatedWarning[]>();
  const warn = (payees: readonly Share[], warning: DatedWarning): void => {
    for (const [payee] of payees) {
      const list = warnings.get(payee) ?? [];
      if (!list.some(({ code, record }) => code === warning.code && record === warning.record)) list.push(warning);
      warnings.set(payee, list);
    }
  };
  for (const [name, measure] of Object.entries(plan.measures)) {
    const sides: readonly { key: string; part: Pick<Measure, 'object' | 'value' | 'where'> }[] = measure.ratio
      ? [
          { key: `${name}#of`, part: measure.ratio.of },
          { key: `${name}#per`, part: measure.ratio.per },
        ]
      : [{ key: name, part: measure }];
    for (const { key, part } of sides) {
      const drafts = new Map<string, Draft>();
      byMeasure.set(key, drafts);
      const counted = side(plan, measure, part, source, eligible, warn);
      counted((payee, line) => {
        let mine = drafts.get(payee);
        if (!mine) drafts.set(payee, (mine = draft(valueBase(plan, measure, part.value))));
        mine.lines.push(line);
      });
    }
  }
  return { byMeasure, warnings };
}

function valueBase(plan: Plan, measure: Measure, value: string | undefined): number | null {
  if (value === 'count') return 0;
  return measure.entered || measure.unit === 'number' ? null : minorDigits(plan.currency);
}

type Collect = (payee: string, line: Draft['lines'][number]) => void;

function side(
  plan: Plan,
  measure: Measure,
  part: Pick<Measure, 'object' | 'value' | 'where'>,
  source: Source,
  eligible: Eligible,
  warn: (payees: readonly Share[], warning: DatedWarning) => void,
): (collect: Collect) => void {
  const digits = minorDigits(plan.currency);
  const rounding = plan.rounding ?? 'half-up';
  const holds = test(part.where);
  const { records, date, valueOf } = measure.entered ? entered(plan, measure, source) : stored(measure, part, source);
  const dayOf = days(date, plan.timeZone ?? 'UTC');
  const people = targets(measure.credit ?? 'owner', source, eligible.assigned);
  const times = (measure.counts ?? []).map((entry) => ({
    holds: test(entry.where),
    share: parsePercent(entry.times) ?? one,
  }));
  const money = isMoney({ ...measure, value: part.value, ratio: undefined });
  const currencyOf = field('CurrencyIsoCode');

  return (collect) => {
    for (const record of records) {
      if (!holds(record)) continue;
      const day = dayOf(record);
      if (day === null) continue;
      if (day > eligible.asOf) continue;
      let shares = people(record, day);
      if (shares.some(([payee]) => !isAssigned(eligible.assigned.get(payee) ?? [], day)))
        shares = shares.filter(([payee]) => isAssigned(eligible.assigned.get(payee) ?? [], day));
      if (shares.length === 0) continue;
      const id = String(record['Id']);
      const weight = times.length > 0 ? times.find((entry) => entry.holds(record))?.share : undefined;
      const raw = part.value === 'count' ? 1 : valueOf(record);
      if (raw === null || raw === '') {
        warn(shares, {
          code: 'value-missing',
          message: `${id} has no ${part.value ?? 'value'} and is not credited.`,
          record: id,
          day,
        });
        continue;
      }
      let value: number | bigint | Fraction | null;
      if (part.value === 'count') value = 1;
      else if (!money) value = parseDecimal(raw);
      else {
        const currency = String(currencyOf(record) ?? source.corporateCurrency);
        if (currency === plan.currency) value = toMinor(raw, digits, rounding);
        else {
          const factor = conversion(source.rates, currency, plan.currency, day);
          if (!factor) {
            warn(shares, {
              code: 'rate-missing',
              message: `${id} is in ${currency}: no rate to ${plan.currency} on ${printDay(day)}, so it is not credited.`,
              record: id,
              currency,
              date: printDay(day),
              day,
            });
            continue;
          }
          const parsed = parseDecimal(raw);
          value = parsed && fit(roundToMinor(multiply(parsed, factor), digits, rounding));
        }
      }
      if (value === null) {
        warn(shares, {
          code: 'value-missing',
          message: `${part.value ?? 'value'} of ${id} is "${String(raw)}", which is no number; it is not credited.`,
          record: id,
          day,
        });
        continue;
      }
      for (const [payee, share] of shares)
        collect(payee, { record: id, day, value, share: weight ? multiply(share, weight) : share });
    }
  };
}

function stored(measure: Measure, part: Pick<Measure, 'object' | 'value'>, source: Source) {
  return {
    records: source.records[part.object ?? ''] ?? [],
    date: field(measure.date ?? ''),
    valueOf: field(part.value ?? ''),
  };
}

function entered(plan: Plan, measure: Measure, source: Source) {
  const name = Object.entries(plan.measures).find(([, candidate]) => candidate === measure)?.[0];
  const records: CrmRecord[] = source.entries
    .filter((entry) => entry.plan === plan.id && entry.measure === name)
    .map((entry) => ({ ...entry, Id: entry.id, OwnerId: entry.payee }));
  return { records, date: field('date'), valueOf: field('value') };
}

/** Reads a record's date as a day: a date as it stands, a date-time in the plan's time zone. */
function days(get: (record: CrmRecord) => unknown, timeZone: string): (record: CrmRecord) => Day | null {
  const known = new Map<string, Day | null>();
  return (record) => {
    const text = get(record);
    if (typeof text !== 'string') return null;
    let day = known.get(text);
    if (day === undefined) known.set(text, (day = text.length === 10 ? parseDay(text) : dayInZone(text, timeZone)));
    return day;
  };
}

type Assigned = Eligible['assigned'];
type Targets = (record: CrmRecord, day: Day) => readonly Share[];

/** Who is credited for a record, with which share; only those who are assigned at some time. */
function targets(rule: Rule, source: Source, assigned: Assigned): Targets {
  if (typeof rule === 'object' && 'reports' in rule) return reports(rule, source, assigned);
  const base = sellers(rule, source);
  if (typeof base === 'string') {
    const owner = field(base);
    const known = new Map<unknown, readonly Share[]>([...assigned.keys()].map((payee) => [payee, [[payee, one]]]));
    return (record) => known.get(owner(record)) ?? nobody;
  }
  return (record, day) => base(record, day).filter(([person]) => assigned.has(person));
}

const nobody: readonly Share[] = [];

/** The path to the owner of a record, or who shares it. */
function sellers(rule: Exclude<Rule, { reports: unknown }>, source: Source): string | Targets {
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
function reports(rule: Extract<Rule, { reports: unknown }>, source: Source, assigned: Assigned): Targets {
  const shareAt = (distance: number): Fraction | null => {
    if (rule.reports === 'all') return one;
    if (rule.reports === 'direct') return distance === 1 ? one : null;
    return parsePercent(rule.reports[distance] ?? null);
  };
  const above = (person: string, day: Day, share: Fraction): Share[] =>
    source.above(person, day).flatMap(({ manager, distance }): Share[] => {
      const part = assigned.has(manager) ? shareAt(distance) : null;
      return part ? [[manager, part === one ? share : multiply(share, part)]] : [];
    });
  const base = rule.by ? sellers(rule.by, source) : (rule.owner ?? 'OwnerId');
  if (typeof base !== 'string')
    return (record, day) => merged(base(record, day).flatMap(([person, share]) => above(person, day, share)));
  const owner = field(base);
  const known = new Map<string, readonly Share[]>();
  return (record, day) => {
    const person = owner(record);
    if (typeof person !== 'string') return nobody;
    const key = source.dated ? `${person} ${day}` : person;
    let shares = known.get(key);
    if (!shares) known.set(key, (shares = above(person, day, one)));
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
  source: Source,
  object: string,
  person: string,
  holds: (row: CrmRecord) => boolean,
  share: (row: CrmRecord) => Fraction,
): (record: CrmRecord) => readonly Share[] {
  const byRecord = new Map<unknown, Share[]>();
  for (const row of source.records[object] ?? []) {
    if (!holds(row)) continue;
    const list = byRecord.get(row['OpportunityId']) ?? [];
    list.push([String(row[person]), share(row)]);
    byRecord.set(row['OpportunityId'], list);
  }
  const parent = field(rule.record ?? 'Id');
  return (record) => merged(byRecord.get(parent(record)) ?? []);
}

/** One share for each person. */
function merged(shares: readonly Share[]): readonly Share[] {
  if (shares.length < 2) return shares;
  const sums = new Map<string, Fraction>();
  for (const [person, share] of shares) {
    const before = sums.get(person);
    sums.set(person, before ? add(before, share) : share);
  }
  return sums.size === shares.length ? shares : [...sums];
}
