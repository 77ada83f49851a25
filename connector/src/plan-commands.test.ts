// The plan commands as people run them: real processes, with their output, JSON and exit codes.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const sample = path('packages/sample-org/company/plans/ae-fy26.yaml');

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-plans-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function quotient(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--conditions=quotient-source', path('connector/bin/quotient.js'), ...args],
      {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** The sample plan with something changed, as a file. */
function planFile(name: string, change: (text: string) => string): string {
  const file = join(dir, name);
  const before = readFileSync(sample, 'utf8');
  const after = change(before);
  if (after === before) throw new Error('The change changes nothing.');
  writeFileSync(file, after);
  return file;
}

const withoutCap = (text: string): string => text.replace(/^ +cap: .*\n/m, '');
const falling = (text: string): string =>
  text.replace('type: marginal', 'type: cliff').replace('rate: "12%"', 'rate: "7%"');

describe('plan check', () => {
  test('advice stands behind its place, warnings first, and does not fail', async () => {
    const file = planFile('falling.yaml', (text) => withoutCap(falling(text)));
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('"7%"')) + 1;
    const { code, out } = await quotient(['plan', 'check', file]);
    expect(code).toBe(0);
    expect(out).toContain(
      `${file}:${line}:11: warning: components[0].rate.tiers[1]: At 135,000 (100 % of quota) the quarter's pay falls from 10,800.00 to 9,450.00`,
    );
    expect(out.indexOf(': warning: ')).toBeLessThan(out.indexOf(': note: '));
    expect(out).toMatch(/:\d+:\d+: note: components\[0\]\.rate: Nothing limits what Commission pays/);
  });

  test('--strict makes warnings fail, and JSON says them all the same', async () => {
    const file = planFile('strict.yaml', falling);
    const { code, out } = await quotient(['plan', 'check', file, '--strict', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      status: 2,
      name: 'warnings',
      data: [
        {
          file,
          advice: [
            {
              severity: 'warning',
              code: 'pay-falls',
              path: ['components', 0, 'rate', 'tiers', 1],
              place: expect.stringMatching(/strict\.yaml:\d+:11$/),
            },
            { severity: 'note', code: 'target-not-paid' },
          ],
        },
      ],
    });
    expect((await quotient(['plan', 'check', sample, '--strict'])).code).toBe(0);
  });

  test('an error in one file does not hide the advice on another', async () => {
    const broken = planFile('broken.yaml', (text) => text.replace(/^currency:/m, 'curency:'));
    const advised = planFile('advised.yaml', withoutCap);
    const { code, out, err } = await quotient(['plan', 'check', broken, advised]);
    expect(code).toBe(2);
    expect(err).toMatch(/broken\.yaml:\d+:\d+: curency: unknown key "curency"\. Did you mean "currency"\?/);
    expect(out).toMatch(/advised\.yaml:\d+:\d+: note: /);
    const json = await quotient(['plan', 'check', broken, advised, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      status: 2,
      message: expect.stringContaining('curency'),
      data: [{ file: advised, advice: [{ code: 'unlimited-pay' }] }],
    });
  });

  test('--dir looks at people, quotas and other versions', async () => {
    const folder = join(dir, 'folder');
    mkdirSync(join(folder, 'plans'), { recursive: true });
    const text = readFileSync(sample, 'utf8');
    writeFileSync(join(folder, 'plans', 'a.yaml'), text.replace(/^ +quota: 135000\n/m, ''));
    writeFileSync(join(folder, 'plans', 'b.yaml'), text.replace('from: 2026-02-01', 'from: 2026-12-01'));
    writeFileSync(
      join(folder, 'assignments.csv'),
      'payee,plan,from,to\nann@example.org,ae-fy26,2026-02-01,\nbo@example.org,ae-fy26,2026-02-01,2026-04-30\n',
    );
    writeFileSync(
      join(folder, 'quotas.csv'),
      'payee,component,period,amount\nann@example.org,commission,2026-Q1,135000\n',
    );
    writeFileSync(join(folder, 'settings.yaml'), 'asOf: 2026-04-13\n');
    const { code, out } = await quotient(['plan', 'check', '--dir', folder]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /plans\/a\.yaml:\d+:\d+: warning: components\[0\]: 1 person has no quota for Commission: bo@example\.org \(2026-Q1\)\..*\(.*assignments\.csv:3\)/,
    );
    expect(out).toMatch(/plans\/b\.yaml:\d+:\d+: warning: effective: Another version of ae-fy26 .* they overlap/);
    expect((await quotient(['plan', 'check'])).err).toMatch(/No plan file was named/);
  });
});

describe('plan explain', () => {
  test('says a plan in words, tables and pictures of at most 80 columns', async () => {
    const { code, out } = await quotient(['plan', 'explain', sample]);
    expect(code).toBe(0);
    expect(out).toContain('The quota is USD 135,000 a quarter');
    expect(out).toMatch(/^ +125% +168,750 +\$14,850\.00 +8\.8% +137\.5%$/m);
    expect(out).toMatch(/^ 40,000┤ .*[⠁-⣿]+$/m);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const json = await quotient(['plan', 'explain', sample, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      status: 0,
      result: [{ id: 'ae-fy26', components: [{ id: 'commission' }, { id: 'kicker' }, { id: 'club' }] }],
    });
  });

  test('draws one SVG that stands alone', async () => {
    const file = join(dir, 'plan.svg');
    expect((await quotient(['plan', 'explain', sample, '--svg', file])).out).toContain(`${file} is written.`);
    const { code, out } = await quotient(['plan', 'explain', sample, '--svg', '-']);
    expect(code).toBe(0);
    expect(out.trim()).toBe(readFileSync(file, 'utf8').trim());
    expect(out).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*role="img" aria-labelledby="ae-fy26-title ae-fy26-desc">/,
    );
    expect(out).toMatch(/<title id="ae-fy26-title">What Account Executive FY26 pays<\/title>/);
    expect(out).toMatch(/<desc id="ae-fy26-desc">Commission: 0% pays \$0\.00, .*100% pays \$10,800\.00/);
    expect(out).toContain('prefers-color-scheme: dark');
    expect(out).not.toMatch(/<script|href=|url\(/);
    expect(out.match(/<polyline/g)).toHaveLength(7);
  });

  test('refuses two plans in one picture, and a file that cannot be written', async () => {
    expect(await quotient(['plan', 'explain', sample, sample, '--svg', '-'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('2 were named'),
    });
    expect(await quotient(['plan', 'explain', sample, '--svg', join(dir, 'no', 'where.svg')])).toMatchObject({
      code: 74,
    });
  });
});

describe('plan test', () => {
  test('passes, and says what was given, expected and got', async () => {
    const { code, out } = await quotient(['plan', 'test', sample]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /✓ a quarter at 110 % of quota\n +given +Opportunity: \{ Id: "a".*\n +expected +\{ payee: "u1".*\n +got +all of it\nScenarios: 1, all as expected\./,
    );
  });

  test('fails with 65 and the difference', async () => {
    const file = planFile('other-rate.yaml', (text) => text.replace('rate: "12%"', 'rate: "11%"'));
    const { code, out, err } = await quotient(['plan', 'test', sample, file]);
    expect(code).toBe(65);
    expect(out).toContain(
      'got       u1 2026-03: components.commission.earnedInWindow: "12285.00", expected "12420.00"',
    );
    expect(err).toMatch(/1 of 2 scenarios did not come out as expected: a quarter at 110 % of quota/);
    const json = await quotient(['plan', 'test', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      status: 65,
      name: 'scenario-failed',
      data: [{ scenarios: [{ passed: false, differences: [{ got: '12285.00' }] }] }],
    });
  });

  test('a scenario that cannot be run ends with 2 and its place', async () => {
    const file = planFile('bad-scenario.yaml', (text) => text.replace('period: 2026-03', 'period: 2026-Q9'));
    const { code, err } = await quotient(['plan', 'test', file]);
    expect(code).toBe(2);
    expect(err).toMatch(/bad-scenario\.yaml:\d+:\d+: scenarios\[0\]\.expect\[0\]\.period: "2026-Q9" is no period/);
  });
});

describe('plan compare', () => {
  const book = {
    asOf: '2026-04-30',
    corporateCurrency: 'USD',
    users: [
      { Id: 'u1', Name: 'Ann Lee' },
      { Id: 'u2', Name: 'Bo Chen' },
    ],
    assignments: [
      { payee: 'u1', plan: 'ae-fy26', from: '2026-02-01' },
      { payee: 'u2', plan: 'ae-fy26', from: '2026-02-01' },
    ],
    quotas: [{ payee: 'u2', plan: 'ae-fy26', component: 'club', period: '2026', amount: 100000 }],
    records: {
      Opportunity: [
        { Id: 'a', OwnerId: 'u1', Amount: 200000, CloseDate: '2026-03-10', IsWon: true },
        { Id: 'b', OwnerId: 'u2', Amount: 50000, CloseDate: '2026-03-10', IsWon: true },
      ],
    },
  };
  const files = (): { a: string; b: string; book: string } => {
    const file = join(dir, 'book.json');
    writeFileSync(file, JSON.stringify(book));
    return {
      a: sample,
      b: planFile('draft.yaml', (text) =>
        text
          .replace('id: ae-fy26', 'id: draft')
          .replace('rate: "8%"', 'rate: "7%"')
          .replace('rate: "15%"', 'rate: "25%"')
          .replace(/ {2}- id: club\n(?: {4}.*\n)+/, ''),
      ),
      book: file,
    };
  };

  test('says cost by payee, winners and losers, and the total', async () => {
    const { a, b, book: file } = files();
    const { code, out } = await quotient(['plan', 'compare', a, b, '--book', file, '--period', '2026-03']);
    expect(code).toBe(0);
    expect(out).toContain('As of 2026-04-30, payment periods that end from 2026-03-01 to 2026-03-31');
    // A: 135,000 at 8 %, 33,750 at 12 %, 31,250 at 15 %; B: the same at 7 %, 12 % and 25 %.
    expect(out).toMatch(/^Ann Lee +\$19,537\.50 +\$21,312\.50 +\+\$1,775\.00 +9\.09% /m);
    // A: 50,000 at 8 %; B at 7 %. Half of Bo's own quota for the club brings nothing in either.
    expect(out).toMatch(/^Bo Chen +\$4,000\.00 +\$3,500\.00 +-\$500\.00 +-12\.5% /m);
    expect(out).toMatch(/^Total of 2 +\$23,537\.50 +\$24,812\.50 +\+\$1,275\.00 +5\.42% /m);
    expect(out).toContain('Largest winners: Ann Lee +$1,775.00');
    expect(out).toContain('Largest losers: Bo Chen -$500.00');
  });

  test('as CSV and JSON, and the other way around', async () => {
    const { a, b, book: file } = files();
    const csv = await quotient(['plan', 'compare', a, b, '--book', file, '--csv']);
    expect(csv.out.split('\n')[0]).toBe(
      'payee,name,plan,currency,earnedA,earnedB,earnedDifference,payableA,payableB,payableDifference,change',
    );
    expect(csv.out).toContain('u2,Bo Chen,ae-fy26,USD,4000.00,3500.00,-500.00,4000.00,3500.00,-500.00,-0.125');
    const json = await quotient(['plan', 'compare', a, b, '--book', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      status: 0,
      result: {
        a: 'ae-fy26',
        b: 'draft',
        currencies: [{ currency: 'USD', total: { difference: { earned: '1275.00' } } }],
      },
    });
  });

  test.each<[args: string[], says: RegExp]>([
    [['--period', '2031-Q1'], /No payment period of ae-fy26 or draft ends from 2031-02-01 to 2031-04-30/],
    [['--period', 'spring'], /"spring" is no period/],
    [['--from', '2026-02-30'], /"2026-02-30" is no day of the calendar/],
  ])('%j', async (args, says) => {
    const { a, b, book: file } = files();
    const { code, err } = await quotient(['plan', 'compare', a, b, '--book', file, ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  test('a plan that there is not', async () =>
    expect(await quotient(['plan', 'compare', '/nowhere.yaml', sample, '--book', files().book])).toMatchObject({
      code: 2,
      err: expect.stringContaining('/nowhere.yaml'),
    }));

  test('on the synced book of a folder', async () => {
    const org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
    const folder = join(dir, 'company');
    cpSync(path('packages/sample-org/company'), folder, { recursive: true });
    const env = { QUOTIENT_INSTANCE_URL: org.url, QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '' };
    expect((await quotient(['sync', '--dir', folder], env)).code).toBe(0);
    await org.close();
    const draft = planFile('ae-draft.yaml', (text) => text.replace('rate: "8%"', 'rate: "9%"'));
    const { code, out } = await quotient(['plan', 'compare', 'ae-fy26', draft, '--dir', folder, '--json']);
    expect(code).toBe(0);
    const { result } = JSON.parse(out) as {
      result: {
        currencies: {
          currency: string;
          payees: { plan: string; difference: { earned: string } }[];
          losers: unknown[];
        }[];
      };
    };
    const [usd] = result.currencies;
    expect(usd?.currency).toBe('USD');
    expect(usd?.payees.length).toBeGreaterThan(5);
    expect(usd?.payees.every(({ plan, difference }) => plan === 'ae-fy26' && Number(difference.earned) >= 0)).toBe(
      true,
    );
    expect(usd?.losers).toEqual([]);
    const checked = await quotient(['plan', 'check', '--dir', folder, '--strict']);
    expect(checked).toMatchObject({ code: 0, err: '' });
  }, 120_000);
});
