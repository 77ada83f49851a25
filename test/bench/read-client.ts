// One client that reads an org of prepared pages, in a process that holds nothing else; prints time and memory as JSON.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { calculate, type Plan } from '@quotient/calc';
import { Rows, type Field } from '@quotient/salesforce';
import { bookOf } from '../../connector/src/book.ts';
import { readPages } from '../../connector/src/org/read.ts';
import { Rest } from '../../connector/src/org/rest.ts';
import { readStore } from '../../connector/src/store/store.ts';
import { sync } from '../../connector/src/sync/sync.ts';
import { idOf } from './calc-records.ts';
import { payees } from './read-org.ts';

const [, , way = '', url = ''] = process.argv;
const fields: readonly Field[] = [
  { path: 'Id', type: 'id' },
  { path: 'OwnerId', type: 'id' },
  { path: 'Name', type: 'text' },
  { path: 'StageName', type: 'text' },
  { path: 'Amount', type: 'decimal' },
  { path: 'CurrencyIsoCode', type: 'text' },
  { path: 'CloseDate', type: 'day' },
  { path: 'CreatedDate', type: 'instant' },
  { path: 'SystemModstamp', type: 'instant' },
  { path: 'IsClosed', type: 'boolean' },
  { path: 'IsWon', type: 'boolean' },
  { path: 'Type', type: 'text' },
];
const names = fields.map(({ path }) => path);
const soql = `SELECT ${names.join(', ')} FROM Opportunity ORDER BY Id`;
const login = { instanceUrl: url, accessToken: '00DHb0000000001!bench', name: 'bench' };

/** A plan that all payees have: a marginal table on what they won in the year. */
const plan = {
  quotient: 1,
  id: 'bench',
  name: 'Bench',
  currency: 'USD',
  effective: { from: '2026-01-01', to: '2026-12-31' },
  pay: 'month',
  measures: {
    won: {
      label: 'Won',
      basis: 'bookings',
      object: 'Opportunity',
      value: 'Amount',
      date: 'CloseDate',
      credit: 'owner',
      where: { IsWon: { eq: true }, Type: { ne: 'Renewal' } },
    },
  },
  components: [
    {
      id: 'commission',
      label: 'Commission',
      measure: 'won',
      window: 'year',
      rate: {
        type: 'marginal',
        tiers: [
          { from: '0%', rate: '8%' },
          { from: '100%', rate: '12%' },
        ],
      },
    },
  ],
} as unknown as Plan;

async function recordStream(received: (record: Record<string, unknown>) => void): Promise<number> {
  const { Connection } = await import('jsforce');
  const connection = new Connection({ instanceUrl: url, accessToken: login.accessToken, version: '66.0' });
  return new Promise((resolve, reject) => {
    let count = 0;
    const query = connection
      .query(soql)
      .on('record', (record) => {
        count++;
        received(record as Record<string, unknown>);
      })
      .on('end', () => resolve(count))
      .on('error', reject);
    void query.run({ autoFetch: true, maxFetch: 10_000_000 });
  });
}

/** A plain table of the rows, in one transaction. */
async function intoTable(
  dir: string,
  read: (insert: (record: Record<string, unknown>) => void) => Promise<number>,
): Promise<number> {
  const database = new DatabaseSync(join(dir, 'rows.sqlite'));
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (${names.join(', ')}, PRIMARY KEY (Id)) WITHOUT ROWID; BEGIN`,
  );
  const insert = database.prepare(`INSERT INTO rows VALUES (${names.map(() => '?').join(', ')})`);
  const count = await read((record) =>
    insert.run(
      ...names.map((name) => {
        const value = record[name];
        return typeof value === 'boolean' ? Number(value) : ((value ?? null) as string | number | null);
      }),
    ),
  );
  database.exec('COMMIT');
  database.close();
  return count;
}

const ways: Readonly<Record<string, (dir: string) => Promise<number>>> = {
  /** Ours, by a Bulk job, to typed rows. */
  bulk: async () => {
    const rows = new Rows(fields);
    const { count } = await readPages(new Rest(login), { object: 'Opportunity', fields, where: undefined }, rows, () =>
      rows.clear(),
    );
    return count;
  },
  /** The record stream of jsforce. */
  stream: () => recordStream(() => undefined),
  'stream-table': (dir) => intoTable(dir, recordStream),
  /** Ours into the store: describes, users and all. */
  sync: async (dir) => (await sync(new Rest(login), [plan], dir)).counts['Opportunity'] ?? 0,
  /** From nothing to statements. */
  statements: async (dir) => {
    await sync(new Rest(login), [plan], dir);
    const { records, meta } = readStore(dir);
    const people = Array.from({ length: payees }, (_, i) => idOf('005', i));
    const { statements } = calculate(
      bookOf(
        {
          asOf: '2026-11-20',
          plans: [plan],
          assignments: people.map((payee) => ({ payee, plan: plan.id, from: '2026-01-01', to: null })),
          quotas: people.map((payee) => ({ payee, component: 'commission', period: '2026', amount: '500000' })),
        },
        records,
        meta,
      ),
    );
    writeFileSync(join(dir, 'statements.json'), JSON.stringify(statements.length));
    return records['Opportunity']?.length ?? 0;
  },
  /** The same pages merely downloaded, parsed and put into a table. */
  plain: (dir) =>
    intoTable(dir, async (insert) => {
      let count = 0;
      for (
        let path: string | undefined = `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`;
        path !== undefined;
      ) {
        const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${login.accessToken}` } });
        const page = JSON.parse(await answer.text()) as { nextRecordsUrl?: string; records: Record<string, unknown>[] };
        for (const record of page.records) insert(record);
        count += page.records.length;
        path = page.nextRecordsUrl;
      }
      return count;
    }),
};

const dir = mkdtempSync(join(tmpdir(), 'quotient-bench-'));
try {
  const work = ways[way];
  if (!work) throw new Error(`no way ${way}`);
  const start = performance.now();
  const count = await work(dir);
  const time = performance.now() - start;
  const memory = process.resourceUsage().maxRSS / 1024;
  // How long later times take, each when another thousand have changed.
  const again: number[] = [];
  if (way === 'sync')
    for (let i = 0; i < 9; i++) {
      await setTimeout(200);
      const from = performance.now();
      await sync(new Rest(login), [plan], dir);
      again.push(performance.now() - from);
    }
  process.stdout.write(JSON.stringify({ count, time, again, memory }));
} finally {
  rmSync(dir, { recursive: true });
}
