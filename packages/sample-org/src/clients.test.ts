// The clients that people use: jsforce, and the one inside the Salesforce CLI.
import { Readable } from 'node:stream';
import { Connection as CliConnection } from '@jsforce/jsforce-node';
import jsforce from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';

let org: SampleOrg;
beforeAll(async () => {
  org = await startSampleOrg();
});
afterAll(() => org.close());

const clients = {
  jsforce: jsforce.Connection,
  '@jsforce/jsforce-node': CliConnection as unknown as typeof jsforce.Connection,
};

describe.each(Object.entries(clients))('%s', (_, Connection) => {
  const connect = () =>
    new Connection({ instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', version: '66.0' });

  test('asks who it is', async () => {
    const { id, username } = org.users[0] ?? {};
    expect(await connect().request('/services/oauth2/userinfo')).toMatchObject({ user_id: id });
    expect(await connect().identity()).toMatchObject({
      id: expect.stringMatching(new RegExp(`^${org.url}/id/00D\\w{15}/${id}$`)),
      user_id: id,
      username,
      asserted_user: true,
      urls: { rest: `${org.url}/services/data/v{version}/` },
    });
  });

  test('reads every page', async () => {
    const { totalSize, records, done } = await connect().query('SELECT Id FROM Opportunity', {
      headers: { 'Sforce-Query-Options': 'batchSize=200' },
      autoFetch: true,
      maxFetch: 10_000,
    });
    expect(done).toBe(true);
    expect(records).toHaveLength(totalSize);
    expect(new Set(records.map(({ Id }) => Id)).size).toBe(totalSize);
  });

  test('describes, creates, reads, changes, upserts and deletes', async () => {
    const connection = connect();
    const { fields } = await connection.sobject('Opportunity').describe();
    expect(fields.map(({ name }) => name)).toContain('CloseDate');
    const deals = connection.sobject('Opportunity');
    const made = await deals.create({ Name: 'New', StageName: 'Proposal', CloseDate: '2026-05-01', Amount: 10 });
    expect(made.success).toBe(true);
    const id = made.id ?? '';
    await deals.update({ Id: id, Amount: 20 });
    expect(await deals.retrieve(id)).toMatchObject({ Amount: 20 });
    await deals.upsert([{ Id: id, Amount: 30 }], 'Id');
    expect(await deals.retrieve(id)).toMatchObject({ Amount: 30 });
    expect(await deals.destroy(id)).toMatchObject({ success: true });
  });

  test('writes by bulk jobs: inserts, updates, upserts and deletes', async () => {
    const connection = connect();
    const load = async (
      operation: 'insert' | 'update' | 'upsert' | 'delete',
      input: Record<string, string>[],
      externalIdFieldName?: string,
    ) =>
      connection.bulk2.loadAndWaitForResults({
        object: 'UpsertTable__c',
        operation,
        input,
        pollInterval: 10,
        pollTimeout: 10_000,
        ...(externalIdFieldName === undefined ? {} : { externalIdFieldName }),
      });
    const made = await load('insert', [
      { ExtId__c: 'c1', Name: 'One' },
      { ExtId__c: 'c2', Name: 'Two' },
    ]);
    expect(made).toMatchObject({ failedResults: [], unprocessedRecords: [] });
    const ids = made.successfulResults.map(({ sf__Id }) => sf__Id);
    expect(ids).toHaveLength(2);
    const [first = ''] = ids;
    const changed = await load('update', [
      { Id: first, Name: 'Uno' },
      { Id: '005000000000000AAA', Name: 'Nobody' },
    ]);
    expect(changed.successfulResults.map(({ sf__Created }) => sf__Created)).toEqual(['false']);
    expect(changed.failedResults).toMatchObject([{ sf__Error: expect.stringContaining(':') }]);
    const upserted = await load(
      'upsert',
      [
        { ExtId__c: 'c2', Name: 'Due' },
        { ExtId__c: 'c3', Name: 'Tre' },
      ],
      'ExtId__c',
    );
    expect(upserted.successfulResults.map(({ sf__Created }) => sf__Created)).toEqual(['false', 'true']);
    const { records } = await connection.query(
      "SELECT Id, Name FROM UpsertTable__c WHERE ExtId__c LIKE 'c%' ORDER BY ExtId__c",
    );
    expect(records.map(({ Name }) => String(Name))).toEqual(['Uno', 'Due', 'Tre']);
    const gone = await load(
      'delete',
      records.map(({ Id }) => ({ Id: String(Id) })),
    );
    expect(gone.successfulResults).toHaveLength(3);
  });

  test('reads by a bulk job', async () => {
    const connection = connect();
    const soql = 'SELECT Id, Name, Amount, CloseDate, IsWon, Account.Name FROM Opportunity';
    const { totalSize } = await connection.query('SELECT COUNT() FROM Opportunity');
    const stream = await connection.bulk2.query(soql, { pollInterval: 10, pollTimeout: 10_000 });
    const records = (await stream.toArray()) as Readonly<Record<string, string>>[];
    expect(records).toHaveLength(totalSize);
    const { records: first } = await connection.query(`${soql} WHERE Amount != null LIMIT 1`);
    const same = records.find(({ Id }) => Id === first[0]?.Id);
    expect(Number(same?.['Amount'])).toBe(first[0]?.['Amount']);
    expect(same?.['CloseDate']).toBe(first[0]?.['CloseDate']);
  });

  describe('by bulk jobs of its own making', () => {
    const polling = { pollInterval: 10, pollTimeout: 10_000 };
    const rows = (key: string, count: number): { ExtId__c: string; Name: string }[] =>
      Array.from({ length: count }, (_, i) => ({ ExtId__c: `${key}${i}`, Name: `"Row" ${i}, of\n${key}` }));
    const ingest = (connection: InstanceType<typeof Connection>, operation: 'insert' | 'upsert' = 'insert') => {
      const job = connection.bulk2.createJob({
        object: 'UpsertTable__c',
        operation,
        ...(operation === 'upsert' ? { externalIdFieldName: 'ExtId__c' } : {}),
      });
      return job;
    };

    test.each([
      ['records', (key: string) => rows(key, 3)],
      ['a text', (key: string) => `ExtId__c,Name\n${key}0,A\n${key}1,B\n${key}2,C\n`],
      ['a stream', (key: string) => Readable.from([`ExtId__c,Name\n${key}0,A\n${key}1,`, `B\n${key}2,C\n`])],
    ])('uploads %s, closes, waits, and has a result for every line', async (kind, input) => {
      const connection = connect();
      const job = ingest(connection);
      const seen: string[] = [];
      for (const event of ['open', 'close', 'inProgress', 'jobComplete'] as const)
        job.on(event, () => seen.push(event));
      await job.open();
      await job.uploadData(input(`${kind.at(-1)}-`));
      await job.close();
      await job.poll(10, 10_000);
      expect([...new Set(seen)]).toEqual(['open', 'close', 'inProgress', 'jobComplete']);
      expect(await job.check()).toMatchObject({
        state: 'JobComplete',
        numberRecordsProcessed: 3,
        numberRecordsFailed: 0,
      });
      const { successfulResults, failedResults, unprocessedRecords } = await job.getAllResults();
      const lines: readonly Readonly<Record<string, unknown>>[] = successfulResults;
      expect(lines.map(({ sf__Created, ExtId__c }) => [sf__Created, ExtId__c])).toEqual(
        [0, 1, 2].map((i) => ['true', `${kind.at(-1)}-${i}`]),
      );
      expect([failedResults, unprocessedRecords]).toEqual([[], []]);
      await job.delete();
      await expect(job.check()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
    });

    test('aborts an upload, whose lines stay unprocessed', async () => {
      const job = ingest(connect());
      await job.open();
      await job.uploadData(rows('aborted', 2));
      await job.abort();
      expect(await job.check()).toMatchObject({ state: 'Aborted', numberRecordsProcessed: 0 });
      expect(await job.getUnprocessedRecords()).toEqual(rows('aborted', 2));
      expect(await job.getSuccessfulResults()).toEqual([]);
    });

    test('goes on with a job by its id, and hears why it failed', async () => {
      const connection = connect();
      const job = ingest(connection, 'upsert');
      await job.open();
      await job.uploadData('ExtId__c,Colour\nf1,red\n');
      await job.close();
      const same = connection.bulk2.job('ingest', { id: job.id });
      await expect(same.poll(10, 10_000)).rejects.toThrow('InvalidBatch : Field name not found : Colour');
      expect(await same.getUnprocessedRecords()).toEqual([{ ExtId__c: 'f1', Colour: 'red' }]);
    });

    test('runs a query job by its id, reads it as often as it likes, and deletes it', async () => {
      const connection = connect();
      const made = async (query: string): Promise<string> =>
        (
          await connection.request<{ id: string }>({
            method: 'POST',
            url: '/jobs/query',
            body: JSON.stringify({ operation: 'query', query }),
            headers: { 'content-type': 'application/json' },
          })
        ).id;
      const job = connection.bulk2.job('query', { id: await made('SELECT Id, Name FROM Account') });
      await job.poll(10, 10_000);
      const info = await job.check();
      expect(info).toMatchObject({ state: 'JobComplete', jobType: 'V2Query', isPkChunkingSupported: true });
      const records = await (await job.result()).toArray();
      expect(records).toHaveLength(info.numberRecordsProcessed);
      await job.delete();
      await expect(job.check()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
      const other = connection.bulk2.job('query', { id: await made('SELECT Id FROM Account LIMIT 1') });
      expect(await other.abort()).toMatchObject({ state: 'Aborted' });
      await expect(other.poll(10, 10_000)).rejects.toThrow('aborted');
    });

    test('reads deleted records where it asks for all, and hears what cannot be asked', async () => {
      const connection = connect();
      const { id } = await connection.sobject('Account').create({ Name: 'Gone by bulk' });
      await connection.sobject('Account').destroy(id ?? '');
      const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Gone by bulk'";
      const all = await (await connection.bulk2.query(soql, { ...polling, scanAll: true })).toArray();
      expect(all).toContainEqual({ Id: id, IsDeleted: 'true' });
      expect(await (await connection.bulk2.query(soql, polling)).toArray()).toEqual([]);
      await expect(connection.bulk2.query('SELECT COUNT(Id) FROM Account', polling)).rejects.toMatchObject({
        errorCode: 'API_ERROR',
        message: 'Aggregate Relationships not supported in Bulk Query',
      });
    });
  });

  test('searches, and hears why it cannot', async () => {
    const connection = connect();
    const [account] = (await connection.query('SELECT Id, Name FROM Account ORDER BY Id LIMIT 1')).records;
    const find = String(account?.['Name']).replaceAll(/[?&|!{}[\]()^~*:\\"'+-]/g, '\\$&');
    const { searchRecords } = await connection.search(`FIND {"${find}"} IN NAME FIELDS RETURNING Account(Id, Name)`);
    expect(searchRecords).toContainEqual(expect.objectContaining({ Id: account?.Id, Name: account?.['Name'] }));
    await expect(connection.search('FIND {a}')).rejects.toMatchObject({ errorCode: 'MALFORMED_SEARCH' });
  });

  test('hears errors by their code', async () => {
    await expect(connect().query('SELECT Colour FROM Opportunity')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    const stranger = new Connection({ instanceUrl: org.url, accessToken: 'nobody', version: '66.0' });
    await expect(stranger.query('SELECT Id FROM Opportunity')).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
    });
  });
});
