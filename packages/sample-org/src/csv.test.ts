// An org from CSV files: what is wrong is said with file, line and remedy, and nothing starts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg } from './server.ts';
import { query } from './testing.ts';

let dir: string;
let n = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-csv-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function folder(files: Readonly<Record<string, string>>): string {
  const data = mkdtempSync(join(dir, `${n++}-`));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(data, name), text);
  return data;
}
const users = 'Id,Name\n005000000000001AAA,Ann Lee\n';
const head = 'Id,Name,OwnerId,Amount,CloseDate,StageName';
const deal = (line: string): Record<string, string> => ({ 'User.csv': users, 'Opportunity.csv': `${head}\n${line}\n` });
const good = '006000000000001AAA,Deal,005000000000001AAA,12.5,2026-03-31,Proposal';

test.each<[name: string, files: Record<string, string>, message: RegExp, action: RegExp]>([
  ['no file', {}, /holds no CSV files/, /Opportunity\.csv/],
  ['a file of no object', { 'Nothing.csv': 'Id\n' }, /Nothing\.csv: the org has no object Nothing/, /Name the file/],
  ['an unknown column', { 'User.csv': 'Id,Colour\n' }, /User\.csv:1: User has no field "Colour" \(column 2\)/, /__c/],
  ['a column twice', { 'User.csv': 'Id,Name,Name\n' }, /:1: the column "Name" stands twice/, /Remove one/],
  [
    'a line too short',
    deal('006000000000001AAA,Deal'),
    /Opportunity\.csv:2: the line has another number of columns/,
    /quotes around values/,
  ],
  ['an open quote', deal(good.replace('Deal', '"Deal')), /Opportunity\.csv:\d: the line opens a quote/, /Close it/],
  [
    'an amount in words',
    deal(good.replace('12.5', 'much')),
    /Opportunity\.csv:2: Amount is "much", expected a number/,
    /Correct/,
  ],
  [
    'a wrong date',
    deal(good.replace('2026-03-31', '2026-02-30')),
    /:2: CloseDate is "2026-02-30", expected a date/,
    /Correct/,
  ],
  ['a wrong Id', deal(good.replace('006000000000001AAA', '6')), /:2: Id is "6", expected an Id/, /Correct/],
  ['an Id twice', deal(`${good}\n${good}`), /:3: the Id 006000000000001AAA stands already in line 2/, /own Id/],
  [
    'an owner who is not there',
    deal(good.replace('005000000000001AAA', '005000000000009AAA')),
    /:2: OwnerId "005000000000009AAA" is the Id of no User/,
    /Add the User/,
  ],
])('%s stops the start', async (_, files, message, action) => {
  await expect(startSampleOrg({ data: folder(files) })).rejects.toMatchObject({
    name: 'SampleOrgError',
    code: 'bad-data',
    message: expect.stringMatching(message),
    actions: [expect.stringMatching(action)],
  });
});

test('quotes, commas, line breaks and a byte-order mark are read as they are meant', async () => {
  const lines = [head, '"006000000000001AAA","A ""big"", long\nname",005000000000001AAA,1e3,2026-03-31,Closed Won', ''];
  const org = await startSampleOrg({
    data: folder({ 'User.csv': users, 'Opportunity.csv': `\uFEFF${lines.join('\r\n')}` }),
  });
  try {
    const { records } = await query(org, 'admin@sample.example', 'SELECT Name, Amount, IsWon FROM Opportunity');
    expect(records).toMatchObject([{ Name: 'A "big", long\nname', Amount: 1000, IsWon: true }]);
  } finally {
    await org.close();
  }
});
