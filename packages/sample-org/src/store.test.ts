// An org that is kept in a file: the same after a restart, and never another one's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Org, Viewer } from './org.ts';
import { startSampleOrg } from './server.ts';
import { setUp, type Setup } from './setup.ts';
import { ask, query } from './testing.ts';

let dir: string;
let store: string;
let open: Org[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-store-'));
  store = join(dir, 'org.sqlite');
  open = [];
});
afterEach(() => {
  for (const org of open) org.keeper?.close();
  rmSync(dir, { recursive: true });
});

const viewer: Viewer = { id: '005Sm0000000001IAA', seesAll: true, below: new Set() };
const clock = (): Date => new Date('2026-04-13T16:00:00Z');
function start(setup: Setup): Org {
  const org = setUp({ store, clock, ...setup });
  open.push(org);
  return org;
}
function stop(org: Org): void {
  org.keeper?.close();
  open.splice(open.indexOf(org), 1);
}
/** Everything that an org says of itself. */
const contents = (org: Org): unknown =>
  [...org.types.values()].map((type) => {
    const { rows, purged, next } = org.table(type.name);
    const stored = [...rows.storedPlaces()].filter((place) => !rows.isPurged(place)).map((place) => rows.at(place));
    return {
      name: type.name,
      fields: [...type.fields.keys()].sort(),
      stored,
      size: rows.size,
      purged: [...purged],
      next,
    };
  });
function write(org: Org): void {
  const [first, second, third, fourth] = [...org.table('Opportunity').rows.values()]
    .slice(0, 4)
    .map(({ Id }) => String(Id));
  org.update(viewer, 'Opportunity', first ?? '', { Amount: 0.1, Description: 'Ü\n"' });
  org.delete(viewer, 'Opportunity', second ?? '');
  org.hardDelete(viewer, 'Opportunity', third ?? '');
  org.hardDelete(viewer, 'Opportunity', fourth ?? '');
  org.insert(viewer, 'Opportunity', { Name: 'New', StageName: 'Proposal', CloseDate: '2026-05-01' });
}
function folder(deals: number): string {
  const data = join(dir, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'User.csv'), 'Id,Name\n005000000000001AAA,Ann Lee\n');
  const lines = Array.from({ length: deals }, (_, i) => `00600000000000${i}AAA,Deal,2026-03-31,Proposal,x${i}`);
  writeFileSync(join(data, 'Opportunity.csv'), `Id,Name,CloseDate,StageName,Colour__c\n${lines.join('\n')}\n`);
  return data;
}

test.each<[name: string, setup: () => Setup]>([
  ['the built-in company', () => ({})],
  ['a folder of CSV files', () => ({ data: folder(5) })],
  ['a generated company', () => ({ scale: 300 })],
])('%s is the same after a restart, with all that was written', (_, setup) => {
  const first = start(setup());
  write(first);
  const expected = contents(first);
  stop(first);
  const second = start(setup());
  expect(contents(second)).toEqual(expected);
  const made = second.insert(viewer, 'Opportunity', { Name: 'Newer', StageName: 'Proposal', CloseDate: '2026-05-01' });
  expect(first.table('Opportunity').rows.any(String(made['Id']))).toBeUndefined();
  second.forgetDeletions('2026-04-14T00:00:00.000+0000');
  const later = contents(second);
  stop(second);
  const third = start(setup());
  expect(contents(third)).toEqual(later);
  expect(third.deletionsKnownFrom).toBe('2026-04-14T00:00:00.000+0000');
});

test('of a generated company the deals are not in the file until they are written to', () => {
  const org = start({ scale: 300 });
  write(org);
  stop(org);
  const database = new DatabaseSync(store);
  expect(database.prepare("SELECT COUNT(*) n FROM record WHERE object = 'Opportunity'").get()).toEqual({ n: 3 });
  database.close();
});

test('writes that fall are not in the file either', () => {
  const org = start({});
  const count = org.table('Opportunity').rows.size;
  org.together(
    () => write(org),
    () => false,
  );
  expect(org.table('Opportunity').rows.size).toBe(count);
  stop(org);
  expect(start({}).table('Opportunity').rows.size).toBe(count);
});

test('a write that the file does not take is taken back', () => {
  const org = start({});
  const rows = () => ['Opportunity', 'OpportunityHistory'].map((object) => [...org.table(object).rows.all()]);
  const before = rows();
  stop(org);
  expect(() => write(org)).toThrow('database is not open');
  expect(rows()).toEqual(before);
});

test('the clock goes on from the last write', () => {
  const org = start({ clock: () => new Date('2026-04-20T00:00:00Z') });
  write(org);
  stop(org);
  expect(start({ clock: undefined }).now() >= '2026-04-20').toBe(true);
});

test('an answered write is there after the process is killed', async () => {
  const script = join(dir, 'serve.ts');
  const server = fileURLToPath(new URL('server.ts', import.meta.url));
  writeFileSync(
    script,
    `const { startSampleOrg } = await import(${JSON.stringify(server)});
const org = await startSampleOrg({ store: ${JSON.stringify(store)} });
console.log(org.url + ' ' + org.users[0].accessToken);`,
  );
  const child = spawn(process.execPath, ['--conditions=quotient-source', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const [url, token] = line.toString().trim().split(' ');
  const answer = await fetch(`${url}/services/data/v66.0/sobjects/Account`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{"Name":"Kept"}',
  });
  const { id } = (await answer.json()) as { id: string };
  child.kill('SIGKILL');
  await once(child, 'exit');
  const sample = await startSampleOrg({ store });
  try {
    const admin = sample.users[0]?.username ?? '';
    expect((await ask(sample, admin, `sobjects/Account/${id}`)).body).toMatchObject({ Name: 'Kept' });
    expect((await query(sample, admin, 'SELECT COUNT() FROM Account')).totalSize).toBe(302);
  } finally {
    await sample.close();
  }
});

describe('a start is refused', () => {
  const refused = (setup: Setup, message: RegExp, action: RegExp): void => {
    expect(() => start(setup)).toThrow(
      expect.objectContaining({
        name: 'SampleOrgError',
        code: 'bad-store',
        message: expect.stringMatching(message),
        actions: [expect.stringMatching(action)],
      }),
    );
  };

  test('with other data than the file began with', () => {
    stop(start({}));
    const data = folder(1);
    refused({ data }, /began with the built-in company, not with the CSV files of/, /with the data that it began with/);
    refused({ scale: 10 }, /not with a generated company of 10 opportunities/, /--store/);
    stop(start({}));
  });

  test('with a folder whose files have changed', () => {
    stop(start({ data: folder(1) }));
    refused({ data: folder(2) }, /not with the CSV files of .* as it is now/, /--store/);
  });

  test('with a file that is in use', () => {
    start({});
    refused({}, /is in use by another sample org/, /Stop the other one/);
  });

  test('with a file of another kind', () => {
    writeFileSync(store, 'Not a database, but a text that is long enough to be looked at.'.repeat(20));
    refused({}, /is no store of a sample org/, /another file/);
    rmSync(store);
    const database = new DatabaseSync(store);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    refused({}, /is a file of another program/, /another file/);
    refused({ store: join(dir, 'nowhere', 'org.sqlite') }, /cannot be opened/, /folder that exists/);
  });

  test('with data that cannot be read, and the next start begins anew', () => {
    const data = folder(1);
    writeFileSync(join(data, 'Opportunity.csv'), 'Colour\n1\n');
    expect(() => start({ data })).toThrow('has no field "Colour"');
    stop(start({ data: folder(0) }));
  });
});
