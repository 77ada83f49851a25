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

test('a line that cannot be written says why by code, message and fields, as the platform does', async () => {
  const id = String((await json('POST', '/../../sobjects/Account', { Name: 'Bulk' }))['id']);
  const deal = { Name: 'Gone', StageName: 'Proposal', CloseDate: '2026-05-01', AccountId: id };
  const gone = String((await json('POST', '/../../sobjects/Opportunity', deal))['id']);
  await ask('DELETE', `/../../sobjects/Opportunity/${gone}`);
  const { failed } = await run(
    { object: 'Opportunity', operation: 'update' },
    [
      'Id,Amount,CloseDate,OwnerId,IsWon',
      `${gone},1,,,`,
      '006000000000001AAA,1,,,',
      'nonsense,1,,,',
      ',1,,,',
      `${String((await query(org, admin, 'SELECT Id FROM Opportunity LIMIT 1')).records[0]?.['Id'])},1,2026-13-01,,`,
      `${String((await query(org, admin, 'SELECT Id FROM Opportunity LIMIT 1')).records[0]?.['Id'])},,,,true`,
      `${String((await query(org, admin, 'SELECT Id FROM Opportunity LIMIT 1')).records[0]?.['Id'])},,,005000000000000AAA,`,
      `${String((await query(org, admin, 'SELECT Id FROM Opportunity LIMIT 1')).records[0]?.['Id'])},1`,
      '',
    ].join('\n'),
  );
  expect(failed.slice(1).map((line) => line.split('","')[1])).toEqual([
    'ENTITY_IS_DELETED:entity is deleted:--',
    'INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--',
    'MALFORMED_ID:bad id nonsense:Id --',
    'MISSING_ARGUMENT:Id not specified in an update call:--',
    'INVALID_TYPE_ON_FIELD_IN_RECORD:Close Date: value not of required type: 2026-13-01:CloseDate --',
    expect.stringMatching(/^INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create\/update fields: IsWon\. .*:IsWon --$/),
    'INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:OwnerId --',
    'INVALID_CSV:The row has 2 values, and the header 5:--',
  ]);
});

test('an insert names no Id, and an upsert the same external id once among the lines written together', async () => {
  const inserted = await run({ operation: 'insert' }, 'Id,Name\na00000000000001AAA,i1\n,i2\n');
  expect(inserted.failed[1]).toContain('"INVALID_FIELD_FOR_INSERT_UPDATE:cannot specify Id in an insert call:Id --"');
  expect(inserted.successful).toHaveLength(2);
  const lines = Array.from({ length: 401 }, (_, i) => `u${i === 7 ? 3 : i === 300 ? 4 : i},Row ${i}`);
  const upserted = await run(
    { operation: 'upsert', externalIdFieldName: 'ExtId__c' },
    `ExtId__c,Name\n${lines.join('\n')}\n`,
  );
  expect(upserted.failed.slice(1).map((line) => line.split(':').slice(0, 3).join(':'))).toEqual([
    '"","DUPLICATE_VALUE:Duplicate external id specified: u3',
    '"","DUPLICATE_VALUE:Duplicate external id specified: u3',
  ]);
  expect(upserted.successful.filter((line) => line.includes('"false"'))).toEqual([
    expect.stringContaining('"u4","Row 300"'),
  ]);
});

test('hardDelete leaves nothing in the recycle bin, and is refused to who does not see all', async () => {
  const { successful } = await run({ operation: 'insert' }, 'Name\nh1\n');
  const id = successful[1]?.slice(1, 19) ?? '';
  expect(org.org.table('UpsertTable__c').rows.has(id)).toBe(true);
  await run({ operation: 'hardDelete' }, `Id\n${id}\n`);
  expect(org.org.table('UpsertTable__c').rows.any(id)).toBeUndefined();
  const answer = await fetch(`${org.url}/services/data/v66.0/jobs/ingest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${org.users.at(-1)?.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ object: 'UpsertTable__c', operation: 'hardDelete' }),
  });
  expect([answer.status, await answer.json()]).toMatchObject([400, [{ errorCode: 'FEATURENOTENABLED' }]]);
});

test('says how it went in every state', async () => {
  const made = await json('POST', '', {
    object: 'UpsertTable__c',
    operation: 'insert',
    assignmentRuleId: '01Q000000000001AAA',
  });
  expect(made).toMatchObject({ state: 'Open', jobType: 'V2Ingest', assignmentRuleId: '01Q000000000001AAA' });
  expect(await json('GET', `/${String(made['id'])}`)).toMatchObject({
    state: 'Open',
    numberRecordsProcessed: 0,
    numberRecordsFailed: 0,
    retries: 0,
    totalProcessingTime: 0,
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
  });
  expect(await json('DELETE', `/${String(made['id'])}`)).toMatchObject([{ errorCode: 'INVALIDJOBSTATE' }]);
  expect(await json('PATCH', `/${String(made['id'])}`, { state: 'UploadComplete' })).toMatchObject([
    { errorCode: 'CLIENT_INPUT_ERROR' },
  ]);
  expect(await json('PATCH', `/${String(made['id'])}`, { state: 'JobComplete' })).toMatchObject([
    { errorCode: 'INVALIDJOBSTATE' },
  ]);
  const { end } = await run({ operation: 'insert' }, 'Name\ns1\ns2\n');
  expect(end).toMatchObject({
    numberRecordsProcessed: 2,
    numberRecordsFailed: 0,
    apexProcessingTime: 0,
    totalProcessingTime: 2,
  });
});

test.each(['COMMA,', 'TAB\t', 'SEMICOLON;', 'PIPE|', 'CARET^', 'BACKQUOTE`'])(
  'lines are separated as the job says, and so are its lists: %j',
  async (text) => {
    const [columnDelimiter, mark] = [text.slice(0, -1), text.slice(-1)];
    for (const [lineEnding, ending] of [
      ['LF', '\n'],
      ['CRLF', '\r\n'],
    ] as const) {
      const key = `${columnDelimiter}${lineEnding}`;
      const content = [`ExtId__c${mark}Name`, `${key}${mark}"A ${mark} ""b""${ending}c"`, ''].join(ending);
      const { path, end } = await run({ operation: 'insert', columnDelimiter, lineEnding }, content);
      expect(end).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
      const list = (await ask('GET', `${path}/successfulResults`)).text;
      expect(list.replace(/"a\w{17}"/, '"id"')).toBe(
        [
          ['sf__Id', 'sf__Created', 'ExtId__c', 'Name'].map((name) => `"${name}"`).join(mark),
          ['id', 'true', key, `A ${mark} ""b""${ending}c`].map((value) => `"${value}"`).join(mark),
          '',
        ].join(ending),
      );
      const { records } = await query(org, admin, `SELECT Name FROM UpsertTable__c WHERE ExtId__c = '${key}'`);
      expect(records).toMatchObject([{ Name: `A ${mark} "b"${ending}c` }]);
    }
  },
);

describe('a job fails as a whole, and writes nothing, where', () => {
  test.each([
    ['a column is no field', {}, 'ExtId__c,Nonsense\na,b\n', /InvalidBatch : Field name not found : Nonsense/],
    ['a column stands twice', {}, 'ExtId__c,extid__c\na,b\n', /Field name duplicated: extid__c/],
    [
      'the line ending is another',
      { lineEnding: 'LF' },
      'ExtId__c,Name\r\na,b\r\n',
      /^ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF$/,
    ],
    ['it is the other way round', { lineEnding: 'CRLF' }, 'ExtId__c,Name\na,b\n', /setting is CRLF$/],
    ['a quote is not closed', {}, 'ExtId__c,Name\na,"b\n', /^ClientInputError/],
    ['a deletion has more than Ids', { operation: 'delete' }, 'Id,Name\na,b\n', /must contain only the 'id' column/],
  ])('%s', async (_name, job, content, says) => {
    const { end, successful } = await run({ operation: 'insert', ...job }, content);
    expect(end).toMatchObject({
      state: 'Failed',
      errorMessage: expect.stringMatching(says),
      numberRecordsProcessed: 0,
    });
    expect(successful.length).toBeLessThan(2);
  });

  test('and its lines are unprocessed', async () => {
    const { unprocessed, failed } = await run({ operation: 'insert' }, 'ExtId__c,Nonsense\na,b\nc,"d"\n');
    expect(unprocessed).toEqual(['"ExtId__c","Nonsense"', '"a","b"', '"c","d"']);
    expect(failed).toEqual(['"sf__Id","sf__Error","ExtId__c","Nonsense"']);
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
  expect((await ask('GET', `/${id}/unprocessedrecords`)).text).toBe('"ExtId__c"\n"x1"\n"x2"\n');
  expect((await ask('DELETE', `/${id}`)).status).toBe(204);
  expect((await ask('GET', `/${id}`)).status).toBe(404);
  expect((await query(org, admin, "SELECT Id FROM UpsertTable__c WHERE ExtId__c = 'x1'")).totalSize).toBe(0);
});
