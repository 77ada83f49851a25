// The snapshot: from a book, one document per payee; and back from it, the accounts that its functions run on.
import { isAssigned, stretches } from './assignment.ts';
import type { Book, User } from './book.ts';
import { accounts, calendarOf, ledgers, readBook, sourceOf } from './calculate.ts';
import { creditKeys, isMoney } from './credit.ts';
import { parseDecimal, printMinor, tenTo } from './decimal.ts';
import { fail } from './error.ts';
import { fraction, one, round } from './fraction.ts';
import type { CreditLine, Draft } from './ledger.ts';
import { fit, minorDigits } from './money.ts';
import { monthOf, parseDay, periodOf, printDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import type { Statement } from './result.ts';
import { snapshotVersion, type Snapshot, type SnapshotPlan } from './snapshot-schema.ts';
import { periodsOf, printValue, statementsOf, type Account } from './statement.ts';

/**
 * The snapshot of one payee.
 * @throws QuotientError `unknown-payee` where the book assigns nobody of that id, and what is wrong with the book.
 */
export function snapshot(document: unknown, payee: string): Snapshot {
  return (
    snapshots(document, [payee])[0] ??
    fail('unknown-payee', ['assignments'], `${payee} is assigned to no plan.`, 'Add an assignment.')
  );
}

/** The snapshots of all payees of a book, or of some, ordered by payee. */
export function snapshots(document: unknown, payees?: readonly string[]): Snapshot[] {
  const book = readBook(document);
  const byPayee = Map.groupBy(accounts(book), ({ payee }) => payee);
  return [...byPayee]
    .filter(([payee]) => payees?.includes(payee) ?? true)
    .map(([payee, own]) => ofPayee(book, payee, own));
}

function ofPayee(book: Book, payee: string, own: readonly Account[]): Snapshot {
  const source = sourceOf(book);
  const user: User = book.users?.find(({ Id }) => Id === payee) ?? { Id: payee };
  const leads = own.some(({ plan }) =>
    Object.values(plan.measures).some(({ credit }) => typeof credit === 'object' && 'reports' in credit),
  );
  const asOf = parseDay(book.asOf) as Day;
  const below = leads
    ? (book.users ?? []).flatMap(({ Id }) =>
        source
          .above(Id, asOf)
          .filter(({ manager }) => manager === payee)
          .map(({ distance }) => [Id, distance] as const),
      )
    : [];
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    version: snapshotVersion,
    asOf: book.asOf,
    payee: {
      Id: payee,
      Name: user.Name ?? payee,
      ManagerId: user.ManagerId ?? null,
      Title: text(user['Title']),
      Division: text(user['Division']),
    },
    plans: own.flatMap((account) => planOf(account, book)),
    below: Object.fromEntries(below.sort(([a], [b]) => (a < b ? -1 : 1))),
    rates: book.rates ?? [],
    corporateCurrency: source.corporateCurrency,
  };
}

/** The start of the earliest window that is open on a day. */
function openFrom(plan: Plan, asOf: Day): Day {
  const month = monthOf(asOf);
  const units = [plan.pay ?? 'month', ...plan.components.map(({ window }) => window)];
  return Math.min(...units.map((unit) => periodOf(month, unit, calendarOf(plan)).start));
}

function planOf(account: Account, book: Book): SnapshotPlan[] {
  const { plan, assigned, asOf, payee, currency } = account;
  const from = openFrom(plan, asOf);
  if (!assigned.some(({ to }) => to >= from)) return [];
  const before = [...periodsOf({ ...account, asOf: from - 1 })];
  const { scenarios: _, ...rules } = plan;
  const records: [string, string][] = [];
  const indexes = new Map<string, number>();
  const rows = (key: string): SnapshotPlan['credits'][string] => {
    const { lines, digits } = account.ledgerOf(key);
    return lines
      .filter(({ day }) => day >= from)
      .map(({ record, day, value, share }) => {
        const place = `${record} ${day}`;
        let index = indexes.get(place);
        if (index === undefined) indexes.set(place, (index = records.push([record, printDay(day)]) - 1));
        const shown = digits === 0 ? Number(value) : printValue(value, digits);
        return share === one ? [index, shown] : [index, shown, `${share.n}/${share.d}`];
      });
  };
  const credits = Object.fromEntries(
    Object.entries(plan.measures)
      .flatMap(([name, measure]) => creditKeys(name, measure))
      .map((key) => [key, rows(key)]),
  );
  return [
    {
      plan: rules,
      assignments: book.assignments.filter((one) => one.payee === payee && one.plan === plan.id),
      quotas: [...account.quotas].filter((row) => row.plan === undefined || row.plan === plan.id),
      entries: account.entries.filter(({ date, amount }) => amount !== undefined && (parseDay(date) ?? 0) >= from),
      from: printDay(from),
      debt: printMinor(before.at(-1)?.debt ?? 0n, currency.digits),
      records,
      credits,
      past: before.map(({ period, earned, payable }) => ({
        period: period.name,
        earned: printMinor(earned, currency.digits),
        payable: printMinor(payable, currency.digits),
      })),
    },
  ];
}

/** The account of one plan of a snapshot as of a day, with other credits than the snapshot's own where they are given. */
export function accountOf(
  held: Snapshot,
  own: SnapshotPlan,
  asOf: Day,
  draftOf: (key: string) => Draft | undefined = (key) => draftsOf(own, key),
): Account {
  const { plan } = own;
  const digits = minorDigits(plan.currency);
  const rounding = plan.rounding ?? 'half-up';
  return {
    payee: held.payee.Id,
    plan,
    assigned: stretches(own.assignments, plan),
    quotas: own.quotas,
    entries: own.entries,
    warnings: [],
    ledgerOf: ledgers(draftOf),
    calendar: calendarOf(plan),
    currency: { digits, rounding },
    asOf,
    from: parseDay(own.from) as Day,
    debt: round(fraction((parseDecimal(own.debt)?.n ?? 0n) * tenTo(digits), parseDecimal(own.debt)?.d ?? 1n), rounding),
  };
}

const collected = new WeakMap<SnapshotPlan, Map<string, Draft | undefined>>();

/** The credits of a snapshot's plan as they were collected; read once for each snapshot. */
export function draftsOf(own: SnapshotPlan, key: string): Draft | undefined {
  let drafts = collected.get(own);
  if (!drafts) collected.set(own, (drafts = new Map()));
  if (!drafts.has(key)) drafts.set(key, readDraft(own, key));
  return drafts.get(key);
}

function readDraft(own: SnapshotPlan, key: string): Draft | undefined {
  const rows = own.credits[key];
  const measure = own.plan.measures[key.replace(/#.*$/, '')];
  if (!rows || !measure) return undefined;
  const counts = measure.ratio
    ? measure.ratio[key.endsWith('#of') ? 'of' : 'per'].value === 'count'
    : measure.value === 'count';
  const money = !counts && isMoney({ ...measure, ratio: undefined });
  const digits = counts ? 0 : money ? minorDigits(own.plan.currency) : null;
  const lines = rows.map(([index, value, share]): CreditLine => {
    const [record, date] =
      own.records[index] ??
      fail('snapshot', ['records', index], 'A credit names a record that is not there.', 'Publish the snapshot again.');
    const exact =
      parseDecimal(value) ??
      fail('snapshot', ['credits', key], `${value} is no number.`, 'Publish the snapshot again.');
    return {
      record,
      day: parseDay(date) as Day,
      value: digits === null ? exact : fit(exact.n * (tenTo(digits) / exact.d)),
      share: share === undefined ? one : shareOf(share),
    };
  });
  return { digits, lines, ordered: true };
}

function shareOf(text: string | number) {
  const [n, d = '1'] = String(text).split('/');
  return fraction(BigInt(n ?? 0), BigInt(d));
}

/** The statements of the payment periods that a snapshot covers, recomputed: the same figures as from the book. */
export function statements(held: Snapshot, asOf: string = held.asOf): Statement[] {
  return held.plans.flatMap((own) => statementsOf(accountOf(held, own, parseDay(asOf) as Day)));
}

/** Is the payee assigned to a plan of the snapshot on a day? */
export const coveredOn = (own: SnapshotPlan, day: Day): boolean =>
  isAssigned(stretches(own.assignments, own.plan), day);
