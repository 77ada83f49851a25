// The tables of a statement in HTML: from earned to payable, what is owed, the components, and the records of each.
import { sumOf, type Line } from '@quotient/calc';
import type { Sheet, Sheets, ShownComponent } from './statement.ts';
import { amountOf, dayOf, quantityOf, shareOf, tableOf } from './statement-cells.ts';
import { html, type Content, type Markup } from './markup.ts';
import { debtOf, wayOf } from './statement-steps.ts';
import { recordMarkup } from './statement-trace.ts';
import { lineWords } from './statement-words.ts';

export function wayTable({ statement, steps }: Sheet): Markup {
  const rows = wayOf(statement, steps);
  return tableOf({
    caption: 'From earned to payable',
    columns: [{ title: 'Step' }, { title: 'Amount', kind: 'number' }],
    rows: rows.map(({ label, amount, isTotal }, i) => ({
      cells: [label, amountOf(amount, statement.currency)],
      ...(isTotal && { class: i === rows.length - 1 ? 'total last' : 'total' }),
    })),
  });
}

export function debtTable({ statement: { debt, currency }, steps }: Sheet): Markup {
  const rows = debtOf(steps);
  if (rows.length === 0)
    return html`<p class="note">Nothing is owed: the debt after this statement is ${amountOf(debt, currency)}.</p>`;
  return tableOf({
    caption: 'What is owed',
    columns: [{ title: 'Step' }, { title: 'Debt', kind: 'number' }],
    rows: rows.map((one) => ({ cells: [one.label, amountOf(one.debt, currency)] })),
    foot: [['Debt after this statement', amountOf(debt, currency)]],
  });
}

export const componentTable = ({ components, statement: { currency } }: Sheet): Markup =>
  tableOf({
    caption: 'Components',
    columns: [
      { title: 'Component' },
      { title: 'Window', kind: 'short' },
      { title: 'Credited', kind: 'number' },
      { title: 'Quota', kind: 'number' },
      { title: 'Attainment', kind: 'number' },
      { title: 'Earned', kind: 'number' },
      { title: 'Earned in window', kind: 'number' },
      { title: 'Withheld', kind: 'number' },
    ],
    rows: components.map(({ label, window, credited, quota, attainment, earned, earnedInWindow, withheld, unit }) => ({
      cells: [
        label,
        window,
        quantityOf(credited, unit),
        quantityOf(quota, unit),
        shareOf(attainment),
        amountOf(earned, currency),
        amountOf(earnedInWindow, currency),
        amountOf(withheld, currency),
      ],
    })),
  });

/** The records of a component. What they bring together is earned, unless a gate or the end of the window is waited for. */
export function lineTable(component: ShownComponent, { statement }: Sheet, { record }: Sheets): Markup {
  const { label, unit, lines, keptBack } = component;
  const { period, currency } = statement;
  const count = lines.filter((line) => line.record !== null).length;
  const about = (line: Line): Content =>
    line.record === null ? lineWords(line, record) : recordMarkup(record(line.record));
  return tableOf({
    caption: `${label}${count === 0 ? '' : `: ${count} ${count === 1 ? 'record' : 'records'}`} in ${period}`,
    ...(keptBack && { note: `What they bring is ${keptBack}.` }),
    columns: [
      { title: 'Record' },
      { title: 'Date', kind: 'short' },
      { title: 'Value', kind: 'number' },
      { title: 'Share', kind: 'number' },
      { title: 'Earned', kind: 'number' },
    ],
    rows: lines.map((line) => ({
      cells: [
        about(line),
        line.date === undefined ? null : dayOf(line.date),
        line.value === undefined ? null : quantityOf(line.value, unit),
        line.share === undefined ? null : shareOf(line.share),
        amountOf(line.earned, currency),
      ],
    })),
    foot: [['Together', null, null, null, amountOf(sumOf(lines.map(({ earned }) => earned)), currency)]],
  });
}
