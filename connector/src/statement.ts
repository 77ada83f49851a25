// Statements to hand out: those of the calculation, with the names, days and records that people look for beside them.
import {
  calculate,
  calendarOf,
  explainer,
  printDay,
  type ComponentResult,
  type Plan,
  type Result,
  type Statement,
  type Trace,
} from '@quotient/calc';
import { periodNamed } from '@quotient/calc/plans';
import { choose } from './attainment.ts';
import type { People, SyncedBook } from './book.ts';
import { ConnectorError, exitCode } from './error.ts';
import { figuresIn, stepsOf, type Figures, type Step } from './statement-steps.ts';

export interface ShownComponent extends ComponentResult {
  readonly label: string;
  /** Of what is credited: a currency code, or empty for a number. */
  readonly unit: string;
  /** Why less is earned than the records bring; empty where nothing is kept back. */
  readonly keptBack: string;
}

/** One statement as its documents show it. */
export interface Sheet {
  readonly statement: Statement;
  readonly name: string;
  readonly username: string;
  /** The name of the plan's version in force. */
  readonly planName: string;
  /** First and last day of the payment period. */
  readonly from: string;
  readonly to: string;
  readonly components: readonly ShownComponent[];
  readonly steps: readonly Step[];
  /** Of plans of the same person that are left out: why, in words. */
  readonly leftOut: readonly string[];
  /** Worked out each time it is asked for: those of all payees would fill the memory. */
  readonly trace: () => Trace;
}

/** A record by its name and, where the org has it, its address. */
export interface RecordShown {
  readonly name: string;
  readonly url: string | null;
}

export interface Sheets {
  readonly asOf: string;
  readonly org: string;
  readonly syncedAt: string;
  /** The whole calculation that the sheets are of. */
  readonly result: Result;
  readonly sheets: readonly Sheet[];
  readonly record: (id: string) => RecordShown;
}

export interface StatementsAsked {
  /** Id of a payee; default: everybody. */
  readonly payee?: string | undefined;
  /** Name of a payment period; default: the last one of each payee and plan. */
  readonly period?: string | undefined;
}

/** @throws ConnectorError (2) for a period that is none, and where there is no such statement. */
export function sheetsOf(synced: SyncedBook, asked: StatementsAsked): Sheets {
  const { book, meta, people, leftOut } = synced;
  const { payee, period } = asked;
  if (period !== undefined && !book.plans.some((plan) => periodNamed(period, calendarOf(plan))))
    throw new ConnectorError('bad-period', exitCode.usage, `"${period}" is no period.`, [
      'Write it like 2026-03, 2026-Q1, 2026-H1 or 2026.',
    ]);
  const result = calculate(book);
  const own = result.statements.filter((one) => payee === undefined || one.payee === payee);
  const chosen = choose(own, { period });
  if (chosen.length === 0) throw noStatement(own, asked, book.asOf, people);
  const traceOf = explainer(book);
  return {
    asOf: book.asOf,
    org: meta.org,
    syncedAt: meta.syncedAt,
    record: recordsOf(synced),
    result,
    sheets: chosen.map((statement) => {
      const { plan, from, to } = inForce(book.plans, statement);
      const trace = (): Trace => traceOf(statement);
      const figures = figuresIn(trace());
      const labelOf = (id: string): string => plan.components.find((one) => one.id === id)?.label ?? id;
      return {
        statement,
        name: people.name(statement.payee),
        username: people.username(statement.payee),
        planName: plan.name,
        from,
        to,
        components: statement.components.map((one) => shown(one, labelOf(one.id), figures)),
        steps: stepsOf(statement, figures, labelOf),
        leftOut: leftOut.filter(({ payees }) => payees.includes(statement.payee)).map(({ message }) => message),
        trace,
      };
    }),
  };
}

function noStatement(
  own: readonly Statement[],
  { payee, period }: StatementsAsked,
  asOf: string,
  people: People,
): ConnectorError {
  const who = payee === undefined ? 'anybody' : people.username(payee) || payee;
  const periods = [...new Set(own.map((one) => one.period))].sort();
  return new ConnectorError(
    'no-statement',
    exitCode.usage,
    `There is no statement for ${who}${period === undefined ? '' : ` in ${period}`} as of ${asOf}.`,
    [
      periods.length > 0
        ? `Ask for one of these: ${periods.join(', ')}.`
        : 'Check the assignments and the day to calculate for.',
    ],
  );
}

/** The version of a statement's plan that is in force at the end of its period, and the period's days. */
function inForce(plans: readonly Plan[], { plan: id, period }: Statement): { plan: Plan; from: string; to: string } {
  const versions = plans
    .filter((plan) => plan.id === id)
    .toSorted((a, b) => (a.effective.from < b.effective.from ? -1 : 1));
  const [first] = versions as [Plan, ...Plan[]];
  const days = periodNamed(period, calendarOf(first));
  if (!days) throw new Error(`${period} is no period of plan ${id}.`);
  const to = printDay(days.end);
  return { plan: versions.findLast(({ effective }) => effective.from <= to) ?? first, from: printDay(days.start), to };
}

function shown(component: ComponentResult, label: string, figures: Figures): ShownComponent {
  const words = figures('earnedInWindow', component.id)?.formula ?? '';
  return {
    ...component,
    label,
    unit: figures('credited', component.id)?.unit ?? '',
    keptBack: /^(withheld|paid when)/.test(words) ? words : '',
  };
}

/** Records of the org have an address, entries of the folder only a name. */
function recordsOf({ book, meta, people }: SyncedBook): Sheets['record'] {
  const names = new Map<string, string>();
  for (const rows of Object.values(book.records ?? {}))
    for (const { Id, Name } of rows) names.set(String(Id), typeof Name === 'string' ? Name : String(Id));
  const entries = new Map((book.entries ?? []).map(({ id, reason }) => [id, reason ?? id]));
  const base = /^https?:\/\//.test(meta.instanceUrl) ? meta.instanceUrl.replace(/\/+$/, '') : null;
  const users = new Set((book.users ?? []).map(({ Id }) => Id));
  return (id) => {
    const name = names.get(id) ?? (users.has(id) ? people.name(id) : undefined);
    if (name === undefined) return { name: entries.get(id) ?? id, url: null };
    return { name, url: base && `${base}/${encodeURIComponent(id)}` };
  };
}
