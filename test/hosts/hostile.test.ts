// Hostile texts in every field of the CRM, under a strict content security policy with Trusted Types: nothing runs, nothing is
// loaded, pages are whole, and every figure is the one that harmless texts leave.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedModule } from './changed-module.ts';
import { hostileTexts, injections, long, turning, type HostileText } from '../hostile/texts-of-fields.ts';
import { full, seed } from '../random.ts';
import { Disguise, expectUnharmed, fillFolder, fillOrg, harmlessText, seen, type Read } from './hostile-company.ts';
import { pageScript, plainScript } from './page.ts';
import { readingOf } from './reading.ts';
import { watched } from './watched.ts';
import { put, textWith, World } from './world.ts';

/**
 * Nothing but the page's own script, the org, and styles. The policies by name: lit's own for its templates and ours that puts
 * parts of tables into whole ones, neither of which holds data, and the sanitizer's, which stands here for the platform's.
 */
const policy = (org: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    `connect-src ${org}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html quotient-html dompurify',
  ].join('; ');

const deal = '006Sm00000000imIAA';
type Page = readonly [says: string, who: string, host: string, element: string, pattern: RegExp, properties: object];
const pages: readonly Page[] = [
  ['a rep’s home', 'noah.bennett', 'QuotientAttainment', 'quotient-attainment', /likely\. .*as of|as of.*likely\./, {}],
  ['a rep’s coaching', 'noah.bennett', 'QuotientCoaching', 'quotient-coaching', /as of \w/, {}],
  ['a rep’s deal', 'noah.bennett', 'QuotientEstimate', 'quotient-estimate', /as of \w/, { recordId: deal }],
  ['a manager’s team', 'sofia.castellano', 'QuotientTeam', 'quotient-team', /as of \w/, {}],
  ['a manager’s home', 'sofia.castellano', 'QuotientAttainment', 'quotient-attainment', /as of \w/, {}],
  ['a team’s coaching', 'sofia.castellano', 'QuotientCoaching', 'quotient-coaching', /as of \w/, { forTeam: true }],
  ['somebody else’s deal', 'sofia.castellano', 'QuotientEstimate', 'quotient-estimate', /as of \w/, { recordId: deal }],
];

/** A world whose texts are harmless, and one of the same records whose texts are hostile. */
let harmless: World;
let hostile: World;
const disguise = new Disguise();

beforeAll(async () => {
  harmless = await World.start({
    policy,
    fill: async (dir, ask) => {
      fillFolder(dir, harmlessText);
      await fillOrg(ask, harmlessText);
    },
  });
  hostile = await World.start({
    policy,
    fill: async (dir, ask) => {
      fillFolder(dir, disguise.replaceLong);
      await fillOrg(ask, disguise.replace);
    },
  });
  for (const shadow of ['native', 'synthetic'] as const) {
    const script = await pageScript({ shadow });
    for (const world of [harmless, hostile]) world.serve(shadow, script);
  }
  harmless.serve('plain', await plainScript());
}, 400_000);
afterAll(async () => {
  await harmless.close();
  await hostile.close();
});

async function show(world: World, shadow: string, [, who, host, element, pattern, properties]: Page): Promise<Read> {
  const { shown, happened } = await watched(world, shadow, who);
  await put(shown.page, 'quotientShow', host, { title: 'Figures', ...properties });
  await textWith(shown, element, pattern);
  const reading = await readingOf(shown, element);
  const found = await happened();
  await shown.page.close();
  return { ...reading, happened: found };
}

describe.each(['native', 'synthetic'] as const)('with %s shadow', (shadow) => {
  test.each(pages)('%s', async (...page) => {
    const as = await show(harmless, shadow, page);
    const found = await show(hostile, shadow, page);
    expectUnharmed(found, as, disguise);
  });
});

/** A document in which every name, title, label and segment is another text. */
function named(document: unknown, text: string): unknown {
  const isName = /^(name|label|Name|Title|Division)$/;
  const within = (value: unknown, isText: boolean): unknown => {
    if (typeof value === 'string') return isText ? text : value;
    if (Array.isArray(value)) return value.map((one) => within(one, isText));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, within(inner, isText || isName.test(key))]),
    );
  };
  return within(document, false);
}

/** Shows a deal’s, a person’s or a team’s page without components and without a sanitizer, with each text as every name. */
async function shownWith(script: string, element: string, texts: readonly HostileText[]): Promise<string[]> {
  const user = harmless.user('Noah Bennett');
  const { body } = await harmless.snapshot(user);
  const { shown, happened } = await watched(harmless, script, user.username);
  const wrong: string[] = [];
  for (const { kind, text } of texts) {
    const held = named(body, text) as Record<string, unknown>;
    const record = {
      Id: deal,
      Name: text,
      OwnerId: user.id,
      Owner: { Name: text },
      Amount: 136_000,
      CloseDate: '2026-06-30',
      IsClosed: false,
      IsWon: false,
    };
    const properties = {
      snapshot: held,
      snapshots: [held],
      deal: { record, related: {} },
      locale: 'en-US',
      today: '2026-04-13',
    };
    await put(shown.page, 'quotientPlain', element, properties);
    await textWith(shown, element, /as of \w/);
    const { text: said, overflowing, backwards, elements } = await readingOf(shown, element);
    if (!seen(said).includes(seen(text))) wrong.push(`${kind}: it is not said as it is`);
    if (
      elements.some((one) =>
        /^(IMG|SCRIPT|IFRAME|OBJECT|EMBED|VIDEO|AUDIO|FORM|META|BASE|LINK|MATH)\b|\bon\w+/i.test(one),
      )
    )
      wrong.push(`${kind}: it made an element`);
    wrong.push(...[...overflowing, ...backwards].map((one) => `${kind}: ${one}`));
    await shown.page.evaluate(() => document.body.replaceChildren());
  }
  wrong.push(...(await happened()));
  await shown.page.close();
  return wrong;
}

/** All in full runs; else those that turn or are long, and a tenth of the others. */
const shownTexts = hostileTexts.filter(
  (one, i) => full || turning.includes(one) || long.includes(one) || i % 10 === seed % 10,
);

test.each(['quotient-attainment', 'quotient-estimate', 'quotient-coaching', 'quotient-team'])(
  '%s shows each hostile text as a text, with no sanitizer to help',
  async (element) => expect(await shownWith('plain', element, shownTexts)).toEqual([]),
  240_000,
);

describe('is told', () => {
  const broken = async (file: string, from: string, to: string): Promise<void> => {
    harmless.serve('broken', await plainScript(await changedModule(file, from, to)));
  };
  const title = '<h2>${held.payee.Name}</h2>';

  test('a name that is put in as HTML', async () => {
    await broken('quotient-attainment.ts', title, '<h2 .innerHTML=${held.payee.Name}></h2>');
    const found = await shownWith('broken', 'quotient-attainment', injections.slice(0, 1)).catch(String);
    expect(String(found)).toMatch(/TrustedHTML|never says/);
  });
  test('a name that is put in as HTML behind a policy', async () => {
    await broken(
      'quotient-attainment.ts',
      title,
      '<h2 .innerHTML=${(globalThis.quotientTrusted ??= trustedTypes.createPolicy("dompurify", { createHTML: String })).createHTML(held.payee.Name)}></h2>',
    );
    const found = await shownWith(
      'broken',
      'quotient-attainment',
      injections.filter(({ kind }) => kind === 'image that fails'),
    );
    expect(found.join('\n')).toMatch(/made an element/);
    expect(found.join('\n')).toMatch(/script-src/);
  });
  test('a name that turns the figures beside it', async () => {
    await broken('widget/src/isolated.ts', '!turns.test(text)', 'text');
    const found = await shownWith('broken', 'quotient-coaching', turning);
    expect(found.join('\n')).toMatch(/right-to-left override: .* in /);
  });
  test('a name that makes the page wider', async () => {
    await broken('base.styles.ts', 'overflow-wrap: anywhere;', '');
    const found = await shownWith('broken', 'quotient-attainment', long.slice(0, 1));
    expect(found.join('\n')).toMatch(/no space at all: 320/);
  });
});
