// That the tests of the hosts can fail: elements with a template that web security takes apart say something else inside.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedModule } from './changed-module.ts';
import { pageScript, plainScript } from './page.ts';
import { put, textWith, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 240_000);
afterAll(() => world.close());

const first = `<p class="mut">\${when === ''`;
const forms: [what: string, from: string, to: string][] = [
  ['an attribute with an expression', first, `<p class=\${'mut'}>\${when === ''`],
  ['an attribute with an expression in it', first, `<p class="mut \${'x'}">\${when === ''`],
  ['an expression in the place of an attribute', first, `<p class="mut" \${nothing}>\${when === ''`],
];

describe('a template that web security takes apart', () => {
  test.each([
    ['the templates as they are', first, first, true] as const,
    ...forms.map((form) => [...form, false] as const),
  ])('with %s', async (what, from, to, isSame) => {
    const elements = await changedModule('widget/src/estimate-parts.ts', from, to);
    const user = world.user('Noah Bennett');
    const { body } = await world.snapshot(user);
    const record = {
      ...((await world.rest('GET', 'sobjects/Opportunity/006Sm00000000imIAA')) as object),
      Owner: { Name: user.name },
    };
    world.serve('plain', await plainScript(elements));
    const plain = await world.open('plain', user);
    await put(plain.page, 'quotientPlain', 'quotient-estimate', {
      snapshots: [body],
      deal: { record, related: {} },
      locale: 'en-US',
    });
    const outside = await textWith(plain, 'quotient-estimate', /as of \w/);
    world.serve('host', await pageScript({ shadow: 'synthetic', elements }));
    const host = await world.open('host', user);
    await put(host.page, 'quotientShow', 'QuotientEstimate', { recordId: '006Sm00000000imIAA' });
    const inside = await textWith(host, 'quotient-estimate', /\$16,320/);
    expect(outside).toContain('payable Aug 15 · 0% → 48.57% of Q2 FY26 quota');
    if (isSame) expect(inside, what).toBe(outside);
    else expect(inside, what).not.toContain('payable Aug 15 · 0% → 48.57% of Q2 FY26 quota');
    await plain.page.close();
    await host.page.close();
  });

  test('parts of a table, where nothing is put around them', async () => {
    const user = world.user('Sofia Castellano');
    for (const isWhole of [true, false]) {
      const used = 'template.createElement = templateOf;';
      const elements = await changedModule('module/whole-templates.ts', used, isWhole ? used : '');
      world.serve('table', await pageScript({ shadow: 'synthetic', elements }));
      const host = await world.open('table', user);
      await put(host.page, 'quotientShow', 'QuotientTeam', {});
      const text = await textWith(host, 'c-host', isWhole ? /Noah Bennett.*\$0\.00 earned/ : /./);
      expect(/Person Attainment/.test(text)).toBe(isWhole);
      await host.page.close();
    }
  });
});
