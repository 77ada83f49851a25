// The figures of the whole way: the calculation on the public data set, the size of the elements, the start.
import { deepStrictEqual as deepEqual } from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { calculate } from '@quotient/calc';
import { asOfDay, readBookOf, readFolder, Rest, sync } from '@quotient/sf-plugin';
import { startSampleOrg } from '@quotient/sample-org';
import { payByDecimals } from './decimal-rival.ts';
import { inTurn, median, ms, type Figure } from './measure.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** The public data set as a book, as the sync brings it. */
async function dataSetBook() {
  const org = await startSampleOrg({
    data: path('test/data/crm-sales-opportunities'),
    metadata: path('manifests/force-app/main/default'),
  });
  const dir = mkdtempSync(join(tmpdir(), 'quotient-bench-'));
  try {
    cpSync(path('test/data/crm-plans'), dir, { recursive: true });
    const folder = readFolder(dir);
    await sync(
      new Rest({ instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'bench' }),
      folder.plans,
      dir,
    );
    return readBookOf(folder, asOfDay(folder)).book;
  } finally {
    await org.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

export async function calculation(): Promise<Figure[]> {
  const book = await dataSetBook();
  const text = JSON.stringify(book);
  const parsed = JSON.parse(text) as typeof book;
  const parse = inTurn(
    () => calculate(parsed),
    () => JSON.parse(text) as unknown,
  );
  // Both must answer the same, or the race means nothing.
  deepEqual(payByDecimals(parsed), calculate(parsed));
  const decimal = inTurn(
    () => calculate(parsed),
    () => payByDecimals(parsed),
  );
  return [
    {
      name: 'way: calculation of the public data set ÷ JSON.parse of the same book',
      ratio: parse.ours / parse.rival,
      atMost: 2,
      detail: `${ms(parse.ours)} ÷ ${ms(parse.rival)}, ${(text.length / 1e6).toFixed(1)} MB`,
    },
    {
      name: 'way: calculation of the public data set, speed, ours ÷ decimal.js for each record',
      ratio: decimal.rival / decimal.ours,
      atLeast: 10,
      detail: `${ms(decimal.rival)} ÷ ${ms(decimal.ours)}`,
    },
  ];
}

export function bundle(): Figure {
  execFileSync(path('node_modules/.bin/vite'), ['build', '--logLevel', 'error'], { cwd: path('.'), stdio: 'inherit' });
  const file = readFileSync(path('widget/dist/quotient-widget.js'));
  const zipped = gzipSync(file, { level: 9 }).length;
  return {
    name: 'way: both elements with lit, calculation and snapshot schema, minified and gzipped ÷ 40 KB',
    ratio: zipped / 40 / 1024,
    atMost: 1,
    detail: `${(zipped / 1024).toFixed(1)} KB gzipped, ${(file.length / 1024).toFixed(1)} KB minified`,
  };
}

/** Milliseconds until a command prints what a pattern finds; the command is stopped then. */
function untilPrinted(args: readonly string[], pattern: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--conditions=quotient-source', ...args], {
      cwd: path('.'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let found: number | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (found === undefined && pattern.test(output)) {
        found = performance.now() - start;
        child.kill('SIGTERM');
      }
    });
    child.on('close', () =>
      found === undefined
        ? reject(new Error(`${args.join(' ')} ended without printing ${String(pattern)}: ${output}`))
        : resolve(found),
    );
  });
}

export async function start(): Promise<Figure> {
  const [alone, whole]: [number[], number[]] = [[], []];
  for (let round = 0; round < 4; round++) {
    const org = await untilPrinted(['connector/bin/quotient.js', 'sample-org', '--port', '0', '--json'], /"url":"http/);
    const all = await untilPrinted(['test/start/start.ts', '--port', '0'], /Open http:\/\/\S+/);
    if (round > 0) {
      alone.push(org);
      whole.push(all);
    }
  }
  const [ours, rival] = [median(whole), median(alone)];
  return {
    name: 'way: npm start to the printed address ÷ the sample org alone until it is ready',
    ratio: ours / rival,
    atMost: 4,
    detail: `${ms(ours)} ÷ ${ms(rival)}`,
  };
}
