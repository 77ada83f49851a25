// The installation, as docs/install.md tells it: its own commands, by the real CLI, in an org without our package.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchCli, shell, type Ran } from './sf.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const text = readFileSync(path('docs/install.md'), 'utf8');
/** The commands of the document, by the first line of each block. */
const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
const named = (start: RegExp): string => {
  const found = blocks.filter((block) => start.test(block));
  if (found.length !== 1) throw new Error(`${found.length} blocks of docs/install.md match ${start.source}.`);
  return found[0] ?? '';
};
const missing = fetchCli();

describe.skipIf(missing !== null)(`docs/install.md${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let org: SampleOrg;
  let folder: string;
  let run: (script: string) => Promise<Ran>;
  const done: string[] = [];

  beforeAll(async () => {
    org = await startSampleOrg();
    folder = mkdtempSync(join(tmpdir(), 'quotient-install-'));
    cpSync(path('manifests'), join(folder, 'manifests'), { recursive: true });
    symlinkSync(path('connector'), join(folder, 'connector'));
    execFileSync(process.execPath, [path('node_modules/typescript/bin/tsc'), '-b'], { cwd: path('.') });
    run = shell(folder, join(folder, 'home'), org.users[0]?.accessToken ?? '');
  }, 120_000);
  afterAll(async () => {
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs one block as it stands, but for `changes`; it has to end well. */
  async function follow(start: RegExp, changes: (block: string) => string = (block) => block): Promise<string> {
    const block = named(start);
    done.push(block);
    const { code, output } = await run(changes(block));
    expect(code, output).toBe(0);
    return output;
  }
  const ask = async (soql: string): Promise<{ totalSize: number; records: Record<string, unknown>[] }> => {
    const { stdout } = await run(`sf data query --target-org my-org --json --query "${soql}"`);
    return (JSON.parse(stdout) as { result: { totalSize: number; records: [] } }).result;
  };

  test('1. logs in and links the plugin', async () => {
    // Here without a browser, and with what is installed and built already.
    await follow(/^sf org login web/, (block) =>
      block
        .replace('sf org login web', `sf org login access-token --no-prompt --instance-url ${org.url}`)
        .replace('npm install && npm run build\n', ''),
    );
    expect((await run('sf plugins')).output).toMatch(/quotient/);
  }, 300_000);

  test('2. a check changes nothing, a deploy brings objects, permission sets, tabs and the app', async () => {
    const [check = '', ...rest] = named(/deploy start --manifest package.xml/).split(/(?<=--dry-run\n)/);
    expect((await run(check)).code).toBe(0);
    expect((await ask('SELECT Id FROM PermissionSet')).totalSize).toBe(0);
    expect(rest).not.toEqual([]);
    expect(await follow(/deploy start --manifest package.xml/)).toMatch(/QuotientOpportunity .*FlexiPage/);
    const names = async (object: string, field: string): Promise<unknown[]> =>
      (await ask(`SELECT ${field} FROM ${object} ORDER BY ${field}`)).records.map((one) => one[field]);
    expect(await names('PermissionSet', 'Name')).toEqual(['QuotientConnector', 'QuotientManager', 'QuotientRep']);
    expect(await names('AppDefinition', 'Label')).toEqual(['Quotient']);
    expect(await names('TabDefinition', 'Name')).toContain('QuotientTeam');
    expect(org.org.table('QuotientSnapshot__c').type.sharing).toBe('private');
  }, 300_000);

  test('3. a plan folder is written and checked', async () => {
    await follow(/^sf quotient init/);
    // What an administrator writes into it: the plans and people of this org.
    rmSync(join(folder, 'comp'), { recursive: true });
    cpSync(path('packages/sample-org/company'), join(folder, 'comp'), { recursive: true });
    await follow(/^sf quotient plan check/);
  }, 300_000);

  test('before permission sets are given, the doctor says which fields are hidden', async () => {
    const { output } = await run('sf quotient doctor --target-org my-org --dir comp');
    expect(output).toMatch(/cannot write .*QuotientSnapshot__c.Body__c.*QuotientConnector/s);
  }, 300_000);

  test('4. permission sets are given: to the connector, to everybody in a plan, to who leads somebody', async () => {
    await follow(/--name QuotientConnector/);
    await follow(/--name QuotientRep/);
    await follow(/--name QuotientManager/);
    const given = async (name: string): Promise<number> =>
      (await ask(`SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '${name}'`)).totalSize;
    const payees = readFileSync(join(folder, 'comp/assignments.csv'), 'utf8').trim().split('\n').slice(1);
    expect(await given('QuotientConnector')).toBe(1);
    expect(await given('QuotientRep')).toBe(new Set(payees.map((line) => line.split(',')[0])).size);
    const leaders = new Set([...org.org.table('User').rows.values()].map(({ ManagerId }) => ManagerId ?? null));
    leaders.delete(null);
    expect(await given('QuotientManager')).toBe(leaders.size);
  }, 300_000);

  test('5. the doctor finds nothing that stops a plan', async () => {
    expect(await follow(/^sf quotient doctor/)).toMatch(/Snapshots and plans can be published/);
  }, 300_000);

  test('6. syncs, shows and publishes; a rep sees one snapshot, their own', async () => {
    expect(await follow(/^sf quotient sync/)).toMatch(/Created \d+/);
    expect(await follow(/FROM QuotientSnapshot__c/)).toMatch(/Total number of records retrieved: 5/);
    const rep = org.users.find(({ username }) => username === 'priya.nair@harborline.example');
    const answer = await fetch(
      `${org.url}/services/data/v66.0/query?q=SELECT+Owner.Name,Body__c+FROM+QuotientSnapshot__c`,
      {
        headers: { authorization: `Bearer ${rep?.accessToken ?? ''}` },
      },
    );
    expect(await answer.json()).toMatchObject({
      totalSize: 1,
      records: [{ Owner: { Name: 'Priya Nair' }, Body__c: expect.stringMatching(/^\{.*"payee"/) }],
    });
  }, 300_000);

  test('and everything goes away again', async () => {
    await follow(/destructive\/package.xml/);
    expect((await ask('SELECT Id FROM PermissionSet')).totalSize).toBe(0);
    expect((await ask('SELECT Id FROM TabDefinition')).totalSize).toBe(0);
    expect([...org.org.types.values()].filter(({ name }) => /^Quotient/.test(name))).toEqual([]);
  }, 300_000);

  test('no command of the document was left out', () => {
    expect(blocks.filter((block) => !done.includes(block))).toEqual([]);
  });
});
