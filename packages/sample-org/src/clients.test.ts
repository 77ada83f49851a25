// The clients that people use: jsforce, and the one inside the Salesforce CLI.
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
    expect(await connect().request('/services/oauth2/userinfo')).toMatchObject({ user_id: org.users[0]?.id });
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
