// The company's people with what homes and coaching look at: open deals, closed ones to compare with, training, two currencies.
import { calculate, publication, snapshots, type CrmRecord, type Snapshot, type Statement } from '@quotient/calc';
import { book } from './book.ts';

const idOf = (name: string): string => `005${name.replace(/\W/g, '').slice(0, 12)}`;
const priya = idOf('Priya Nair');
const zoe = idOf('Zoë Ångström');

/** What the connector reads of open deals. */
const fields = { NextStep: 'Send the contract', PushCount: 0, LastActivityDate: '2026-04-10', Probability: 50 };

const open: readonly CrmRecord[] = [
  { Id: '006GLOBEX', Name: 'Globex renewal', OwnerId: priya, Amount: 36000, CloseDate: '2026-04-29', PushCount: 4 },
  { Id: '006INITECH', Name: 'Initech platform', OwnerId: priya, Amount: 9000, CloseDate: '2026-04-06' },
  { Id: '006HOOLI', Name: 'Hooli seats', OwnerId: zoe, Amount: 8000, CloseDate: '2026-04-20', LastActivityDate: null },
].map((deal) => ({
  ...fields,
  ForecastCategoryName: 'Pipeline',
  StageName: 'Negotiation',
  IsClosed: false,
  IsWon: false,
  CreatedDate: '2026-03-01T09:00:00.000+0000',
  LastStageChangeDate: '2026-04-01T09:00:00.000+0000',
  CurrencyIsoCode: deal.OwnerId === zoe ? 'EUR' : 'USD',
  ...deal,
}));

/** Priya has a plan in euros too. */
const homeBook = {
  ...book,
  assignments: [...book.assignments, { payee: priya, plan: 'ae-eu', from: '2026-02-01' }],
  records: { Opportunity: [...book.records.Opportunity, ...open] },
  coaching: {
    training: { overdue: { title: 'Dates that hold', url: 'https://example.com/dates' } },
  },
};

/** The snapshots before they are published: with their open deals. */
export const unpublished: readonly Snapshot[] = snapshots(homeBook);
export const homes: readonly Snapshot[] = unpublished.map(publication);

export function homeOf(name: string): Snapshot {
  const found = homes.find(({ payee }) => payee.Name === name);
  if (!found) throw new Error(`${name} has no snapshot`);
  return found;
}

export interface OfCase {
  readonly snapshots: readonly Snapshot[];
  readonly statements: readonly Statement[];
}

/** The snapshots of a worked case, and the statements that are right. */
export async function caseOf(name: string): Promise<OfCase> {
  const answer = await fetch(`/test/cases/${name}.json`);
  if (!answer.ok) throw new Error(`There is no case ${name}.`);
  const { book: given } = (await answer.json()) as { book: unknown };
  return { snapshots: snapshots(given).map(publication), statements: calculate(given).statements };
}
