// The figures of a team and where they come from: of one person their snapshot, of a total the rows that are summed.
import { countedTowards, type Snapshot, type TeamRow, type TeamTotal, type Trace } from '@quotient/calc';
import { summed, type Figure } from './figure-trace.ts';
import type { Say } from './messages.ts';
import type { TeamFigure } from './team-parts.ts';

/** Under the table's tools, whichever figure is asked about. */
export const teamBlock = 'team';

const names = {
  attainment: 'team.attainment',
  earned: 'team.earned-column',
  payable: 'team.payable-column',
} as const;

/** What opens for a figure of a row, or for a sum of the rows that are shown. */
export function figureOf(
  say: Say,
  of: TeamRow | TeamTotal,
  what: TeamFigure,
  text: string,
  rows: readonly TeamRow[],
  held: ReadonlyMap<string, Snapshot>,
): Figure {
  const name = say(names[what]);
  const { currency } = of;
  const value = of[what] ?? '';
  const unit = what === 'attainment' ? '' : currency;
  const shared = { block: teamBlock, text, value, unit };
  if (!('payee' in of))
    return {
      ...shared,
      key: `total/${currency}/${what}`,
      label: `${say('team.total', { currency })}, ${name}`,
      payee: null,
      trace: () =>
        totalOf(
          of,
          what,
          name,
          rows.filter((one) => one.currency === currency),
        ),
    };
  const { payee, plan, period, component } = of;
  const own = held.get(payee.Id);
  return {
    ...shared,
    key: `${payee.Id}/${plan}/${what}`,
    label: `${payee.Name}, ${name}`,
    payee: payee.Id,
    trace: own
      ? ({ explain, explainComponent }) => {
          if (what === 'payable') return explain(own, { plan, period });
          if (what === 'attainment') return explainComponent(own, { plan, period }, component);
          const components = own.plans.find((one) => one.plan.id === plan)?.plan.components ?? [];
          const parts = components.map(({ id }) => explainComponent(own, { plan, period }, id));
          return summed(name, value, currency, parts);
        }
      : null,
  };
}

/** A total of rows: money is their sum, attainment what is credited ÷ the quota of those that count towards it. */
function totalOf(
  { currency: unit, credited, quota, attainment, earned, payable }: TeamTotal,
  what: TeamFigure,
  label: string,
  rows: readonly TeamRow[],
): Trace {
  const sum = (name: string, result: string, of: (row: TeamRow) => string | null, all = rows): Trace => ({
    label: name,
    formula: '',
    result,
    unit,
    by: 'sum',
    inputs: all.map((row) => ({
      label: row.payee.Name,
      formula: row.planName,
      result: of(row) ?? '',
      unit,
      by: 'given',
      inputs: [],
    })),
  });
  if (what === 'earned') return sum(label, earned, (row) => row.earned);
  if (what === 'payable') return sum(label, payable, (row) => row.payable);
  const counted = countedTowards(rows);
  return {
    label,
    formula: `${credited} ÷ ${quota}`,
    result: attainment === null ? '' : shareInPercent(attainment),
    unit: '%',
    by: 'quotient',
    inputs: [
      sum('Credited', credited, (row) => row.credited, counted),
      sum('Quota', quota, (row) => row.quota, counted),
    ],
  };
}

/** Traces have percentages where rows have shares of one: the point moves two places. */
function shareInPercent(share: string): string {
  const [whole = '0', rest = ''] = share.split('.');
  const digits = rest.padEnd(2, '0');
  const text = `${whole}${digits.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  return digits.length > 2 ? `${text}.${digits.slice(2)}` : text;
}
