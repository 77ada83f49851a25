// The accounts of a snapshot: what the functions that answer in a page run on.
import { isAssigned, stretches } from './assignment.ts';
import { isMoney } from './credit.ts';
import { parseDecimal, tenTo } from './decimal.ts';
import { fail } from './error.ts';
import { fraction, one, round } from './fraction.ts';
import { collect, draft as openDraft, ledgers, type Draft } from './ledger.ts';
import { fit, minorDigits } from './money.ts';
import { calendarOf, parseDay, type Day } from './period.ts';
import type { Statement } from './result.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { statementsOf, type Account } from './statement.ts';

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
  const draft = openDraft(digits);
  for (const [index, value, share] of rows) {
    const at = own.records[index];
    const exact = parseDecimal(value);
    if (!at || !exact) fail('snapshot', ['credits', key], 'A credit of the snapshot is damaged.', 'Publish it again.');
    collect(
      draft,
      { id: at[0], day: parseDay(at[1]) as Day },
      digits === null ? exact : fit(exact.n * (tenTo(digits) / exact.d)),
      share === undefined ? one : shareOf(share),
    );
  }
  return draft;
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
