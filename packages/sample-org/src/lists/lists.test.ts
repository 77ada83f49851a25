// Lists: list views that a deploy brought, what is related to a record, and what was looked at lately.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import { ask, query } from '../testing.ts';

const metadata = fileURLToPath(new URL('../../../../manifests/force-app/main/default', import.meta.url));
const object = 'QuotientSnapshot__c';
const rep = 'priya.nair@harborline.example';
let org: SampleOrg;
let admin: string;
const idOf = (username: string): string => org.users.find((user) => user.username === username)?.id ?? '';
beforeAll(async () => {
  org = await startSampleOrg({ metadata });
  admin = org.users[0]?.username ?? '';
  for (const [Name, AsOf__c, owner] of [
    ['Today', '2026-04-13', rep],
    ['Yesterday', '2026-04-12', admin],
    ['Two days ago', '2026-04-11', admin],
    ['Three days ago', '2026-04-10', rep],
    ['Last year', '2025-04-10', admin],
  ] as const) {
    const body = { Key__c: Name, Name, AsOf__c, OwnerId: idOf(owner), Payee__c: idOf(owner) };
    expect((await ask(org, admin, `sobjects/${object}`, { method: 'POST', body })).status).toBe(201);
  }
});
afterAll(() => org.close());

interface ListView {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
}
const read = async <T>(path: string, by = admin): Promise<T> => {
  const { status, body } = await ask(org, by, path);
  expect([path, status, status === 200 ? '' : body]).toEqual([path, 200, '']);
  return body as T;
};
const views = async (): Promise<ListView[]> =>
  (await read<{ listviews: ListView[] }>(`sobjects/${object}/listviews`)).listviews;
const view = async (name: string): Promise<ListView> =>
  (await views()).find(({ developerName }) => developerName === name) as ListView;

describe('list views over REST', () => {
  test('are listed, each with its addresses', async () => {
    expect((await views()).map(({ developerName, label }) => [developerName, label])).toEqual([
      ['All', 'All'],
      ['Mine', 'My Snapshots'],
      ['Old', 'Older Than Two Days'],
    ]);
    const one = await view('Old');
    const url = `/services/data/v66.0/sobjects/${object}/listviews/${one.id}`;
    expect(one).toMatchObject({ url, describeUrl: `${url}/describe`, resultsUrl: `${url}/results` });
    expect(one.id).toMatch(/^00B\w{15}$/);
    expect(await read(url)).toEqual(one);
    expect(await read(`sobjects/${object}/listviews/recent`)).toMatchObject({ size: 0, listviews: [] });
  });

  test.each([
    ['All', ['Last year', 'Three days ago', 'Today', 'Two days ago', 'Yesterday']],
    ['Mine', ['Last year', 'Two days ago', 'Yesterday']],
    ['Old', ['Last year', 'Three days ago']],
  ])('%s holds what it says', async (name, expected) => {
    const { id } = await view(name);
    const results = await read<{ size: number; records: { columns: { fieldNameOrPath: string; value: string }[] }[] }>(
      `sobjects/${object}/listviews/${id}/results`,
    );
    const valueOf = (columns: { fieldNameOrPath: string; value: string }[]): string | undefined =>
      columns.find(({ fieldNameOrPath }) => fieldNameOrPath === 'Name')?.value;
    expect(results.records.map(({ columns }) => valueOf(columns))).toEqual(expected);
    expect(results.size).toBe(expected.length);
    const page = await read<{ records: unknown[] }>(`sobjects/${object}/listviews/${id}/results?limit=1&offset=1`);
    expect(page.records).toEqual(results.records.slice(1, 2));
    const described = await read<{ query: string; columns: object[] }>(`sobjects/${object}/listviews/${id}/describe`);
    expect((await query(org, admin, described.query)).records.map(({ Name }) => Name)).toEqual(expected);
    expect(described).toMatchObject({ scope: name === 'Mine' ? 'mine' : 'everything', sobjectType: object });
  });

  test('that are not there are as records that are not there; a limit that is none is refused', async () => {
    expect((await ask(org, admin, `sobjects/${object}/listviews/00B000000000000AAA`)).status).toBe(404);
    const { id } = await view('All');
    expect(await ask(org, admin, `sobjects/${object}/listviews/${id}/results?limit=x`)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'ILLEGAL_QUERY_PARAMETER_VALUE' }],
    });
  });
});

interface UiPage {
  readonly count: number;
  readonly nextPageToken: string | null;
  readonly records: readonly { readonly fields: Readonly<Record<string, { readonly value: unknown }>> }[];
}
const namesOf = ({ records }: UiPage): unknown[] => records.map(({ fields }) => fields['Name']?.value);

describe('lists of pages', () => {
  test('a list view by its name and by its Id, page by page, in an order of choice', async () => {
    const expected = ['Last year', 'Three days ago'];
    const path = `ui-api/list-records/${object}/Old`;
    expect(namesOf(await read<UiPage>(path))).toEqual(expected);
    expect(namesOf(await read<UiPage>(`ui-api/list-records/${(await view('Old')).id}`))).toEqual(expected);
    const first = await read<UiPage>(`${path}?pageSize=1&sortBy=-${object}.Name&fields=${object}.Key__c`);
    expect([namesOf(first), first.count, first.nextPageToken]).toEqual([['Three days ago'], 1, '1']);
    expect(first.records[0]?.fields['Key__c']?.value).toBe('Three days ago');
    const second = await read<UiPage>(`${path}?pageSize=1&sortBy=-${object}.Name&pageToken=1`);
    expect([namesOf(second), second.nextPageToken]).toEqual([['Last year'], null]);
    expect((await ask(org, admin, `${path}?sortBy=Colour`)).body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
    expect((await ask(org, admin, `${path}?where=x`)).status).toBe(400);
  });

  test('what a list view is', async () => {
    expect(await read(`ui-api/list-info/${object}`)).toMatchObject({ count: 3, objectApiName: object });
    expect(await read(`ui-api/list-info/${object}/Old`)).toMatchObject({
      label: 'Older Than Two Days',
      filterLogicString: '1',
      filteredByInfo: [{ fieldApiName: 'AsOf__c', operator: 'lessThan', operandLabels: ['LAST_N_DAYS:2'] }],
      listReference: { listViewApiName: 'Old', objectApiName: object, type: 'listView' },
    });
  });

  test('records that belong to another, and how many', async () => {
    const soql = 'SELECT AccountId, COUNT(Id) n FROM Opportunity GROUP BY AccountId ORDER BY COUNT(Id) DESC LIMIT 1';
    const [most] = (await query(org, admin, soql)).records;
    const [account, count] = [String(most?.['AccountId']), Number(most?.['n'])];
    const path = `ui-api/related-list-records/${account}/Opportunities?fields=Opportunity.Name`;
    const all = await read<UiPage>(path);
    expect([all.count, all.nextPageToken]).toEqual([count, null]);
    expect(namesOf(await read<UiPage>(`${path}&pageSize=1&pageToken=1`))).toEqual(namesOf(all).slice(1, 2));
    expect(await read(`ui-api/related-list-count/${account}/Opportunities?maxCount=1`)).toMatchObject({
      count: 1,
      hasMore: count > 1,
    });
    const over = await read<{ totalSize: number }>(`sobjects/Account/${account}/Opportunities?fields=Id,Name`);
    expect(over.totalSize).toBe(count);
    expect((await ask(org, admin, `sobjects/Account/${account}/Nothing`)).status).toBe(404);
    expect((await ask(org, admin, `ui-api/related-list-records/${account}/Nothing`)).status).toBe(404);
  });

  test('the record that another belongs to, and the one beyond', async () => {
    const soql = 'SELECT Id, Account.Name, Account.Owner.Name FROM Opportunity WHERE AccountId != null LIMIT 1';
    const [deal] = (await query(org, admin, soql)).records;
    const account = deal?.['Account'] as { Name: string; Owner: { Name: string } };
    const path = `sobjects/Opportunity/${String(deal?.['Id'])}/Account`;
    expect(await read(`${path}?fields=Name`)).toMatchObject({ Name: account.Name });
    expect(await read(`${path}/Owner?fields=Name`)).toMatchObject({ Name: account.Owner.Name });
  });
});

test('what was looked at is listed to who looked, the latest first, as long as they may see it', async () => {
  const looked = await query(org, rep, `SELECT Id, Name FROM ${object} ORDER BY Name FOR VIEW`);
  expect(looked.records.map(({ Name }) => Name)).toEqual(['Three days ago', 'Today']);
  const recent = async (by: string): Promise<unknown[]> =>
    (await read<{ Name: string }[]>('recent', by)).map(({ Name }) => Name);
  expect(await recent(rep)).toEqual(['Today', 'Three days ago']);
  expect(await recent(admin)).toEqual([]);
  const { recentItems } = await read<{ recentItems: { Name: string }[] }>(`sobjects/${object}`, rep);
  expect(recentItems.map(({ Name }) => Name)).toEqual(['Today', 'Three days ago']);
  const id = String(looked.records[1]?.['Id']);
  await ask(org, admin, `sobjects/${object}/${id}`, { method: 'PATCH', body: { OwnerId: idOf(admin) } });
  expect(await recent(rep)).toEqual(['Three days ago']);
});
