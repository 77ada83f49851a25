// The snapshot: from a book, one document per payee.
import { accounts } from './accounts.ts';
import { periodsOf } from './balance.ts';
import { benchmarksOf } from './benchmarks.ts';
import type { Book, User } from './book.ts';
import { readBook } from './calculate.ts';
import type { Benchmarks } from './coaching-schema.ts';
import type { Source } from './credit.ts';
import { creditKeys } from './part.ts';
import { printMinor } from './decimal.ts';
import { planOfCredit } from './earnings.ts';
import { fail } from './error.ts';
import { fieldsIn } from './filter-fields.ts';
import { creditsToPublish } from './flag-credits.ts';
import { one } from './fraction.ts';
import { openDealsOf } from './open-deals.ts';
import { carriedFrom } from './movements.ts';
import { lineAt, type Counted } from './ledger.ts';
import { earliestOpen, endOfTime, parseDay, printDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import { runOf, versionIn, type Account, type OwnVersion } from './run.ts';
import { snapshotVersion } from './snapshot-read.ts';
import { peopleLed } from './snapshot-led.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { sourceOf } from './source.ts';
import { standingOf } from './standing.ts';
import { only } from './filter.ts';
import { printValue } from './statement.ts';

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
  const source = sourceOf(book, book.records ?? {});
  // Records dated later than the book count as soon as an estimate looks so far.
  const all = accounts(book, source, endOfTime);
  const byPayee = Map.groupBy(all, ({ payee }) => payee);
  const dealsOf = openDealsOf(book, source, all);
  const benchmarksFor = benchmarksOf(book, source, all);
  return [...byPayee]
    .filter(([payee]) => payees?.includes(payee) ?? true)
    .map(([payee, own]) => ofPayee(book, source, payee, own, dealsOf(payee), benchmarksFor(payee)));
}

const looksBelow = ({ measures }: Plan): boolean =>
  Object.values(measures).some(
    ({ credit, earnings }) => earnings || (typeof credit === 'object' && 'reports' in credit),
  );

function ofPayee(
  book: Book,
  source: Source,
  payee: string,
  own: readonly Account[],
  deals: Snapshot['deals'],
  benchmarks: Benchmarks,
): Snapshot {
  const user: User = book.users?.find(({ Id }) => Id === payee) ?? { Id: payee };
  const leads = own.some(({ versions }) => versions.some(({ plan }) => looksBelow(plan)));
  const asOf = parseDay(book.asOf) as Day;
  const plans = own.flatMap((account) => planOf(account, book, source));
  const since = Math.min(asOf, ...plans.map(({ from }) => parseDay(from) as Day));
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const held: Snapshot = {
    version: snapshotVersion,
    asOf: book.asOf,
    payee: {
      Id: payee,
      Name: user.Name ?? payee,
      ManagerId: user.ManagerId ?? null,
      Title: text(user['Title']),
      Division: text(user['Division']),
    },
    plans,
    ...(leads ? peopleLed(book, source, payee, since, asOf) : { below: {} }),
    ...(deals ? { deals } : {}),
    ...(book.segments ? { segments: book.segments } : {}),
    ...(book.coaching ? { coaching: book.coaching } : {}),
    benchmarks,
    rates: book.rates ?? [],
    corporateCurrency: source.corporateCurrency,
    ...(book.wonStage ? { wonStage: book.wonStage } : {}),
  };
  return {
    ...held,
    plans: held.plans.map((one) => ({ ...one, standing: standingOf(held, one) })),
    ...(deals ? { deals: { ...deals, credits: creditsToPublish(held) } } : {}),
  };
}

function planOf(account: Account, book: Book, source: Source): SnapshotPlan[] {
  const { assigned, asOf, payee, currency } = account;
  const [version, ...others] = versionsOpen(account);
  const { plan } = version;
  const from = Math.min(...[version, ...others].map((one) => earliestOpen(one.plan, asOf)));
  if (!assigned.some(({ to }) => to >= from)) return [];
  const before = periodsOf({ ...account, asOf: from - 1 });
  const money = (minor: bigint): string => printMinor(minor, currency.digits);

  const records: SnapshotPlan['records'] = [];
  const indexes = new Map<string, number>();
  const kept = fieldsKept([version, ...others]);
  const payments: Record<string, Record<string, unknown>[]> = {};
  const creditsOf = (own: OwnVersion): SnapshotPlan['credits'] =>
    Object.fromEntries(
      Object.entries(own.plan.measures)
        .flatMap(([name, measure]) => creditKeys(name, measure))
        .map((key) => [key, rows(own, key)]),
    );
  const rows = (own: OwnVersion, key: string): SnapshotPlan['credits'][string] => {
    const ledger = own.ledgerOf(key, asOf);
    const collecting = collectedFor(own.plan, key);
    const isEarned = own.plan.measures[key]?.earnings !== undefined;
    return [...ledger.at.keys()].flatMap((i) => {
      const { record, day, value, share } = lineAt(ledger, i);
      if (day < from) return [];
      // Earnings of one person and day may stand for two plans.
      const place = isEarned ? `${record} ${day} ${String(planOfCredit(ledger.at[i] as Counted))}` : `${record} ${day}`;
      let index = indexes.get(place);
      if (index === undefined) {
        indexes.set(place, (index = records.length));
        records.push(recordRow(record, day, only(ledger.at[i]?.record ?? {}, isEarned ? ['plan'] : kept)));
      }
      for (const one of collecting) keepPayments(one, record);
      const shown = ledger.digits === 0 && typeof value === 'number' ? value : printValue(value, ledger.digits);
      return [share === one ? [index, shown] : [index, shown, `${share.n}/${share.d}`]];
    });
  };
  const keepPayments = ({ object, record: by, value, date }: Collected, id: string): void => {
    const list = Object.hasOwn(payments, object) ? (payments[object] ?? []) : [];
    payments[object] = list;
    for (const row of source.rows(object, by)(id))
      if (!list.some(({ Id }) => Id === row['Id'])) list.push(only(row, ['Id', by, value, date, 'CurrencyIsoCode']));
  };
  const recordRow = (id: string, day: Day, fields: Record<string, unknown>): SnapshotPlan['records'][number] =>
    Object.keys(fields).length > 0 ? [id, printDay(day), fields] : [id, printDay(day)];

  const credits = creditsOf(version);
  const versions = others.map((one) => ({ plan: rulesOf(one.plan), credits: creditsOf(one) }));
  const carried = carriedFrom(account, runOf(account), from);
  return [
    {
      plan: rulesOf(plan),
      assignments: book.assignments.filter((one) => one.payee === payee && one.plan === plan.id),
      quotas: account.quotas.filter((row) => row.plan === undefined || row.plan === plan.id),
      entries: account.entries.filter(({ date, amount }) => amount !== undefined && (parseDay(date) ?? 0) >= from),
      from: printDay(from),
      debt: money(before.at(-1)?.debt ?? 0n),
      records,
      credits,
      ...(versions.length > 0 ? { versions } : {}),
      ...(account.versions.length > 1 ? { effective: account.versions.map((one) => one.plan.effective) } : {}),
      ...(Object.values(payments).some(({ length }) => length > 0) ? { payments } : {}),
      ...(carried.length > 0
        ? {
            carried: carried.map(([day, ...moved]): [string, string, string, string] => [
              printDay(day),
              ...(moved.map(money) as [string, string, string]),
            ]),
          }
        : {}),
      past: before.map(({ period, earned, payable }) => ({
        period: period.name,
        earned: money(earned),
        payable: money(payable),
      })),
    },
  ];
}

type Collected = Extract<NonNullable<Plan['holdback']>[number]['until'], { collected: unknown }>['collected'];

/** What is collected for the records of a measure, as holdbacks ask for it. */
const collectedFor = ({ holdback, components }: Plan, measure: string): Collected[] =>
  (holdback ?? []).flatMap(({ component, until }) =>
    typeof until === 'object' &&
    'collected' in until &&
    components.some((one) => one.id === component && one.measure === measure)
      ? [until.collected]
      : [],
  );

/** A plan without its examples. */
const rulesOf = ({ scenarios: _, ...rules }: Plan): Plan => rules;

/** The version in force at the as-of date, and those that rule another payment period of an open window, or a later one. */
function versionsOpen(account: Account): [OwnVersion, ...OwnVersion[]] {
  const { versions, asOf } = account;
  const { steps } = runOf(account);
  const now = versionIn(versions, { end: steps.at(-1)?.period.end ?? asOf });
  const from = Math.min(...versions.map(({ plan }) => earliestOpen(plan, asOf)));
  const first = versions.indexOf(
    versionIn(versions, steps.find(({ period }) => period.end >= from)?.period ?? { end: asOf }),
  );
  return [now, ...versions.slice(Math.min(first, versions.indexOf(now))).filter((one) => one !== now)];
}

/** The fields of records that are read after they are credited: by factors, holdback and clawback. */
function fieldsKept(versions: readonly OwnVersion[]): string[] {
  const names = versions.flatMap(({ plan: { components, measures, holdback, clawback } }) => [
    ...components.flatMap(({ factors }) => (factors ?? []).flatMap(({ where }) => fieldsIn(where))),
    ...(clawback ?? []).map(({ when }) => when),
    ...(holdback ?? []).flatMap(({ component, until }) => {
      if (typeof until === 'string') return [until];
      if ('months' in until) return [];
      const measure = components.find(({ id }) => id === component)?.measure ?? '';
      return [measures[measure]?.value ?? '', 'CurrencyIsoCode'];
    }),
  ]);
  return [...new Set(names)];
}
