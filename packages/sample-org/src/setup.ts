// An org ready to serve: types, data, and what every org has (organization, stages, profiles, currencies, an administrator).
import { existsSync } from 'node:fs';
import { companyObjects, loadCompanyRecords } from './company-records.ts';
import { loadCompany } from './company.ts';
import { loadFolder } from './csv.ts';
import { keepFolder } from './deploy-folder.ts';
import { SampleOrgError } from './error.ts';
import { makeId } from './id.ts';
import { addMetadata, permissionSetsOf } from './metadata.ts';
import { fiscal } from './opportunity.ts';
import { Org, type Row } from './org.ts';
import { adminProfile, allSeeing, viewers } from './people.ts';
import { assign, putPermissionSet } from './permission-set-file.ts';
import { loadScale, scaleVersion } from './scale.ts';
import type { ObjectType } from './schema.ts';
import { addShareObjects } from './shares.ts';
import { categoryNames, standardObjects, stages } from './standard-objects.ts';
import { folderPrint, printOf, Store, type Origin } from './store.ts';

export interface Setup {
  /** A folder of CSV files instead of the built-in company. */
  readonly data?: string | undefined;
  /** Instead of the built-in company one of so many opportunities, up to 2,000,000. */
  readonly scale?: number | undefined;
  /** A package directory in source format whose objects and fields the org has. */
  readonly metadata?: string | undefined;
  /** A file that keeps the org's state from one start to the next. */
  readonly store?: string | undefined;
  /** Organization-wide defaults that are others than the objects', by object. */
  readonly sharing?: Readonly<Record<string, Default>> | undefined;
  readonly clock?: (() => Date) | undefined;
}

/** Who sees records of others, and do people above an owner see them ("Grant Access Using Hierarchies")? */
export interface Default {
  readonly model?: 'private' | 'read' | 'readWrite';
  readonly hierarchies?: boolean;
}

/** A made-up company's clock stands at its as-of date at the start, or where it stood last, and runs on from there. */
function companyClock(latest: number): () => Date {
  const [start, real] = [Math.max(Date.parse('2026-04-13T15:00:00Z'), latest), Date.now()];
  return () => new Date(start + Date.now() - real);
}

/** @throws SampleOrgError on data, metadata or a store that cannot be read. */
export function setUp(setup: Setup): Org {
  const { data, scale, metadata, clock } = setup;
  const types = new Map(standardObjects().map((type) => [type.name.toLowerCase(), type]));
  if (metadata !== undefined) addMetadata(metadata, types);
  if (data === undefined && scale === undefined)
    for (const type of companyObjects()) types.set(type.name.toLowerCase(), type);
  setDefaults(types, setup.sharing ?? {});
  addShareObjects(types);
  const origin = originOf(setup);
  const store = setup.store === undefined ? null : new Store(setup.store, origin, () => org);
  const isKept = store?.isKept === true;
  if (isKept) store.readTypes(types);
  const running = data === undefined ? companyClock(store?.latest ?? 0) : () => new Date();
  const org = new Org(makeId('00D', numberOf(origin)), types, clock ?? running);
  try {
    if (!isKept || scale !== undefined) fillOrg(org, setup);
    if (isKept) store.readRecords();
    else store?.keepAll();
    org.keeper = store;
  } catch (error) {
    store?.close();
    throw error;
  }
  return org;
}

/** @throws SampleOrgError where the org has no such object, or the records of one follow their parents. */
function setDefaults(types: Map<string, ObjectType>, defaults: Readonly<Record<string, Default>>): void {
  for (const [object, { model, hierarchies }] of Object.entries(defaults)) {
    const type = types.get(object.toLowerCase());
    if (!type || typeof type.sharing === 'object')
      throw new SampleOrgError('bad-metadata', `${object} has no sharing of its own in this org.`, [
        'Name an object that the org has, and whose records do not follow their parents.',
      ]);
    types.set(object.toLowerCase(), {
      ...type,
      sharing: model ?? type.sharing,
      ...(hierarchies === undefined ? {} : { hierarchies }),
    });
  }
}

/** What an org of this set-up begins with. */
function originOf({ data, scale }: Setup): Origin {
  if (scale !== undefined)
    return {
      words: `a generated company of ${scale} opportunities`,
      print: printOf('scale', String(scale), scaleVersion),
    };
  if (data === undefined) return { words: 'the built-in company', print: printOf('company') };
  return { words: `the CSV files of ${data}`, print: existsSync(data) ? folderPrint(data) : '' };
}

/** Orgs of other data are other orgs, to whoever keeps what they have read of one. */
const numberOf = ({ print }: Origin): number => (print === '' ? 1 : Number.parseInt(print.slice(0, 10), 16));

function fillOrg(org: Org, { data, scale, metadata }: Setup): void {
  const stamp = '2016-01-01T00:00:00.000+0000';
  const stamps = { CreatedDate: stamp, LastModifiedDate: stamp, SystemModstamp: stamp, IsDeleted: false };
  const load = (object: string, values: Row): Row => org.load(object, { ...stamps, ...values });
  stages.forEach(({ name, probability, category, closed, won }, i) =>
    load('OpportunityStage', {
      MasterLabel: name,
      ApiName: name,
      IsActive: true,
      IsClosed: closed,
      IsWon: won,
      SortOrder: i + 1,
      DefaultProbability: probability,
      ForecastCategory: category,
      ForecastCategoryName: categoryNames[category] ?? null,
    }),
  );
  load('OpportunitySplitType', {
    DeveloperName: 'Revenue',
    MasterLabel: 'Revenue',
    IsActive: true,
    IsTotalValidated: true,
  });
  load('OpportunitySplitType', {
    DeveloperName: 'Overlay',
    MasterLabel: 'Overlay',
    IsActive: true,
    IsTotalValidated: false,
  });
  if (scale !== undefined) loadScale(org, scale);
  else if (data === undefined) {
    loadCompany(org);
    loadCompanyRecords(org);
  } else {
    loadFolder(org, data);
    complete(org, load);
  }
  for (const profile of org.table('Profile').rows.values())
    org.load('Profile', {
      ...profile,
      PermissionsViewAllData: allSeeing.includes(String(profile['Name'])),
      PermissionsApiEnabled: true,
    });
  if (metadata !== undefined) givePermissions(org, metadata);
}

/**
 * Permission sets of the package, given as by an administrator who has installed it: to who sees all what ends in
 * "Connector", to who leads somebody what ends in "Manager", and to the others what ends in "Rep".
 */
function givePermissions(org: Org, metadata: string): void {
  keepFolder(org, metadata);
  const sets = permissionSetsOf(metadata);
  for (const { name, xml } of sets) putPermissionSet(org, name, xml);
  const viewer = viewers(org);
  const leads = new Set([...org.table('User').rows.values()].map(({ ManagerId }) => ManagerId));
  for (const [id, { IsActive }] of org.table('User').rows) {
    if (IsActive === false) continue;
    const kind = viewer(id)?.seesAll ? 'Connector' : leads.has(id) ? 'Manager' : 'Rep';
    for (const { name } of sets) if (name.endsWith(kind)) assign(org, id, name);
  }
}

/** Adds what a folder of CSV files leaves out. */
function complete(org: Org, load: (object: string, values: Row) => Row): void {
  const users = org.table('User').rows;
  const first = (object: string): Row | undefined => org.table(object).rows.values().next().value;
  if (!first('Organization'))
    load('Organization', {
      Id: org.id,
      Name: 'Sample org',
      FiscalYearStartMonth: 1,
      UsesStartDateAsFiscalYearName: true,
      DefaultLocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      TimeZoneSidKey: 'America/Los_Angeles',
      InstanceName: 'SMP1',
      IsSandbox: false,
      OrganizationType: 'Developer Edition',
    });
  if (!first('CurrencyType'))
    load('CurrencyType', { IsoCode: 'USD', ConversionRate: 1, DecimalPlaces: 2, IsActive: true, IsCorporate: true });
  const profileId = (name: string): string => {
    for (const profile of org.table('Profile').rows.values())
      if (profile['Name'] === name) return String(profile['Id']);
    return String(load('Profile', { Name: name })['Id']);
  };
  const [adminId, standardId] = [profileId(adminProfile), profileId('Standard User')];
  if (!first('UserRole')) rolesFromManagers(org, load);
  const taken = new Set([...users.values()].map(({ Username }) => Username));
  for (const user of users.values()) {
    const plain = String(user['Name'] ?? user['Id'])
      .normalize('NFD')
      .replace(/[^A-Za-z0-9 .-]/g, '')
      .trim()
      .replaceAll(' ', '.')
      .toLowerCase();
    let username = `${plain}@sample.example`;
    for (let n = 2; taken.has(username) && user['Username'] === undefined; n++)
      username = `${plain}${n}@sample.example`;
    user['Username'] ??= username;
    taken.add(user['Username']);
    user['Email'] ??= user['Username'];
    user['IsActive'] ??= true;
    user['ProfileId'] ??= standardId;
    user['CurrencyIsoCode'] ??= 'USD';
    fill(user);
  }
  if (![...users.values()].some(({ ProfileId }) => ProfileId === adminId))
    load('User', {
      Username: 'admin@sample.example',
      Name: 'Sample Administrator',
      LastName: 'Administrator',
      FirstName: 'Sample',
      Email: 'admin@sample.example',
      Alias: 'admin',
      Title: 'Administrator',
      IsActive: true,
      ProfileId: adminId,
      CurrencyIsoCode: 'USD',
    });
  for (const object of [
    'Account',
    'Product2',
    'Opportunity',
    'OpportunitySplit',
    'OpportunityTeamMember',
    'OpportunityLineItem',
  ])
    for (const row of org.table(object).rows.values()) fill(row);
  for (const row of org.table('Opportunity').rows.values()) {
    const stage = stages.find(({ name }) => name === row['StageName']);
    row['IsClosed'] ??= stage?.closed ?? false;
    row['IsWon'] ??= stage?.won ?? false;
    row['Probability'] ??= stage?.probability ?? null;
    row['ForecastCategory'] ??= stage?.category ?? null;
    row['ForecastCategoryName'] ??= categoryNames[String(row['ForecastCategory'])] ?? null;
    fiscal(org, row);
  }
  for (const { OpportunityId } of org.table('OpportunityLineItem').rows.values()) {
    const deal = org.table('Opportunity').rows.get(String(OpportunityId));
    if (deal) deal['HasOpportunityLineItem'] ??= true;
  }

  function fill(row: Row): void {
    const changed =
      row['SystemModstamp'] ?? row['LastModifiedDate'] ?? row['CreatedDate'] ?? '2016-01-01T00:00:00.000+0000';
    row['CreatedDate'] ??= changed;
    row['LastModifiedDate'] ??= changed;
    row['SystemModstamp'] ??= changed;
    row['IsDeleted'] ??= false;
  }
}

/** A role for each person who leads somebody and one for those they lead, so that ManagerId decides who sees whom. */
function rolesFromManagers(org: Org, load: (object: string, values: Row) => Row): void {
  const users = org.table('User').rows;
  const leads = new Set([...users.values()].flatMap(({ ManagerId }) => (ManagerId ? [ManagerId] : [])));
  const made = new Map<string, string>();
  const roleOf = (id: string, path: readonly string[] = []): string | null => {
    const user = users.get(id);
    if (!user || path.includes(id)) return null;
    const known = made.get(id);
    if (known) return known;
    const parent = user['ManagerId'] ? roleOf(String(user['ManagerId']), [...path, id]) : null;
    const name = leads.has(id) ? `Team of ${String(user['Name'])}` : `Seller ${String(user['Name'])}`;
    const role = String(
      load('UserRole', { Name: name, DeveloperName: name.replaceAll(/\W+/g, '_'), ParentRoleId: parent })['Id'],
    );
    made.set(id, role);
    return role;
  };
  for (const [id, user] of users) user['UserRoleId'] ??= roleOf(id);
}
