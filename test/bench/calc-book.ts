// A large book for benchmarks: a made-up company and a school district on the plans of all templates, over one year.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Assignment, Book, CrmRecord, Plan, QuotaRow } from '@quotient/calc';
import { parse } from 'yaml';
import {
  cents,
  chanceOf,
  events,
  idOf,
  opportunities,
  schoolRecords,
  splits,
  teamMembers,
  type Chance,
  type Days,
  type Seller,
} from './calc-records.ts';

export interface BookSize {
  /** Records of all objects together. */
  readonly records: number;
  readonly payees: number;
  readonly seed: number;
}

/** Plans of the templates by what people do. */
const planIds = {
  executive: 'ae-fy26',
  newcomer: 'ae-onboarding-fy26',
  representative: 'rep-2026',
  account: 'am-2026',
  development: 'sdr-2026',
  engineer: 'se-2026',
  manager: 'manager-2026',
  teacher: 'teacher-2026',
  principal: 'principal-2026',
} as const;
type Role = keyof typeof planIds;

/** What those do who report to managers, and how many in a hundred of them. */
const crew: readonly (readonly [Role, number])[] = [
  ['executive', 48],
  ['newcomer', 3],
  ['representative', 10],
  ['account', 16],
  ['development', 17],
  ['engineer', 6],
];
const teamSize = 8;

interface Person {
  readonly id: string;
  readonly role: Role;
  readonly manager: string | null;
}

/**
 * A book of that size; the same one for the same numbers. The as-of date is the last day of the plan that ends last.
 * Its plans are those of connector/templates, as they stand in their files.
 */
export function makeBook(size: BookSize): Book {
  const chance = chanceOf(size.seed);
  const plans = templatePlans();
  const people = staff(size.payees);
  const daysOf = (role: Role): Days => {
    const plan = plans.find(({ id }) => id === planIds[role]);
    if (!plan?.effective.to) throw new Error(`The templates have no plan "${planIds[role]}" with an end.`);
    return { from: plan.effective.from, to: plan.effective.to };
  };
  return {
    asOf: plans
      .map(({ effective }) => effective.to ?? effective.from)
      .sort()
      .at(-1) as string,
    plans,
    assignments: people.flatMap((person, i) => assignmentsOf(person, i, daysOf(person.role))),
    quotas: people.flatMap((person, i) => quotasOf(person, i, chance)),
    rates: ratesOf(chance),
    corporateCurrency: 'USD',
    entries: people.flatMap((person) => entriesOf(person, chance)),
    users: people.map(({ id, role, manager }, i) => ({
      Id: id,
      Name: `Person ${i}`,
      ManagerId: manager,
      Title: role,
      Division: null,
    })),
    records: recordsOf(chance, size.records, people, daysOf),
  };
}

/** One record of the book as it stands after a correction: a won deal in the middle, with another amount. */
export function changedRecord(book: Book): { readonly object: string; readonly record: CrmRecord } {
  const deals = book.records?.['Opportunity'] ?? [];
  const record = deals.find((deal, i) => i >= deals.length / 2 && deal['IsWon'] === true && deal['Type'] !== 'Renewal');
  if (!record) throw new Error('The book has no won deal in its second half.');
  return { object: 'Opportunity', record: { ...record, Amount: cents(Number(record['Amount']) + 1234.5) } };
}

function templatePlans(): Plan[] {
  const folder = fileURLToPath(new URL('../../connector/templates/', import.meta.url));
  return readdirSync(folder)
    .sort()
    .flatMap((template) =>
      readdirSync(`${folder}${template}/plans`)
        .sort()
        .map((file) => parse(readFileSync(`${folder}${template}/plans/${file}`, 'utf8')) as Plan),
    );
}

/** Teachers with their principals; everybody else in teams of eight below managers, and those below managers of managers. */
function staff(payees: number): Person[] {
  const teachers = Math.round(payees * 0.06);
  const principals = Math.ceil(teachers / 12);
  const company = payees - teachers - principals;
  const managers = Math.round(company / (teamSize + 1));
  const directors = Math.ceil(managers / teamSize);
  let count = 0;
  const hire = (role: Role, manager: string | null): Person => ({ id: idOf('005', count++), role, manager });
  const above = Array.from({ length: directors }, () => hire('manager', null));
  const heads = Array.from({ length: Math.max(0, managers - directors) }, (_, i) =>
    hire('manager', above[i % above.length]?.id ?? null),
  );
  const below = company - above.length - heads.length;
  const sellers = crewOf(below).map((role, i) =>
    hire(role, heads[Math.floor(i / teamSize) % heads.length]?.id ?? null),
  );
  const leaders = Array.from({ length: principals }, () => hire('principal', null));
  const school = Array.from({ length: teachers }, (_, i) => hire('teacher', leaders[i % leaders.length]?.id ?? null));
  return [...above, ...heads, ...sellers, ...leaders, ...school];
}

function crewOf(count: number): Role[] {
  let [share, filled] = [0, 0];
  return crew.flatMap(([role, percent]) => {
    share += percent;
    const until = Math.round((count * share) / 100);
    const some = Array.from({ length: until - filled }, () => role);
    filled = until;
    return some;
  });
}

/** Newcomers go over to the plan of all; every twentieth of the others joins in the fourth month, with a ramp. */
function assignmentsOf({ id, role }: Person, i: number, { from }: Days): Assignment[] {
  if (role === 'newcomer')
    return [
      { payee: id, plan: planIds.newcomer, from: '2026-03-01', to: '2026-05-31', ramp: ['25%', '50%', '75%'] },
      { payee: id, plan: planIds.executive, from: '2026-06-01', to: null },
    ];
  const joinsLater = i % 20 === 19 && ['executive', 'account', 'development'].includes(role);
  return [
    joinsLater
      ? { payee: id, plan: planIds[role], from: '2026-04-16', to: null, ramp: ['50%', '75%'] }
      : { payee: id, plan: planIds[role], from, to: null },
  ];
}

const quarters = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'];
const quotaSizes: Partial<Record<Role, readonly [component: string, amount: number]>> = {
  executive: ['commission', 300_000],
  representative: ['commission', 300_000],
  account: ['expansion', 100_000],
  engineer: ['overlay', 1_000_000],
  manager: ['team', 2_000_000],
};

/** Quotas of their own for every manager and every third of the others. */
function quotasOf({ id, role, manager }: Person, i: number, chance: Chance): QuotaRow[] {
  const size = quotaSizes[role];
  if (!size || (role !== 'manager' && i % 3 !== 0)) return [];
  const [component, standard] = size;
  const amount = role === 'manager' && manager === null ? standard * teamSize : standard;
  return quarters.map((period) => ({
    payee: id,
    plan: planIds[role],
    component,
    period,
    amount: String(Math.round((amount * chance.whole(80, 130)) / 100)),
  }));
}

/** Scores of each quarter (of the year for teachers), and an adjustment for one in thirty. */
function entriesOf({ id, role }: Person, chance: Chance): NonNullable<Book['entries']> {
  const plan = planIds[role];
  const score = (measure: string, date: string, value: number): NonNullable<Book['entries']>[number] => ({
    id: `${measure}-${date}-${id}`,
    payee: id,
    plan,
    date,
    measure,
    value: String(value),
    reason: 'review',
  });
  const ends = ['2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31'];
  const scores =
    role === 'account'
      ? ends.map((date) => score('nps', date, chance.whole(30, 70)))
      : role === 'engineer'
        ? ends.map((date) => score('mbo', date, chance.whole(40, 120)))
        : role === 'manager'
          ? ends.map((date) => score('forecast', date, chance.whole(60, 98)))
          : role === 'teacher'
            ? [score('observation', '2027-05-14', chance.whole(25, 50) / 10)]
            : [];
  if (!chance.holds(1 / 30)) return scores;
  const amount = `${chance.whole(-500, 1500)}.${chance.whole(10, 99)}`;
  return [...scores, { id: `adjustment-${id}`, payee: id, plan, date: '2026-11-15', amount, reason: 'correction' }];
}

/** Static rates, and dated ones for each month of the records. */
function ratesOf(chance: Chance): NonNullable<Book['rates']> {
  return [
    ['EUR', 0.92],
    ['GBP', 0.78],
  ].flatMap(([currency, middle]) => [
    { currency: String(currency), rate: String(middle) },
    ...Array.from({ length: 18 }, (_, i) => ({
      currency: String(currency),
      from: new Date(Date.UTC(2026, i, 1)).toISOString().slice(0, 10),
      rate: (Number(middle) * (0.97 + 0.06 * chance.next())).toFixed(6),
    })),
  ]);
}

function recordsOf(
  chance: Chance,
  records: number,
  people: readonly Person[],
  daysOf: (role: Role) => Days,
): Record<string, CrmRecord[]> {
  const of = (...roles: readonly Role[]): Person[] => people.filter(({ role }) => roles.includes(role));
  const [meetings, shares, members, school] = [0.22, 0.12, 0.06, 0.02].map((part) => Math.round(records * part)) as [
    number,
    number,
    number,
    number,
  ];
  const sellers = of('executive', 'newcomer', 'representative', 'account');
  const deals = records - meetings - shares - members - school;
  const won = (0.6 * deals) / sellers.length;
  const selling = sellers.map(({ id, role }, i): Seller => {
    return {
      id,
      days: role === 'newcomer' ? { ...daysOf(role), from: '2026-03-01' } : daysOf(role),
      averageDeal: (role === 'account' ? 2_000_000 : 1_100_000) / won,
      currency: ['USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'EUR', 'EUR', 'GBP'][i % 10] as string,
      types:
        role === 'account'
          ? ['Renewal', 'Renewal', 'Renewal', 'Expansion']
          : ['New Business', 'New Business', 'Expansion', 'Renewal'],
    };
  });
  const ids = (persons: readonly Person[]): string[] => persons.map(({ id }) => id);
  const Opportunity = opportunities(chance, deals, selling);
  return {
    Opportunity,
    OpportunitySplit: splits(chance, shares, Opportunity, ids(of('engineer'))),
    OpportunityTeamMember: teamMembers(chance, members, Opportunity, ids(of('development'))),
    Event: events(
      chance,
      meetings,
      of('development').map(({ id }) => ({ id, days: daysOf('development') })),
    ),
    ...schoolRecords(chance, school, ids(of('teacher')), daysOf('teacher')),
  };
}
