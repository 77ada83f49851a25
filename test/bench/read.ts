// The figures of reading the CRM: decoding what an org answers, and reading an org of a million records.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { built } from './built.ts';
import { median, ms, type Figure } from './measure.ts';
import { racesOf } from './races.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const run = promisify(execFile);
const [million, tenth, fifth] = [1_000_000, 100_000, 200_000];
/** Long races are run so often, in turn; the ratio is the median of theirs. */
const rounds = 3;

interface Lap {
  readonly count: number;
  readonly time: number;
  /** Syncs after the first, in the order of their running. */
  readonly again: readonly number[];
  /** Megabytes at most. */
  readonly memory: number;
}

/** The client, built once. */
let program: Promise<string> | undefined;

/** Calls `work` with the address of an org of so many opportunities, all of whose pages are made. */
async function withOrg<T>(count: number, work: (lap: (way: string) => Promise<Lap>) => Promise<T>): Promise<T> {
  const client = await (program ??= built('read-client'));
  const server = spawn(
    process.execPath,
    ['--conditions=quotient-source', '--max-old-space-size=8192', path('read-org.ts'), String(count)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    const lap = async (way: string): Promise<Lap> => {
      const { stdout } = await run(process.execPath, [client, way, url]);
      const found = JSON.parse(stdout) as Lap;
      if (found.count !== count) throw new Error(`${way} read ${found.count} of ${count} records`);
      return found;
    };
    return await work(lap);
  } finally {
    server.kill();
  }
}

const perSecond = ({ count, time }: Lap): string => `${Math.round(count / time)},000 a second`;

/** The laps of two ways in turn, after one of each that makes the pages. */
async function inTurn(lap: (way: string) => Promise<Lap>, ours: string, rival: string): Promise<[Lap, Lap][]> {
  await lap(ours);
  await lap(rival);
  const laps: [Lap, Lap][] = [];
  for (let round = 0; round < rounds; round++) laps.push([await lap(ours), await lap(rival)]);
  return laps;
}

async function ofMillion(): Promise<Figure[]> {
  const small = await withOrg(tenth, async (lap) => {
    await lap('sync');
    return lap('sync');
  });
  return withOrg(million, async (lap) => {
    const rows = await inTurn(lap, 'bulk', 'stream');
    const stored = await inTurn(lap, 'sync', 'stream-table');
    const [[ours, theirs] = []] = rows.slice(-1);
    const [[own, others] = []] = stored.slice(-1);
    if (!ours || !theirs || !own || !others) throw new Error('no laps');
    const memory = median(stored.map(([one]) => one.memory));
    return [
      {
        name: `read: ${million} opportunities from socket to typed rows, rows a second, ours (Bulk) ÷ jsforce’s record stream (REST)`,
        ratio: median(rows.map(([one, other]) => other.time / one.time)),
        atLeast: 4,
        detail: `${perSecond(ours)} ÷ ${perSecond(theirs)}`,
      },
      {
        name: `read: ${million} opportunities into the store, rows a second, ours (a first sync) ÷ jsforce’s record stream into a table of node:sqlite`,
        ratio: median(stored.map(([one, other]) => other.time / one.time)),
        atLeast: 1.8,
        detail: `${perSecond(own)} ÷ ${perSecond(others)}`,
      },
      {
        name: `read: peak memory of a first sync of ${million} opportunities ÷ 300 MB`,
        ratio: memory / 300,
        atMost: 1,
        detail: `${memory.toFixed(0)} MB`,
      },
      {
        name: `read: peak memory of a first sync of ${million} ÷ of ${tenth} opportunities`,
        ratio: memory / small.memory,
        atMost: 1.3,
        detail: `${memory.toFixed(0)} MB ÷ ${small.memory.toFixed(0)} MB`,
      },
      {
        name: `read: a sync of 1,000 changes in ${million} opportunities ÷ the first sync`,
        ratio: median(stored.map(([one]) => median(one.again) / one.time)),
        atMost: 0.02,
        detail: `${own.again.map(ms).join(', ')} ÷ ${ms(own.time)}; the median of each process counts`,
      },
    ];
  });
}

const toStatements = (): Promise<Figure[]> =>
  withOrg(fifth, async (lap) => {
    const laps = await inTurn(lap, 'statements', 'plain');
    const [[ours, plain] = []] = laps.slice(-1);
    if (!ours || !plain) throw new Error('no laps');
    return [
      {
        name: `read: from nothing to statements, ${fifth} opportunities and 1,000 payees ÷ download, JSON.parse and a bare insert into node:sqlite`,
        ratio: median(laps.map(([one, other]) => one.time / other.time)),
        atMost: 2,
        detail: `${ms(ours.time)} ÷ ${ms(plain.time)}`,
      },
    ];
  });

export const read = async (): Promise<Figure[]> => [
  ...racesOf('read-race.ts', ['csv', 'json']),
  ...(await toStatements()),
  ...(await ofMillion()),
];
