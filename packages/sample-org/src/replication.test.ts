// The change feeds: what /updated and /deleted answer, and what they refuse.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from './org.ts';
import { viewers } from './people.ts';
import { deleted, updated } from './replication.ts';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

let sample: SampleOrg;
let admin: string;
let viewer: Viewer;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-04-13T15:00:20.000Z');
  sample = await startSampleOrg({ clock: () => new Date(now) });
  admin = sample.users[0]?.username ?? '';
  viewer = viewers(sample.org)(sample.users[0]?.id ?? '') as Viewer;
});
afterEach(() => sample.close());

const at = (time: string): number => (now = Date.parse(`2026-04-13T${time}Z`));
const insert = (Name = 'Deal'): string =>
  String(sample.org.insert(viewer, 'Opportunity', { Name, StageName: 'Proposal', CloseDate: '2026-05-01' })['Id']);
const feed = async (what: string, start: string, end: string, person = admin) => {
  const span = new URLSearchParams({ start: `2026-04-13T${start}`, end: `2026-04-13T${end}` });
  return ask(sample, person, `sobjects/Opportunity/${what}?${span}`);
};

test('updated names what was added and changed from start up to end, with seconds cut off', async () => {
  at('15:01:00');
  const [kept, moved] = [insert(), insert()];
  at('15:02:59');
  const last = insert();
  at('15:03:00');
  sample.org.update(viewer, 'Opportunity', moved, { Amount: 5 });
  at('15:10:30');
  expect((await feed('updated', '15:01:40+00:00', '15:03:59+00:00')).body).toEqual({
    ids: [kept, last],
    latestDateCovered: '2026-04-13T15:03:00.000+0000',
  });
  expect((await feed('updated', '17:03:00+02:00', '17:30:00+02:00')).body).toEqual({
    ids: [moved],
    latestDateCovered: '2026-04-13T15:10:00.000+0000',
  });
});

test('deleted names what is in the recycle bin and what was purged, not what is back', async () => {
  const [binned, purged, back] = [insert(), insert(), insert()];
  at('15:01:05.250');
  for (const id of [binned, purged, back]) sample.org.delete(viewer, 'Opportunity', id);
  at('15:02:00');
  sample.org.purge(viewer, 'Opportunity', purged);
  sample.org.undelete(viewer, 'Opportunity', back);
  at('15:05:00');
  const deletedDate = '2026-04-13T15:01:05.250+0000';
  expect((await feed('deleted', '15:01:00Z', '15:04:00Z')).body).toEqual({
    deletedRecords: [
      { id: binned, deletedDate },
      { id: purged, deletedDate },
    ],
    earliestDateAvailable: '2016-01-01T00:00:00.000+0000',
    latestDateCovered: '2026-04-13T15:04:00.000+0000',
  });
  expect((await feed('updated', '15:01:00Z', '15:04:00Z')).body).toMatchObject({ ids: [back] });
  sample.org.forgetDeletions('2026-04-13T15:03:00.000+0000');
  expect((await feed('deleted', '15:01:00Z', '15:04:00Z')).body).toMatchObject({
    deletedRecords: [{ id: binned }],
    earliestDateAvailable: '2026-04-13T15:03:00.000+0000',
  });
});

test('a person hears of what is theirs to see', async () => {
  const rep = sample.users.at(-1);
  insert();
  const own = String(sample.org.update(viewer, 'Opportunity', insert(), { OwnerId: rep?.id })['Id']);
  at('15:05:00');
  expect((await feed('updated', '15:00:00Z', '15:05:00Z', rep?.username)).body).toMatchObject({ ids: [own] });
});

describe('is refused:', () => {
  test.each([
    ['updated', '15:05:00Z', '15:05:30Z', 'INVALID_REPLICATION_DATE', /before end/],
    ['deleted', '15:06:00Z', '15:05:00Z', 'INVALID_REPLICATION_DATE', /before end/],
    ['updated', '15:05:00', '15:06:00Z', 'INVALID_REPLICATION_DATE', /start is no date/],
    ['deleted', '15:05:00Z', 'soon', 'INVALID_REPLICATION_DATE', /end is no date/],
  ])('%s from %s to %s', async (what, start, end, errorCode, message) => {
    expect(await feed(what, start, end)).toMatchObject({
      status: 400,
      body: [{ errorCode, message: expect.stringMatching(message) }],
    });
  });

  test.each([
    ['updated', 30],
    ['deleted', 15],
  ])('%s from more than %i days ago', async (what, days) => {
    const path = (minutes: number): string =>
      `sobjects/Account/${what}?start=${new Date(now - days * 86_400_000 + minutes * 60_000).toISOString()}&end=2026-04-13T15:00:00Z`;
    expect((await ask(sample, admin, path(1))).status).toBe(200);
    expect(await ask(sample, admin, path(0))).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_REPLICATION_DATE', message: expect.stringContaining(`${days} days`) }],
    });
  });

  test('more ids than the limit', () => {
    const ids = [insert(), insert(), insert()];
    const { type } = sample.org.table('Opportunity');
    const span = new URLSearchParams({ start: '2026-04-13T15:00:00Z', end: '2026-04-13T15:01:00Z' });
    expect(updated(sample.org, viewer, type, span, 3)).toMatchObject({ ids });
    expect(() => updated(sample.org, viewer, type, span, 2)).toThrow('More than 2 records');
    for (const id of ids) sample.org.delete(viewer, 'Opportunity', id);
    expect(() => deleted(sample.org, viewer, type, span, 2)).toThrow('More than 2 records');
  });
});

describe('a transaction under way', () => {
  test('holds the covered date back, and its records are seen late, with the stamps of their making', async () => {
    at('15:01:30');
    const transaction = sample.org.begin();
    at('15:02:00');
    const id = transaction.insert(viewer, 'Opportunity', {
      Name: 'Late',
      StageName: 'Proposal',
      CloseDate: '2026-05-01',
    });
    at('15:06:00');
    const other = insert('Early');
    const soql = `SELECT Id, SystemModstamp, CreatedDate FROM Opportunity WHERE Name IN ('Late', 'Early')`;
    expect((await query(sample, admin, soql)).records).toMatchObject([{ Id: other }]);
    expect((await feed('updated', '15:01:00Z', '15:07:00Z')).body).toEqual({
      ids: [other],
      latestDateCovered: '2026-04-13T15:01:00.000+0000',
    });
    at('15:08:00');
    transaction.commit();
    const made = '2026-04-13T15:02:00.000+0000';
    expect((await query(sample, admin, soql)).records).toMatchObject([
      { Id: id, SystemModstamp: made, CreatedDate: made },
      { Id: other },
    ]);
    expect((await feed('updated', '15:01:00Z', '15:08:00Z')).body).toMatchObject({
      latestDateCovered: '2026-04-13T15:08:00.000+0000',
    });
  });

  test('writes nothing where one of its writes is refused, or where it is rolled back', async () => {
    const kept = insert('Kept');
    const refused = sample.org.begin();
    refused.update(viewer, 'Opportunity', kept, { Name: 'Changed' });
    refused.update(viewer, 'Opportunity', kept, { CloseDate: null });
    expect(() => refused.commit()).toThrow('Required fields are missing');
    const undone = sample.org.begin();
    undone.delete(viewer, 'Opportunity', kept);
    undone.rollback();
    expect(sample.org.underWay.size).toBe(0);
    expect((await query(sample, admin, `SELECT Name FROM Opportunity WHERE Id = '${kept}'`)).records).toMatchObject([
      { Name: 'Kept' },
    ]);
  });
});
