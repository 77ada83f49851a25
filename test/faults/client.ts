// A client that asks for everything once and believes what it is told: it shows that faults are on the wire.
import type { SampleOrg } from '@quotient/sample-org';
import { askRaw, base, type Ask, type RawAnswer } from '../../packages/sample-org/src/faults/testing.ts';
import { object, type Way } from './matrix.ts';

/** An answer, and what was asked. */
export interface Asked extends RawAnswer {
  readonly asked: string;
}

/** So many requests to follow links that lead nowhere. */
const most = 6;
const soql = `SELECT Id, Name, Amount, OwnerId FROM ${object} LIMIT 500`;

/** The token of the first administrator, a new one where theirs has ended. */
export async function logIn(org: SampleOrg): Promise<string> {
  const form = { grant_type: 'password', username: org.users[0]?.username ?? '', password: 'sample' };
  const answer = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** An answer that stalls does so in the middle, so that nothing has to wait for what does not come. */
const isStalled = (body: Buffer, head: string): boolean =>
  body.length === Math.floor(Number(/^content-length: (\d+)/im.exec(head)?.[1]) / 2);

/**
 * Describes, counts and reads 500 opportunities in three pages by one way, then writes one record and asks what is gone.
 */
export async function readOnce(org: SampleOrg, way: Way, token: string): Promise<readonly Asked[]> {
  const answers: Asked[] = [];
  const ask = async (path: string, more: Ask = {}): Promise<string> => {
    const answer = await askRaw(org, path, { token, enough: isStalled, ...more });
    answers.push({ ...answer, asked: `${more.method ?? 'GET'} ${path}` });
    return `${answer.head.join('\r\n')}\r\n\r\n${answer.body.toString()}`;
  };
  const query = (text: string): string => `${base}/query?q=${encodeURIComponent(text)}`;
  await ask(`${base}/sobjects/${object}/describe`);
  await ask(query(`SELECT COUNT() FROM ${object}`));
  if (way === 'REST') {
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    for (let path: string | undefined = query(soql), n = 0; path !== undefined && n < most; n++) {
      const page: string = await ask(path, { headers });
      const next = /"nextRecordsUrl":"([^"]+)"/.exec(page)?.[1];
      path = next && new URL(next, org.url).pathname;
    }
  } else await readByJob();
  const record = { attributes: { type: object }, Name: 'Written', StageName: 'Proposal', CloseDate: '2026-05-01' };
  await ask(`${base}/composite/sobjects`, { method: 'POST', body: { records: [record] } });
  await ask(`${base}/sobjects/${object}/deleted/?start=2026-04-12T00:00:00Z&end=2026-04-13T00:00:00Z`);
  return answers;

  async function readByJob(): Promise<void> {
    const made = await ask(`${base}/jobs/query`, { method: 'POST', body: { operation: 'query', query: soql } });
    const id = /"id":"(750\w+)"/.exec(made)?.[1];
    if (id === undefined) return;
    const job = `${base}/jobs/query/${id}`;
    for (let polls = 0; polls < 3; polls++) await ask(job);
    for (let at: string | undefined = '', n = 0; at !== undefined && n < most; n++) {
      const page: string = await ask(`${job}/results?maxRecords=200${at === '' ? '' : `&locator=${at}`}`);
      const locator = /^sforce-locator: (.*)\r$/im.exec(page)?.[1];
      at = locator === 'null' ? undefined : locator;
    }
    await ask(job, { method: 'DELETE' });
  }
}
