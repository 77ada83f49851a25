// A statement's HTML in a real browser: hostile names stay names, nothing is loaded, it is accessible in light and dark, and
// on paper every statement begins a page with its whole calculation.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statementHtml } from '../connector/src/statement-html.ts';
import { browserArgs, findBrowser } from './browser.ts';
import { cases } from './cases.ts';
import { sheetsFor } from './statement-books.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let dir: string;
let browser: Browser;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-statement-'));
  browser = await puppeteer.launch({ executablePath: await findBrowser(), args: browserArgs() });
});
afterAll(async () => {
  await browser.close();
  rmSync(dir, { recursive: true });
});

const hostile = `<script>document.title='taken'</script>"onload='x' & <img src=x onerror=alert(1)>`;
const rightToLeft = 'שָׂרָה \u202eלוי';

/** Two people with a dozen deals each, whose names are what attackers and other alphabets write. */
const book = {
  asOf: '2026-03-31',
  plans: [
    {
      quotient: 1,
      id: 'p',
      name: `Plan ${hostile}`,
      currency: 'USD',
      effective: { from: '2026-01-01' },
      measures: {
        bookings: {
          label: 'Bookings',
          basis: 'bookings',
          object: 'Opportunity',
          value: 'Amount',
          date: 'CloseDate',
          credit: 'owner',
        },
      },
      components: [
        {
          id: 'commission',
          label: `Commission ${hostile}`,
          measure: 'bookings',
          window: 'quarter',
          quota: 90000,
          rate: { type: 'marginal', tiers: [{ from: '0%', rate: '7%' }] },
        },
      ],
      draw: { amount: 500, recoverable: true },
    },
  ],
  users: [
    { Id: '005A', Name: hostile },
    { Id: '005B', Name: rightToLeft },
  ],
  assignments: ['005A', '005B'].map((payee) => ({ payee, plan: 'p', from: '2026-01-01' })),
  entries: [{ id: 'e1', payee: '005A', plan: 'p', date: '2026-03-05', amount: '-100.50', reason: hostile }],
  records: {
    Opportunity: ['005A', '005B'].flatMap((OwnerId) =>
      Array.from({ length: 12 }, (_, i) => ({
        Id: `006${OwnerId}${i}`,
        Name: i === 0 ? hostile : i === 1 ? rightToLeft : `Deal ${i}`,
        OwnerId,
        Amount: 1000 + i,
        CloseDate: '2026-03-10',
      })),
    ),
  },
};

/** Opens a document; answers its tab, and whatever it asked for besides itself. */
async function open(html: string): Promise<{ page: Page; asked: string[] }> {
  const file = join(dir, `${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(file, html);
  const { href } = pathToFileURL(file);
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== href) asked.push(request.url());
  });
  page.on('dialog', (dialog) => {
    asked.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(href);
  return { page, asked };
}

const texts = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (nodes) => nodes.map((node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim()));

describe('names', () => {
  test('stay text: nothing runs, nothing is loaded, and a name keeps its direction to itself', async () => {
    const { page, asked } = await open(statementHtml(sheetsFor(book), true));
    expect(asked).toEqual([]);
    expect(await page.title()).toBe('2 statements as of 2026-03-31');
    expect(await page.$$('script, img, link, iframe, [onload], [onerror]')).toEqual([]);
    expect(await texts(page, 'h2 bdi')).toEqual([hostile, rightToLeft]);
    const links = await page.$$eval('article a', (nodes) => nodes.map((node) => [node.textContent, node.href]));
    expect(links).toContainEqual([hostile, 'https://acme.my.salesforce.com/006005A0']);
    expect(links).toContainEqual([rightToLeft, 'https://acme.my.salesforce.com/006005B1']);
    expect(await texts(page, 'tbody th')).toContain(hostile);
    await page.close();
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', ''])('an org at "%s" gets no links', async (address) => {
    const { page } = await open(statementHtml(sheetsFor(book, {}, address), true));
    expect(await page.$$('article a')).toEqual([]);
    await page.close();
  });
});

describe('the page', () => {
  test.each(['light', 'dark'])('is accessible, %s, wide and narrow, with its calculation open', async (scheme) => {
    for (const width of [1000, 360]) {
      const { page } = await open(statementHtml(sheetsFor(book), true));
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.$$eval('details', (nodes) => nodes.forEach((node) => (node.open = true)));
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      const isDark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(isDark).toBe(scheme === 'dark' ? 'rgb(12, 17, 32)' : 'rgb(242, 244, 248)');
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(sideways).toBe(false);
      await page.close();
    }
  });

  test('says the whole calculation, each step with its figure', async () => {
    const sheets = sheetsFor(book, { payee: '005B' });
    const { page } = await open(statementHtml(sheets, true));
    expect(await page.title()).toBe(`${rightToLeft}, 2026-03: statement`);
    // 12 deals of 1,000 to 1,011 are 12,066 together, and 7 % of it 844.62. All of it repays what January and February
    // advanced, 2 × 500, and March advances 500 again: 1,000 − 844.62 + 500 = 655.38.
    const steps = await texts(page, '.trace .step');
    expect(steps[0]).toMatch(/^Payable in 2026-03 .* \$500\.00$/);
    for (const says of [
      /^Credited 12 records \$12,066\.00$/,
      /^Amount: Deal 11 counts on 2026-03-10 \$1,011\.00$/,
      /^Repaid the least of 1,000\.00 and 844\.62 \$844\.62$/,
      /^Debt after .* \$655\.38$/,
    ])
      expect(steps).toContainEqual(expect.stringMatching(says));
    const rows = await page.$$eval('tr', (all) =>
      all.map(({ cells }) => Array.from(cells, (cell) => (cell.textContent ?? '').trim()).join(' ')),
    );
    expect(rows.slice(rows.indexOf('Balance $844.62')).slice(0, 4)).toEqual([
      'Balance $844.62',
      'Debt repaid -$844.62',
      'Advanced by the draw $500.00',
      'Payable in 2026-03 $500.00',
    ]);
    expect(rows).toContain('Debt after this statement $655.38');
    await page.close();
    expect(statementHtml(sheets, false)).not.toContain('<details');
  });
});

test('warnings stand on the statement, with the record to mend', async () => {
  const [deal, ...deals] = book.records.Opportunity;
  const records = { Opportunity: [{ ...deal, Amount: null }, ...deals] };
  const { page } = await open(statementHtml(sheetsFor({ ...book, records }, { payee: '005A' }), false));
  expect(await texts(page, '.warnings li')).toEqual([expect.stringMatching(/Amount.*<script>/)]);
  expect(await page.$$eval('.warnings a', (nodes) => nodes.map(({ href }) => href))).toEqual([
    'https://acme.my.salesforce.com/006005A0',
  ]);
  await page.close();
});

describe('on paper', () => {
  const pagesIn = (pdf: Uint8Array): number =>
    [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/Type\s*\/Page\b(?!s)/g),
    ].length;

  test('every statement begins a page, in A4 and Letter', async () => {
    const all = sheetsFor(cases.find(({ name }) => name === 'manager-rollup')?.book);
    const { page } = await open(statementHtml(all, false));
    for (const format of ['A4', 'Letter'] as const)
      expect(pagesIn(await page.pdf({ format }))).toBeGreaterThanOrEqual(all.sheets.length + 1);
    await page.close();
  });

  test('the calculation is printed though it is closed, on white, and heads of tables come again', async () => {
    const { page } = await open(statementHtml(sheetsFor(book), true));
    const print = async (): Promise<number> => pagesIn(await page.pdf({ format: 'A4' }));
    expect(await page.$$eval('details', (nodes) => nodes.some((node) => node.open))).toBe(false);
    const closed = await print();
    await page.$$eval('details', (nodes) => nodes.forEach((node) => (node.open = true)));
    expect(await print()).toBe(closed);
    await page.$$eval('details', (nodes) => nodes.forEach((node) => node.remove()));
    expect(await print()).toBeLessThan(closed);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.emulateMediaType('print');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await page.$eval('thead', (node) => getComputedStyle(node).display)).toBe('table-header-group');
    await page.close();
  });
});
