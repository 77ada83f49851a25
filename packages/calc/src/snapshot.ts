// The snapshot: from a book, one document per payee.
import type { Book, User } from './book.ts';
import { accounts, readBook, sourceOf } from './calculate.ts';
import { creditKeys } from './credit.ts';
import { printMinor } from './decimal.ts';
import { fail } from './error.ts';
import { one } from './fraction.ts';
import { lineAt } from './ledger.ts';
import { calendarOf, monthOf, parseDay, periodOf, printDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import { snapshotVersion } from './snapshot-read.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { periodsOf, printValue, type Account } from './statement.ts';

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
    const ledger = account.ledgerOf(key);
    return [...ledger.at.keys()]
      .map((i) => lineAt(ledger, i))
      .filter(({ day }) => day >= from)
      .map(({ record, day, value, share }) => {
        const place = `${record} ${day}`;
        let index = indexes.get(place);
        if (index === undefined) indexes.set(place, (index = records.push([record, printDay(day)]) - 1));
        const shown = ledger.digits === 0 ? Number(value) : printValue(value, ledger.digits);
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
