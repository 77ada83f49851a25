// The hosts of home and team pages in the platform's engine: the same text as outside, and every state in words.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript, plainScript } from './page.ts';
import { doneOn, hold, put, textOf, textWith, World, type Shown, type User } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
  for (const shadow of ['native', 'synthetic'] as const) {
    world.serve(shadow, await pageScript({ shadow }));
    world.serve(`${shadow}-off`, await pageScript({ shadow, security: 'off' }));
  }
  world.serve('plain', await plainScript());
}, 240_000);
afterAll(() => world.close());

async function show(page: string, host: string, user: User, properties: object = {}): Promise<Shown> {
  const shown = await world.open(page, user);
  await put(shown.page, 'quotientShow', host, properties);
  return shown;
}

/** The snapshots that somebody may read, as REST tells. */
async function readable(user: User): Promise<unknown[]> {
  const rows = await world.query(
    'SELECT Body__c FROM QuotientSnapshot__c WHERE Payee__c != null ORDER BY Key__c',
    user,
  );
  return rows.map(({ Body__c: body }) => JSON.parse(String(body)) as unknown);
}

/** Waits until an element says the same inside as on a page without components. */
async function expectSame(inside: Shown, element: string, user: User, properties: object): Promise<string> {
  const outside = await world.open('plain', user);
  await put(outside.page, 'quotientPlain', element, { ...properties, locale: 'en-US' });
  await textWith(outside, element, /as of \w|\w{20}|[.?!]/);
  await expect
    .poll(async () => (await textOf(inside, element)) === (await textOf(outside, element)), {
      timeout: 20_000,
      interval: 100,
    })
    .toBe(true);
  const text = await textOf(outside, element);
  await outside.page.close();
  return text;
}

const hosts = [
  ['QuotientAttainment', 'quotient-attainment', 'Chloe Dubois', /attainment|quota/i],
  ['QuotientCoaching', 'quotient-coaching', 'Chloe Dubois', /\w{3}/],
] as const;

describe.each(['native', 'synthetic'] as const)('with %s shadow', (shadow) => {
  describe.each(hosts)('%s', (host, element, name, pattern) => {
    const stateOf = async (state: RegExp, page: string = shadow): Promise<string> => {
      const shown = await show(page, host, world.user(name));
      const text = await textWith(shown, 'c-host', state);
      await shown.page.close();
      return text;
    };

    test('says the same as outside of the platform', async () => {
      const user = world.user(name);
      const shown = await show(shadow, host, user, { title: 'Where I stand' });
      await textWith(shown, element, /[.?!]/);
      const text = await expectSame(shown, element, user, { snapshot: (await world.snapshot(user)).body });
      expect(text).toMatch(pattern);
      expect(text.length).toBeGreaterThan(60);
      expect(await textOf(shown, 'c-host')).toBe(`Where I stand ${text}`);
      expect(shown.complaints).toEqual([]);
      await shown.page.close();
    });
    test('has the shape of what comes while it loads', async () => {
      const shown = await world.open(shadow, world.user(name));
      const release = await hold(shown.page, /graphql$/);
      await put(shown.page, 'quotientShow', host, {});
      await shown.page.waitForSelector('aria/[role="progressbar"]');
      await release();
      expect((await textWith(shown, element, /[.?!]/)).length).toBeGreaterThan(60);
      await shown.page.close();
    });
    test('says whom to ask without a permission set', async () => {
      await world.withoutPermission(world.user(name), async () => {
        expect(await stateOf(/no access/)).toContain('permission set Quotient Rep or Quotient Manager');
      });
    });
    test('says that nothing is published', async () => {
      await world.withSnapshot(
        world.user(name),
        () => null,
        async () => {
          expect(await stateOf(/No figures for you yet|nothing/i)).not.toMatch(/\$\d/);
        },
      );
    });
    test('tells a snapshot of another version, and shows no figure of it', async () => {
      await world.withSnapshot(
        world.user(name),
        (body) => JSON.stringify({ ...body, version: '2.0' }),
        async () => {
          expect(await stateOf(/version|can’t be/)).not.toMatch(/\$\d/);
        },
      );
    });
    test('says since when an old one is, and reads it again when asked', async () => {
      const user = world.user(name);
      let shown: Shown | undefined;
      await world.withSnapshot(
        user,
        (body) => JSON.stringify({ ...body, asOf: '2026-04-06' }),
        async () => {
          shown = await show(shadow, host, user);
          expect(await textWith(shown, element, /Look again/)).toContain('7 days ago');
        },
      );
      if (!shown) throw new Error('Nothing was shown.');
      await (await shown.page.waitForSelector('aria/Look again[role="button"]'))?.click();
      await expect
        .poll(async () => /Look again/.test(await textOf(shown as Shown, element)), { timeout: 20_000 })
        .toBe(false);
      await expect
        .poll(() => doneOn(shown as Shown), { timeout: 20_000 })
        .toMatchObject([{ what: 'toast', detail: { title: 'Read again' } }]);
      await shown.page.close();
    });
    test('says what to switch on without web security', async () => {
      expect(await stateOf(/Security/, `${shadow}-off`)).toContain('Lightning Web Security is off');
    });
  });

  describe.each(hosts)('%s on the page of a person', (host, element) => {
    const rep = (): User => world.user('Noah Bennett');

    test('shows a manager that person’s figures, as that person sees them', async () => {
      const manager = world.user('Sofia Castellano');
      const shown = await show(shadow, host, manager, { recordId: rep().id });
      await textWith(shown, element, /[.?!]/);
      await expectSame(shown, element, manager, { snapshot: (await world.snapshot(rep())).body });
      expect(shown.complaints).toEqual([]);
      await shown.page.close();
    });
    test('says so where the viewer may not see them, and shows no own ones instead', async () => {
      const shown = await show(shadow, host, world.user('Chloe Dubois'), { recordId: rep().id });
      const text = await textWith(shown, 'c-host', /No figures that you may see/);
      expect(text).toContain('by those above');
      expect(text).not.toMatch(/\d/);
      await shown.page.close();
    });
    test('is one’s own on one’s own page', async () => {
      const shown = await show(shadow, host, rep(), { recordId: rep().id });
      await textWith(shown, element, /[.?!]/);
      await expectSame(shown, element, rep(), { snapshot: (await world.snapshot(rep())).body });
      await shown.page.close();
    });
  });

  describe('QuotientTeam', () => {
    const manager = (): User => world.user('Sofia Castellano');

    test('says the same as outside of the platform, with nobody whom the viewer may not see', async () => {
      const shown = await show(shadow, 'QuotientTeam', manager());
      await textWith(shown, 'quotient-team', /as of \w/);
      const text = await expectSame(shown, 'quotient-team', manager(), { snapshots: await readable(manager()) });
      expect(text).toContain('Noah Bennett');
      expect(text).not.toContain('Priya Nair');
      expect(shown.complaints).toEqual([]);
      await shown.page.close();
    });
    test('says how many people of the team it cannot show', async () => {
      const user = world.user('Noah Bennett');
      const shown = await show(shadow, 'QuotientTeam', manager());
      expect(await textWith(shown, 'quotient-team', /as of \w/)).not.toMatch(/not shown/);
      await shown.page.close();
      await world.withSnapshot(
        user,
        () => null,
        async () => {
          const without = await show(shadow, 'QuotientTeam', manager());
          expect(await textWith(without, 'quotient-team', /not shown/)).toContain(
            '1 person of this team is not shown and in no total',
          );
          await without.page.close();
        },
      );
    });
    test('leaves the viewer out where the admin says so', async () => {
      const shown = await show(shadow, 'QuotientTeam', manager(), { withoutMe: true });
      expect(await textWith(shown, 'quotient-team', /as of \w/)).not.toContain('Sofia Castellano');
      await shown.page.close();
    });
    test('opens a person’s page in place, as that person sees it, and goes back', async () => {
      const shown = await show(shadow, 'QuotientTeam', manager());
      await textWith(shown, 'quotient-team', /as of \w/);
      await (await shown.page.waitForSelector('aria/Noah Bennett[role="button"]'))?.click();
      await textWith(shown, 'quotient-attainment', /as of \w/);
      const { body } = await world.snapshot(world.user('Noah Bennett'));
      await expectSame(shown, 'quotient-attainment', manager(), { snapshot: body });
      await (await shown.page.waitForSelector('aria/Back to the team[role="button"]'))?.click();
      await expect.poll(() => textOf(shown, 'c-host'), { timeout: 20_000 }).not.toContain('Back to the team');
      expect(await doneOn(shown)).toEqual([]);
      await shown.page.close();
    });
    test('says who is empty, who has no access, and what to switch on', async () => {
      const alone = world.user('Arjun Kapoor');
      const states: [User, RegExp, string][] = [[manager(), /Lightning Web Security is off/, `${shadow}-off`]];
      for (const [user, state, page] of states) {
        const shown = await show(page, 'QuotientTeam', user);
        await textWith(shown, 'c-host', state);
        await shown.page.close();
      }
      await world.withoutPermission(alone, async () => {
        const shown = await show(shadow, 'QuotientTeam', alone);
        expect(await textWith(shown, 'c-host', /no access/)).toContain('permission set');
        await shown.page.close();
      });
    });
    test('is read page by page where it is large, and again when the page is refreshed', async () => {
      const owner = world.user('Noah Bennett').id;
      const records = Array.from({ length: 200 }, (_, i) => ({
        attributes: { type: 'QuotientSnapshot__c' },
        Key__c: `!${shadow}${i}`,
        Name: 'Nobody',
        OwnerId: owner,
        Body__c: '{}',
      }));
      const made = (await world.rest('POST', 'composite/sobjects', { allOrNone: true, records })) as {
        id: string;
        success: boolean;
      }[];
      expect(made.every(({ success }) => success)).toBe(true);
      try {
        const shown = await show(shadow, 'QuotientTeam', manager());
        const before = await textWith(shown, 'quotient-team', /as of \w/);
        expect(before).toContain('Noah Bennett');
        const user = world.user('Noah Bennett');
        const change = (body: Record<string, unknown>): string =>
          JSON.stringify({ ...body, payee: { ...(body['payee'] as object), Name: 'Noah B. Bennett' } });
        await world.withSnapshot(user, change, async () => {
          await shown.page.evaluate(() => {
            const { refreshers } = (
              globalThis as unknown as { quotientPage: { refreshers: Map<number, () => unknown> } }
            ).quotientPage;
            for (const refresh of refreshers.values()) refresh();
          });
          await textWith(shown, 'quotient-team', /Noah B\. Bennett/);
        });
        await shown.page.close();
      } finally {
        await world.rest('DELETE', `composite/sobjects?ids=${made.map(({ id }) => id).join()}`);
      }
    });
  });

  test('QuotientCoaching for a team says the same as outside, without the viewer', async () => {
    const user = world.user('Sofia Castellano');
    const shown = await show(shadow, 'QuotientCoaching', user, { forTeam: true });
    await textWith(shown, 'quotient-coaching', /[.?!]/);
    const { body } = await world.snapshot(user);
    const snapshots = (await readable(user)).filter((one) => JSON.stringify(one) !== JSON.stringify(body));
    await expectSame(shown, 'quotient-coaching', user, { snapshots });
    expect(shown.complaints).toEqual([]);
    await shown.page.close();
  });
});
