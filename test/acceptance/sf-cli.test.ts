// The real Salesforce CLI: it logs in to the sample org, queries it, and runs our commands as its plugin.
import { execFile, execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin, environment, fetchCli } from './sf.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const missing = fetchCli();

describe.skipIf(missing !== null)(`the Salesforce CLI${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let org: SampleOrg;
  let dir: string;
  /** The private key of an app that the org knows. */
  let key: string;
  beforeAll(async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = { type: 'pkcs8', format: 'pem' } as const;
    key = privateKey.export(pem).toString();
    const certificate = publicKey.export({ ...pem, type: 'spki' }).toString();
    const apps = [{ consumerKey: 'quotient', certificate }];
    org = await startSampleOrg({ metadata: path('manifests/force-app/main/default'), apps });
    dir = mkdtempSync(join(tmpdir(), 'quotient-sf-'));
    cpSync(path('packages/sample-org/company'), join(dir, 'folder'), { recursive: true });
    execFileSync(process.execPath, [path('node_modules/typescript/bin/tsc'), '-b'], { cwd: path('.') });
  }, 120_000);
  afterAll(async () => {
    await org.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function sf(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], {
      cwd: dir,
      maxBuffer: 1e9,
      env: environment(dir, org.users[0]?.accessToken ?? ''),
    });
    return stdout;
  }
  const asJson = async (...args: string[]): Promise<{ status: number; result: Record<string, unknown> }> =>
    JSON.parse(await sf(...args, '--json')) as { status: number; result: Record<string, unknown> };

  test('logs in with an access token and queries every record', async () => {
    const login = await asJson(
      'org',
      'login',
      'access-token',
      '--instance-url',
      org.url,
      '--alias',
      'sample',
      '--no-prompt',
    );
    expect(login).toMatchObject({
      status: 0,
      result: { instanceUrl: `${org.url}/`, username: org.users[0]?.username },
    });
    const { result } = await asJson(
      'data',
      'query',
      '-o',
      'sample',
      '-q',
      'SELECT Id, Name, Owner.Name FROM Opportunity',
    );
    const { totalSize, records } = result as { totalSize: number; records: { Id: string }[] };
    expect(totalSize).toBeGreaterThan(2000);
    expect(new Set(records.map(({ Id }) => Id)).size).toBe(totalSize);
  }, 300_000);

  test('shows the org, exports it by a bulk job in pages, and imports into it', async () => {
    const { result: shown } = await asJson('org', 'display', '-o', 'sample');
    expect(shown).toMatchObject({ username: org.users[0]?.username, connectedStatus: 'Connected' });
    const { result: counted } = await asJson('data', 'query', '-o', 'sample', '-q', 'SELECT COUNT() FROM Opportunity');
    for (const format of ['csv', 'json']) {
      const file = join(dir, `opportunities.${format}`);
      const query = [
        '--query',
        'SELECT Id, Name, Amount FROM Opportunity',
        '--output-file',
        file,
        '--result-format',
        format,
      ];
      await asJson('data', 'export', 'bulk', '-o', 'sample', '--wait', '5', ...query);
      const text = readFileSync(file, 'utf8');
      const count = format === 'json' ? (JSON.parse(text) as unknown[]).length : (text.match(/^"?006/gm) ?? []).length;
      expect(count).toBe(counted['totalSize']);
    }
    const file = join(dir, 'import.csv');
    writeFileSync(file, 'ExtId__c,Name\nsf1,From the CLI\nsf2,Another\n');
    const imported = await asJson(
      'data',
      'import',
      'bulk',
      '-o',
      'sample',
      '--sobject',
      'UpsertTable__c',
      '--file',
      file,
      '--wait',
      '5',
    );
    expect(imported).toMatchObject({
      status: 0,
      result: { processedRecords: 2, successfulRecords: 2, failedRecords: 0 },
    });
    const { result } = await asJson(
      'data',
      'query',
      '-o',
      'sample',
      '-q',
      "SELECT Name FROM UpsertTable__c WHERE ExtId__c = 'sf1'",
    );
    expect(result).toMatchObject({ records: [{ Name: 'From the CLI' }] });
  }, 300_000);

  test('updates, upserts and deletes by bulk jobs, goes on with one, and shows what failed', async () => {
    const bulk = (verb: string, file: string, ...more: string[]) =>
      asJson('data', verb, 'bulk', '-o', 'sample', '--sobject', 'UpsertTable__c', '--file', file, ...more);
    const write = (name: string, ...lines: string[]): string => {
      const file = join(dir, name);
      writeFileSync(file, `${lines.join('\n')}\n`);
      return file;
    };
    const upserts = write('upsert.csv', 'ExtId__c,Name', 'up1,First', 'up2,"Second, ""quoted"""');
    const upserted = await bulk('upsert', upserts, '--external-id', 'ExtId__c', '--wait', '5');
    expect(upserted).toMatchObject({
      status: 0,
      result: { jobInfo: { state: 'JobComplete', numberRecordsFailed: 0 } },
    });
    const query = (soql: string) => asJson('data', 'query', '-o', 'sample', '-q', soql);
    const { result: found } = await query(
      "SELECT Id, Name FROM UpsertTable__c WHERE ExtId__c LIKE 'up%' ORDER BY ExtId__c",
    );
    const records = found['records'] as { Id: string; Name: string }[];
    expect(records.map(({ Name }) => Name)).toEqual(['First', 'Second, "quoted"']);
    const [first, second] = records.map(({ Id }) => Id);

    const updates = write('update.csv', 'Id,Name', `${first},Changed`, 'a0U000000000001AAA,Nobody');
    const started = await bulk('update', updates);
    const { jobId } = started.result as { jobId: string };
    const resumed = await asJson('data', 'update', 'resume', '--job-id', jobId, '--wait', '5').catch(
      (error: { stdout: string }) => JSON.parse(error.stdout) as { status: number; result: Record<string, unknown> },
    );
    expect(resumed).toMatchObject({ status: 1, code: 'FailedRecordDetailsError' });
    const results = await asJson('data', 'bulk', 'results', '-o', 'sample', '--job-id', jobId);
    expect(results).toMatchObject({ result: { status: 'JobComplete', processedRecords: 2, failedRecords: 1 } });

    const deletions = write('delete.csv', 'Id', String(first), String(second));
    const deleted = await bulk('delete', deletions, '--wait', '5');
    expect(deleted).toMatchObject({
      status: 0,
      result: { jobInfo: { state: 'JobComplete', numberRecordsProcessed: 2 } },
    });

    const exported = join(dir, 'resumed.csv');
    const into = ['--output-file', exported, '--result-format', 'csv'];
    const exporting = await asJson(
      'data',
      'export',
      'bulk',
      '-o',
      'sample',
      '--query',
      'SELECT Id FROM Account',
      ...into,
    );
    const exportId = (exporting.result as { jobId: string }).jobId;
    await asJson('data', 'export', 'resume', '--job-id', exportId);
    const { result: counted } = await query('SELECT COUNT() FROM Account');
    expect((readFileSync(exported, 'utf8').match(/^"?001/gm) ?? []).length).toBe(counted['totalSize']);
  }, 300_000);

  test('runs our commands once the plugin is linked', async () => {
    await sf('plugins', 'link', path('connector'), '--no-install');
    const folder = join(dir, 'folder');
    const synced = await asJson('quotient', 'sync', '-o', 'sample', '--dir', folder);
    expect(synced).toMatchObject({ status: 0, result: { counts: { Opportunity: expect.any(Number) } } });
    expect(await sf('quotient', 'attainment', '--dir', folder, '--payee', 'priya.nair@harborline.example')).toMatch(
      /Priya Nair +Commission +2026-Q1/,
    );
    const published = await asJson('quotient', 'publish', '-o', 'sample', '--dir', folder);
    expect(published.status).toBe(0);
  }, 300_000);

  test('logs a scheduler in with a key and runs it: nobody is asked for anything', async () => {
    const file = join(dir, 'server.key');
    writeFileSync(file, key, { mode: 0o600 });
    const username = org.users[0]?.username ?? '';
    const app = ['--client-id', 'quotient', '--jwt-key-file', file, '--instance-url', org.url];
    const login = await asJson('org', 'login', 'jwt', ...app, '--username', username, '--alias', 'scheduler');
    expect(login).toMatchObject({ status: 0, result: { username } });
    const folder = join(dir, 'scheduled');
    cpSync(path('packages/sample-org/company'), folder, { recursive: true });
    const ran = await asJson('quotient', 'run', '-o', 'scheduler', '--dir', folder);
    expect(ran).toMatchObject({ status: 0, result: { publish: { updated: [], removed: [] } } });
    // A token that has ended is got anew with the key.
    org.expire(username);
    const again = await asJson('quotient', 'run', '-o', 'scheduler', '--dir', folder);
    expect(again).toMatchObject({ status: 0, result: { publish: { created: [], updated: [], removed: [] } } });
  }, 300_000);
});
