// The figures of publishing: the snapshots of 5,000 people into a sample org, against bare calls with the same bodies.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publication, snapshots, type Snapshot } from '@quotient/calc';
import { keyField, planObject, snapshotObject, snapshotRow } from '@quotient/salesforce';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { publish, Rest } from '@quotient/sf-plugin';
import { makeBook } from './calc-book.ts';
import { median, ms, type Figure } from './measure.ts';

const people = 5_000;
const rounds = 3;
/** Records in a call that writes, and on a page of a query. */
const [perCall, perPage] = [200, 2_000];
const changes = 50;

/** A call without anything around it. */
interface Call {
  readonly path: string;
  readonly method: string;
  readonly body?: string;
}

/** A book of so many people, and what it says to each of them. */
function given(): { readonly users: string; readonly list: Snapshot[] } {
  const book = makeBook({ records: 40_000, payees: people, seed: 5 });
  const list = snapshots(book).map((one) => publication({ ...one, inputs: hashOf(one) }));
  const users = (book.users ?? []).map(({ Id, Name }) => `${Id},"${String(Name ?? Id)}",true\n`);
  return { users: `Id,Name,IsActive\n${users.join('')}`, list };
}
const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** An org of these people, and nothing published. */
async function withOrg<T>(data: string, work: (org: SampleOrg) => Promise<T>): Promise<T> {
  const metadata = fileURLToPath(new URL('../../manifests/force-app/main/default', import.meta.url));
  const org = await startSampleOrg({ data, metadata, faults: true });
  try {
    return await work(org);
  } finally {
    await org.close();
  }
}

const restOf = ({ url, users }: SampleOrg): Rest =>
  new Rest({ instanceUrl: url, accessToken: users[0]?.accessToken ?? '', name: 'bench' });

const base = '/services/data/v66.0';
const query = (object: string, field: string): Call => ({
  method: 'GET',
  path: `${base}/query?q=${encodeURIComponent(`SELECT Id, ${keyField}, ${field} FROM ${object} ORDER BY Id`)}`,
});

/** What has to be sent: what is published is asked for, then all is written, by as few calls as hold it. */
const callsOf = (list: readonly Snapshot[]): Call[] => [
  query(planObject, 'Body__c'),
  query(snapshotObject, 'OwnerId, InputsHash__c'),
  ...Array.from({ length: Math.ceil(list.length / perCall) }, (_, i) => ({
    method: 'PATCH',
    path: `${base}/composite/sobjects/${snapshotObject}/${keyField}`,
    body: JSON.stringify({
      allOrNone: false,
      records: list
        .slice(i * perCall, (i + 1) * perCall)
        .map((one) => ({ attributes: { type: snapshotObject }, ...snapshotRow(one, JSON.stringify(one)) })),
    }),
  })),
];

async function sendBare({ url, users }: SampleOrg, calls: readonly Call[]): Promise<void> {
  const headers = { authorization: `Bearer ${users[0]?.accessToken ?? ''}`, 'content-type': 'application/json' };
  for (const { method, path, body } of calls) {
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    const results = (await answer.json()) as readonly { readonly success?: boolean }[];
    if (!answer.ok || (Array.isArray(results) && !results.every(({ success }) => success)))
      throw new Error(`the org refuses ${method} ${path}`);
  }
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

export async function publishing(): Promise<Figure[]> {
  const { users, list } = given();
  const data = mkdtempSync(join(tmpdir(), 'quotient-bench-'));
  writeFileSync(join(data, 'User.csv'), users);
  try {
    const bodies = callsOf(list);
    const ours = (): Promise<number> =>
      withOrg(data, (org) => timed(() => publish(restOf(org), [], list, { mostCalls: bodies.length * 4 })));
    const bare = (): Promise<number> => withOrg(data, (org) => timed(() => sendBare(org, bodies)));
    await ours();
    await bare();
    const laps: [number, number][] = [];
    for (let round = 0; round < rounds; round++) laps.push([await ours(), await bare()]);
    const bytes = bodies.reduce((sum, { body = '' }) => sum + body.length, 0);

    const { made, needed } = await withOrg(data, async (org) => {
      await publish(restOf(org), [], list);
      const before = org.requests().length;
      const next = list.map((one, i) =>
        i % Math.floor(list.length / changes) === 1 ? { ...one, inputs: hashOf(one.inputs) } : one,
      );
      const { updated } = await publish(restOf(org), [], next);
      return {
        made: org.requests().length - before,
        needed: 1 + Math.ceil(list.length / perPage) + Math.ceil(updated.length / perCall),
      };
    });
    return [
      {
        name: `publish: ${list.length} snapshots, time, ours ÷ bare calls with the same bodies`,
        ratio: median(laps.map(([one, other]) => one / other)),
        atMost: 2,
        detail: `${ms(median(laps.map(([one]) => one)))} ÷ ${ms(median(laps.map(([, one]) => one)))}, ${(bytes / 1e6).toFixed(0)} MB`,
      },
      {
        name: `publish: again with ${changes} of them changed, calls ÷ those needed`,
        ratio: made / needed,
        atMost: 1,
        detail: `${made} ÷ ${needed}: the pages that say what is published, and one that writes`,
      },
    ];
  } finally {
    rmSync(data, { recursive: true });
  }
}
