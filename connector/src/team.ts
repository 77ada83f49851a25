// A team in a terminal: totals first, then whom to help, the distribution, and a line for each person.
import type { HelpFirst, Team, TeamRow } from '@quotient/calc';
import { money, percent, plain, table } from './render.ts';
import { bar, bullet } from './terminal-bars.ts';

const widest = 24;

export function teamText(
  { asOf, rows, totals, groups, distribution, helpFirst }: Team,
  name: (id: string) => string,
): string {
  const people = new Set(rows.map(({ payee }) => payee.Id)).size;
  return [
    `As of ${asOf}, ${people} ${people === 1 ? 'person' : 'people'}`,
    ...totals.map(
      ({ currency, people: count, credited, quota, attainment, earned, payable }) =>
        `${money(earned, currency)} earned in open windows, ${money(payable, currency)} payable so far in this period; ${money(credited, currency)} credited of ${money(quota, currency)} (${percent(attainment)}), ${count} ${count === 1 ? 'person' : 'people'}`,
    ),
    '',
    'Help first',
    ...(helpFirst.length === 0
      ? ['  Everybody is at or ahead of pace.']
      : helpFirst.map((one) => `  ${helpText(one, rows, name)}`)),
    '',
    `Attainment of ${distribution.rows} with a quota`,
    ...distribution.bands.map(
      ({ from, to, rows: count }) =>
        `  ${(to === null ? `${percent(from)} and more` : `${percent(from)} to ${percent(to)}`).padEnd(16)} ${bar(count / Math.max(1, distribution.rows), widest)} ${count}`,
    ),
    ...(distribution.quartiles ? [`  Quartiles ${distribution.quartiles.map((one) => percent(one)).join(', ')}`] : []),
    ...(groups.length > 1 ? ['', ...groups.map(groupText)] : []),
    '',
    table(rows, [
      { title: 'Person', of: ({ payee }) => payee.Name },
      { title: 'Plan', of: ({ planName }) => planName },
      { title: 'Window', of: ({ window }) => window },
      { title: 'Attainment', of: ({ attainment }) => percent(attainment), right: true },
      {
        title: 'against pace │',
        of: ({ attainment, pace }) => (attainment === null ? '' : bullet(Number(attainment), Number(pace), widest)),
      },
      { title: 'Earned', of: ({ earned, currency }) => money(earned, currency), right: true },
      { title: 'Payable', of: ({ payable, currency }) => money(payable, currency), right: true },
    ]),
  ].join('\n');
}

function helpText(
  { payee, plan, missing, attainment, pace }: HelpFirst,
  rows: readonly TeamRow[],
  name: (id: string) => string,
): string {
  const row = rows.find((one) => one.payee.Id === payee && one.plan === plan);
  const gap = row?.unit === 'money' ? money(missing, row.currency) : plain(missing);
  return `${name(payee)}: ${percent(attainment)} when pace is ${percent(pace)}, ${gap} short of it in ${row?.window ?? 'the window'}`;
}

const groupText = ({ division, totals }: Team['groups'][number]): string =>
  `${division ?? 'No division'}: ${totals
    .map(
      ({ currency, earned, attainment, people }) =>
        `${money(earned, currency)} earned, ${percent(attainment)}, ${people} people`,
    )
    .join('; ')}`;
