// The host of an opportunity's page in the platform's engine: what a deal pays, live, and every state in words.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript, plainScript } from './page.ts';
import { doneOn, elementIn, hold, put, textWith, World, type Row, type Shown, type User } from './world.ts';

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

const figures = /as of \w|not open any more/;

/** The open deal of the largest amount that somebody owns. */
async function dealOf(user: User, where = 'IsClosed = false AND CloseDate > 2026-04-13'): Promise<Row> {
  const [row] = await world.query(
    `SELECT Id, Name, Amount FROM Opportunity WHERE OwnerId = '${user.id}' AND ${where} ORDER BY Amount DESC LIMIT 1`,
  );
  if (!row) throw new Error(`${user.name} has no such deal.`);
  return row;
}

/** Shows a deal in the host. */
async function show(shadow: string, user: User, deal: Row, properties: object = {}): Promise<Shown> {
  const shown = await world.open(shadow, user);
  await put(shown.page, 'quotientShow', 'QuotientEstimate', { recordId: deal.Id, ...properties });
  return shown;
}

/** What the element says of a deal on a page without components, from what the org says over plain REST. */
async function outside(user: User, deal: Row, snapshots: readonly unknown[], related: object = {}): Promise<string> {
  const record = (await world.rest('GET', `sobjects/Opportunity/${deal.Id}`, undefined, user)) as Row;
  const [above] = await world.query(`SELECT Owner.Name FROM Opportunity WHERE Id = '${deal.Id}'`);
  const shown = await world.open('plain', user);
  const properties = {
    snapshots,
    deal: { record: { ...record, Owner: above?.['Owner'] }, related },
    locale: 'en-US',
  };
  await put(shown.page, 'quotientPlain', 'quotient-estimate', properties);
  const text = await textWith(shown, 'quotient-estimate', figures);
  await shown.page.close();
  return text;
}

describe.each(['native', 'synthetic'] as const)('with %s shadow', (shadow) => {
  const stateOf = async (user: User, deal: Row, pattern: RegExp, page: string = shadow): Promise<string> => {
    const shown = await show(page, user, deal);
    const text = await textWith(shown, 'c-host', pattern);
    await shown.page.close();
    return text;
  };

  test('a rep reads what the own deal pays: the same text as outside of the platform', async () => {
    const user = world.user('Noah Bennett');
    const deal = await dealOf(user);
    const shown = await show(shadow, user, deal, { title: 'My commission' });
    const text = await textWith(shown, 'quotient-estimate', figures);
    const { body } = await world.snapshot(user);
    expect(text).toContain('$16,320');
    expect(text).toBe(await outside(user, deal, [body]));
    expect(await textWith(shown, 'c-host', /My commission/)).toBe(`My commission ${text}`);
    const title = await elementIn(shown, 'h2');
    expect(await title.evaluate((own) => getComputedStyle(own).fontSize)).toBe('16px');
    expect(shown.complaints).toEqual([]);
    await shown.page.close();
  });

  test('deals that are won and lost say so, as outside', async () => {
    for (const where of ['IsWon = true AND CloseDate > 2026-04-01', 'IsWon = true AND CloseDate < 2026-02-01']) {
      const user = world.user('Yuki Tanaka');
      const deal = await dealOf(user, where);
      const shown = await show(shadow, user, deal);
      const text = await textWith(shown, 'quotient-estimate', figures);
      expect(text).toBe(await outside(user, deal, [(await world.snapshot(user)).body]));
      await shown.page.close();
    }
    const user = world.user('Yuki Tanaka');
    expect(await stateOf(user, await dealOf(user, 'IsClosed = true AND IsWon = false'), /lost/)).toContain(
      'earns nothing',
    );
  });

  test('an edit on the page is estimated at once', async () => {
    const user = world.user('Chloe Dubois');
    const deal = await dealOf(user);
    const shown = await show(shadow, user, deal);
    const before = await textWith(shown, 'quotient-estimate', figures);
    const fields = { Id: deal.Id, Amount: Number(deal['Amount']) + 12_345 };
    try {
      await shown.page.evaluate(
        (given: object) =>
          (globalThis as unknown as { quotientUpdate(record: object): Promise<void> }).quotientUpdate({
            fields: given,
          }),
        fields,
      );
      const amount = new Intl.NumberFormat('en-US').format(fields.Amount);
      const after = await textWith(shown, 'quotient-estimate', new RegExp(`\\$${amount}`));
      expect(after).not.toBe(before);
      expect(after).toBe(await outside(user, deal, [(await world.snapshot(user)).body]));
    } finally {
      await world.rest('PATCH', `sobjects/Opportunity/${deal.Id}`, { Amount: deal['Amount'] });
    }
    await shown.page.close();
  });

  test('a manager sees the own credit and the owner’s estimate, or the own alone where the admin says so', async () => {
    const [manager, owner] = [world.user('Sofia Castellano'), world.user('Noah Bennett')];
    const deal = await dealOf(owner);
    const both = await show(shadow, manager, deal);
    const text = await textWith(both, 'quotient-estimate', /for Noah Bennett/);
    const snapshots = [(await world.snapshot(manager)).body, (await world.snapshot(owner)).body];
    expect(text).toBe(await outside(manager, deal, snapshots));
    await both.page.close();
    const own = await show(shadow, manager, deal, { ownPayOnly: true });
    expect(await textWith(own, 'quotient-estimate', figures)).not.toContain('Noah');
    await own.page.close();
  });

  describe('of a plan that credits shares', () => {
    const deal = { Id: '006Sm00000000hUIAQ' };
    const noField = { errors: [{ message: "Field 'OpportunitySplit' in type 'RecordQuery' is undefined" }] };
    const bySplits = (body: Record<string, unknown>): string =>
      JSON.stringify(body).replaceAll('"credit":"owner"', '"credit":{"splits":"Revenue"}');
    const splits = (): Promise<Row[]> =>
      world.query(
        `SELECT Id, OpportunityId, SplitOwnerId, SplitPercentage, SplitType.DeveloperName FROM OpportunitySplit WHERE OpportunityId = '${deal.Id}'`,
      );
    /** Shows the deal where the org lets pages read no splits. */
    async function withoutSplits(user: User): Promise<Shown> {
      const shown = await world.open(shadow, user);
      await shown.page.setRequestInterception(true);
      shown.page.on('request', (request) => {
        const headers = { 'access-control-allow-origin': '*' };
        if (request.method() === 'POST' && request.postData()?.includes('quotientSplits'))
          void request.respond({
            status: 200,
            contentType: 'application/json',
            headers,
            body: JSON.stringify(noField),
          });
        else void request.continue();
      });
      await put(shown.page, 'quotientShow', 'QuotientEstimate', { recordId: deal.Id });
      return shown;
    }

    test('splits are read live', async () => {
      const user = world.user('Daniel Brennan');
      await world.withSnapshot(user, bySplits, async () => {
        const shown = await show(shadow, user, deal);
        const text = await textWith(shown, 'quotient-estimate', figures);
        const related = { OpportunitySplit: await splits() };
        expect(text).toBe(await outside(user, deal, [(await world.snapshot(user)).body], related));
        expect(text).not.toBe(await outside(user, deal, [(await world.snapshot(user)).body]));
        await shown.page.close();
      });
    });
    test('a team is read live', async () => {
      const [owner, sponsor] = [world.user('Daniel Brennan'), world.user('Ingrid Sorensen')];
      const { body } = await world.snapshot(owner);
      const own = JSON.stringify(body)
        .replaceAll(owner.id, sponsor.id)
        .replaceAll('"credit":"owner"', '"credit":{"team":"Executive Sponsor"}');
      await world.withSnapshot(
        sponsor,
        () => own,
        async () => {
          const shown = await show(shadow, sponsor, deal, { ownPayOnly: true });
          const text = await textWith(shown, 'quotient-estimate', figures);
          const related = {
            OpportunityTeamMember: await world.query(
              `SELECT Id, OpportunityId, UserId, TeamMemberRole FROM OpportunityTeamMember WHERE OpportunityId = '${deal.Id}'`,
            ),
          };
          expect(text).toBe(await outside(sponsor, deal, [JSON.parse(own)], related));
          expect(text).toMatch(/\$[1-9]/);
          await shown.page.close();
        },
      );
    });
    test('splits that pages may not read are taken as the snapshot holds them', async () => {
      const user = world.user('Daniel Brennan');
      const { body } = await world.snapshot(user);
      const rows = (await splits()).filter((row) => row['SplitOwnerId'] === user.id);
      await world.withSnapshot(
        user,
        () => bySplits({ ...body, shares: { [deal.Id]: { OpportunitySplit: rows } } }),
        async () => {
          const shown = await withoutSplits(user);
          const text = await textWith(shown, 'quotient-estimate', figures);
          const own = (await world.snapshot(user)).body;
          expect(text).toBe(await outside(user, deal, [own], { OpportunitySplit: rows }));
          await shown.page.close();
        },
      );
    });
    test('where the snapshot does not hold them either, that is said', async () => {
      const user = world.user('Daniel Brennan');
      await world.withSnapshot(
        user,
        ({ shares: _, ...body }) => bySplits(body),
        async () => {
          const shown = await withoutSplits(user);
          expect(await textWith(shown, 'c-host', /hidden/)).toContain('depends on its splits, which you may not see');
          await shown.page.close();
        },
      );
    });
  });

  test('who works on somebody else’s deal sees nothing of the owner’s pay', async () => {
    const [engineer, owner] = [world.user('Arjun Kapoor'), world.user('Priya Nair')];
    const [row] = await world.query(
      `SELECT OpportunityId FROM OpportunityTeamMember WHERE UserId = '${engineer.id}' AND Opportunity.OwnerId = '${owner.id}' AND Opportunity.IsClosed = false LIMIT 1`,
    );
    const deal = { Id: String(row?.['OpportunityId']) };
    const text = await stateOf(engineer, deal, /figures for you yet|pays you nothing|for you/);
    expect(text).not.toMatch(/for Priya|\$[1-9]/);
  });

  test('while it loads there is the shape of what comes, and a word for who cannot see it', async () => {
    const user = world.user('Noah Bennett');
    const deal = await dealOf(user);
    const shown = await world.open(shadow, user);
    const release = await hold(shown.page, /graphql$/);
    await put(shown.page, 'quotientShow', 'QuotientEstimate', { recordId: deal.Id });
    await shown.page.waitForSelector('aria/Calculating what this deal pays[role="progressbar"]');
    await release();
    expect(await textWith(shown, 'quotient-estimate', figures)).toContain('$16,320');
    await shown.page.close();
  });

  test('without a permission set it says whom to ask', async () => {
    const user = world.user('Hannah Fischer');
    await world.withoutPermission(user, async () => {
      expect(await stateOf(user, await dealOf(user), /no access/)).toBe(
        'You have no access to Quotient Ask your administrator for the permission set Quotient Rep or Quotient Manager.',
      );
    });
  });

  test('where nothing is published it says so', async () => {
    const user = world.user('Hannah Fischer');
    await world.withSnapshot(
      user,
      () => null,
      async () => {
        expect(await stateOf(user, await dealOf(user), /figures/)).toContain('No figures for you yet');
      },
    );
  });

  test('an old snapshot says since when, and is read again when asked', async () => {
    const user = world.user('Diego Herrera');
    const deal = await dealOf(user);
    let shown: Shown | undefined;
    await world.withSnapshot(
      user,
      (body) => JSON.stringify({ ...body, asOf: '2026-04-06' }),
      async () => {
        shown = await show(shadow, user, deal);
        expect(await textWith(shown, 'quotient-estimate', /Look again/)).toContain('as of Apr 6, 2026, 7 days ago');
      },
    );
    if (!shown) throw new Error('Nothing was shown.');
    await (await shown.page.waitForSelector('aria/Look again[role="button"]'))?.click();
    expect(await textWith(shown, 'quotient-estimate', /as of Apr 13/)).not.toContain('Look again');
    await expect
      .poll(() => doneOn(shown as Shown), { timeout: 20_000 })
      .toMatchObject([{ what: 'toast', detail: { title: 'Read again' } }]);
    await shown.page.close();
  });

  test('a snapshot of another version, or a part of one, is told and never a figure', async () => {
    const user = world.user('Diego Herrera');
    const deal = await dealOf(user);
    await world.withSnapshot(
      user,
      (body) => JSON.stringify({ ...body, version: '2.0' }),
      async () => {
        expect(await stateOf(user, deal, /version/)).not.toMatch(/\$\d/);
      },
    );
    await world.withSnapshot(
      user,
      (body) => JSON.stringify(body).slice(0, 2_000),
      async () => {
        expect(await stateOf(user, deal, /snapshot/)).not.toMatch(/\$\d/);
      },
    );
  });

  test('a field that the plan reads and the viewer may not see is named, and no figure is guessed', async () => {
    const user = world.user('Felix Aldridge');
    const change = (body: Record<string, unknown>): string =>
      JSON.stringify(body).replaceAll(
        '"where":{"IsWon":{"eq":true}',
        '"where":{"Margin__c":{"gte":10},"IsWon":{"eq":true}',
      );
    await world.withSnapshot(user, change, async () => {
      expect(await stateOf(user, await dealOf(user), /hidden/)).toBe(
        'A field is hidden from you What this deal pays depends on Margin__c, which you may not see. Ask your administrator for read access.',
      );
    });
  });

  test('a deal that the viewer may not see is told', async () => {
    const text = await stateOf(world.user('Felix Aldridge'), await dealOf(world.user('Priya Nair')), /record/);
    expect(text).toContain('You may not see this record');
  });

  test('a session that has ended is told in the org’s words', async () => {
    const user = world.user('Samuel Greene');
    const deal = await dealOf(user);
    world.org.expire(user.username);
    expect(await stateOf(user, deal, /can’t be read/)).toMatch(/The org says: Session expired/);
  });

  test('without web security it says what to switch on', async () => {
    const user = world.user('Felix Aldridge');
    expect(await stateOf(user, await dealOf(user), /Security/, `${shadow}-off`)).toContain(
      'Lightning Web Security is off',
    );
  });

  test('a record in the calculation opens in the platform’s way', async () => {
    const user = world.user('Noah Bennett');
    const deal = await dealOf(user);
    const shown = await show(shadow, user, deal);
    await textWith(shown, 'quotient-estimate', figures);
    const element = await elementIn(shown, 'quotient-estimate');
    for (const record of [deal.Id, '006Sm00000000j8IAA'])
      await element.evaluate(
        (own, id) => own.dispatchEvent(new CustomEvent('quotientselect', { detail: { record: id } })),
        record,
      );
    expect(await doneOn(shown)).toEqual([
      {
        what: 'navigate',
        detail: { type: 'standard__recordPage', attributes: { recordId: '006Sm00000000j8IAA', actionName: 'view' } },
      },
    ]);
    await shown.page.close();
  });
});
