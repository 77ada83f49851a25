// Looking at what an org tells one person: queries page by page, GraphQL, and the records that are asked for.
import { expect } from 'vitest';
import { to18 } from '../../packages/sample-org/src/id.ts';
import type { Person } from './company.ts';
import type { ObjectName, Thing } from './oracle.ts';
import type { World } from './world.ts';

export type Way = (world: World, person: Person, object: ObjectName) => Promise<void>;

/** The Id of no record of an object, and of no record at all. */
export const never = ({ things }: World, object: ObjectName): string =>
  to18(`${things.find((thing) => thing.object === object)?.id.slice(0, 3) ?? ''}Nv0000000000`);
export const fieldsOf: Readonly<Record<ObjectName, readonly string[]>> = {
  QuotientSnapshot__c: ['Id', 'Name', 'Key__c', 'OwnerId', 'Body__c', 'InputsHash__c'],
  QuotientPlan__c: ['Id', 'Name', 'Key__c', 'OwnerId', 'Body__c'],
  QuotientQuota__c: ['Id', 'Name', 'Key__c', 'OwnerId', 'Plan__c', 'Amount__c'],
};
export type Record_ = Readonly<Record<string, unknown>>;
export const json = (text: string): unknown => JSON.parse(text);
export const ids = (things: readonly Thing[]): string[] => things.map(({ id }) => id).sort();
export const idsOf = (records: readonly Record_[]): string[] => records.map(({ Id }) => String(Id)).sort();
export const byCanary = (a: Thing, b: Thing): number => (a.canary < b.canary ? -1 : 1);

/** Some records of each kind: seen, unseen and gone. */
export function samples({ things, oracle }: World, person: Person, object: ObjectName): Thing[] {
  const own = things.filter((thing) => thing.object === object);
  const some = (pick: (thing: Thing) => boolean): Thing[] => {
    const all = own.filter(pick);
    return [all[0], all[all.length >> 1], all.at(-1)].filter((one) => one !== undefined);
  };
  return [
    ...some((one) => one.gone === null && oracle.sees(person, one)),
    ...some((one) => one.gone === null && !oracle.sees(person, one)),
    ...some((one) => one.gone === 'deleted'),
    ...some((one) => one.gone === 'purged'),
  ];
}
export const isThere = ({ oracle }: World, person: Person, thing: Thing): boolean =>
  thing.gone === null && oracle.sees(person, thing);

/** What an answer says, without the words that the asker chose. */
export const plain = ({ status, text }: { status: number; text: string }, ...words: string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, '#'), `${status} ${text}`);

/** Every record of a query, page by page. */
export async function everyRecord(world: World, person: Person, soql: string, resource = 'query'): Promise<Record_[]> {
  const records: Record_[] = [];
  const headers = { 'sforce-query-options': 'batchSize=200' };
  let path: string | undefined = `${resource}?q=${encodeURIComponent(soql)}`;
  let total = 0;
  while (path !== undefined) {
    const { status, text } = await world.ask(person, path, { headers });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    const page = json(text) as { totalSize: number; records: Record_[]; nextRecordsUrl?: string };
    records.push(...page.records);
    [path, total] = [page.nextRecordsUrl, page.totalSize];
  }
  expect(total).toBe(records.length);
  return records;
}

/** A query about an object that somebody has not is refused as one about an object that is not there. */
export async function refusedAsNowhere(world: World, person: Person, object: ObjectName, soql: string): Promise<void> {
  const asked = async (text: string) => world.ask(person, `query?q=${encodeURIComponent(text)}`);
  const [answer, never] = [await asked(soql), await asked(soql.replaceAll(object, 'Never__c'))];
  expect(answer.status).toBe(400);
  const said = (text: string): unknown =>
    (json(text) as { errorCode: string; message: string }[]).map(({ errorCode, message }) => [
      errorCode,
      message
        .split('\n')
        .at(-1)
        ?.replaceAll(/Never__c|Quotient\w+__c/g, '#'),
    ]);
  expect(said(answer.text)).toEqual(said(never.text));
}

/** Runs a check of queries where somebody has the object, and else sees that the object is as if it were not there. */
export const querying =
  (
    soql: (object: ObjectName) => string,
    check: (world: World, person: Person, object: ObjectName, soql: string) => Promise<void>,
  ): Way =>
  async (world, person, object) => {
    const text = soql(object);
    if (world.oracle.has(person, object)) await check(world, person, object, text);
    else await refusedAsNowhere(world, person, object, text);
  };

export async function graphql(world: World, person: Person, query: string, variables: object = {}) {
  const { status, text } = await world.ask(person, 'graphql', { method: 'POST', body: { query, variables } });
  expect(status).toBe(200);
  return json(text) as {
    data: { uiapi?: Record<string, Record<string, Connection>> };
    errors: { message: string; extensions: { ErrorType: string } }[];
  };
}
export interface Connection {
  readonly totalCount: number;
  readonly edges: readonly {
    readonly node: Readonly<Record<string, { readonly value: unknown }>> & { readonly Id: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
