// Bulk queries as the platform documents them: states, pages, headers, refusals.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { query } from './testing.ts';

let org: SampleOrg;
beforeAll(async () => {
  org = await startSampleOrg();
});
afterAll(() => org.close());

async function ask(method: string, path: string, body?: unknown, person = 0) {
  const answer = await fetch(`${org.url}/services/data/${path.startsWith('v') ? path : `v66.0/jobs/query${path}`}`, {
    method,
    headers: { authorization: `Bearer ${org.users[person]?.accessToken}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
}
const create = async (soql: string, more: object = {}) =>
  (await ask('POST', '', { operation: 'query', query: soql, ...more })).body;
async function complete(soql: string, more: object = {}): Promise<string> {
  const { id } = await create(soql, more);
  for (;;) if ((await ask('GET', `/${id}`)).body.state === 'JobComplete') return id;
}

test('a job goes from one state to the next, and says how many records it has', async () => {
  const soql = 'SELECT Id FROM Opportunity';
  const made = await create(soql);
  expect(made).toMatchObject({
    operation: 'query',
    object: 'Opportunity',
    state: 'UploadComplete',
    contentType: 'CSV',
    columnDelimiter: 'COMMA',
    lineEnding: 'LF',
    apiVersion: 66,
    createdById: org.users[0]?.id,
  });
  expect(made.id).toMatch(/^750\w{15}$/);
  const early = await ask('GET', `/${made.id}/results`);
  expect([early.status, early.body[0].errorCode]).toEqual([400, 'INVALIDJOBSTATE']);
  const states = [];
  for (let i = 0; i < 3; i++) states.push((await ask('GET', `/${made.id}`)).body);
  expect(states.map(({ state }) => state)).toEqual(['InProgress', 'JobComplete', 'JobComplete']);
  const { totalSize } = await query(org, org.users[0]?.username ?? '', soql);
  expect(states[2]).toMatchObject({ jobType: 'V2Query', numberRecordsProcessed: totalSize });
});

test('pages begin with the fields, follow a locator to null, and are the same each time', async () => {
  const soql = 'SELECT Id, Name, Amount, IsWon, Account.Name FROM Opportunity';
  const id = await complete(soql);
  let [locator, count, pages] = ['', 0, 0];
  while (locator !== 'null') {
    const path = `/${id}/results?maxRecords=100${locator === '' ? '' : `&locator=${locator}`}`;
    const page = await ask('GET', path);
    expect(page.headers.get('content-type')).toBe('text/csv');
    expect(page.text.startsWith('"Id","Name","Amount","IsWon","Account.Name"\n"006')).toBe(true);
    expect((await ask('GET', path)).text).toBe(page.text);
    count += Number(page.headers.get('sforce-numberofrecords'));
    locator = page.headers.get('sforce-locator') ?? 'none';
    pages++;
  }
  const { totalSize } = await query(org, org.users[0]?.username ?? '', soql);
  expect(count).toBe(totalSize);
  expect(pages).toBe(Math.ceil(totalSize / 100));
});

test('results stay what the job found as it began, whatever is written between its pages', async () => {
  const soql = 'SELECT Id, Name, Account.Name FROM Opportunity WHERE IsWon = true ORDER BY Name DESC LIMIT 1500';
  const made = await create(soql);
  const [first] = (await query(org, org.users[0]?.username ?? '', soql)).records;
  const name = `Begun ${made.id}`;
  await ask('PATCH', `v66.0/sobjects/Opportunity/${String(first?.['Id'])}`, { Name: name });
  expect((await ask('GET', `/${made.id}`)).body.state).toBe('InProgress');
  const { records } = (await ask('GET', `v66.0/query?q=${encodeURIComponent(soql)}`)).body;
  const rows = records as { Id: string; Name: string; Account: { Name: string } | null }[];
  const [changed, deleted, purged] = rows.slice(-3).map(({ Id }) => Id);
  const accounts = await query(org, org.users[0]?.username ?? '', 'SELECT Id FROM Account');
  await ask('GET', `/${made.id}`);
  const read = async (): Promise<string[]> => {
    const lines: string[] = [];
    for (let locator = ''; locator !== 'null';) {
      const page = await ask('GET', `/${made.id}/results?maxRecords=400${locator && `&locator=${locator}`}`);
      lines.push(...page.text.split('\n').slice(1, -1));
      locator = page.headers.get('sforce-locator') ?? 'null';
    }
    return lines;
  };
  const before = await read();
  expect(before).toHaveLength(rows.length);
  expect(before.map((line) => line.slice(1, 19))).toEqual(rows.map(({ Id }) => Id));
  expect(before.filter((line) => line.includes(name))).toHaveLength(1);
  await ask('PATCH', `v66.0/sobjects/Opportunity/${changed}`, { Name: 'Zzz', AccountId: null });
  await ask('DELETE', `v66.0/sobjects/Opportunity/${deleted}`);
  org.org.hardDelete({ id: org.users[0]?.id ?? '', seesAll: true, below: new Set() }, 'Opportunity', purged ?? '');
  await ask('POST', 'v66.0/sobjects/Opportunity', { Name: 'New', StageName: 'Proposal', CloseDate: '2026-05-01' });
  for (const { Id } of accounts.records)
    await ask('PATCH', `v66.0/sobjects/Account/${String(Id)}`, { Name: `Renamed ${String(Id)}` });
  expect(await read()).toEqual(before);
});

test('a query that cannot be run any more as its job begins makes it fail', async () => {
  const made = await create('SELECT Id, LeadSource FROM Opportunity');
  const { fields } = org.org.table('Opportunity').type;
  const field = fields.get('leadsource');
  fields.delete('leadsource');
  expect((await ask('GET', `/${made.id}`)).body).toMatchObject({ state: 'Failed', numberRecordsProcessed: 0 });
  if (field) fields.set('leadsource', field);
  expect((await ask('GET', `/${made.id}/results`)).body[0].errorCode).toBe('INVALIDJOBSTATE');
});

test('values are quoted, empty for nothing, with an exponent from ten millions on, and times end in Z', async () => {
  const deal = {
    Name: 'A "quoted"\nname, with comma',
    StageName: 'Proposal',
    CloseDate: '2026-05-01',
    Amount: 16_147_805_824_397,
  };
  const made = await ask('POST', 'v66.0/sobjects/Opportunity', deal);
  const where = `WHERE Id = '${made.body.id}'`;
  const id = await complete(`SELECT Name, Amount, NextStep, CreatedDate, IsWon FROM Opportunity ${where}`, {
    columnDelimiter: 'PIPE',
    lineEnding: 'CRLF',
  });
  const { text } = await ask('GET', `/${id}/results`);
  expect(text).toMatch(
    /^"Name"\|"Amount"\|"NextStep"\|"CreatedDate"\|"IsWon"\r\n"A ""quoted""\nname, with comma"\|"1.6147805824397E13"\|""\|"[\dT:.-]+Z"\|"false"\r\n$/,
  );
});

test('a job can be deleted once it is complete, aborted before, and belongs to who made it', async () => {
  const id = await complete('SELECT Id FROM User');
  expect((await ask('GET', `/${id}`, undefined, 1)).status).toBe(404);
  expect((await ask('PATCH', `/${id}`, { state: 'Aborted' })).body[0].errorCode).toBe('INVALIDJOBSTATE');
  expect((await ask('DELETE', `/${id}`)).status).toBe(204);
  expect((await ask('GET', `/${id}`)).status).toBe(404);
  const other = await create('SELECT Id FROM User');
  expect((await ask('DELETE', `/${other.id}`)).body[0].errorCode).toBe('INVALIDJOBSTATE');
  expect((await ask('PATCH', `/${other.id}`, { state: 'Aborted' })).body.state).toBe('Aborted');
});

test('pages of a result can be read side by side, five at a time', async () => {
  const large = await startSampleOrg({ scale: 260_001 });
  const get = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${large.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${large.users[0]?.accessToken}`, 'content-type': 'application/json' },
    });
    const text = await answer.text();
    return { text, headers: answer.headers, body: text.startsWith('{') ? JSON.parse(text) : null };
  };
  try {
    const { body: job } = await get('/services/data/v66.0/jobs/query', {
      method: 'POST',
      body: JSON.stringify({ operation: 'query', query: 'SELECT Id FROM Opportunity' }),
    });
    const base = `/services/data/v66.0/jobs/query/${job.id}`;
    for (let i = 0; i < 2; i++) await get(base);
    const ids = new Set<string>();
    const counts: number[] = [];
    for (let url: string | null = `${base}/resultPages`; url !== null;) {
      const { body } = await get(url);
      counts.push(body.resultPages.length);
      const pages = await Promise.all(
        (body.resultPages as { resultUrl: string }[]).map(({ resultUrl }) => get(resultUrl)),
      );
      for (const { text } of pages) for (const line of text.split('\n').slice(1, -1)) ids.add(line);
      expect(body.done).toBe(body.nextRecordsUrl === null);
      url = body.nextRecordsUrl;
    }
    expect(counts).toEqual([5, 1]);
    expect(ids.size).toBe(260_001);
  } finally {
    await large.close();
  }
});

test.each([
  ['COMMA', ','],
  ['TAB', '\t'],
  ['SEMICOLON', ';'],
  ['PIPE', '|'],
  ['CARET', '^'],
  ['BACKQUOTE', '`'],
])('values are separated as the job says: %s', async (columnDelimiter, mark) => {
  const id = await complete('SELECT Id, Name FROM Profile', { columnDelimiter });
  const [head, first] = (await ask('GET', `/${id}/results`)).text.split('\n');
  expect(head).toBe(`"Id"${mark}"Name"`);
  expect(first).toMatch(/^"\w{18}".".+"$/);
  expect(first?.charAt(20)).toBe(mark);
});

describe('is refused:', () => {
  test.each([
    [
      'grouping',
      { query: 'SELECT StageName FROM Opportunity GROUP BY StageName' },
      'API_ERROR',
      /^Aggregate Relationships not supported/,
    ],
    [
      'an aggregate',
      { query: 'SELECT COUNT(Id) FROM Opportunity' },
      'API_ERROR',
      /^Aggregate Relationships not supported/,
    ],
    ['an offset', { query: 'SELECT Id FROM Opportunity LIMIT 5 OFFSET 5' }, 'API_ERROR', /OFFSET/],
    [
      'children of parents',
      { query: 'SELECT Id, (SELECT Id FROM OpportunityLineItems) FROM Opportunity' },
      'API_ERROR',
      /^Aggregate Relationships not supported/,
    ],
    ['an unknown object', { query: 'SELECT Id FROM Nothing' }, 'INVALID_TYPE', /Nothing/],
    ['an unknown field', { query: 'SELECT Colour FROM Opportunity' }, 'INVALID_FIELD', /Colour/],
    ['an operation of another kind', { operation: 'insert', query: 'SELECT Id FROM User' }, 'INVALIDJOB', /insert/],
    ['JSON', { contentType: 'JSON', query: 'SELECT Id FROM User' }, 'INVALIDJOB', /JSON/],
    ['a delimiter that is none', { columnDelimiter: 'DOT', query: 'SELECT Id FROM User' }, 'INVALIDJOB', /DOT/],
  ])('%s', async (_, body, code, says) => {
    const { status, body: answer } = await ask('POST', '', { operation: 'query', ...body });
    expect(status).toBe(400);
    expect(answer).toEqual([{ errorCode: code, message: expect.stringMatching(says) }]);
  });

  test('results by another version, or from a locator that is none', async () => {
    const id = await complete('SELECT Id FROM User');
    const other = await ask('GET', `v65.0/jobs/query/${id}/results`);
    expect([other.status, other.body[0].errorCode]).toEqual([409, 'INVALID_VERSION']);
    const lost = await ask('GET', `/${id}/results?locator=zzz`);
    expect([lost.status, lost.body[0].errorCode]).toEqual([400, 'INVALID_LOCATOR']);
  });
});
