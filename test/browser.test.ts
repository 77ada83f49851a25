// Finding a browser: the order of places, and the sentence where there is none.
import { describe, expect, test } from 'vitest';
import { findBrowser, type Machine } from './browser.ts';

const bare: Machine = {
  env: {},
  platform: 'linux',
  arch: 'x64',
  isRoot: false,
  exists: () => false,
  run: () => {
    throw new Error('no network');
  },
  unpack: async () => '/tmp/chromium',
  say: () => undefined,
};

describe('findBrowser', () => {
  test('takes what CHROME_PATH names', async () => {
    expect(
      await findBrowser({ ...bare, env: { CHROME_PATH: '/opt/chrome' }, exists: (path) => path === '/opt/chrome' }),
    ).toBe('/opt/chrome');
  });
  test('says that CHROME_PATH leads nowhere', async () => {
    await expect(findBrowser({ ...bare, env: { CHROME_PATH: '/opt/none' } })).rejects.toThrow(
      /CHROME_PATH is \/opt\/none, and no file is there/,
    );
  });
  test('takes the machine’s own', async () => {
    expect(await findBrowser({ ...bare, exists: (path) => path === '/usr/bin/google-chrome' })).toBe(
      '/usr/bin/google-chrome',
    );
  });
  test('installs the distribution’s package as root', async () => {
    const ran: string[] = [];
    const there = new Set(['/usr/bin/apt-get']);
    const path = await findBrowser({
      ...bare,
      isRoot: true,
      exists: (one) => there.has(one),
      run: (command, args) => {
        ran.push(`${command} ${args[0] ?? ''}`);
        if (args[0] === 'install') there.add('/usr/bin/chromium');
        return '';
      },
    });
    expect(path).toBe('/usr/bin/chromium');
    expect(ran).toEqual(['apt-get update', 'apt-get install']);
  });
  test('takes a packaged one without root', async () => {
    let fetched = false;
    const path = await findBrowser({
      ...bare,
      run: (command) => {
        fetched = command === 'npm';
        return '';
      },
      exists: (one) => fetched && one === '/tmp/chromium',
    });
    expect(path).toBe('/tmp/chromium');
  });
  test('says in one sentence what to do where nothing works', async () => {
    await expect(findBrowser(bare)).rejects.toThrow(
      /^There is no Chrome or Chromium.*install one, or set CHROME_PATH to its path, and run the tests again\.$/,
    );
  });
});
