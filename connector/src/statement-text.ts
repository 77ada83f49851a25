// Statements in a terminal: what is payable and how it comes about, then the components, their records and the calculation.
import { traceLines } from './estimate.ts';
import { money, percent, table } from './render.ts';
import type { Sheet, Sheets, ShownComponent } from './statement.ts';
import { quantity } from './statement-figure.ts';
import { debtOf, wayOf } from './statement-steps.ts';
import { lineWords, statusWords } from './statement-words.ts';

/** All statements, one below the other; with their traces where they are asked for. */
export const statementText = (all: Sheets, withTrace: boolean): string =>
  all.sheets.map((sheet) => sheetText(sheet, all, withTrace)).join('\n\n\n');

function sheetText(sheet: Sheet, all: Sheets, withTrace: boolean): string {
  const { statement, name, planName, components, steps, leftOut, trace } = sheet;
  const { plan, period, currency, debt } = statement;
  const warnings = [...statement.warnings.map(({ message }) => message), ...leftOut];
  const title = `${name}: ${money(statement.payable, currency)} payable in ${period}`;
  const debts = debtOf(steps);
  return [
    `${title}\n${'─'.repeat(title.length)}\n${planName} (${plan}), ${currency}, as of ${all.asOf}\n${statusWords(sheet)}`,
    table(wayOf(statement, steps), [
      { title: 'Step', of: ({ label, isTotal }) => (isTotal ? `= ${label}` : `  ${label}`) },
      { title: 'Amount', of: ({ amount }) => money(amount, currency), right: true },
    ]),
    ...(debts.length > 0
      ? [
          table(
            [...debts, { label: 'Debt after', debt }],
            [
              { title: 'Debt', of: ({ label }) => label },
              { title: 'Amount', of: (one) => money(one.debt, currency), right: true },
            ],
          ),
        ]
      : []),
    componentTable(components, currency),
    ...components.filter(({ lines }) => lines.length > 0).map((one) => lineTable(one, all, currency)),
    ...(warnings.length > 0 ? [warnings.map((message) => `Warning: ${message}`).join('\n')] : []),
    ...(withTrace ? [`The calculation\n${traceLines(trace(), 1).join('\n')}`] : []),
  ].join('\n\n');
}

const componentTable = (components: readonly ShownComponent[], currency: string): string =>
  table(components, [
    { title: 'Component', of: ({ label }) => label },
    { title: 'Window', of: ({ window }) => window },
    { title: 'Credited', of: ({ credited, unit }) => quantity(credited, unit), right: true },
    { title: 'Quota', of: ({ quota, unit }) => quantity(quota, unit), right: true },
    { title: 'Attainment', of: ({ attainment }) => percent(attainment), right: true },
    { title: 'Earned', of: ({ earned }) => money(earned, currency), right: true },
    { title: 'Earned in window', of: ({ earnedInWindow }) => money(earnedInWindow, currency), right: true },
    { title: 'Withheld', of: ({ withheld }) => money(withheld, currency), right: true },
  ]);

function lineTable({ label, unit, lines, keptBack }: ShownComponent, { record }: Sheets, currency: string): string {
  return `${label}${keptBack ? `, ${keptBack}` : ''}\n${table(lines, [
    { title: 'Record', of: (line) => lineWords(line, record) },
    { title: 'Id', of: (line) => line.record ?? '' },
    { title: 'Date', of: ({ date }) => date ?? '' },
    { title: 'Value', of: ({ value }) => (value === undefined ? '' : quantity(value, unit)), right: true },
    { title: 'Share', of: ({ share }) => (share === undefined ? '' : percent(share)), right: true },
    { title: 'Earned', of: ({ earned }) => money(earned, currency), right: true },
  ])}`;
}
