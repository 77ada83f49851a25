// A generated company: what its queries answer is what a plain list of its rows says, before and after writes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Org, Row, Viewer } from './org.ts';
import { viewers } from './people.ts';
import { setUp } from './setup.ts';
import { startSampleOrg } from './server.ts';
import { runQuery } from './soql/query.ts';
import { everyRecord, query } from './testing.ts';

type Holds = (row: Row) => boolean;
const number = (value: unknown): number => Number(value ?? Number.NaN);
const text = (row: Row, field: string): string => String(row[field]);
let org: Org;
let viewer: Viewer;
let rep: Viewer;
beforeAll(() => {
  org = setUp({ scale: 600 });
  viewer = { id: '', seesAll: true, below: new Set() };
  const seller = [...org.table('User').rows.values()].at(-1)?.['Id'];
  rep = viewers(org)(String(seller)) as Viewer;
});

const ids = (who: Viewer, soql: string): string[] => {
  const answer = runQuery(org, who, soql, 'v66.0');
  return Array.from({ length: answer.length }, (_, i) => String((answer.record(i) as Row)['Id']));
};
const plain = (object: string): Row[] =>
  [...org.table(object).rows.values()].sort((a, b) => (text(a, 'Id') < text(b, 'Id') ? -1 : 1));
const byStamp = (a: Row, b: Row): number =>
  text(a, 'SystemModstamp') < text(b, 'SystemModstamp')
    ? -1
    : text(a, 'SystemModstamp') > text(b, 'SystemModstamp')
      ? 1
      : text(a, 'Id') < text(b, 'Id')
        ? -1
        : 1;

const cases = (): [where: string, holds: Holds][] => {
  const all = plain('Opportunity');
  // The stamp that many deals share.
  const [tied = ''] =
    [...Map.groupBy(all, (row) => text(row, 'SystemModstamp'))].find(([, rows]) => rows.length > 9) ?? [];
  const middle = `SystemModstamp >= ${tied.replace('+0000', 'Z')}`;
  const inMiddle: Holds = (row) => text(row, 'SystemModstamp') >= tied;
  const [low, high] = [text(all[100] as Row, 'Id'), text(all[420] as Row, 'Id')];
  return [
    ['IsWon = true', (row) => row['IsWon'] === true],
    ['Amount = null', (row) => (row['Amount'] ?? null) === null],
    ['Amount > 50000 AND IsClosed = false', (row) => number(row['Amount']) > 50_000 && row['IsClosed'] === false],
    [`Id > '${low}' AND Id <= '${high}'`, (row) => text(row, 'Id') > low && text(row, 'Id') <= high],
    [`Id = '${low}' OR Id >= '${high}'`, (row) => text(row, 'Id') === low || text(row, 'Id') >= high],
    [`NOT Id > '${low}'`, (row) => text(row, 'Id') <= low],
    [`Id IN ('${low}', '${high}') AND ${middle}`, (row) => [low, high].includes(text(row, 'Id')) && inMiddle(row)],
    [middle, inMiddle],
    [middle.replace('>=', '<='), (row) => text(row, 'SystemModstamp') <= tied],
    [middle.replace('>=', '='), (row) => text(row, 'SystemModstamp') === tied],
    [`NOT (${middle})`, (row) => !inMiddle(row)],
    [
      `${middle} AND SystemModstamp < 2025-12-24T00:00:00Z AND Id > '${low}'`,
      (row) => inMiddle(row) && text(row, 'SystemModstamp') < '2025-12-24' && text(row, 'Id') > low,
    ],
    [
      `(SystemModstamp > 2026-02-01T00:00:00Z OR (${middle} AND Id > '${high}'))`,
      (row) =>
        text(row, 'SystemModstamp') > '2026-02-01T00:00:00.000+0000' || (inMiddle(row) && text(row, 'Id') > high),
    ],
    [`AccountId = '${text(all[7] as Row, 'AccountId')}'`, (row) => row['AccountId'] === all[7]?.['AccountId']],
  ];
};

function compareAll(): void {
  for (const [where, holds] of cases()) {
    const expected = plain('Opportunity').filter(holds);
    const soql = `SELECT Id FROM Opportunity WHERE ${where}`;
    expect(expected.length, where).toBeGreaterThan(0);
    expect(expected.length, where).toBeLessThan(org.table('Opportunity').rows.size);
    expect(ids(viewer, soql), where).toEqual(expected.map(({ Id }) => Id));
    expect(runQuery(org, viewer, soql.replace('Id', 'COUNT()'), 'v66.0').totalSize, where).toBe(expected.length);
    const stamped = [...expected].sort(byStamp).map(({ Id }) => Id);
    for (const limit of [1, 7, 50])
      expect(ids(viewer, `${soql} ORDER BY SystemModstamp, Id LIMIT ${limit}`), where).toEqual(stamped.slice(0, limit));
    expect(ids(viewer, `${soql} LIMIT 5 OFFSET 3`), where).toEqual(expected.slice(3, 8).map(({ Id }) => Id));
    const byAmount = (row: Row): number => number(row['Amount'] ?? Number.NEGATIVE_INFINITY);
    const byAmountAndId = [...expected].sort(
      (a, b) => byAmount(b) - byAmount(a) || (text(a, 'Id') < text(b, 'Id') ? -1 : 1),
    );
    expect(ids(viewer, `${soql} ORDER BY Amount DESC NULLS LAST`), where).toEqual(byAmountAndId.map(({ Id }) => Id));
  }
  const seen = plain('Opportunity').filter(
    (row) =>
      row['OwnerId'] === rep.id ||
      plain('OpportunityTeamMember').some(
        (member) => member['OpportunityId'] === row['Id'] && member['UserId'] === rep.id,
      ),
  );
  expect(ids(rep, 'SELECT Id FROM Opportunity')).toEqual(seen.map(({ Id }) => Id));
  const splits = plain('OpportunitySplit').filter((row) => seen.some(({ Id }) => Id === row['OpportunityId']));
  expect(ids(rep, 'SELECT Id FROM OpportunitySplit')).toEqual(splits.map(({ Id }) => Id));
}

describe('600 deals', () => {
  test('are what their numbers say, and the same at every start', () => {
    const other = setUp({ scale: 600 });
    for (const object of ['Account', 'Opportunity', 'OpportunitySplit', 'OpportunityTeamMember', 'User']) {
      const { rows, type } = org.table(object);
      const copies = [...rows.values()].map((row) => rows.copy(row));
      expect(copies.length, object).toBe(rows.size);
      expect([...other.table(object).rows.values()].map((row) => rows.copy(row))).toEqual(copies);
      for (const row of copies) {
        expect(rows.copy(rows.get(text(row, 'Id')) as Row)).toEqual(row);
        for (const field of type.fields.values()) {
          const value = row[field.name] ?? null;
          if (field.type === 'reference' && value !== null)
            expect(field.referenceTo.some((parent) => org.table(parent).rows.has(String(value)))).toBe(true);
        }
      }
    }
    const { rows } = org.table('Opportunity');
    const all = plain('Opportunity');
    expect(all.filter(({ IsWon }) => IsWon === true).length).toBeGreaterThan(150);
    expect(all.filter(({ IsClosed }) => IsClosed === false).length).toBeGreaterThan(150);
    expect(all.every((row) => text(row, 'CreatedDate') < text(row, 'SystemModstamp'))).toBe(true);
    expect(new Set(all.map(({ SystemModstamp }) => SystemModstamp)).size).toBe(600 - 17);
    expect(rows.get('006Sm0000000ABCXYZ')).toBeUndefined();
  });

  test('are found as in a plain list', compareAll);

  test('are found so after writes too', () => {
    const { rows } = org.table('Opportunity');
    const all = plain('Opportunity').map(({ Id }) => String(Id));
    for (const id of all.slice(90, 130))
      org.update(viewer, 'Opportunity', id, { Amount: 77_777.77, StageName: 'Proposal' });
    for (const id of all.slice(400, 430)) org.delete(viewer, 'Opportunity', id);
    org.purge(viewer, 'Opportunity', all[401] ?? '');
    const late = org.begin();
    const lateId = late.insert(viewer, 'Opportunity', {
      Name: 'Late',
      StageName: 'Proposal',
      CloseDate: '2026-05-01',
      OwnerId: rep.id,
    });
    const values = { Name: 'New', StageName: 'Closed Won', CloseDate: '2026-04-01', Amount: 60_000 };
    const made = org.insert(viewer, 'Opportunity', values);
    org.insert(viewer, 'OpportunityTeamMember', { OpportunityId: made['Id'], UserId: rep.id });
    late.commit();
    expect(rows.size).toBe(600 - 30 + 2);
    expect(rows.inOrder).toBe(false);
    compareAll();
    expect(ids(viewer, "SELECT Id FROM Opportunity WHERE Name IN ('Late', 'New') LIMIT 1")).toEqual([lateId]);
    const [split] = ids(viewer, `SELECT Id FROM OpportunitySplit WHERE OpportunityId = '${all[2] ?? ''}'`);
    org.update(viewer, 'OpportunitySplit', split ?? '', { SplitNote: 'Changed' });
    const parent = `SELECT Id, (SELECT Id, SplitNote FROM OpportunitySplits) FROM Opportunity WHERE Id = '${all[2] ?? ''}'`;
    expect(runQuery(org, viewer, parent, 'v66.0').record(0)).toMatchObject({
      OpportunitySplits: { totalSize: 3, records: [{ Id: split, SplitNote: 'Changed' }, {}, {}] },
    });
    const splits = ids(viewer, `SELECT Id FROM OpportunitySplit WHERE OpportunityId = '${all[402] ?? ''}'`);
    expect(splits).toEqual([]);
    const withDeleted = runQuery(org, viewer, 'SELECT Id FROM Opportunity WHERE IsDeleted = true', 'v66.0', true);
    expect(withDeleted.totalSize).toBe(29);
  });

  test('stand on the pages of a query as they did when it began, with the values that they have', () => {
    const answer = runQuery(org, viewer, 'SELECT Id, Name, IsDeleted FROM Opportunity', 'v66.0', false);
    const [gone, changed, purged] = [10, 11, 12].map((i) => text(answer.record(i) as Row, 'Id'));
    org.delete(viewer, 'Opportunity', gone ?? '');
    org.update(viewer, 'Opportunity', changed ?? '', { Name: 'Changed' });
    org.hardDelete(viewer, 'Opportunity', purged ?? '');
    org.insert(viewer, 'Opportunity', { Name: 'New', StageName: 'Proposal', CloseDate: '2026-05-01' });
    expect([10, 11, 12].map((i) => answer.record(i))).toMatchObject([
      { Id: gone, IsDeleted: true },
      { Id: changed, Name: 'Changed' },
      { Id: purged, IsDeleted: true },
    ]);
    expect(answer.totalSize).toBe(answer.length);
  });
});

test.each([1, 2, 3, 6, 41])('%i deals make a company too', (scale) => {
  const small = setUp({ scale });
  const answer = runQuery(small, viewer, 'SELECT Id FROM Opportunity ORDER BY SystemModstamp LIMIT 50', 'v66.0');
  expect(answer.totalSize).toBe(scale);
});

test.each([0, 2_000_001, 1.5, Number.NaN])('%d deals do not', (scale) => {
  expect(() => setUp({ scale })).toThrow('cannot be made');
});

describe('200,000 deals', () => {
  let sample: Awaited<ReturnType<typeof startSampleOrg>>;
  beforeAll(async () => {
    sample = await startSampleOrg({ scale: 200_000 });
  });
  afterAll(() => sample.close());

  test('are read page by page, each once, without being kept', async () => {
    const admin = sample.users[0]?.username ?? '';
    const records = await everyRecord(sample, admin, 'SELECT Id FROM Opportunity');
    expect(new Set(records.map(({ Id }) => Id)).size).toBe(200_000);
    expect(records.map(({ Id }) => String(Id)).every((id, i, all) => i === 0 || id > String(all[i - 1]))).toBe(true);
    const { rows } = sample.org.table('Opportunity');
    expect([...rows.storedPlaces()]).toEqual([]);
    const page = await query(sample, admin, 'SELECT COUNT() FROM Opportunity WHERE IsClosed = true');
    expect(page.totalSize / 200_000).toBeCloseTo(2 / 3, 2);
  });
});
