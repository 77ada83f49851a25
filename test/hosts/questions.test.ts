// "Ask about this" on both sides, as people do it: the rep writes and sends, the manager answers, the rep reads the answer.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pageScript } from './page.ts';
import { doneOn, put, textWith, World, type Row, type Shown, type User } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
  for (const shadow of ['native', 'synthetic'] as const) world.serve(shadow, await pageScript({ shadow }));
}, 240_000);
afterAll(() => world.close());

const list = 'c-quotient-questions';
const rep = (): User => world.user('Jonas Weber');
const manager = (): User => world.user('Ingrid Sorensen');

async function questions(user?: User): Promise<Row[]> {
  return world.query(
    "SELECT Id, Subject, Description, OwnerId, CreatedById, WhatId, ActivityDate, IsClosed FROM Task WHERE Subject LIKE 'Quotient: %' ORDER BY CreatedDate DESC",
    user,
  );
}

/** The open deal of the rep with the largest amount. */
async function deal(): Promise<Row> {
  const [row] = await world.query(
    `SELECT Id, Name, Amount FROM Opportunity WHERE OwnerId = '${rep().id}' AND IsClosed = false AND CloseDate > 2026-04-13 ORDER BY Amount DESC LIMIT 1`,
  );
  if (!row) throw new Error('There is no such deal.');
  return row;
}

async function show(page: string, host: string, user: User, properties: object = {}, locale?: string): Promise<Shown> {
  const shown = await world.open(page, user, { locale });
  await put(shown.page, 'quotientShow', host, properties);
  return shown;
}

/** Clicks what has a name, as soon as it is there. */
async function click({ page }: Shown, name: string, role = 'button'): Promise<void> {
  await (await page.waitForSelector(`aria/${name}[role="${role}"]`))?.click();
}

/** Types into the text area that has a name. */
async function type({ page }: Shown, name: string, text: string): Promise<void> {
  await (await page.waitForSelector(`aria/${name}[role="textbox"]`))?.type(text);
}

/** Opens the trace of what the rep's deal pays and asks about it. */
async function askOfDeal(shadow: string, { Id }: Row, properties: object = {}): Promise<Shown> {
  const shown = await show(shadow, 'QuotientEstimate', rep(), { recordId: Id, ...properties });
  await textWith(shown, 'quotient-estimate', /as of \w/);
  await (await shown.page.waitForSelector('aria/How is this calculated?'))?.click();
  await click(shown, 'Ask about this');
  return shown;
}

describe.each(['native', 'synthetic'] as const)('with %s shadow', (shadow) => {
  beforeEach(async () => {
    for (const { Id } of await questions()) await world.rest('DELETE', `sobjects/Task/${Id}`);
  });

  test('a rep asks about a deal, the manager answers on a page, the rep reads the answer', async () => {
    const about = await deal();
    const asked = await askOfDeal(shadow, about);
    await type(asked, 'Your question', 'Why not the whole amount?');
    await click(asked, 'Send');
    await textWith(asked, list, /Sent\. Your manager has it as a task\./);

    const [task, ...others] = await questions(rep());
    expect(others).toEqual([]);
    expect(task).toMatchObject({ OwnerId: manager().id, CreatedById: rep().id, WhatId: about.Id, IsClosed: false });
    expect(task?.['Subject']).toMatch(/^Quotient: Why does this deal pay \$[\d,.]+\?$/);
    const description = String(task?.['Description']);
    expect(description).toMatch(/^Answer:\n\n———\nQuestion: Why not the whole amount\?\n/);
    expect(description).toContain('as of 2026-04-13');
    expect(description).toContain(new Intl.NumberFormat('en-US').format(Number(about['Amount'])));
    expect(task?.['ActivityDate']).toBe('2026-04-20');

    await click(asked, 'Open the task');
    expect(await doneOn(asked)).toMatchObject([{ what: 'navigate', detail: { attributes: { recordId: task?.Id } } }]);
    expect(await textWith(asked, list, /not answered yet/)).not.toContain('Answer Open');
    await asked.page.close();

    const answering = await show(shadow, 'QuotientTeam', manager());
    expect(await textWith(answering, list, /Why does this deal pay/)).toContain('1 wait for your answer');
    await click(answering, 'Open the figure');
    expect(await doneOn(answering)).toMatchObject([{ detail: { attributes: { recordId: about.Id } } }]);
    await click(answering, 'Answer');
    await type(answering, 'Your answer', 'Half of it is split.');
    await click(answering, 'Send');
    await textWith(answering, list, /Answered\./);
    expect((await questions())[0]).toMatchObject({ IsClosed: true });
    await answering.page.close();

    const again = await show(shadow, 'QuotientEstimate', rep(), { recordId: about.Id });
    expect(await textWith(again, list, /Half of it is split\./)).toMatch(/ answered Half of it is split\. Open/);
    expect(again.complaints).toEqual([]);
    await again.page.close();
  });

  test('a question about a figure of one’s own is on the snapshot, where the rep and those above see it', async () => {
    const shown = await show(shadow, 'QuotientAttainment', rep());
    await textWith(shown, 'quotient-attainment', /as of \w/);
    await shown.page.evaluate(() =>
      document
        .querySelector('c-host')
        ?.shadowRoot?.querySelector('quotient-attainment')
        ?.dispatchEvent(
          new CustomEvent('quotientask', {
            detail: { subject: 'Why is it $1?', payee: null, record: null, figure: null, trace: ['Earned: 1'] },
          }),
        ),
    );
    await type(shown, 'Your question', 'Is this right?');
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    const { id } = await world.snapshot(rep());
    expect(await questions(rep())).toMatchObject([{ WhatId: id, OwnerId: manager().id }]);
    expect(await questions(world.user('Noah Bennett'))).toEqual([]);
    await click(shown, 'Close');
    await shown.page.close();

    const [task] = await questions(manager());
    const description = `It is.\n${String(task?.['Description']).replace(/^Answer:\n/, '')}`;
    await world.rest(
      'PATCH',
      `sobjects/Task/${task?.Id}`,
      { Description: description, Status: 'Completed' },
      manager(),
    );
    const again = await show(shadow, 'QuotientAttainment', rep());
    expect(await textWith(again, list, /It is\./)).toContain('Why is it $1? answered It is.');
    await again.page.close();

    await world.rest('PATCH', `sobjects/Task/${task?.Id}`, { Status: 'Not Started' }, manager());
    const figure = await show(shadow, 'QuotientTeam', manager());
    await textWith(figure, 'quotient-team', /as of \w/);
    await click(figure, 'Open the figure');
    expect(await textWith(figure, 'quotient-attainment', /as of \w/)).toContain('Jonas Weber');
    await figure.page.close();
  });

  test('a manager asks on the page of a person, and the task is on that person’s snapshot', async () => {
    const shown = await show(shadow, 'QuotientAttainment', manager(), { recordId: rep().id });
    await textWith(shown, 'quotient-attainment', /as of \w/);
    await shown.page.evaluate(
      (payee) =>
        document
          .querySelector('c-host')
          ?.shadowRoot?.querySelector('quotient-attainment')
          ?.dispatchEvent(
            new CustomEvent('quotientask', {
              detail: { subject: 'Why is it $1?', payee, record: null, figure: null, trace: ['Earned: 1'] },
            }),
          ),
      rep().id,
    );
    await type(shown, 'Your question', 'Is this right?');
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\.|Kept\./);
    const [{ ManagerId: above } = { ManagerId: null }] = await world.query(
      `SELECT Id, ManagerId FROM User WHERE Id = '${manager().id}'`,
    );
    expect(await questions(manager())).toMatchObject([
      { WhatId: (await world.snapshot(rep())).id, OwnerId: above ?? manager().id },
    ]);
    await shown.page.close();
  });

  test('who sees the deal but not the figures cannot read a question that is kept with the figures', async () => {
    const about = await deal();
    const peer = world.user('Arjun Kapoor');
    const member = { OpportunityId: about.Id, UserId: peer.id, TeamMemberRole: 'Sales Engineer' };
    const { id } = (await world.rest('POST', 'sobjects/OpportunityTeamMember', member)) as { id: string };
    try {
      const shown = await askOfDeal(shadow, about);
      await type(shown, 'Your question', 'Between us?');
      await click(
        shown,
        'Keep it with my figures, not on the deal: whoever sees the deal can read what is kept there.',
        'checkbox',
      );
      await click(shown, 'Send');
      await textWith(shown, list, /Sent\./);
      expect(await questions(rep())).toMatchObject([{ WhatId: (await world.snapshot(rep())).id }]);
      expect(await questions(peer)).toEqual([]);
      await world.rest('PATCH', `sobjects/Task/${String((await questions())[0]?.Id)}`, { WhatId: about.Id });
      expect(await questions(peer)).toHaveLength(1);
      await shown.page.close();
    } finally {
      await world.rest('DELETE', `sobjects/OpportunityTeamMember/${id}`);
    }
  });

  test('what the org refuses is said, and what was typed stays and can be sent again', async () => {
    const shown = await askOfDeal(shadow, await deal());
    await click(shown, 'Send');
    await textWith(shown, list, /Write what you want to know\./);
    await type(shown, 'Your question', 'Who has it now?');
    await world.rest('PATCH', `sobjects/User/${manager().id}`, { IsActive: false });
    try {
      await click(shown, 'Send');
      expect(await textWith(shown, list, /Not sent/)).toMatch(/your text is kept\. The org says: .*inactive user/);
    } finally {
      await world.rest('PATCH', `sobjects/User/${manager().id}`, { IsActive: true });
    }
    await click(shown, 'Send');
    await textWith(shown, list, /Sent\./);
    expect(await questions()).toMatchObject([{ Description: expect.stringContaining('Question: Who has it now?') }]);
    await shown.page.close();
  });

  // The built-in company asks nothing more of a task and forbids it to nobody, so these answers stand as the platform documents them.
  test.each([
    [
      'a rule of validation and a field that must be there',
      400,
      {
        message: 'An error occurred while trying to update the record. Please try again.',
        output: {
          errors: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Say which region.' }],
          fieldErrors: { Topic__c: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'Topic is missing.' }] },
        },
      },
      /The org says: Say which region; Topic is missing\. Send/,
    ],
    ['no right to tasks', 404, { message: 'Not found.' }, /Ask your administrator for access to tasks\./],
  ])('%s is told in words', async (_, status, body, pattern) => {
    const shown = await askOfDeal(shadow, await deal());
    await type(shown, 'Your question', 'Why?');
    await shown.page.setRequestInterception(true);
    shown.page.on('request', (request) => {
      const headers = { 'access-control-allow-origin': '*' };
      if (request.method() === 'POST' && request.url().endsWith('/ui-api/records'))
        void request.respond({ status, contentType: 'application/json', headers, body: JSON.stringify(body) });
      else void request.continue();
    });
    await click(shown, 'Send');
    await textWith(shown, list, pattern);
    const box = await shown.page.waitForSelector('aria/Your question[role="textbox"]');
    expect(await box?.evaluate((own) => (own as HTMLTextAreaElement).value)).toBe('Why?');
    await shown.page.close();
  });

  test('a question that is not sent goes on where it was left; one to oneself is among the own tasks', async () => {
    const shown = await askOfDeal(shadow, await deal(), { questionsTo: 'Me' });
    await shown.page.keyboard.type('First half');
    await shown.page.keyboard.press('Escape');
    await textWith(shown, list, /^$/);
    await click(shown, 'Ask about this');
    await type(shown, 'Your question', ' and second');
    await click(shown, 'Send');
    await textWith(shown, list, /among your tasks/);
    const [task] = await questions();
    expect(task?.['OwnerId']).toBe(rep().id);
    expect([...String(task?.['Description']).matchAll(/First half|and second/g)]).toHaveLength(2);
    await shown.page.close();
  });

  test('in German', async () => {
    const { Id } = await deal();
    const shown = await show(shadow, 'QuotientEstimate', rep(), { recordId: Id }, 'de-DE');
    await (await shown.page.waitForSelector('aria/Wie wird das berechnet?'))?.click();
    await click(shown, 'Dazu fragen');
    await type(shown, 'Ihre Frage', 'Stimmt das?');
    await click(shown, 'Senden');
    await textWith(shown, list, /Gesendet\. Ihre Führungskraft hat sie als Aufgabe\./);
    await textWith(shown, list, /noch nicht beantwortet/);
    await shown.page.close();
  });
});
