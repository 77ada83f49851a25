// Crediting in the reference calculation: the credits of one payee for one measure, looked for in all records each time.
import { dayIn, earlier, endOfTime } from './calendar.ts';
import { at, holds, type Row } from './filter.ts';
import { must, nil, over, plus, q, read, times, unit, whole, type Q } from './numbers.ts';
import type { Amount, Book, CreditRule, Measure, Part, Plan } from './types.ts';

export interface Credit {
  readonly id: string;
  readonly day: string;
  readonly value: Q;
  readonly share: Q;
  readonly amount: Q;
  /** Null for earnings, which have no record. */
  readonly row: Row | null;
}
export interface RecordWarning {
  readonly code: 'value-missing' | 'rate-missing';
  readonly record: string;
  readonly day: string;
}
export interface Credited {
  readonly credits: readonly Credit[];
  readonly warnings: readonly RecordWarning[];
}

export const byDay = (a: Credit, b: Credit): number => (a.day + a.id < b.day + b.id ? -1 : 1);

export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount in major units, rounded to the currency's minor unit. */
export const toMinorUnit = (amount: Q, plan: Pick<Plan, 'currency' | 'rounding'>): Q => {
  const minor = 10n ** BigInt(digitsOf(plan.currency));
  return q(whole(times(amount, q(minor)), plan.rounding ?? 'half-up'), minor);
};

/** Units of one currency for a unit of another on a day; null without a rate. */
export function exchange(book: Book, from: string, to: string, day: string): Q | null {
  if (from === to) return unit;
  const [source, target] = [from, to].map((currency) => {
    const rows = (book.rates ?? []).filter((row) => row.currency === currency && (row.from ?? '') <= day);
    const inForce = rows.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)).at(-1);
    return inForce ? must(inForce.rate) : currency === corporate(book) ? unit : null;
  });
  return source && target ? over(target, source) : null;
}

export const corporate = (book: Book): string => book.corporateCurrency ?? book.plans[0]?.currency ?? 'USD';

export function managerOn(book: Book, person: string, day: string): string | null {
  const dated = (book.managers ?? []).filter((row) => row.person === person);
  if (dated.length > 0)
    return dated.find(({ from, to }) => (from ?? '') <= day && day <= (to ?? endOfTime))?.manager ?? null;
  return (book.users ?? []).find(({ Id }) => Id === person)?.ManagerId ?? null;
}

/** How far above a person somebody stands: 1 is the own manager; 0 where not at all. */
export function distance(book: Book, person: string, above: string, day: string): number {
  let steps = 1;
  for (let one = managerOn(book, person, day); one !== null; one = managerOn(book, one, day)) {
    if (one === above) return steps;
    steps++;
  }
  return 0;
}

/** What a record brings a person: 1 for all of it, 0 for nothing. */
function shareOf(book: Book, rule: CreditRule, row: Row, person: string, day: string): Q {
  if (typeof rule === 'object' && rule.reports !== undefined) {
    const part = (seller: string): Q => depthShare(rule.reports ?? 'all', distance(book, seller, person, day));
    if (!rule.by) {
      const owner = at(row, rule.owner ?? 'OwnerId');
      return typeof owner === 'string' ? part(owner) : nil;
    }
    return children(book, rule.by, row).reduce((sum, { who, share }) => plus(sum, times(share, part(who))), nil);
  }
  if (rule === 'owner' || rule.owner !== undefined)
    return at(row, rule === 'owner' ? 'OwnerId' : (rule.owner ?? '')) === person ? unit : nil;
  return children(book, rule, row)
    .filter(({ who }) => who === person)
    .reduce((sum, { share }) => plus(sum, share), nil);
}

function depthShare(reports: 'direct' | 'all' | Readonly<Record<string, Amount>>, depth: number): Q {
  if (depth === 0) return nil;
  if (reports === 'all') return unit;
  if (reports === 'direct') return depth === 1 ? unit : nil;
  return read(reports[String(depth)]) ?? nil;
}

/** The splits or team members of a record. */
function children(book: Book, rule: Exclude<CreditRule, 'owner'>, row: Row): { who: string; share: Q }[] {
  const parent = at(row, rule.record ?? 'Id');
  const rows = (book.records?.[rule.splits === undefined ? 'OpportunityTeamMember' : 'OpportunitySplit'] ?? []).filter(
    (child) => child['OpportunityId'] === parent,
  );
  if (rule.splits === undefined)
    return rows
      .filter((child) => holds({ TeamMemberRole: { eq: rule.team } }, child))
      .map((child) => ({ who: String(child['UserId']), share: must(rule.share ?? '100%') }));
  return rows
    .filter((child) =>
      ['DeveloperName', 'MasterLabel'].some((name) => holds({ [`SplitType.${name}`]: { eq: rule.splits } }, child)),
    )
    .map((child) => ({
      who: String(child['SplitOwnerId']),
      share: over(read(child['SplitPercentage']) ?? nil, q(100)),
    }));
}

/** All credits of a person for a measure (or one side of its ratio) up to the as-of date, on assigned days. */
export function creditsOf(
  book: Book,
  plan: Plan,
  name: string,
  part: Part,
  person: string,
  isAssigned: (day: string) => boolean,
): Credited {
  const measure = plan.measures[name] as Measure;
  const rows: readonly Row[] = measure.entered
    ? (book.entries ?? [])
        .filter((entry) => entry.plan === plan.id && entry.measure === name)
        .map((entry) => ({ ...entry, Id: entry.id, OwnerId: entry.payee }))
    : (book.records?.[part.object ?? ''] ?? []);
  const credits: Credit[] = [];
  const warnings: RecordWarning[] = [];
  for (const row of rows) {
    const day = dayIn(at(row, measure.entered ? 'date' : (measure.date ?? '')), plan.timeZone ?? 'UTC');
    if (day === null || day > book.asOf || !isAssigned(day) || !holds(part.where, row)) continue;
    const base = isCredited(book, measure.credit ?? 'owner', row, person, day);
    if (!base) continue;
    const id = String(row['Id']);
    const value = valueOf(book, plan, measure, part, row, day);
    if (typeof value === 'string') {
      warnings.push({ code: value, record: id, day });
      continue;
    }
    const counted = measure.counts?.find((entry) => holds(entry.where, row));
    const share = times(base, counted ? must(counted.times) : unit);
    credits.push({ id, day, value, share, amount: times(value, share), row });
  }
  return { credits: credits.sort(byDay), warnings };
}

/** The share, or null for somebody whom the rule does not name at all: a share of 0 % is a credit of 0. */
function isCredited(book: Book, rule: CreditRule, row: Row, person: string, day: string): Q | null {
  const share = shareOf(book, rule, row, person, day);
  if (share[0] !== 0n) return share;
  if (typeof rule !== 'object') return null;
  const named = (who: string): boolean => {
    if (rule.reports === undefined) return who === person;
    const depth = distance(book, who, person, day);
    if (depth === 0 || rule.reports === 'all') return depth > 0;
    return rule.reports === 'direct' ? depth === 1 : rule.reports[String(depth)] !== undefined;
  };
  const sellers = rule.reports === undefined ? rule : rule.by;
  if (sellers && (sellers.splits !== undefined || 'team' in sellers))
    return children(book, sellers, row).some(({ who }) => named(who)) ? share : null;
  if (rule.reports === undefined) return null;
  const owner = at(row, rule.owner ?? 'OwnerId');
  return typeof owner === 'string' && named(owner) ? share : null;
}

function valueOf(
  book: Book,
  plan: Plan,
  measure: Measure,
  part: Part,
  row: Row,
  day: string,
): Q | 'value-missing' | 'rate-missing' {
  if (part.value === 'count') return unit;
  const value = read(at(row, part.value ?? 'value'));
  if (!value) return 'value-missing';
  if (measure.entered || measure.unit === 'number') return value;
  const currency = String(at(row, 'CurrencyIsoCode') ?? corporate(book));
  const factor = exchange(book, currency, plan.currency, day);
  return factor ? toMinorUnit(times(value, factor), plan) : 'rate-missing';
}

/** The part of what is collected for a record until a day: between 0 and 1; payments without a rate are named. */
export function collectedPart(
  book: Book,
  plan: Plan,
  row: Row,
  valueField: string,
  { object, record, value, date }: { object: string; record: string; value: string; date: string },
  until: string,
): { part: Q; missing: RecordWarning[] } {
  const own = read(at(row, valueField)) ?? nil;
  if (own[0] === 0n) return { part: unit, missing: [] };
  const currency = String(at(row, 'CurrencyIsoCode') ?? corporate(book));
  const missing: RecordWarning[] = [];
  let total = nil;
  for (const payment of book.records?.[object] ?? []) {
    const day = dayIn(at(payment, date), plan.timeZone ?? 'UTC');
    const amount = read(at(payment, value));
    if (at(payment, record) !== row['Id'] || day === null || day > earlier(until, book.asOf) || !amount) continue;
    const factor = exchange(book, String(at(payment, 'CurrencyIsoCode') ?? corporate(book)), currency, day);
    if (!factor) missing.push({ code: 'rate-missing', record: String(payment['Id']), day });
    else total = plus(total, toMinorUnit(times(amount, factor), { ...plan, currency }));
  }
  const [n, d] = over(total, own);
  return { part: n <= 0n ? nil : n >= d ? unit : q(n, d), missing };
}
