// The same figures on the pages as on the command line, as text: for everybody of the public data set, in a real browser.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttainmentResult } from '../../connector/src/commands/quotient/attainment.ts';
import type { EstimateResult } from '../../connector/src/commands/quotient/estimate.ts';
import { browserArgs, findBrowser } from '../browser.ts';
import { servePages } from '../start/pages.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const run = promisify(execFile);

let org: SampleOrg;
let dir: string;
let pages: Awaited<ReturnType<typeof servePages>>;
let browser: Browser;

/** Runs the real command; answers what it prints. */
async function quotient(...args: string[]): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['--conditions=quotient-source', path('connector/bin/quotient.js'), ...args, '--dir', dir],
    {
      maxBuffer: 1e9,
      env: { ...process.env, QUOTIENT_INSTANCE_URL: org.url, QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '' },
    },
  );
  return stdout;
}
const asJson = async <T>(...args: string[]): Promise<T> =>
  (JSON.parse(await quotient(...args, '--json')) as { readonly result: T }).result;

beforeAll(async () => {
  org = await startSampleOrg({
    data: path('test/data/crm-sales-opportunities'),
    metadata: path('manifests/force-app/main/default'),
  });
  dir = mkdtempSync(join(tmpdir(), 'quotient-'));
  cpSync(path('test/data/crm-plans'), dir, { recursive: true });
  await quotient('sync');
  await quotient('publish');
  pages = await servePages(org, 0, '');
  browser = await puppeteer.launch({ executablePath: await findBrowser(), args: [...browserArgs(), '--lang=en-US'] });
}, 240_000);
afterAll(async () => {
  await browser.close();
  await pages.close();
  await org.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A tab in which a person is signed in. */
async function tabOf(user: SampleOrg['users'][number]): Promise<Page> {
  const page = await browser.newPage();
  const session = JSON.stringify({ token: user.accessToken, userId: user.id, name: user.name });
  await page.evaluateOnNewDocument((kept: string) => sessionStorage.setItem('quotient-session', kept), session);
  return page;
}

interface Node {
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly nodeType: number;
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

/** The text of an element, its closed root included, as soon as it says as of which day its figures are. */
async function textOf(page: Page, element: string): Promise<string> {
  const inspector = await page.createCDPSession();
  const find = (node: Node): Node | undefined =>
    node.nodeName.toLowerCase() === element ? node : inside(node).map(find).find(Boolean);
  const inside = (node: Node): Node[] => [...(node.shadowRoots ?? []), ...(node.children ?? [])];
  const words = (node: Node): string =>
    node.nodeType === 3 ? node.nodeValue : node.nodeName === 'STYLE' ? '' : inside(node).map(words).join('');
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const { root } = (await inspector.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: Node };
    const found = find(root);
    const text = found ? words(found).replace(/\s+/g, ' ') : '';
    if (/as of \w/.test(text)) return text;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  throw new Error(`${element} on ${page.url()} shows no figures.`);
}

const money = (amount: string): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(Number(amount));
const percent = (share: string): string =>
  new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 }).format(Number(share));

describe('everybody of the public data set', () => {
  test('reads the attainment, earnings and pay of the command line on the team’s page and at home', async () => {
    const table = await quotient('attainment');
    const { rows } = await asJson<AttainmentResult>('attainment');
    const people = org.users.filter(({ id }) => rows.some(({ payee }) => payee === id));
    expect(people.length).toBeGreaterThan(30);
    for (const user of people) {
      const own = rows.filter(({ payee }) => payee === user.id);
      const [leading] = own;
      if (!leading) throw new Error(`${user.name} has no row.`);
      const line = table.split('\n').find((one) => one.startsWith(user.name)) ?? '';
      const page = await tabOf(user);
      await page.goto(`${pages.url}team.html`);
      const text = await textOf(page, 'quotient-team');
      for (const figure of [percent(leading.attainment ?? '0'), money(leading.payable)]) {
        expect(line, `the command line on ${user.name}`).toContain(figure);
        expect(text, `the page of ${user.name}`).toContain(figure);
      }
      const cents = own.reduce((sum, { earnedInWindow }) => sum + Math.round(Number(earnedInWindow) * 100), 0);
      expect(text, `the page of ${user.name}`).toContain(money((cents / 100).toFixed(2)));
      await page.goto(`${pages.url}home.html`);
      const home = await textOf(page, 'quotient-attainment');
      for (const one of own)
        for (const figure of [
          ...(one.attainment === null ? [] : [percent(one.attainment)]),
          money(one.earnedInWindow),
          money(one.payable),
        ])
          expect(home, `the home of ${user.name}`).toContain(figure);
      await page.close();
    }
  }, 300_000);

  test('reads the estimate of the command line beside the deal', async () => {
    const estimates = await asJson<EstimateResult[]>('estimate');
    const texts = await quotient('estimate');
    const largest = new Map<string, EstimateResult>();
    const worth = (one: EstimateResult | undefined): number => Number(one?.estimate.plans[0]?.worth ?? -1);
    for (const one of estimates) if (worth(one) > worth(largest.get(one.payee))) largest.set(one.payee, one);
    expect(largest.size).toBeGreaterThan(20);
    for (const [payee, { opportunity, estimate }] of largest) {
      const user = org.users.find(({ id }) => id === payee);
      const [plan] = estimate.plans;
      const [component] = plan?.components ?? [];
      if (!user || !plan || !component) throw new Error(`${payee} has no estimate.`);
      const page = await tabOf(user);
      await page.goto(`${pages.url}opportunity.html?id=${opportunity}`);
      const text = await textOf(page, 'quotient-estimate');
      const [from, to] = component.attainment.map((share) => percent(share ?? '0'));
      expect(texts).toContain(`${money(plan.worth)} for ${user.name}`);
      expect(texts).toContain(`${from} → ${to} of ${component.window}`);
      for (const figure of [money(plan.worth), `${from} → ${to}`])
        expect(text, `the page of ${user.name} on ${opportunity}`).toContain(figure);
      await page.close();
    }
  }, 300_000);
});
