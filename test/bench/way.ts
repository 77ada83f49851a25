// The figures of the whole way: the calculation on the public data set, the size of the elements, the start.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { asOfDay, readBookOf, readFolder, Rest, sync } from '@quotient/sf-plugin';
import { startSampleOrg } from '@quotient/sample-org';
import { median, ms, type Figure } from './measure.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** The figures of the calculation on the public data set, as the sync brings it. */
export async function calculation(): Promise<Figure[]> {
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
    const book = join(dir, 'book.json');
    writeFileSync(book, JSON.stringify(readBookOf(folder, asOfDay(folder)).book));
    const race = ['--conditions=quotient-source', path('test/bench/race.ts'), book];
    return JSON.parse(execFileSync(process.execPath, race, { encoding: 'utf8' })) as Figure[];
  } finally {
    await org.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Sizes of what the build makes of the elements: what the first figures need, and the largest file of all. */
export function bundle(): Figure[] {
  execFileSync(path('node_modules/.bin/vite'), ['build', '--logLevel', 'error'], { cwd: path('.'), stdio: 'inherit' });
  const sizes = ['widget', 'calculation', 'coaching-words', 'trace'].map((name) => {
    const file = readFileSync(path(`widget/dist/quotient-${name}.js`));
    return { name, bytes: file.length, zipped: gzipSync(file, { level: 9 }).length };
  });
  const zipped = sizes.slice(0, 2).reduce((sum, one) => sum + one.zipped, 0);
  const largest = Math.max(...sizes.map(({ bytes }) => bytes));
  const detail = sizes
    .map((one) => `${one.name} ${(one.bytes / 1024).toFixed(1)} KB, ${(one.zipped / 1024).toFixed(1)} KB zipped`)
    .join('; ');
  return [
    {
      name: 'way: all four elements with lit and the calculation, minified and gzipped ÷ 65 KB',
      ratio: zipped / 65 / 1024,
      atMost: 1,
      detail,
    },
    {
      name: 'widget: the largest file of the elements, minified ÷ 131,072 bytes',
      ratio: largest / 131_072,
      atMost: 1,
      detail,
    },
  ];
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
