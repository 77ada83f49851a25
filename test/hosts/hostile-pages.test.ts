// The pages of `npm start` under their own policy, for a company whose every text is hostile: nothing runs, nothing is refused,
// pages are whole, and every figure is the one that harmless texts leave.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePages } from '../start/pages.ts';
import {
  Disguise,
  expectUnharmed,
  fillFolder,
  fillOrg,
  harmlessText,
  seen,
  type Read,
  type Replace,
} from './hostile-company.ts';
import { readingOf, type Reading } from './reading.ts';
import { watched, type Watched } from './watched.ts';
import { textWith, World, type Shown } from './world.ts';

interface Site {
  readonly world: World;
  readonly url: string;
  /** Whoever may sign in. */
  readonly names: readonly string[];
  readonly close: () => Promise<void>;
}
let harmless: Site;
let hostile: Site;
const disguise = new Disguise();

async function start(replace: Replace, replaceLong: Replace): Promise<Site> {
  const world = await World.start({
    fill: async (dir, ask) => {
      fillFolder(dir, replaceLong);
      await fillOrg(ask, replace);
    },
  });
  const rows = await world.query('SELECT Id, Name, Title FROM User');
  const users = world.org.users.map((user) => {
    const row = rows.find(({ Id }) => Id === user.id);
    const title = row?.['Title'];
    return { ...user, name: String(row?.['Name']), title: typeof title === 'string' ? title : null };
  });
  const { url, close } = await servePages({ ...world.org, users }, 0, '');
  const names = users.map(({ name }) => name);
  return { world, url, names, close: () => Promise.all([close(), world.close()]).then(() => undefined) };
}
beforeAll(async () => {
  harmless = await start(harmlessText, harmlessText);
  hostile = await start(disguise.replace, disguise.replaceLong);
}, 400_000);
afterAll(async () => {
  await harmless.close();
  await hostile.close();
});

/** Opens a page of a site as somebody who is signed in. */
async function open({ world, url }: Site, path: string, who: string): Promise<Watched> {
  return watched(world, url + path, who, async (page) => {
    const user = world.org.users.find(({ username }) => username.startsWith(who));
    const [row] = await world.query(`SELECT Name FROM User WHERE Id = '${user?.id}'`);
    const session = JSON.stringify({ token: user?.accessToken, userId: user?.id, name: row?.['Name'] });
    await page.evaluateOnNewDocument((kept: string) => sessionStorage.setItem('quotient-session', kept), session);
  });
}

/** What happened that should not. Lit says of itself where it is served for developers. */
const wrongOf = async ({ happened }: Watched): Promise<string[]> =>
  (await happened()).filter((one) => !one.startsWith('Lit is in dev mode'));

/** Reads the elements of a page, and what is around them. */
async function read(site: Site, path: string, who: string, elements: readonly string[], then?: Then): Promise<Read> {
  const opened = await open(site, path, who);
  const { shown } = opened;
  for (const element of elements) await textWith(shown, element, /as of \w/);
  await then?.(shown);
  const readings: Reading[] = [];
  for (const element of [...elements, '#document']) readings.push(await readingOf(shown, element));
  const happened = await wrongOf(opened);
  await shown.page.close();
  return {
    text: readings.map(({ text }) => text).join(' '),
    elements: readings.flatMap((one) => one.elements),
    overflowing: readings.flatMap((one) => one.overflowing),
    backwards: readings.flatMap((one) => one.backwards),
    happened,
  };
}
type Then = (shown: Shown) => Promise<unknown>;

/** Chooses a person of the team, whose open deals then stand beside it. */
const choose: Then = async (shown) => {
  const noah = harmless.world.user('Noah Bennett').id;
  await shown.page.evaluate(
    (payee: string) =>
      document.querySelector('quotient-team')?.dispatchEvent(new CustomEvent('quotientselect', { detail: { payee } })),
    noah,
  );
  await shown.page.waitForSelector('#person .deals');
};

const deal = '006Sm00000000imIAA';
const [attainment, coaching] = ['quotient-attainment', 'quotient-coaching'];
test.each<[says: string, path: string, who: string, elements: string[], then?: Then]>([
  ['a rep’s home', 'home.html', 'noah.bennett', [attainment, coaching]],
  ['a rep’s deal', `opportunity.html?id=${deal}`, 'noah.bennett', ['quotient-estimate']],
  ['a manager’s team', 'team.html', 'sofia.castellano', ['quotient-team', coaching]],
  ['a person of the team', 'team.html', 'sofia.castellano', ['quotient-team', coaching], choose],
])('%s', async (_, path, who, elements, then) => {
  const as = await read(harmless, path, who, elements, then);
  const found = await read(hostile, path, who, elements, then);
  expectUnharmed(found, as, disguise);
});

test('the first page, and the way in for whoever has the longest name', async () => {
  const opened = await watched(hostile.world, hostile.url, 'noah.bennett');
  const { shown } = opened;
  await shown.page.waitForSelector('.person');
  const { text, overflowing } = await readingOf(shown, '#document');
  for (const name of hostile.names) expect(seen(text)).toContain(seen(name));
  expect(overflowing).toEqual([]);
  await shown.page.evaluate(() => {
    const lengthOf = (card: Element): number => card.querySelector('b')?.textContent?.length ?? 0;
    const [longest] = [...document.querySelectorAll<HTMLElement>('.person')].sort((a, b) => lengthOf(b) - lengthOf(a));
    longest?.click();
  });
  await shown.page.waitForSelector('.my-name');
  expect(await wrongOf(opened)).toEqual([]);
  expect((await readingOf(shown, '#document')).overflowing).toEqual([]);
  await shown.page.close();
});

test('is told a text that is put in as HTML, and a script that is no file of the pages', async () => {
  const { shown, happened } = await open(hostile, 'home.html', 'noah.bennett');
  const refused = await shown.page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('img'), { src: '//evil.invalid/pixel' }));
    const script = document.createElement('script');
    const put = [() => (document.body.innerHTML = '<b>text</b>'), () => (script.text = 'quotientHit()')];
    return put.map((one) => {
      try {
        return one();
      } catch (error) {
        return String(error);
      }
    });
  });
  expect(refused).toEqual([expect.stringMatching(/TrustedHTML/), expect.stringMatching(/TrustedScript/)]);
  await expect.poll(async () => (await happened()).join()).toMatch(/img-src/);
  await shown.page.close();
});
