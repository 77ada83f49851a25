// `npm test`: types, lint and format, then every test, in Node and in a browser; closes with one line that counts them.
import { execFileSync, spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { findBrowser } from './browser.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const full = process.argv.includes('--full');
const bin = (name: string): string => `${root}node_modules/.bin/${name}`;

/** Runs a command, shows what it prints, and returns its exit code with the output. */
function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const [stream, target] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const)
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        target.write(chunk);
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: stripVTControlCharacters(output) }));
  });
}

/** A number from the commit, for the random tests; 1 where there is no repository. */
function seed(): string {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    return String(Number.parseInt(commit.toString().slice(0, 7), 16));
  } catch {
    return '1';
  }
}

/** The number that a pattern finds in an output. */
const count = (output: string, pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0);

async function main(): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    process.stderr.write(
      `These tests run on Node 24, which \`npm install\` brings along, and not on ${process.version}: run \`npm install\` and then \`npm test\`, with install scripts allowed.\n`,
    );
    return 1;
  }
  const check = await run('npm', ['run', '--silent', 'check']);
  if (check.code !== 0) return check.code;
  const chrome = await findBrowser();
  const env = { CHROME_PATH: chrome, QUOTIENT_SEED: seed(), ...(full ? { QUOTIENT_FULL: '1' } : {}) };
  const node = await run(bin('vitest'), ['run', '--reporter=default'], env);
  let passed = count(node.output, /Tests\s+(?:\d+ failed \| )?(\d+) passed/);
  let failed = node.code === 0 ? 0 : Math.max(1, count(node.output, /Tests\s+(\d+) failed/));
  if (globSync('widget/src/**/*.browser.ts', { cwd: root }).length > 0) {
    const browser = await run(
      process.execPath,
      ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.js'],
      env,
    );
    passed += count(browser.output, /(\d+) passed/);
    failed += browser.code === 0 ? 0 : Math.max(1, count(browser.output, /(\d+) failed/));
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
