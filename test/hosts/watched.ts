// Pages on which whatever happens that should not is written down: scripts of texts, refusals of the policy, requests, dialogs.
import type { Page } from 'puppeteer-core';
import type { Shown, World } from './world.ts';

/** A page that is watched. */
export interface Watched {
  readonly shown: Shown;
  /** What happened until now that should not. */
  readonly happened: () => Promise<readonly string[]>;
}

/** Opens a page as the person whose username begins so; `before` is done to it before it loads anything. */
export async function watched(
  world: World,
  page: string,
  username: string,
  before?: (page: Page) => Promise<unknown>,
): Promise<Watched> {
  const user = world.org.users.find((one) => one.username.startsWith(username));
  if (!user) throw new Error(`Nobody is ${username}.`);
  const asked: string[] = [];
  const shown = await world.open(page, user, {
    before: async (opened) => {
      opened.on('dialog', (dialog) => {
        asked.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      opened.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        if (hostname !== '127.0.0.1' && protocol !== 'data:') asked.push(request.url());
      });
      await before?.(opened);
      await opened.evaluateOnNewDocument(() => {
        const happened: string[] = [];
        Object.assign(globalThis, {
          quotientHit: () => happened.push('a script ran'),
          quotientHappened: happened,
        });
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
          happened.push(`${violatedDirective}: ${sample}`),
        );
      });
    },
  });
  const happened = async (): Promise<readonly string[]> => [
    ...asked,
    ...(await shown.page.evaluate(() => (globalThis as unknown as { quotientHappened: string[] }).quotientHappened)),
    ...shown.complaints,
  ];
  return { shown, happened };
}
