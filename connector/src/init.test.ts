// `quotient init` as people run it: each template becomes a folder whose plans are valid, and nothing is overwritten unasked.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { templates } from './templates.ts';

const command = fileURLToPath(new URL('../bin/quotient.js', import.meta.url));

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'quotient-init-'));
});
afterAll(() => rmSync(home, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function quotient(args: readonly string[], node: readonly string[] = []): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...node, '--conditions=quotient-source', command, ...args], {
      cwd: home,
      env: { ...process.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

test('each template becomes a folder that names the next commands, and `plan check` accepts all of their plans', async () => {
  const plans: string[] = [];
  for (const { name, files } of templates()) {
    const { code, out } = await quotient(['init', '--template', name, '--dir', name]);
    expect(code).toBe(0);
    for (const file of files) {
      expect(out).toContain(`wrote ${join(name, file)}\n`);
      expect(existsSync(join(home, name, file))).toBe(true);
    }
    const [first = ''] = files;
    expect(out).toContain(
      `  sf quotient plan test ${name}/plans/*.yaml\n  sf quotient plan explain ${name}/${first}\n  sf quotient sync --target-org my-org --dir ${name}\n`,
    );
    plans.push(...readdirSync(join(home, name, 'plans')).map((file) => join(name, 'plans', file)));
  }
  const { code, out } = await quotient(['plan', 'check', ...plans, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ status: 0, result: plans.map((file) => ({ file })) });
}, 120_000);

describe('init', () => {
  test('takes the account executives where no template is named, and prints JSON', async () => {
    const { code, out } = await quotient(['init', '--dir', 'plain', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      status: 0,
      result: { template: 'saas-ae', dir: 'plain', files: expect.arrayContaining([join('plain', 'assignments.csv')]) },
    });
  });

  test('never overwrites: it names the file, writes nothing, and --force does as it says', async () => {
    await quotient(['init', '--template', 'sdr', '--dir', 'kept']);
    const file = join(home, 'kept', 'quotas.csv');
    const other = join(home, 'kept', 'plans', 'sales-development.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, 'mine');
    rmSync(other);
    const refused = await quotient(['init', '--template', 'sdr', '--dir', 'kept']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(join('kept', 'quotas.csv'));
    expect(refused.err).toContain('--force');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(existsSync(other)).toBe(false);
    expect((await quotient(['init', '--template', 'sdr', '--dir', 'kept', '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(existsSync(other)).toBe(true);
  }, 60_000);

  test.each([
    ['sass-ae', /There is no template "sass-ae"[\s\S]*Did you mean "saas-ae"\?/],
    ['lawyer', /There is no template "lawyer"[\s\S]*account-manager, k12, manager, saas-ae, sales-engineer, sdr/],
    ['../../bin', /There is no template "\.\.\/\.\.\/bin"/],
  ])('--template %s', async (name, says) => {
    const { code, err } = await quotient(['init', '--template', name, '--dir', 'unknown']);
    expect(code).toBe(2);
    expect(err).toMatch(says);
    expect(existsSync(join(home, 'unknown'))).toBe(false);
  });

  test('a file in place of the folder', async () => {
    writeFileSync(join(home, 'taken'), '');
    const { code, err } = await quotient(['init', '--dir', 'taken', '--force']);
    expect(code).toBe(2);
    expect(err).toContain('taken is a file, and a folder is needed there.');
  });

  test('without flags in a terminal it lists the templates and writes nothing', async () => {
    const terminal = 'data:text/javascript,Object.assign(process.stdout,{isTTY:true,getWindowSize:()=>[100,40]})';
    const before = readdirSync(home);
    const { code, out } = await quotient(['init'], ['--import', terminal]);
    expect(code).toBe(0);
    for (const { name, summary } of templates())
      expect(out).toMatch(new RegExp(`^${name} +${summary.slice(0, 20)}`, 'm'));
    expect(readdirSync(home)).toEqual(before);
  });
});
