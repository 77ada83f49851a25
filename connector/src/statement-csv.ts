// Statements for payroll as CSV: a row for each pay item, whose amounts add up to what is payable and whose debts to what is owed.
import { csvLine } from './render.ts';
import type { Sheet, Sheets } from './statement.ts';
import { isNone, type Step } from './statement-steps.ts';

/** The columns, which stay as they are: new ones come after them. */
const columns = [
  'payee',
  'name',
  'username',
  'plan',
  'planName',
  'period',
  'from',
  'to',
  'status',
  'asOf',
  'currency',
  'item',
  'component',
  'label',
  'window',
  'credited',
  'quota',
  'attainment',
  'amount',
  'debt',
] as const;

type Row = Readonly<Record<(typeof columns)[number], string | null>>;

export const statementCsv = ({ asOf, sheets }: Sheets): string =>
  [
    csvLine(columns),
    ...sheets.flatMap((sheet) => rowsOf(sheet, asOf)).map((row) => csvLine(columns.map((column) => row[column]))),
  ].join('\n');

/** A component has its row also where it earned nothing; of what else may happen only what did. */
function rowsOf(sheet: Sheet, asOf: string): Row[] {
  const { statement, name, username, planName, from, to, components, steps } = sheet;
  const { payee, plan, period, status, currency } = statement;
  const isRow = ({ item, amount, debt }: Step): boolean => item === 'earned' || !isNone(amount) || !isNone(debt);
  return steps.filter(isRow).map(({ item, label, component: id, amount, debt }) => {
    const component = components.find((one) => one.id === id);
    return {
      payee,
      name,
      username,
      plan,
      planName,
      period,
      from,
      to,
      status,
      asOf,
      currency,
      item,
      component: id ?? null,
      label,
      window: component?.window ?? null,
      credited: component?.credited ?? null,
      quota: component?.quota ?? null,
      attainment: component?.attainment ?? null,
      amount,
      debt,
    };
  });
}
