// The figures of a team and where they come from: of one person their snapshot, of a total the rows that are summed.
import type { Snapshot, TeamRow, TeamTotal, Trace } from '@quotient/calc';
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
      trace: () => sumOfRows(name, value, currency, what, rows),
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

const sumOfRows = (label: string, result: string, unit: string, what: TeamFigure, rows: readonly TeamRow[]): Trace => ({
  label,
  formula: '',
  result,
  unit,
  by: 'sum',
  inputs: rows
    .filter(({ currency }) => currency === unit)
    .map((row) => ({
      label: row.payee.Name,
      formula: row.planName,
      result: row[what] ?? '',
      unit,
      by: 'given',
      inputs: [],
    })),
});
