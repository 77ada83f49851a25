// A team: one row for each person and plan, totals and distributions of the rows, for each currency on its own.
import { decimalsAdded, printDecimal, printMinor, tenTo } from './decimal.ts';
import type { Because } from './estimate-result.ts';
import { divide } from './fraction.ts';
import { minorDigits } from './money.ts';
import { compareText, countBelow } from './order.ts';
import { isObject } from './forms.ts';
import type { Snapshot, SnapshotPlan, Standing } from './snapshot-schema.ts';
import { readSnapshot } from './snapshot-read.ts';
import { refusalOf } from './snapshot-whole.ts';
import { standingOf } from './standing.ts';

/** Where one person stands in one plan. */
export interface TeamRow extends Readonly<Standing> {
  readonly payee: Snapshot['payee'];
  readonly plan: string;
  readonly planName: string;
  readonly currency: string;
}

export interface TeamTotal {
  readonly currency: string;
  readonly people: number;
  /** Credited and quota of money: of those who sell, or of those who lead where nobody else is shown. */
  readonly credited: string;
  readonly quota: string;
  readonly attainment: string | null;
  readonly earned: string;
  readonly payable: string;
}

/** Totals of the people of one division; null for those without one. */
export interface TeamGroup {
  readonly division: string | null;
  readonly totals: readonly TeamTotal[];
}

/** How many rows have an attainment from a bound (0 for the first) to below the next one. */
export interface AttainmentBand {
  readonly from: string;
  readonly to: string | null;
  readonly rows: number;
}

/** Attainments of the rows that have one: ratios as plain decimals, null where there are none. */
export interface Distribution {
  readonly rows: number;
  readonly lowest: string | null;
  readonly quartiles: readonly [string, string, string] | null;
  readonly highest: string | null;
  readonly bands: readonly AttainmentBand[];
}

/** Somebody to help first, and why: behind pace by so much of the leading component. */
export interface HelpFirst {
  readonly payee: string;
  readonly plan: string;
  readonly reason: 'behind-pace';
  /** What is missing to pace, positive, in the unit of the component. */
  readonly missing: string;
  readonly attainment: string;
  readonly pace: string;
}

/** Somebody whose snapshot cannot be read: in no row and no total. */
export interface LeftOutOfTeam {
  /** Null where the snapshot does not say whose it is. */
  readonly payee: string | null;
  readonly name: string | null;
  readonly cannotSay: Because;
}

export interface Team {
  /** The earliest as-of date of the snapshots that are counted. */
  readonly asOf: string;
  readonly leftOut: readonly LeftOutOfTeam[];
  readonly rows: readonly TeamRow[];
  readonly totals: readonly TeamTotal[];
  readonly groups: readonly TeamGroup[];
  readonly distribution: Distribution;
  readonly helpFirst: readonly HelpFirst[];
}

/**
 * Where a team stands, from the snapshots that the viewer may see. Currencies are never added.
 * Never throws on what a snapshot holds: `leftOut` has those that cannot be read, with the reason.
 */
export function team(snapshots: readonly Snapshot[]): Team {
  const rows: TeamRow[] = [];
  const leftOut: LeftOutOfTeam[] = [];
  let asOf = '';
  for (const held of snapshots) {
    try {
      readSnapshot(held);
      for (const row of teamRows(held)) rows.push(row);
      if (asOf === '' || held.asOf < asOf) ({ asOf } = held);
    } catch (error) {
      leftOut.push({ ...personOf(held), cannotSay: refusalOf(error, held).cannotSay });
    }
  }
  return {
    asOf,
    leftOut,
    rows,
    totals: totals(rows),
    groups: [...Map.groupBy(rows, ({ payee }) => payee.Division ?? null)]
      .map(([division, own]) => ({ division, totals: totals(own) }))
      .sort(
        (a, b) =>
          Number(a.division === null) - Number(b.division === null) || compareText(a.division ?? '', b.division ?? ''),
      ),
    distribution: distribution(rows),
    helpFirst: helpFirst(rows).map(({ payee, plan, ahead, attainment, pace }) => ({
      payee: payee.Id,
      plan,
      reason: 'behind-pace',
      missing: (ahead as string).slice(1),
      attainment: attainment as string,
      pace,
    })),
  };
}

/** Whose a snapshot is, as far as it says so. */
function personOf(held: unknown): Pick<LeftOutOfTeam, 'payee' | 'name'> {
  const payee = isObject(held) && isObject(held['payee']) ? held['payee'] : {};
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { payee: text(payee['Id']), name: text(payee['Name']) };
}

/** The rows of a snapshot that was read. What was published stands; a snapshot of an earlier version is calculated. */
export function teamRows(held: Snapshot): TeamRow[] {
  const rows: TeamRow[] = [];
  for (const own of held.plans) {
    const standing = own.standing === undefined ? standingOf(held, own) : own.standing;
    if (standing) rows.push(rowOf(held.payee, own.plan, standing));
  }
  return rows;
}

/** Field by field, which is several times faster than a spread. */
const rowOf = (payee: Snapshot['payee'], plan: SnapshotPlan['plan'], standing: Standing): TeamRow => ({
  payee,
  plan: plan.id,
  planName: plan.name,
  currency: plan.currency,
  period: standing.period,
  component: standing.component,
  label: standing.label,
  window: standing.window,
  unit: standing.unit,
  rollsUp: standing.rollsUp,
  credited: standing.credited,
  quota: standing.quota,
  attainment: standing.attainment,
  pace: standing.pace,
  ahead: standing.ahead,
  earned: standing.earned,
  payable: standing.payable,
});

/** The totals of some rows, one for each currency in order of its code. */
export function totals(rows: readonly TeamRow[]): TeamTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .map(([currency, own]) => total(currency, own))
    .sort((a, b) => compareText(a.currency, b.currency));
}

function total(currency: string, rows: readonly TeamRow[]): TeamTotal {
  const digits = minorDigits(currency);
  const money = (values: readonly string[]): string => {
    const all = decimalsAdded(values);
    return printMinor(all.n * (tenTo(digits) / all.d), digits);
  };
  const counted = countedTowards(rows);
  const [credited, quota] = [
    decimalsAdded(counted.map((row) => row.credited ?? '0')),
    decimalsAdded(counted.map((row) => row.quota ?? '0')),
  ];
  return {
    currency,
    people: new Set(rows.map(({ payee }) => payee.Id)).size,
    credited: printDecimal(credited),
    quota: printDecimal(quota),
    attainment: quota.n === 0n ? null : printDecimal(divide(credited, quota)),
    earned: money(rows.map((row) => row.earned)),
    payable: money(rows.map((row) => row.payable)),
  };
}

/** The rows whose credited value and quota a total adds: those of money, of who leads only where nobody else is shown. */
export function countedTowards(rows: readonly TeamRow[]): readonly TeamRow[] {
  const measured = rows.filter(
    ({ quota, attainment, unit }) => quota !== null && attainment !== null && unit === 'money',
  );
  return measured.some(({ rollsUp }) => !rollsUp) ? measured.filter(({ rollsUp }) => !rollsUp) : measured;
}

const bounds = ['0', '0.5', '0.8', '1', '1.2'];

function distribution(rows: readonly TeamRow[]): Distribution {
  const texts = rows.map(({ attainment }) => attainment).filter((one) => one !== null);
  // Decimals as they are printed keep their order as numbers.
  const given = new Float64Array(texts.map(Number));
  const numbers = given.toSorted();
  const textAt = (index: number): string => texts[given.indexOf(numbers[index] as number)] as string;
  const quartile = (quarter: number): string => textAt(Math.ceil((quarter * numbers.length) / 4) - 1);
  const below = (bound: string): number => countBelow(numbers, Number(bound));
  const isEmpty = texts.length === 0;
  return {
    rows: texts.length,
    lowest: isEmpty ? null : textAt(0),
    quartiles: isEmpty ? null : [quartile(1), quartile(2), quartile(3)],
    highest: isEmpty ? null : textAt(numbers.length - 1),
    bands: bounds.map((from, i) => {
      const to = bounds[i + 1] ?? null;
      return { from, to, rows: (to === null ? numbers.length : below(to)) - (i === 0 ? 0 : below(from)) };
    }),
  };
}

/** The people furthest behind pace, as a share of their quota; those who lead are left to the people they lead. */
export function helpFirst(rows: readonly TeamRow[], most = 3): readonly TeamRow[] {
  const behind = rows.filter(
    ({ ahead, quota, attainment, rollsUp }) =>
      ahead?.startsWith('-') && quota !== null && attainment !== null && !rollsUp,
  );
  const gaps = new Map(behind.map((row) => [row, Number(row.pace) - Number(row.attainment)]));
  const gap = (row: TeamRow): number => gaps.get(row) as number;
  const first: TeamRow[] = [];
  const isBefore = (a: TeamRow, b: TeamRow): boolean =>
    (gap(b) - gap(a) || compareText(a.payee.Id, b.payee.Id) || compareText(a.plan, b.plan)) < 0;
  // A few of thousands: each takes its place among those that were first so far.
  for (const row of behind) {
    const place = first.findIndex((one) => isBefore(row, one));
    if (place >= 0) first.splice(place, 0, row);
    else if (first.length < most) first.push(row);
    if (first.length > most) first.pop();
  }
  return first;
}
