// The records of the made-up company of calc-book.ts, with the fields that REST would bring, and the chance that makes them.
import type { CrmRecord } from '@quotient/calc';

/** Random numbers that come again for a seed (mulberry32). */
export interface Chance {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** A whole number from a to b, both included. */
  readonly whole: (a: number, b: number) => number;
  readonly pick: <T>(values: readonly T[]) => T;
  readonly holds: (probability: number) => boolean;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (a: number, b: number): number => a + Math.floor(next() * (b - a + 1));
  return {
    next,
    whole,
    pick: <T>(values: readonly T[]): T => values[whole(0, values.length - 1)] as T,
    holds: (probability) => next() < probability,
  };
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The n-th Id of an object in its form of 18 characters; they rise with n. */
export function idOf(prefix: string, n: number): string {
  let number = '';
  for (let rest = n; number.length < 12 - 3; rest = Math.floor(rest / 62)) number = (digits[rest % 62] ?? '') + number;
  const id = `${prefix}Hb0${number}`;
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id[block + i] ?? '')) bits |= 1 << i;
    suffix += suffixes[bits];
  }
  return id + suffix;
}

/** Somebody who sells, with the days of the plan and the money that a won deal brings on average. */
export interface Seller {
  readonly id: string;
  readonly days: Days;
  readonly averageDeal: number;
  readonly currency: string;
  readonly types: readonly string[];
}
export interface Days {
  readonly from: string;
  readonly to: string;
}

const milliseconds = 86_400_000;
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** A day of a range, in milliseconds. */
function someDay(chance: Chance, { from, to }: Days): number {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return first + milliseconds * chance.whole(0, (last - first) / milliseconds);
}
const time = (at: number, minutes: number): string =>
  `${new Date(at + minutes * 60_000).toISOString().slice(0, 23)}+0000`;
export const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** Opportunities dealt to the sellers in turn: won, lost and open ones. */
export function opportunities(chance: Chance, count: number, sellers: readonly Seller[]): CrmRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const { id, days, averageDeal, currency, types } = sellers[i % sellers.length] as Seller;
    const close = someDay(chance, days);
    const Type = chance.pick(types);
    const state = chance.next();
    // Not quite half of all are won, and a quarter is open, as in the public data set.
    const IsWon = state < (Type === 'Renewal' ? 0.8 : 0.4);
    const IsClosed = IsWon || state < 0.76;
    return {
      Id: idOf('006', i),
      OwnerId: id,
      AccountId: idOf('001', chance.whole(0, 20_000)),
      Account: { Name: `${chance.pick(names)} ${chance.pick(names)}`, NumberOfEmployees: chance.whole(5, 5000) },
      Name: `${chance.pick(names)} ${chance.pick(names)} ${Type.toLowerCase()} ${i}`,
      NextStep: IsClosed ? null : 'Security review',
      StageName: IsWon ? 'Closed Won' : IsClosed ? 'Closed Lost' : 'Negotiation',
      Amount: cents(averageDeal * (0.2 + 1.6 * chance.next()) * (chance.holds(1 / 60) ? 12 : 1)), // a large one now and then
      CloseDate: day(close),
      IsWon,
      IsClosed,
      Type,
      CurrencyIsoCode: currency,
      CreatedDate: time(close - milliseconds * chance.whole(20, 200), chance.whole(480, 1080)),
      ForecastCategoryName: IsWon ? 'Closed' : IsClosed ? 'Omitted' : 'Commit',
      Probability: IsWon ? 100 : IsClosed ? 0 : 80,
      Contract_Years__c: chance.pick([1, 1, 1, 2, 3]),
      Churn_Date__c: IsWon && chance.holds(0.05) ? day(close + milliseconds * chance.whole(10, 300)) : null,
      Paid_Date__c: IsWon && chance.holds(0.9) ? day(close + milliseconds * chance.whole(10, 90)) : null,
    };
  });
}

/** The i-th of so many places, evenly over a list. */
const spread = <T>(list: readonly T[], i: number, count: number): T =>
  list[Math.floor((i * list.length) / count) % list.length] as T;

/** Splits of deals: overlay shares of the engineers in turn, and some revenue splits that no plan reads. */
export function splits(
  chance: Chance,
  count: number,
  deals: readonly CrmRecord[],
  engineers: readonly string[],
): CrmRecord[] {
  return Array.from({ length: count }, (_, i) => {
    // Two of them share a deal, so that nobody stands on one twice.
    const deal = spread(deals, i - (i % 2), count);
    const isOverlay = i % 10 !== 9;
    const SplitPercentage = isOverlay ? chance.pick([25, 33.33, 50, 75, 100]) : 100;
    return {
      Id: idOf('1SP', i),
      OpportunityId: deal['Id'],
      SplitOwnerId: isOverlay ? engineers[i % engineers.length] : deal['OwnerId'],
      SplitPercentage,
      SplitAmount: cents((Number(deal['Amount']) * SplitPercentage) / 100),
      SplitTypeId: idOf('149', isOverlay ? 1 : 0),
      SplitType: { DeveloperName: isOverlay ? 'Overlay' : 'Revenue' },
      CurrencyIsoCode: deal['CurrencyIsoCode'],
      CreatedDate: deal['CreatedDate'],
    };
  });
}

/** Members of opportunity teams: mostly those who qualified the lead, in turn. */
export function teamMembers(
  chance: Chance,
  count: number,
  deals: readonly CrmRecord[],
  people: readonly string[],
): CrmRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const deal = spread(deals, i, count);
    return {
      Id: idOf('00q', i),
      OpportunityId: deal['Id'],
      UserId: people[i % people.length],
      TeamMemberRole: chance.holds(0.85) ? 'Lead Qualifier' : 'Executive Sponsor',
      OpportunityAccessLevel: 'Edit',
      CreatedDate: deal['CreatedDate'],
    };
  });
}

/** Meetings booked by people in turn, with the copies for invitees that must not count again. */
export function events(
  chance: Chance,
  count: number,
  people: readonly { readonly id: string; readonly days: Days }[],
): CrmRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const { id, days } = people[i % people.length] as { id: string; days: Days };
    const at = someDay(chance, days);
    const minutes = chance.whole(780, 1380);
    return {
      Id: idOf('00U', i),
      OwnerId: id,
      CreatedById: id,
      WhoId: idOf('003', chance.whole(0, 40_000)),
      WhatId: idOf('001', chance.whole(0, 20_000)),
      Subject: `${chance.pick(['Discovery', 'Demo', 'Introduction'])} with ${chance.pick(names)}`,
      Type: chance.holds(0.9) ? 'Meeting' : 'Call',
      Outcome__c: chance.holds(0.85) ? 'Held' : 'No-show',
      IsChild: chance.holds(0.05),
      StartDateTime: time(at, minutes),
      EndDateTime: time(at, minutes + 30),
      ActivityDate: day(at),
      DurationInMinutes: 30,
      CreatedDate: time(at - milliseconds * chance.whole(1, 20), minutes),
    };
  });
}

/** What a school district keeps of its teachers: placements, attendance by month, and results for the rest of the count. */
export function schoolRecords(
  chance: Chance,
  count: number,
  teachers: readonly string[],
  { from }: Days,
): Record<string, CrmRecord[]> {
  const year = Number(from.slice(0, 4));
  const campuses = Array.from({ length: 12 }, (_, i) => ({
    Level__c: (['Elementary', 'Middle', 'High'] as const)[i % 3],
    Need_Tier__c: 1 + (i % 5),
    Growth_Index__c: chance.whole(90, 112),
  }));
  const placements = teachers.map((teacher, i) => ({
    Id: idOf('a0P', i),
    Teacher__c: teacher,
    FTE__c: chance.pick([1, 1, 1, 0.5]),
    Primary__c: true,
    Verified_On__c: `${year + 1}-02-26`,
    Campus__r: chance.pick(campuses),
  }));
  const months = ['08', '09', '10', '11', '12', '01', '02', '03', '04', '05'];
  const attendance = teachers.flatMap((teacher, i) =>
    months.map((month, k) => ({
      Id: idOf('a0A', i * months.length + k),
      Teacher__c: teacher,
      Days_Scheduled__c: 18,
      Days_Present__c: chance.pick([15, 17, 17, 18, 18, 18]),
      Month_End__c: `${month < '07' ? year + 1 : year}-${month}-28`,
    })),
  );
  const results = Array.from({ length: Math.max(0, count - placements.length - attendance.length) }, (_, i) => {
    const tested = chance.whole(15, 30);
    return {
      Id: idOf('a0R', i),
      Teacher__c: teachers[i % teachers.length],
      Name: `R-${String(i).padStart(6, '0')}`,
      Subject__c: chance.pick(['Mathematics', 'Reading', 'Science']),
      Grade__c: chance.whole(3, 11),
      Students_Tested__c: tested,
      Students_Meeting_Growth__c: Math.round(tested * (0.45 + 0.5 * chance.next())),
      Verified_On__c: `${year + 1}-05-20`,
    };
  });
  return { Teacher_Placement__c: placements, Teacher_Attendance__c: attendance, Assessment_Result__c: results };
}

const names = [
  'Harbor',
  'Cedar',
  'Northwind',
  'Granite',
  'Meridian',
  'Lumen',
  'Orchard',
  'Summit',
  'Beacon',
  'Prairie',
];
