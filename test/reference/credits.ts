// Crediting in the reference calculation: the credits of one payee for one measure, looked for in all records each time.
import { dayIn, earlier, endOfTime } from './calendar.ts';
import { at, holds, type Row } from './filter.ts';
import {
  decimal,
  digitsOf,
  isZero,
  minorOf,
  must,
  nil,
  over,
  plus,
  q,
  read,
  sum,
  times,
  unit,
  type Q,
} from './numbers.ts';
import type { Book, Collected, CreditRule, Measure, Part, Plan } from './types.ts';

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

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** By date, then record id; what ties stays in its order. */
export const byDay = (a: Credit, b: Credit): number => compareText(a.day, b.day) || compareText(a.id, b.id);

/** An amount in major units, rounded to the currency's minor unit. */
export const toMinorUnit = (amount: Q, { currency, rounding }: Pick<Plan, 'currency' | 'rounding'>): Q =>
  q(minorOf(amount, currency, rounding), 10n ** BigInt(digitsOf(currency)));

/** Units of one currency for a unit of another on a day; null without a rate. */
export function exchange(book: Book, from: string, to: string, day: string): Q | null {
  if (from === to) return unit;
  const [source, target] = [from, to].map((currency) => {
    const rows = (book.rates ?? []).filter((row) => row.currency === currency && (row.from ?? '') <= day);
    const inForce = rows.sort((a, b) => compareText(a.from ?? '', b.from ?? '')).at(-1);
    return inForce ? must(inForce.rate) : currency === corporate(book) ? unit : null;
  });
  return source && target && !isZero(source) ? over(target, source) : null;
}

export const corporate = (book: Book): string => book.corporateCurrency ?? book.plans[0]?.currency ?? 'USD';

/** A person's managers on a day: those of the dated rows where there are any for the person, else `ManagerId`. */
function managersOn(book: Book, person: string, day: string): string[] {
  const dated = (book.managers ?? []).filter((row) => row.person === person);
  const managers =
    dated.length > 0
      ? dated.filter(({ from, to }) => (from ?? '') <= day && day <= (to ?? endOfTime)).map(({ manager }) => manager)
      : [(book.users ?? []).find(({ Id }) => Id === person)?.ManagerId];
  return managers.filter((manager) => typeof manager === 'string');
}

/** How far above a person somebody stands, by the nearest way: 1 is a manager of the person's own; 0 where not at all. */
export function distance(book: Book, person: string, above: string, day: string): number {
  const seen = new Set<string>();
  let level = managersOn(book, person, day);
  for (let steps = 1; level.length > 0; steps++) {
    if (level.includes(above)) return steps;
    for (const one of level) seen.add(one);
    level = level.flatMap((one) => managersOn(book, one, day)).filter((one) => !seen.has(one));
  }
  return 0;
}

/** What a record brings a person; null for somebody whom the rule does not name at all: a share of 0 % is a credit of 0. */
function shareOf(book: Book, rule: CreditRule, row: Row, person: string, day: string): Q | null {
  const reports = typeof rule === 'object' ? rule.reports : undefined;
  const part = (seller: string): Q | null => {
    if (reports === undefined) return seller === person ? unit : null;
    const depth = distance(book, seller, person, day);
    if (depth === 0) return null;
    if (reports === 'all') return unit;
    if (reports === 'direct') return depth === 1 ? unit : null;
    return read(reports[String(depth)]);
  };
  const shares = sellersOf(book, rule, row).flatMap(({ who, share }) => {
    const own = part(who);
    return own ? [times(share, own)] : [];
  });
  return shares.length > 0 ? sum(shares) : null;
}

/** Who sold a record, each with a share: its owner, or those of its splits or of its team. */
function sellersOf(book: Book, rule: CreditRule, row: Row): { who: string; share: Q }[] {
  const { splits, team, share, record, owner } = typeof rule === 'object' ? ((rule.by ?? rule) as Sellers) : {};
  if (splits === undefined && team === undefined) {
    const who = at(row, owner ?? 'OwnerId');
    return typeof who === 'string' ? [{ who, share: unit }] : [];
  }
  const parent = at(row, record ?? 'Id');
  const children = (book.records?.[team === undefined ? 'OpportunitySplit' : 'OpportunityTeamMember'] ?? []).filter(
    (child) => parent !== null && child['OpportunityId'] === parent,
  );
  if (team !== undefined)
    return children
      .filter((child) => holds({ TeamMemberRole: { eq: team } }, child))
      .map((child) => ({ who: String(child['UserId']), share: must(share ?? '100%') }));
  return children
    .filter((child) =>
      ['DeveloperName', 'MasterLabel'].some((name) => holds({ [`SplitType.${name}`]: { eq: splits } }, child)),
    )
    .map((child) => ({
      who: String(child['SplitOwnerId']),
      share: over(decimal(child['SplitPercentage']) ?? nil, q(100)),
    }));
}
type Sellers = Omit<Exclude<CreditRule, 'owner'>, 'reports' | 'by'>;

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
  const zone = plan.timeZone ?? 'UTC';
  const rows: readonly Row[] = measure.entered
    ? (book.entries ?? [])
        .filter((entry) => entry.plan === plan.id && entry.measure === name)
        .map((entry) => ({ ...entry, Id: entry.id, OwnerId: entry.payee }))
    : (book.records?.[part.object ?? ''] ?? []);
  const credits: Credit[] = [];
  const warnings: RecordWarning[] = [];
  for (const row of rows) {
    const day = dayIn(at(row, measure.entered ? 'date' : (measure.date ?? '')), zone);
    if (day === null || day > book.asOf || !isAssigned(day) || !holds(part.where, row, zone)) continue;
    const base = shareOf(book, measure.credit ?? 'owner', row, person, day);
    if (!base) continue;
    const id = String(row['Id']);
    const value = valueOf(book, plan, measure, part, row, day);
    if (typeof value === 'string') {
      warnings.push({ code: value, record: id, day });
      continue;
    }
    const counted = measure.counts?.find((entry) => holds(entry.where, row, zone));
    const share = times(base, counted ? must(counted.times) : unit);
    credits.push({ id, day, value, share, amount: times(value, share), row });
  }
  return { credits: credits.sort(byDay), warnings };
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
  const value = decimal(at(row, part.value ?? 'value'));
  if (!value) return 'value-missing';
  if (measure.entered || measure.unit === 'number') return value;
  const factor = exchange(book, currencyOf(book, row), plan.currency, day);
  return factor ? toMinorUnit(times(value, factor), plan) : 'rate-missing';
}

const currencyOf = (book: Book, row: Row): string => String(at(row, 'CurrencyIsoCode') ?? corporate(book));

/**
 * The part of a record's own value that is collected until a day: between 0 and 1, and all of a value of 0; payments without
 * a rate count nothing and are named.
 */
export function collectedPart(
  book: Book,
  plan: Plan,
  row: Row,
  valueField: string,
  { object, record, value, date }: Collected,
  until: string,
): { part: Q; missing: RecordWarning[] } {
  const own = decimal(at(row, valueField)) ?? nil;
  if (isZero(own)) return { part: unit, missing: [] };
  const currency = currencyOf(book, row);
  const missing: RecordWarning[] = [];
  let total = nil;
  for (const payment of book.records?.[object] ?? []) {
    const day = dayIn(at(payment, date), plan.timeZone ?? 'UTC');
    const amount = decimal(at(payment, value));
    if (at(payment, record) !== row['Id'] || day === null || day > earlier(until, book.asOf) || !amount) continue;
    const factor = exchange(book, currencyOf(book, payment), currency, day);
    if (!factor) missing.push({ code: 'rate-missing', record: String(payment['Id']), day });
    else total = plus(total, toMinorUnit(times(amount, factor), { ...plan, currency }));
  }
  const [n, d] = over(total, own);
  return { part: n <= 0n ? nil : n >= d ? unit : q(n, d), missing };
}
