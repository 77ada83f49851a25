// Metadata deploys over REST: what comes, what goes, and what is said of that which cannot.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

let org: SampleOrg;
beforeEach(async () => {
  org = await startSampleOrg();
});
afterEach(() => org.close());
const admin = (): string => org.users[0]?.username ?? '';

const document = (element: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${element} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${element}>`;
const manifest = (types: Readonly<Record<string, readonly string[]>>): string =>
  document(
    'Package',
    `${Object.entries(types)
      .map(
        ([name, all]) => `<types>${all.map((one) => `<members>${one}</members>`).join('')}<name>${name}</name></types>`,
      )
      .join('')}<version>66.0</version>`,
  );
const badge = document(
  'CustomObject',
  `<label>Badge</label><pluralLabel>Badges</pluralLabel><sharingModel>Private</sharingModel>
  <fields><fullName>Level__c</fullName><label>Level</label><type>Number</type><precision>3</precision><scale>0</scale></fields>
  <fields><fullName>Key__c</fullName><label>Key</label><type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique><required>true</required></fields>
  <listViews><fullName>All</fullName><columns>NAME</columns><columns>Level__c</columns><filterScope>Everything</filterScope><label>All</label></listViews>`,
);
const reader = (field: string): string =>
  document(
    'PermissionSet',
    `<label>Reader</label>
    <fieldPermissions><editable>false</editable><field>${field}</field><readable>true</readable></fieldPermissions>
    <objectPermissions><allowRead>true</allowRead><object>Badge__c</object></objectPermissions>`,
  );
const whole = {
  'package.xml': manifest({
    PermissionSet: ['Reader'],
    CustomTab: ['Badge__c'],
    CustomObject: ['Badge__c'],
    CustomField: ['Badge__c.Level__c', 'Badge__c.Key__c'],
    ListView: ['Badge__c.All'],
  }),
  'objects/Badge__c.object': badge,
  'tabs/Badge__c.tab': document('CustomTab', '<customObject>true</customObject><motif>Custom53: Bell</motif>'),
  'permissionsets/Reader.permissionset': reader('Badge__c.Level__c'),
};

interface Told {
  readonly id: string;
  readonly deployResult: {
    readonly status: string;
    readonly done: boolean;
    readonly success: boolean;
    readonly errorMessage: string | null;
    readonly numberComponentsTotal: number;
    readonly details: {
      readonly componentSuccesses: readonly Readonly<Record<string, unknown>>[];
      readonly componentFailures: readonly Readonly<Record<string, unknown>>[];
    };
  };
}
const path = '/services/data/v66.0/metadata/deployRequest';

async function send(zip: Uint8Array, deployOptions: object = {}, username = admin()) {
  const form = new FormData();
  form.append('json', new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }));
  form.append('file', new Blob([Uint8Array.from(zip)], { type: 'application/zip' }), 'deploy.zip');
  const token = org.users.find((user) => user.username === username)?.accessToken ?? '';
  const answer = await fetch(org.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

const zipOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

async function deploy(files: Readonly<Record<string, string>>, options: object = {}): Promise<Told['deployResult']> {
  const { status, body } = await send(zipOf(files), options);
  expect(status).toBe(201);
  expect(body).toMatchObject({ deployResult: { status: 'Pending', done: false } });
  const told = await ask(org, admin(), `${path}/${(body as Told).id}?includeDetails=true`);
  return (told.body as Told).deployResult;
}

describe('a deploy', () => {
  test('brings objects, fields, list views, tabs and permission sets, and says so of each', async () => {
    const result = await deploy(whole);
    expect(result).toMatchObject({ status: 'Succeeded', success: true, done: true, numberComponentsTotal: 6 });
    expect(
      result.details.componentSuccesses.map(({ componentType, fullName, created }) => [
        componentType,
        fullName,
        created,
      ]),
    ).toEqual([
      ['CustomObject', 'Badge__c', true],
      ['CustomField', 'Badge__c.Level__c', true],
      ['CustomField', 'Badge__c.Key__c', true],
      ['ListView', 'Badge__c.All', true],
      ['CustomTab', 'Badge__c', true],
      ['PermissionSet', 'Reader', true],
    ]);
    const described = (await ask(org, admin(), 'sobjects/Badge__c/describe')).body as { fields: { name: string }[] };
    expect(described).toMatchObject({ label: 'Badge', custom: true, createable: true });
    expect(described.fields.map(({ name }) => name)).toContain('Key__c');
    expect(
      described.fields.map(({ name }) => name),
      'nobody was given the field',
    ).not.toContain('Level__c');
    expect((await query(org, admin(), "SELECT Label FROM PermissionSet WHERE Name = 'Reader'")).records).toMatchObject([
      { Label: 'Reader' },
    ]);
    expect((await query(org, admin(), 'SELECT Name, SobjectName FROM TabDefinition')).records).toMatchObject([
      { Name: 'Badge__c', SobjectName: 'Badge__c' },
    ]);
  });

  test('once more changes nothing but what is another one, and keeps records', async () => {
    await deploy(whole);
    await ask(org, admin(), 'sobjects/Badge__c', { method: 'POST', body: { Key__c: 'one', Name: 'One' } });
    const again = await deploy({
      ...whole,
      'permissionsets/Reader.permissionset': reader('Badge__c.Level__c').replace('Reader', 'Other'),
    });
    const changed = again.details.componentSuccesses.filter((one) => one['changed']);
    expect(changed.map(({ fullName, created }) => [fullName, created])).toEqual([['Reader', false]]);
    expect((await query(org, admin(), 'SELECT Key__c FROM Badge__c')).records).toMatchObject([{ Key__c: 'one' }]);
  });

  test('of a component is told from one with other files', async () => {
    const card = (script: string) => ({
      'package.xml': manifest({ LightningComponentBundle: ['card'] }),
      'lwc/card/card.js': script,
      'lwc/card/card.js-meta.xml': document('LightningComponentBundle', '<apiVersion>66.0</apiVersion>'),
    });
    const changed = async (script: string) => (await deploy(card(script))).details.componentSuccesses[0]?.['changed'];
    expect([await changed('1'), await changed('1'), await changed('2')]).toEqual([true, false, true]);
    const { 'lwc/card/card.js': _, ...without } = card('');
    expect((await deploy(without)).details.componentFailures).toMatchObject([
      { fullName: 'card', problem: 'Cannot find Lightning Component Bundle card' },
    ]);
  });

  test('that is only to be checked leaves nothing, and can be deployed by its Id afterwards', async () => {
    const { body } = await send(zipOf(whole), { checkOnly: true });
    const { id } = body as Told;
    expect((await ask(org, admin(), `${path}/${id}`)).body).toMatchObject({
      deployResult: { status: 'Succeeded', checkOnly: true, details: null },
    });
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status).toBe(404);
    expect((await query(org, admin(), 'SELECT Id FROM PermissionSet')).records).toEqual([]);
    const quick = await ask(org, admin(), path, { method: 'POST', body: { validatedDeployRequestId: id } });
    expect(quick.status).toBe(201);
    const done = await ask(org, admin(), `${path}/${(quick.body as Told).id}`);
    expect(done.body).toMatchObject({ deployResult: { status: 'Succeeded', checkOnly: false } });
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status).toBe(200);
  });

  test('can be cancelled before it is carried out', async () => {
    const { body } = await send(zipOf(whole));
    const own = `${path}/${(body as Told).id}`;
    const cancel = await ask(org, admin(), own, { method: 'PATCH', body: { deployResult: { status: 'Canceling' } } });
    expect(cancel.status).toBe(202);
    expect((await ask(org, admin(), own)).body).toMatchObject({ deployResult: { status: 'Canceled', success: false } });
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status).toBe(404);
  });

  test('is for administrators', async () => {
    const rep = org.users.at(-1)?.username ?? '';
    expect((await send(zipOf(whole), {}, rep)).body).toMatchObject([{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }]);
  });

  test('that is no ZIP, or has no manifest, fails as a whole', async () => {
    for (const [zip, words] of [
      [strToU8('no zip'), /no ZIP/],
      [zipOf({ 'a.txt': '' }), /No package.xml found/],
      [zipOf({ 'package.xml': '<Package><types></Package>' }), /package.xml/],
    ] as const) {
      const { body } = await send(zip);
      expect((await ask(org, admin(), `${path}/${(body as Told).id}`)).body).toMatchObject({
        deployResult: { status: 'Failed', done: true, errorMessage: expect.stringMatching(words) },
      });
    }
  });
});

describe('what cannot come is said for each component', () => {
  const failing: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
    [
      'an unknown field in a permission set',
      { 'permissionsets/Reader.permissionset': reader('Badge__c.Nope__c') },
      ['In field: field - no CustomField named Badge__c.Nope__c found'],
    ],
    [
      'a required field in a permission set',
      { 'permissionsets/Reader.permissionset': reader('Badge__c.Key__c') },
      ['You cannot deploy to a required field: Badge__c.Key__c'],
    ],
    [
      'a component without its file',
      { 'tabs/Badge__c.tab': '' },
      ["An object 'Badge__c' of type CustomTab was named in package.xml, but was not found in zipped directory"],
    ],
    [
      'an unknown column of a list view',
      { 'objects/Badge__c.object': badge.replace('<columns>Level__c', '<columns>Nope__c') },
      ['Could not resolve list view column: Nope__c'],
    ],
    [
      'a file that is not well-formed',
      { 'permissionsets/Reader.permissionset': '<PermissionSet><label>' },
      [expect.stringMatching(/^Error parsing file: /) as string],
    ],
  ];

  test.each(failing)('%s', async (_, change, problems) => {
    const files = Object.fromEntries(Object.entries({ ...whole, ...change }).filter(([, text]) => text !== ''));
    const result = await deploy(files);
    expect(result).toMatchObject({ status: 'Failed', success: false });
    expect(result.details.componentFailures.map(({ problem }) => problem)).toEqual(problems);
    expect(result.details.componentFailures[0]).toMatchObject({ problemType: 'Error', success: false });
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status, 'all of it was taken back').toBe(404);
    expect((await query(org, admin(), 'SELECT Name FROM TabDefinition')).records).toEqual([]);
  });

  test('a page needs its components, an app its pages and tabs', async () => {
    const page = document(
      'FlexiPage',
      '<flexiPageRegions><itemInstances><componentInstance><componentName>c:nope</componentName><identifier>n</identifier></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions><masterLabel>P</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>AppPage</type>',
    );
    const app = document('CustomApplication', '<label>App</label><tabs>standard-home</tabs><tabs>Nope</tabs>');
    const result = await deploy({
      'package.xml': manifest({ FlexiPage: ['P'], CustomApplication: ['App'] }),
      'flexipages/P.flexipage': page,
      'applications/App.app': app,
    });
    expect(result.details.componentFailures.map(({ fullName, problem }) => [fullName, problem])).toEqual([
      ['P', "We couldn't retrieve the design time component information for component c:nope."],
      ['App', 'In field: tab - no CustomTab named Nope found'],
    ]);
  });

  test('without a rollback the rest stands', async () => {
    const files = { ...whole, 'permissionsets/Reader.permissionset': reader('Badge__c.Nope__c') };
    const result = await deploy(files, { rollbackOnError: false });
    expect(result).toMatchObject({ status: 'SucceededPartial', success: true });
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status).toBe(200);
    expect((await query(org, admin(), 'SELECT Id FROM PermissionSet')).records).toEqual([]);
  });
});

const empty = { 'package.xml': manifest({}) };
const gone = {
  ...empty,
  'destructiveChanges.xml': manifest({
    CustomTab: ['Badge__c'],
    PermissionSet: ['Reader'],
    CustomObject: ['Badge__c'],
  }),
};

describe('taking away', () => {
  test('removes components, records and rights; what is not there is a warning', async () => {
    await deploy(whole);
    await ask(org, admin(), 'sobjects/Badge__c', { method: 'POST', body: { Key__c: 'one', Name: 'One' } });
    const result = await deploy(gone);
    expect(result.details.componentFailures).toEqual([]);
    expect(result.details.componentSuccesses.every((one) => one['deleted'])).toBe(true);
    for (const name of ['Badge__c', 'Badge__Share'])
      expect((await ask(org, admin(), `sobjects/${name}/describe`)).status).toBe(404);
    for (const name of ['PermissionSet', 'TabDefinition', 'ObjectPermissions', 'FieldPermissions'])
      expect((await query(org, admin(), `SELECT Id FROM ${name}`)).records, name).toEqual([]);
    const again = await deploy(gone);
    expect(again.success).toBe(true);
    expect(again.details.componentSuccesses.map(({ problemType, problem }) => [problemType, problem])).toContainEqual([
      'Warning',
      'No CustomTab named: Badge__c found',
    ]);
    await deploy(whole);
    expect((await query(org, admin(), 'SELECT Id FROM Badge__c')).records, 'the old records are gone').toEqual([]);
  });

  test('a permission set that people have stays, and with it the rest', async () => {
    await deploy(whole);
    const [set] = (await query(org, admin(), 'SELECT Id FROM PermissionSet')).records;
    const body = { AssigneeId: org.users.at(-1)?.id, PermissionSetId: set?.['Id'] };
    await ask(org, admin(), 'sobjects/PermissionSetAssignment', { method: 'POST', body });
    const result = await deploy(gone);
    expect(result.details.componentFailures).toMatchObject([{ fullName: 'Reader', componentType: 'PermissionSet' }]);
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status).toBe(200);
    expect((await query(org, org.users.at(-1)?.username ?? '', 'SELECT Level__c FROM Badge__c')).records).toEqual([]);
  });
});

test('what came and what went is kept in the file of an org', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quotient-deploy-'));
  const store = join(folder, 'org.sqlite');
  const restart = async (): Promise<void> => {
    await org.close();
    org = await startSampleOrg({ store });
  };
  try {
    await restart();
    await deploy(whole);
    await ask(org, admin(), 'sobjects/Badge__c', { method: 'POST', body: { Key__c: 'one', Name: 'One' } });
    await restart();
    expect((await query(org, admin(), 'SELECT Key__c FROM Badge__c')).records).toMatchObject([{ Key__c: 'one' }]);
    const again = await deploy(whole);
    expect(again.details.componentSuccesses.filter((one) => one['changed'])).toEqual([]);
    expect((await deploy(gone)).success).toBe(true);
    await restart();
    expect((await ask(org, admin(), 'sobjects/Badge__c/describe')).status).toBe(404);
    expect((await query(org, admin(), 'SELECT Id FROM PermissionSet')).records).toEqual([]);
    expect((await deploy(whole)).success).toBe(true);
    expect((await query(org, admin(), 'SELECT Id FROM Badge__c')).records).toEqual([]);
  } finally {
    await org.close();
    rmSync(folder, { recursive: true, force: true });
    org = await startSampleOrg();
  }
});
