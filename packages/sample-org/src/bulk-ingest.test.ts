import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { query } from './testing.ts';

let org: SampleOrg;
let admin: string;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
});
afterAll(() => org.close());

async function ask(
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${org.url}/services/data/v66.0/jobs/ingest${path}`, {
    method,
    headers: { authorization: `Bearer ${org.users[0]?.accessToken ?? ''}`, 'content-type': type },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}
const json = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> =>
  JSON.parse((await ask(method, path, body)).text) as Record<string, unknown>;

/** Runs a job to its end; its state and its three lists. */
async function run(job: Readonly<Record<string, unknown>>, content: string) {
  const made = await json('POST', '', { object: 'UpsertTable__c', ...job });
  const path = `/${String(made['id'])}`;
  expect(made).toMatchObject({
    state: 'Open',
    contentUrl: expect.stringMatching(/^services\/data\/v66.0\/jobs\/ingest\/750\w+\/batches$/),
  });
  expect((await ask('PUT', `${path}/batches`, content, 'text/csv')).status).toBe(201);
  expect(await json('PATCH', path, { state: 'UploadComplete' })).toMatchObject({ state: 'UploadComplete' });
  expect(await json('GET', path)).toMatchObject({ state: 'InProgress' });
  const end = await json('GET', path);
  const list = async (name: string): Promise<string[]> =>
    (await ask('GET', `${path}/${name}`)).text.split('\n').filter(Boolean);
  return {
    path,
    end,
    successful: await list('successfulResults'),
    failed: await list('failedResults'),
    unprocessed: await list('unprocessedrecords'),
  };
}

test('inserts each row or says why not; all of them are accounted for', async () => {
  const { end, successful, failed } = await run(
    { object: 'Opportunity', operation: 'insert' },
    [
      'Name,StageName,CloseDate,Amount,Owner.Username',
      `"One, two",Proposal,2026-05-01,12.50,${admin}`,
      'No stage,,2026-05-01,1,',
      'No number,Proposal,2026-05-01,twelve,',
      'Nobody,Proposal,2026-05-01,1,nobody@nowhere.example',
      '',
    ].join('\n'),
  );
  expect(end).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 4, numberRecordsFailed: 3 });
  expect(successful).toEqual([
    '"sf__Id","sf__Created","Name","StageName","CloseDate","Amount","Owner.Username"',
    expect.stringMatching(/^"006\w{15}","true","One, two","Proposal","2026-05-01","12.50","/),
  ]);
  expect(failed.map((line) => /^"","(\w+):/.exec(line)?.[1])).toEqual([
    undefined,
    'REQUIRED_FIELD_MISSING',
    'INVALID_TYPE_ON_FIELD_IN_RECORD',
    'INVALID_FIELD',
  ]);
  const { records } = await query(org, admin, "SELECT Amount, Owner.Username FROM Opportunity WHERE Name = 'One, two'");
  expect(records).toMatchObject([{ Amount: 12.5, Owner: { Username: admin } }]);
});

test('upserts by an external id, leaves empty values as they are, and empties what is #N/A', async () => {
  const upsert = { operation: 'upsert', externalIdFieldName: 'ExtId__c' };
  const first = await run(upsert, 'ExtId__c,Name\nb1,One\nb2,Two\n');
  expect(first.successful.map((line) => line.split(',')[1])).toEqual(['"sf__Created"', '"true"', '"true"']);
  const second = await run(upsert, 'ExtId__c,Name\nb1,\nb3,Three\n');
  expect(second.successful.map((line) => line.split(',')[1])).toEqual(['"sf__Created"', '"false"', '"true"']);
  const { records } = await query(org, admin, "SELECT Name FROM UpsertTable__c WHERE ExtId__c = 'b1'");
  expect(records).toMatchObject([{ Name: 'One' }]);
  const ids = (await query(org, admin, "SELECT Id, ExtId__c FROM UpsertTable__c WHERE ExtId__c LIKE 'b%'")).records;
  await run({ operation: 'update' }, `Id;ExtId__c\n${String(ids[0]?.['Id'])};#N/A\n`.replaceAll(';', ','));
  expect((await query(org, admin, "SELECT Id FROM UpsertTable__c WHERE ExtId__c LIKE 'b%'")).totalSize).toBe(2);
  const gone = await run(
    { operation: 'delete' },
    `Id\n${ids.map(({ Id }) => String(Id)).join('\n')}\n005000000000000AAA\n`,
  );
  expect(gone.end).toMatchObject({ numberRecordsProcessed: 4, numberRecordsFailed: 1 });
  expect((await query(org, admin, "SELECT Id FROM UpsertTable__c WHERE ExtId__c LIKE 'b%'")).totalSize).toBe(0);
});

test('reads every delimiter and line ending that the job names', async () => {
  const { end } = await run(
    { operation: 'insert', columnDelimiter: 'PIPE', lineEnding: 'CRLF' },
    'ExtId__c|Name\r\np1|"With | and\nbreak"\r\n',
  );
  expect(end).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
  const { records } = await query(org, admin, "SELECT Name FROM UpsertTable__c WHERE ExtId__c = 'p1'");
  expect(records).toMatchObject([{ Name: 'With | and\nbreak' }]);
});

describe('a job fails as a whole, and writes nothing, where', () => {
  test.each([
    ['a column is no field', {}, 'ExtId__c,Nonsense\na,b\n', /InvalidBatch : Field name not found : Nonsense/],
    ['a column stands twice', {}, 'ExtId__c,extid__c\na,b\n', /Field name duplicated: extid__c/],
    [
      'the line ending is another',
      { lineEnding: 'LF' },
      'ExtId__c,Name\r\na,b\r\n',
      /LineEnding is invalid on user data/,
    ],
    ['a deletion has more than Ids', { operation: 'delete' }, 'Id,Name\na,b\n', /must contain only the 'id' column/],
  ])('%s', async (_name, job, content, says) => {
    const { end, successful } = await run({ operation: 'insert', ...job }, content);
    expect(end).toMatchObject({
      state: 'Failed',
      errorMessage: expect.stringMatching(says),
      numberRecordsProcessed: 0,
    });
    expect(successful).toHaveLength(1);
  });
});

test('a job may come with its data', async () => {
  const body = [
    '--B',
    'Content-Disposition: form-data; name="job"',
    'Content-Type: application/json',
    '',
    JSON.stringify({ object: 'UpsertTable__c', operation: 'insert', contentType: 'CSV' }),
    '--B',
    'Content-Disposition: form-data; name="content"; filename="content"',
    'Content-Type: text/csv',
    '',
    'ExtId__c,Name\nm1,Multi\n',
    '--B--',
    '',
  ].join('\r\n');
  const { text } = await ask('POST', '', body, 'multipart/form-data; boundary=B');
  const { id, state } = JSON.parse(text) as { id: string; state: string };
  expect(state).toBe('UploadComplete');
  await json('GET', `/${id}`);
  expect(await json('GET', `/${id}`)).toMatchObject({
    state: 'JobComplete',
    numberRecordsProcessed: 1,
    numberRecordsFailed: 0,
  });
});

test('only an open job takes data, once; an aborted one says what it left undone', async () => {
  const { id } = (await json('POST', '', { object: 'UpsertTable__c', operation: 'insert' })) as { id: string };
  await ask('PUT', `/${id}/batches`, 'ExtId__c\nx1\nx2\n', 'text/csv');
  expect(await json('PUT', `/${id}/batches`, {})).toMatchObject([{ errorCode: 'CLIENT_INPUT_ERROR' }]);
  expect(await json('GET', `/${id}/successfulResults`)).toMatchObject([{ errorCode: 'INVALIDJOBSTATE' }]);
  expect(await json('PATCH', `/${id}`, { state: 'Aborted' })).toMatchObject({ state: 'Aborted' });
  expect((await ask('GET', `/${id}/unprocessedrecords`)).text).toContain('"x2"');
  expect((await ask('DELETE', `/${id}`)).status).toBe(204);
  expect((await ask('GET', `/${id}`)).status).toBe(404);
  expect((await query(org, admin, "SELECT Id FROM UpsertTable__c WHERE ExtId__c = 'x1'")).totalSize).toBe(0);
});
