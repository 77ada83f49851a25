// The dialog of a question: for everybody, on narrow pages, and sent once whatever happens on the way.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pageScript } from './page.ts';
import { hold, put, textWith, World, type Row, type Shown, type User } from './world.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const list = 'c-quotient-questions';
const records = /\/ui-api\/records$/;

let world: World;
beforeAll(async () => {
  world = await World.start();
  for (const shadow of ['native', 'synthetic'] as const) world.serve(shadow, await pageScript({ shadow }));
}, 240_000);
afterAll(() => world.close());

const rep = (): User => world.user('Jonas Weber');
const questions = (): Promise<Row[]> =>
  world.query("SELECT Id, Description, WhatId FROM Task WHERE Subject LIKE 'Quotient: %'");

/** Opens the trace of what a deal pays and asks about it. */
async function asked(shadow: string, { locale = 'en-US', width = 1_100 } = {}): Promise<Shown> {
  const [deal] = await world.query(
    `SELECT Id FROM Opportunity WHERE OwnerId = '${rep().id}' AND IsClosed = false AND CloseDate > 2026-04-13 ORDER BY Amount DESC LIMIT 1`,
  );
  const shown = await world.open(shadow, rep(), { locale });
  await shown.page.setViewport({ width, height: 900 });
  await put(shown.page, 'quotientShow', 'QuotientEstimate', { recordId: deal?.Id });
  const isGerman = locale.startsWith('de');
  await click(shown, isGerman ? 'Wie wird das berechnet?' : 'How is this calculated?');
  await click(shown, isGerman ? 'Dazu fragen' : 'Ask about this');
  await shown.page.waitForSelector('aria/[role="textbox"]');
  return shown;
}

async function click({ page }: Shown, name: string): Promise<void> {
  await (await page.waitForSelector(`aria/${name}`))?.click();
}

/** The name of what has the focus, as a screen reader says it. */
async function focused({ page }: Shown): Promise<string> {
  const inspector = await page.createCDPSession();
  const { nodes } = await inspector.send('Accessibility.getFullAXTree');
  await inspector.detach();
  const found = nodes.filter(
    (node) =>
      node.role?.value !== 'RootWebArea' && node.properties?.some((one) => one.name === 'focused' && one.value.value),
  );
  return String(found.at(-1)?.name?.value ?? '');
}

/** The text of what has the focus. */
const focusedText = ({ page }: Shown): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.textContent ?? '';
  });

/** Makes each request that writes a record do what is said of it, in their order; the others go on. Answers with all that is written; while `isBlind`, nothing can be looked for. */
async function onWriting(
  shown: Shown,
  ...fates: ('kept and lost' | 'lost')[]
): Promise<{ readonly written: unknown[]; isBlind: boolean }> {
  const line = { written: [] as unknown[], isBlind: false };
  await shown.page.setRequestInterception(true);
  shown.page.on('request', (request) => {
    if (line.isBlind && /graphql$/.test(request.url())) return void request.abort('connectionreset');
    if (request.method() !== 'POST' || !records.test(request.url())) return void request.continue();
    const body: unknown = JSON.parse(request.postData() ?? '');
    line.written.push(body);
    const fate = fates.shift();
    if (fate === undefined) return void request.continue();
    const kept = fate === 'lost' ? Promise.resolve() : world.rest('POST', 'ui-api/records', body, rep());
    void kept.then(() => request.abort('connectionreset'));
  });
  return line;
}

describe.each(['native', 'synthetic'] as const)('with %s shadow', (shadow) => {
  beforeEach(async () => {
    for (const { Id } of await questions()) await world.rest('DELETE', `sobjects/Task/${Id}`);
  });

  test.each(['en-US', 'de-DE'])('is accessible and fits on 320 pixels, %s', async (locale) => {
    const shown = await asked(shadow, { locale, width: 320 });
    const box = await shown.page.waitForSelector('aria/[role="dialog"]');
    const look = async (): Promise<unknown> => {
      await shown.page.evaluate(axeSource);
      const { violations } = await shown.page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run('c-host', {
          rules: { region: { enabled: false } },
        }),
      );
      const width = await box?.evaluate((one) => {
        const { left, right } = one.getBoundingClientRect();
        return {
          isInside: left >= 0 && right <= innerWidth,
          overflow: one.scrollWidth - one.clientWidth,
          page: document.documentElement.scrollWidth - innerWidth,
        };
      });
      return { violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`), width };
    };
    const good = { violations: [], width: { isInside: true, overflow: 0, page: 0 } };
    expect(await look()).toEqual(good);
    await click(shown, locale === 'de-DE' ? 'Senden' : 'Send');
    await textWith(shown, list, /Write what you want|Schreiben Sie, was/);
    expect(await look()).toEqual(good);
    await shown.page.keyboard.type('W'.repeat(90));
    await click(shown, locale === 'de-DE' ? 'Senden' : 'Send');
    await textWith(shown, list, /Sent\.|Gesendet\./);
    expect(await look()).toEqual(good);
    await shown.page.close();
  });

  test('takes the focus, keeps it, and gives it back', async () => {
    const shown = await asked(shadow);
    const seen = [await focused(shown)];
    for (let i = 0; i < 8; i++) {
      await shown.page.keyboard.press('Tab');
      seen.push(await focused(shown));
    }
    const inside = [
      'Your question',
      'Keep it with my figures, not on the deal: whoever sees the deal can read what is kept there.',
      'Send',
      'Cancel',
    ];
    expect(seen.slice(0, 4)).toEqual(inside);
    expect(seen.filter((name) => name !== '' && !inside.includes(name))).toEqual([]);
    await shown.page.keyboard.press('Escape');
    await textWith(shown, list, /^$/);
    expect(await focused(shown)).toBe('Ask about this');
    await shown.page.close();
  });

  test('is labelled, and what came of sending has the focus', async () => {
    const shown = await asked(shadow);
    await shown.page.waitForSelector('aria/Your question[role="dialog"]');
    await click(shown, 'Send');
    await textWith(shown, list, /Write what you want/);
    expect(await focused(shown)).toBe('Your question');
    await shown.page.keyboard.type('Why?');
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    await expect.poll(() => focusedText(shown), { timeout: 20_000 }).toMatch(/^Sent\./);
    await click(shown, 'Close');
    expect(await focused(shown)).toBe('Ask about this');
    await shown.page.close();
  });

  test('clicked twice, sends once', async () => {
    const shown = await asked(shadow);
    await shown.page.keyboard.type('Once?');
    const release = await hold(shown.page, records);
    const button = await shown.page.waitForSelector('aria/Send[role="button"]');
    await button?.evaluate((one) => {
      (one as HTMLButtonElement).click();
      (one as HTMLButtonElement).click();
    });
    await release();
    await textWith(shown, list, /Sent\./);
    expect(await questions()).toHaveLength(1);
    await shown.page.close();
  });

  test('finds what was kept though its answer was lost', async () => {
    const shown = await asked(shadow);
    await onWriting(shown, 'kept and lost');
    await shown.page.keyboard.type('Is it there?');
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    expect(await questions()).toHaveLength(1);
    await shown.page.close();
  });

  test('says that it cannot tell, and sends nothing twice that came late, however often somebody tries', async () => {
    const shown = await asked(shadow);
    const { written } = await onWriting(shown, 'lost');
    await shown.page.keyboard.type('Is it late?');
    await click(shown, 'Send');
    expect(await textWith(shown, list, /may or may not/)).toContain('is not sent twice');
    expect(await focused(shown)).toBe('Your question');
    await world.rest('POST', 'ui-api/records', written[0], rep());
    await shown.page.keyboard.type(' Or not?');
    await shown.page.keyboard.press('Escape');
    await textWith(shown, list, /^$/);
    await click(shown, 'Ask about this');
    await shown.page.waitForSelector('aria/[role="textbox"]');
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    expect(await questions()).toMatchObject([{ Description: expect.stringContaining('Question: Is it late?\n') }]);
    await shown.page.close();
  });

  test('sends nothing again while it cannot look whether it is there', async () => {
    const shown = await asked(shadow);
    const line = await onWriting(shown, 'kept and lost');
    line.isBlind = true;
    await shown.page.keyboard.type('Who knows?');
    await click(shown, 'Send');
    await textWith(shown, list, /may or may not/);
    await click(shown, 'Send');
    await expect.poll(() => shown.complaints.length, { timeout: 20_000 }).toBeGreaterThan(2);
    await textWith(shown, list, /may or may not/);
    line.isBlind = false;
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    expect(line.written).toHaveLength(1);
    expect(await questions()).toHaveLength(1);
    await shown.page.close();
  });

  test('sends again what was lost on the way', async () => {
    const shown = await asked(shadow);
    await onWriting(shown, 'lost');
    await shown.page.keyboard.type('Again?');
    await click(shown, 'Send');
    await textWith(shown, list, /may or may not/);
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    expect(await questions()).toHaveLength(1);
    await shown.page.close();
  });
});
