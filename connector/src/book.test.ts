// The book of a folder and what was synced: quotas of the CRM, and who leads whom.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calculate, type Result } from '@quotient/calc';
import { startSampleOrg, viewers, type SampleOrg, type Viewer } from '@quotient/sample-org';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf, type SyncedBook } from './book.ts';
import { readFolder } from './folder/folder.ts';
import { Rest } from './org/rest.ts';
import { keepRun, verifyRun } from './replay.ts';
import { sync, type SyncResult } from './sync/sync.ts';

let org: SampleOrg;
let dir: string;
beforeEach(async () => {
  org = await startSampleOrg();
  dir = mkdtempSync(join(tmpdir(), 'quotient-book-'));
  cpSync(fileURLToPath(new URL('../../packages/sample-org/company', import.meta.url)), dir, { recursive: true });
});
afterEach(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

const read = (): Promise<SyncResult> => {
  const { plans, settings } = readFolder(dir);
  const login = { instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'sample' };
  return sync(new Rest(login), plans, dir, { settings });
};
const synced = (): SyncedBook => readBookOf(readFolder(dir), asOfDay(readFolder(dir)));
const rowsOf = (object: string) => [...org.org.table(object).rows.values()];
const idOf = (username: string): string =>
  String(rowsOf('User').find(({ Username }) => Username === `${username}@harborline.example`)?.['Id']);
const admin = (): Viewer => viewers(org.org)(org.users[0]?.id ?? '') as Viewer;

function edit(plan: string, find: string, replace: string): void {
  const file = join(dir, `plans/${plan}.yaml`);
  const before = readFileSync(file, 'utf8');
  expect(before).toContain(find);
  writeFileSync(file, before.replace(find, replace));
}

describe('quotas of the CRM', () => {
  /** Quotas of the first quarter by the list and by the CRM. */
  const quotaOf = ({ statements }: Result, payee: string): string | null | undefined =>
    statements.findLast((one) => one.payee === payee && one.period === '2026-03')?.components[0]?.quota;
  const inCrm = (payee: string): number =>
    Number(
      rowsOf('ForecastingQuota').find(
        ({ QuotaOwnerId, StartDate }) => QuotaOwnerId === payee && StartDate === '2026-02-01',
      )?.['QuotaAmount'],
    );
  beforeEach(() => {
    edit('ae-fy26', 'quota: 135000', 'quota: { crm: OpportunityRevenue, default: 135000 }');
    const [head, ...lines] = readFileSync(join(dir, 'quotas.csv'), 'utf8').split('\n');
    writeFileSync(
      join(dir, 'quotas.csv'),
      [head, ...lines.filter((line) => !line.startsWith('priya.nair@'))].join('\n'),
    );
  });

  test('come where the list has none, and what was calculated with them is repeated', async () => {
    await read();
    const [priya, daniel] = [idOf('priya.nair'), idOf('daniel.brennan')];
    const result = calculate(synced().book);
    expect(inCrm(priya)).toBeGreaterThan(0);
    expect(quotaOf(result, priya)).toBe(String(inCrm(priya)));
    expect(quotaOf(result, daniel)).toBe('117000');
    expect(synced().refusedQuotas).toEqual([]);
    const { id, digest } = keepRun(dir, synced());
    expect(verifyRun(dir, { run: id })).toMatchObject({ digest });
  });

  test('are read again where they changed, and only those', async () => {
    await read();
    const priya = idOf('priya.nair');
    const row = rowsOf('ForecastingQuota').find(
      ({ QuotaOwnerId, StartDate }) => QuotaOwnerId === priya && StartDate === '2026-02-01',
    );
    org.org.update(admin(), 'ForecastingQuota', String(row?.['Id']), { QuotaAmount: 654_321 });
    expect((await read()).objects['ForecastingQuota']).toMatchObject({ way: 'changes', changed: 1 });
    expect(quotaOf(calculate(synced().book), priya)).toBe('654321');
  });

  test('that no window can take are told, and the default counts', async () => {
    edit('ae-fy26', 'window: quarter', 'window: month');
    await read();
    expect(synced().refusedQuotas[0]).toMatch(
      /^Plan ae-fy26, commission in 2026-02: the CRM's quota from 2026-02-01 to 2026-04-30 does not lie in one window \(\S+@\S+, \S+@\S+, \S+@\S+, \d+ more\); what the plan says without it counts\.$/,
    );
    expect(quotaOf(calculate(synced().book), idOf('priya.nair'))).toBe('135000');
  });

  test('whose amounts the login may not read leave out the plan that asks for them', async () => {
    org.org.table('ForecastingQuota').type.fields.delete('quotaamount');
    const { leftOut } = await read();
    expect(leftOut.map(({ message }) => message)).toEqual([
      'Plan ae-fy26 is left out: commission needs ForecastingQuota.QuotaAmount, which the org does not have or this login may not read.',
    ]);
  });
});

describe('hierarchy: roles', () => {
  beforeEach(() => {
    writeFileSync(join(dir, 'settings.yaml'), 'asOf: 2026-04-13\nhierarchy: roles\n');
  });
  const own = (id: string) => org.org.table('User').rows.get(id) ?? {};
  const change = (id: string, values: Readonly<Record<string, unknown>>): void =>
    void org.org.update(admin(), 'User', id, values);
  const managerOf = (id: string): string | null | undefined =>
    synced().book.users?.find(({ Id }) => Id === id)?.ManagerId;
  const teamOf = (id: string): string | null | undefined =>
    calculate(synced().book).statements.findLast((one) => one.payee === id)?.components[0]?.credited;

  test('gives each the leaders of the roles above, and pays as managers do where these say the same', async () => {
    const { counts } = await read();
    expect(counts['UserRole']).toBeGreaterThan(10);
    const byRoles = synced();
    writeFileSync(join(dir, 'settings.yaml'), 'asOf: 2026-04-13\n');
    const byManagers = readBookOf(readFolder(dir), '2026-04-13');
    expect(byRoles.book.users).toEqual(byManagers.book.users);
    expect(byRoles.book.managers).toBeUndefined();
    expect(calculate(byRoles.book)).toEqual(calculate(byManagers.book));
  });

  test('follows the role, whoever stands as the manager, over roles in which nobody is active', async () => {
    const priya = idOf('priya.nair');
    const manager = String(own(priya)['ManagerId']);
    const director = String(own(manager)['ManagerId']);
    change(priya, { ManagerId: null });
    await read();
    expect(managerOf(priya)).toBe(manager);
    const before = teamOf(director);
    change(manager, { IsActive: false });
    await read();
    expect(managerOf(priya)).toBe(director);
    expect(synced().people.below(director)).toContain(priya);
    expect(teamOf(director)).toBe(before);
  });

  test('has several leaders where several hold the role above, and a run is repeated with them', async () => {
    const priya = idOf('priya.nair');
    const manager = String(own(priya)['ManagerId']);
    const second = String(rowsOf('User').find(({ Title }) => Title === 'Sales Engineer')?.['Id']);
    change(second, { UserRoleId: own(manager)['UserRoleId'] });
    await read();
    expect(managerOf(priya)).toBe(manager);
    expect(synced().book.managers).toEqual(
      expect.arrayContaining([
        { person: priya, manager },
        { person: priya, manager: second },
      ]),
    );
    expect(synced().people.below(second)).toEqual(synced().people.below(manager));
    const { id, digest } = keepRun(dir, synced());
    expect(verifyRun(dir, { run: id })).toMatchObject({ digest });
  });

  test('leaves out plans that count for leaders where roles cannot be read, and no other', async () => {
    org.org.table('UserRole').type.fields.delete('parentroleid');
    const { leftOut } = await read();
    expect(leftOut.map(({ plan, components }) => [plan, components])).toEqual([
      ['manager-fy26-europe', ['team']],
      ['manager-fy26', ['team']],
    ]);
  });
});
