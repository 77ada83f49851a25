// Faults within an answer: pages and jobs that are not what they should be, as a believing client gets them.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import type { Fault } from './fault.ts';
import { base, bulkJob, bulkPages, restPages, tell, type Told } from './testing.ts';

let org: SampleOrg;
beforeAll(async () => {
  org = await startSampleOrg({ faults: true, clock: () => new Date('2026-04-13T15:00:00Z') });
});
afterEach(() => org.clearFaults());
afterAll(() => org.close());

const json = ({ text }: Told) => JSON.parse(text) as Record<string, unknown> & { records: { Id: string }[] };
const firedOnce = (): void => expect(org.faults().map(({ fired }) => fired.length)).toEqual([1]);

type One = Pick<Fault, 'kind' | 'arg'>;
const fault = (aim: Pick<Fault, 'route' | 'at' | 'times'>, one: One): Fault => ({ ...aim, ...one }) as Fault;

describe('a page by REST', () => {
  const total = (told: Told) => json(told)['totalSize'];
  const next = (told: Told) => json(told)['nextRecordsUrl'];
  let honest: Told[];
  beforeAll(async () => {
    honest = await restPages(org);
  });
  /** The pages with one fault in page 2, and the page that should have stood there by another cursor. */
  async function withFault(one: One, at: Fault['at'] = 1): Promise<{ pages: Told[]; page: Told; right: Told }> {
    org.inject([fault({ route: 'queryMore', at }, one)]);
    const pages = await restPages(org);
    firedOnce();
    return { pages, page: pages[1] as Told, right: honest[1] as Told };
  }

  test('cutJson ends in the middle', async () => {
    const { page, right } = await withFault({ kind: 'cutJson' });
    expect(page.text).toMatch(/^\{"totalSize":/);
    expect(page.text).toHaveLength(Math.floor(right.text.length / 2));
    expect(() => json(page)).toThrow(SyntaxError);
  });

  test('fewerRecords says that more are there than it has', async () => {
    const { page, right } = await withFault({ kind: 'fewerRecords' });
    expect(json(page).records).toEqual(json(right).records.slice(0, -1));
    expect(total(page)).toBe(total(right));
  });

  test('pageAgain is the page before, as it was', async () => {
    const { pages, page } = await withFault({ kind: 'pageAgain' });
    expect(page.text).toBe(pages[0]?.text);
  });

  test('pageAgain with the records alone goes on as if nothing were wrong', async () => {
    const { pages, page, right } = await withFault({ kind: 'pageAgain', arg: 'records' });
    expect(json(page).records).toEqual(json(pages[0] as Told).records);
    expect(pages).toHaveLength(honest.length);
    expect(total(page)).toBe(total(right));
  });

  test.each([1, 'last'] as const)('locatorMissing at %s: more are to follow, but not where', async (at) => {
    const { pages } = await withFault({ kind: 'locatorMissing' }, at);
    expect(pages).toHaveLength(at === 1 ? 2 : honest.length);
    expect(json(pages.at(-1) as Told)).toMatchObject({ done: false });
    expect(next(pages.at(-1) as Told)).toBeUndefined();
  });

  test('locatorRepeated leads to the page itself', async () => {
    const { pages, page } = await withFault({ kind: 'locatorRepeated' });
    expect(next(page)).toBe(next(pages[0] as Told));
  });

  test('locatorLooping leads the last page back to the second', async () => {
    const { pages } = await withFault({ kind: 'locatorLooping' }, 'last');
    const last = pages[honest.length - 1] as Told;
    expect(json(last)['done']).toBe(false);
    expect(next(last)).toBe(next(pages[0] as Told));
  });

  test('foreignNext leads to another host', async () => {
    const { page } = await withFault({ kind: 'foreignNext', arg: 'https://elsewhere.example' });
    expect(next(page)).toMatch(/^https:\/\/elsewhere\.example\/services\/data\/v66\.0\/query\/01g\w+-400$/);
  });

  test('totalChanges has one more than the page before', async () => {
    const { page, right } = await withFault({ kind: 'totalChanges' });
    expect(total(page)).toBe(Number(total(right)) + 1);
  });

  test.each([
    ['declared', 'application/json;charset=ISO-8859-1'],
    ['undeclared', 'application/json;charset=UTF-8'],
  ] as const)('latin1 that is %s has bytes that are no UTF-8', async (arg, type) => {
    org.inject([{ route: 'query', at: 1, kind: 'latin1', arg }]);
    const answer = await fetch(`${org.url}${base}/query?q=SELECT+Id,Name+FROM+Opportunity+LIMIT+2`, {
      headers: { authorization: `Bearer ${org.users[0]?.accessToken}` },
    });
    const bytes = await answer.arrayBuffer();
    expect(answer.headers.get('content-type')).toBe(type);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(JSON.parse(new TextDecoder('latin1').decode(bytes))).toMatchObject({ totalSize: 2 });
  });

  test('wrongType is of another type, and the same otherwise', async () => {
    org.inject([{ route: 'count', at: 1, kind: 'wrongType' }]);
    const told = await tell(org, 'query?q=SELECT+COUNT()+FROM+Opportunity');
    expect(told.headers.get('content-type')).toBe('text/plain');
    expect(json(told)).toMatchObject({ done: true, records: [] });
  });

  test('countDrops leaves a share of the records out', async () => {
    const count = async () => Number(total(await tell(org, 'query?q=SELECT+COUNT()+FROM+Opportunity')));
    const right = await count();
    org.inject([{ route: 'count', at: 1, kind: 'countDrops', arg: 0.25 }]);
    expect(await count()).toBe(Math.floor(right * 0.75));
  });

  test('fieldHidden is not in describe', async () => {
    const names = async (): Promise<string[]> =>
      (json(await tell(org, 'sobjects/Opportunity/describe'))['fields'] as { name: string }[]).map(({ name }) => name);
    const right = await names();
    org.inject([{ route: 'describe', at: 1, times: -1, kind: 'fieldHidden', arg: 'Opportunity.Amount' }]);
    expect(await names()).toEqual(right.filter((name) => name !== 'Amount'));
    expect((await tell(org, 'sobjects/Account/describe')).text).toContain('"name":"AnnualRevenue"');
  });
});

describe('a page by a bulk job', () => {
  let job: string;
  let honest: Told[];
  beforeAll(async () => {
    job = await bulkJob(org);
    honest = await bulkPages(org, job);
  });
  async function withFault(one: One, at: Fault['at'] = 2): Promise<{ pages: Told[]; page: Told; right: Told }> {
    org.inject([fault({ route: 'bulkResults', at }, one)]);
    const pages = await bulkPages(org, job);
    firedOnce();
    return { pages, page: pages[1] as Told, right: honest[1] as Told };
  }
  const linesOf = ({ text }: Told): string[] => text.split('\n').slice(0, -1);
  const locator = ({ headers }: Told) => headers.get('sforce-locator');
  const count = ({ headers }: Told) => Number(headers.get('sforce-numberofrecords'));

  test('cutRows ends on a row, and its header counts them all', async () => {
    const { page, right } = await withFault({ kind: 'cutRows' });
    expect(linesOf(page)).toEqual(linesOf(right).slice(0, 101));
    expect([count(page), count(right)]).toEqual([200, 200]);
  });

  test('cutInQuotes ends within a value', async () => {
    const { page, right } = await withFault({ kind: 'cutInQuotes' });
    expect(page.text.endsWith('\n"')).toBe(true);
    expect(right.text.startsWith(page.text)).toBe(true);
    expect(count(page)).toBe(200);
  });

  test('nulByte stands in a value of a column', async () => {
    const { page, right } = await withFault({ kind: 'nulByte', arg: 'Name' });
    const changed = linesOf(page).filter((line, i) => line !== linesOf(right)[i]);
    expect(changed).toEqual([expect.stringMatching(/^"006\w{15}","[^"]+\0","/)]);
    expect(page.text.replace('\0', '')).toBe(right.text);
  });

  test.each([
    ['less', -1],
    ['more', 1],
  ] as const)('raggedRow has one cell %s', async (arg, difference) => {
    const { page, right } = await withFault({ kind: 'raggedRow', arg });
    const cells = (line: string): number => line.match(/"(?:[^"]|"")*"/g)?.length ?? 0;
    const differences = linesOf(page).map((line, i) => cells(line) - cells(linesOf(right)[i] ?? ''));
    expect(differences.filter((one) => one !== 0)).toEqual([difference]);
  });

  test('wrongHeader has columns under each other’s names', async () => {
    const { page, right } = await withFault({ kind: 'wrongHeader' });
    expect(linesOf(page)[0]).toBe('"Id","Name","StageName","Amount"');
    expect(linesOf(page).slice(1)).toEqual(linesOf(right).slice(1));
  });

  test('missingColumn lacks one in the header and in each row', async () => {
    const { page, right } = await withFault({ kind: 'missingColumn' });
    expect(linesOf(page)).toEqual(linesOf(right).map((line) => line.replace(/,"[^"]*"$/, '')));
  });

  test('pageAgain is the page before, as it was', async () => {
    const { pages, page } = await withFault({ kind: 'pageAgain' });
    expect([page.text, locator(page)]).toEqual([pages[0]?.text, locator(pages[0] as Told)]);
  });

  test('pageAgain with the records alone goes on as if nothing were wrong', async () => {
    const { pages, page, right } = await withFault({ kind: 'pageAgain', arg: 'records' });
    expect([page.text, locator(page)]).toEqual([pages[0]?.text, locator(right)]);
    expect(pages.map(locator)).toEqual(honest.map(locator));
  });

  test.each([1, 2, 'last'] as const)('locatorMissing at %s: the header is not there', async (at) => {
    const { pages } = await withFault({ kind: 'locatorMissing' }, at);
    expect(pages).toHaveLength(at === 'last' ? honest.length : at);
    expect(locator(pages.at(-1) as Told)).toBeNull();
  });

  test('locatorRepeated leads to the page itself', async () => {
    const { page } = await withFault({ kind: 'locatorRepeated' });
    expect(locator(page)).toBe(locator(honest[0] as Told));
  });

  test('locatorLooping leads the last page back to the second', async () => {
    const { pages } = await withFault({ kind: 'locatorLooping' }, 'last');
    expect(locator(pages[honest.length - 1] as Told)).toBe(locator(honest[0] as Told));
    expect(pages[honest.length]?.text).toBe(honest[1]?.text);
  });

  test('totalChanges counts one more than are there', async () => {
    const { page, right } = await withFault({ kind: 'totalChanges' });
    expect([count(page), page.text]).toEqual([count(right) + 1, right.text]);
  });

  test('latin1 has bytes that are no UTF-8', async () => {
    org.inject([{ route: 'bulkResults', at: 1, kind: 'latin1' }]);
    const answer = await fetch(`${org.url}${job}/results`, {
      headers: { authorization: `Bearer ${org.users[0]?.accessToken}` },
    });
    const bytes = await answer.arrayBuffer();
    expect(answer.headers.get('content-type')).toBe('text/csv;charset=ISO-8859-1');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
  });
});

describe('a bulk job', () => {
  test.each([
    ['jobFailed', undefined, { state: 'Failed' }],
    ['jobFailed', 'InternalServerError', { state: 'Failed', errorMessage: 'InternalServerError' }],
    ['jobAborted', undefined, { state: 'Aborted' }],
    ['jobStuck', undefined, { state: 'InProgress' }],
  ] as const)('%s %s stays so, and the next job does not', async (kind, arg, state) => {
    const job = await bulkJob(org);
    org.clearFaults();
    org.inject([{ route: 'bulkPoll', at: 1, kind, ...(arg === undefined ? {} : { arg }) } as Fault]);
    for (let i = 0; i < 4; i++) {
      const body = json(await tell(org, job));
      expect(body).toMatchObject({ ...state, numberRecordsProcessed: 0 });
      expect('errorMessage' in body).toBe(arg !== undefined);
    }
    firedOnce();
    expect(json(await tell(org, await bulkJob(org)))).toMatchObject({ state: 'JobComplete' });
  });

  test('jobGone is not found any more, nor are its results', async () => {
    const job = await bulkJob(org);
    org.inject([{ route: 'bulkPoll', at: 1, kind: 'jobGone' }]);
    const statuses = [];
    for (const path of [job, `${job}/results`, job]) statuses.push((await tell(org, path)).status);
    expect(statuses).toEqual([404, 404, 404]);
  });

  test('totalChanges processed one record more than its pages hold', async () => {
    const job = await bulkJob(org);
    const right = Number(json(await tell(org, job))['numberRecordsProcessed']);
    org.inject([{ route: 'bulkPoll', at: 1, kind: 'totalChanges' }]);
    expect(json(await tell(org, job))['numberRecordsProcessed']).toBe(right + 1);
  });
});
