// The accounts of a snapshot: what the functions that answer in a page run on.
import { stretches, type Stretch } from './assignment.ts';
import { digitsOf, partsOf } from './part.ts';
import type { DatedWarning } from './part-readers.ts';
import { ratesOf, type RateOn } from './currency.ts';
import { parseDecimal, tenTo } from './decimal.ts';
import { fail } from './error.ts';
import { fraction, one } from './fraction.ts';
import { collect, draft as openDraft, emptyLedger, ledger, type Counted, type Draft, type Ledger } from './ledger.ts';
import { fit, minorDigits, roundToMinor } from './money.ts';
import { currencyOf } from './payout.ts';
import { calendarOf, parseDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import type { Statement } from './result.ts';
import type { Account, OwnVersion } from './run.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { rowsOf } from './source.ts';
import { statementsOf } from './statement.ts';

/** A version of a plan with what a snapshot credits by it. */
export type Credits = NonNullable<SnapshotPlan['versions']>[number];

const versions = new WeakMap<SnapshotPlan, readonly Credits[]>();

/** All versions that a snapshot holds of a plan, by their first day; sorted once. */
export function versionsOf(own: SnapshotPlan): readonly Credits[] {
  let found = versions.get(own);
  if (!found) {
    found = [{ plan: own.plan, credits: own.credits }, ...(own.versions ?? [])].sort((a, b) =>
      a.plan.effective.from < b.plan.effective.from ? -1 : 1,
    );
    versions.set(own, found);
  }
  return found;
}

const rates = new WeakMap<Snapshot['rates'], Map<string, RateOn>>();

/** The rates of a snapshot; read once. */
export function ratesIn({ rates: rows, corporateCurrency }: Snapshot): RateOn {
  let byCorporate = rates.get(rows);
  if (!byCorporate) rates.set(rows, (byCorporate = new Map()));
  let found = byCorporate.get(corporateCurrency);
  if (!found) byCorporate.set(corporateCurrency, (found = ratesOf(rows, corporateCurrency)));
  return found;
}

const assigned = new WeakMap<SnapshotPlan, readonly Stretch[]>();

/** The days on which the payee is assigned to a plan of a snapshot; read once. */
export function stretchesIn(own: SnapshotPlan): readonly Stretch[] {
  let found = assigned.get(own);
  if (!found) assigned.set(own, (found = stretches(own.assignments, own.effective ?? [own.plan.effective])));
  return found;
}

/** Credits of a version by measure; what counts earnings has those up to a day. */
export type DraftOf = (version: Credits, key: string, until: Day) => Draft | undefined;

/** The account of one plan of a snapshot as of a day, with other credits than the snapshot's own where they are given. */
export function accountOf(
  held: Snapshot,
  own: SnapshotPlan,
  asOf: Day,
  draftOf: DraftOf = draftsIn(own),
  warningsOf: (version: Credits) => readonly DatedWarning[] = () => [],
): Account {
  const { plan } = own;
  const currency = currencyOf(plan);
  const minor = (money: string): bigint => {
    const exact = parseDecimal(money);
    return exact ? roundToMinor(exact, currency.digits, currency.rounding) : 0n;
  };
  return {
    payee: held.payee.Id,
    versions: versionsOf(own).map((version): OwnVersion => ({
      plan: version.plan,
      ledgerOf: ledgersOf(version, draftOf),
      warnings: () => warningsOf(version),
    })) as [OwnVersion, ...OwnVersion[]],
    assigned: stretchesIn(own),
    quotas: own.quotas,
    entries: own.entries,
    payments: {
      rows: rowsOf(own.payments ?? {}),
      rates: ratesIn(held),
      corporateCurrency: held.corporateCurrency,
    },
    calendar: calendarOf(plan),
    currency,
    asOf,
    from: parseDay(own.from) as Day,
    debt: minor(own.debt),
    carried: (own.carried ?? []).map(([day, ...moved]) => [
      parseDay(day) as Day,
      ...(moved.map(minor) as [bigint, bigint, bigint]),
    ]),
  };
}

/** Ledgers by measure, made once; those of earnings once for each day. */
function ledgersOf(version: Credits, draftOf: DraftOf): OwnVersion['ledgerOf'] {
  const made = new Map<string, Ledger>();
  return (key, until) => {
    const place = version.plan.measures[key]?.earnings ? `${key} ${until}` : key;
    let found = made.get(place);
    if (!found) {
      const draft = draftOf(version, key, until);
      made.set(place, (found = draft ? ledger(draft) : emptyLedger));
    }
    return found;
  };
}

const collected = new WeakMap<Credits['credits'], Map<string, Draft | undefined>>();

/** The credits of a snapshot's plan as they were collected; read once for each snapshot. */
export function draftsIn({ records }: SnapshotPlan): DraftOf {
  return (version, key) => {
    let drafts = collected.get(version.credits);
    if (!drafts) collected.set(version.credits, (drafts = new Map()));
    if (!drafts.has(key)) drafts.set(key, readDraft(version, key, records));
    return drafts.get(key);
  };
}

/** The scale of a measure's values, as crediting sets it; undefined where the plan has no such measure. */
function scaleOf(plan: Plan, key: string): number | null | undefined {
  const part = partsOf(plan).find((one) => one.key === key);
  if (part) return digitsOf(plan, part);
  return Object.hasOwn(plan.measures, key) ? minorDigits(plan.currency) : undefined;
}

function readDraft({ plan, credits }: Credits, key: string, records: SnapshotPlan['records']): Draft | undefined {
  const rows = credits[key];
  const digits = scaleOf(plan, key);
  if (!rows || digits === undefined) return undefined;
  const draft = openDraft(digits);
  for (const [index, value, share] of rows) {
    const at = records[index];
    const exact = parseDecimal(value);
    if (!at || !exact) fail('snapshot', ['credits', key], 'A credit of the snapshot is damaged.', 'Publish it again.');
    collect(
      draft,
      countedAt(at),
      digits === null ? exact : fit(exact.n * (tenTo(digits) / exact.d)),
      share === undefined ? one : shareOf(share),
    );
  }
  return draft;
}

const counted = new WeakMap<object, Counted>();

function countedAt(row: SnapshotPlan['records'][number]): Counted {
  let one = counted.get(row);
  if (!one) {
    const [id, day, fields] = row;
    counted.set(row, (one = { id, day: parseDay(day) as Day, record: fields }));
  }
  return one;
}

function shareOf(text: string) {
  const [n, d = '1'] = text.split('/');
  return fraction(BigInt(n ?? 0), BigInt(d));
}

/** The statements of the payment periods that a snapshot covers, recomputed: the same figures as from the book. */
export function statements(held: Snapshot, asOf: string = held.asOf): Statement[] {
  return held.plans.flatMap((own) => statementsOf(accountOf(held, own, parseDay(asOf) as Day)));
}
