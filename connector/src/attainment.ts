// Attainment and payouts of payees: one row for each person, plan, period and component, as tables and CSV show them.
import type { Plan, Statement } from '@quotient/calc';
import type { People } from './book.ts';
import { csvLine, money, percent, plain, table } from './render.ts';

export interface AttainmentRow {
  readonly payee: string;
  readonly name: string;
  readonly plan: string;
  readonly period: string;
  readonly status: Statement['status'];
  readonly component: string;
  readonly label: string;
  readonly window: string;
  readonly credited: string | null;
  readonly quota: string | null;
  readonly attainment: string | null;
  readonly earned: string;
  readonly earnedInWindow: string;
  readonly payable: string;
  readonly currency: string;
}

export interface Choice {
  /** A period's name; default: each payee's last one. */
  readonly period?: string | undefined;
  /** Ids of the payees to show; default: all. */
  readonly payees?: ReadonlySet<string> | undefined;
}

/** The chosen statements, ordered as the calculation orders them. */
export function choose(statements: readonly Statement[], { period, payees }: Choice): Statement[] {
  const last = new Map(statements.map((one) => [`${one.payee} ${one.plan}`, one.period]));
  return statements.filter(
    (one) => (payees?.has(one.payee) ?? true) && one.period === (period ?? last.get(`${one.payee} ${one.plan}`)),
  );
}

export function rowsOf(statements: readonly Statement[], plans: readonly Plan[], people: People): AttainmentRow[] {
  const labels = new Map(
    plans.flatMap((plan) => plan.components.map(({ id, label }) => [`${plan.id} ${id}`, label ?? id])),
  );
  return statements.flatMap(({ payee, plan, period, status, currency, payable, components }) =>
    components.map(({ id, window, credited, quota, attainment, earned, earnedInWindow }) => ({
      payee,
      name: people.name(payee),
      plan,
      period,
      status,
      component: id,
      label: labels.get(`${plan} ${id}`) ?? id,
      window,
      credited,
      quota,
      attainment,
      earned,
      earnedInWindow,
      payable,
      currency,
    })),
  );
}

/** The table of the terminal: a person's name, plan and payable stand once, beside their first component. */
export function attainmentTable(rows: readonly AttainmentRow[]): string {
  const first = (row: AttainmentRow): boolean =>
    rows.find((one) => one.payee === row.payee && one.plan === row.plan && one.period === row.period) === row;
  return table(rows, [
    { title: 'Person', of: (row) => (first(row) ? row.name : '') },
    { title: 'Component', of: ({ label }) => label },
    { title: 'Window', of: ({ window }) => window },
    { title: 'Attainment', of: ({ attainment }) => percent(attainment), right: true },
    { title: 'Credited', of: ({ credited }) => plain(credited), right: true },
    { title: 'Quota', of: ({ quota }) => plain(quota), right: true },
    { title: 'Earned in window', of: ({ earnedInWindow, currency }) => money(earnedInWindow, currency), right: true },
    { title: 'Period', of: (row) => (first(row) ? row.period : '') },
    { title: 'Payable', of: (row) => (first(row) ? money(row.payable, row.currency) : ''), right: true },
  ]);
}

const csvColumns = [
  'payee',
  'name',
  'plan',
  'period',
  'status',
  'component',
  'window',
  'credited',
  'quota',
  'attainment',
  'earned',
  'earnedInWindow',
  'payable',
  'currency',
] as const;

export const attainmentCsv = (rows: readonly AttainmentRow[]): string =>
  [csvLine(csvColumns), ...rows.map((row) => csvLine(csvColumns.map((column) => row[column])))].join('\n');
