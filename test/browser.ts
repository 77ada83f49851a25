// A Chrome or Chromium for the tests: the machine's own, else one that is installed on the way.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache/browser/', import.meta.url));
const packaged = '@sparticuz/chromium@153.0.0';

/** What finding a browser asks of the machine. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly arch: string;
  readonly isRoot: boolean;
  readonly exists: (path: string) => boolean;
  /** Runs a command; throws where it fails. */
  readonly run: (command: string, args: readonly string[]) => string;
  /** Loads the packaged browser and answers its path. */
  readonly unpack: () => Promise<string>;
  readonly say: (text: string) => void;
}

const usual: Readonly<Record<string, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};

/**
 * The path of a browser: CHROME_PATH, a usual place, the distribution's package (as root on Debian), a package.
 * @throws Error with one sentence that says what to do where none can be had.
 */
export async function findBrowser(machine: Machine = thisMachine()): Promise<string> {
  const { env, platform, arch, isRoot, exists, run, unpack, say } = machine;
  const named = env['CHROME_PATH'];
  if (named) {
    if (exists(named)) return named;
    throw new Error(`CHROME_PATH is ${named}, and no file is there: set it to the path of a Chrome or Chromium.`);
  }
  const found = usual[platform]?.find(exists);
  if (found) return found;
  const attempts: (() => Promise<string>)[] = [];
  if (platform === 'linux' && isRoot && exists('/usr/bin/apt-get')) {
    attempts.push(async () => {
      say('No Chrome found: installing the package chromium.');
      run('apt-get', ['update', '-qq']);
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
      return '/usr/bin/chromium';
    });
  }
  if (platform === 'linux' && arch === 'x64') {
    attempts.push(async () => {
      say(`No Chrome found: fetching ${packaged}.`);
      run('npm', ['install', '--prefix', cache, '--no-audit', '--no-fund', '--no-save', packaged]);
      return unpack();
    });
  }
  if (platform === 'darwin') {
    attempts.push(async () => {
      say('No Chrome found: fetching Chrome for tests.');
      const lines = run('npx', ['--yes', '@puppeteer/browsers', 'install', 'chrome@stable', '--path', cache]);
      return lines.trim().split('\n').at(-1)?.replace(/^\S+ /, '') ?? '';
    });
  }
  for (const attempt of attempts) {
    try {
      const path = await attempt();
      if (exists(path)) return path;
    } catch (error) {
      say(`That did not work: ${(error as Error).message.split('\n')[0] ?? ''}`);
    }
  }
  throw new Error(
    'There is no Chrome or Chromium, and none could be installed: install one, or set CHROME_PATH to its path, and run the tests again.',
  );
}

/** How a browser is started for tests: quiet, and without its sandbox where root runs it. */
export function browserArgs(isRoot = process.getuid?.() === 0): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--hide-scrollbars',
    '--force-color-profile=srgb',
    ...(isRoot ? ['--no-sandbox'] : []),
  ];
}

function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    isRoot: process.getuid?.() === 0,
    exists: existsSync,
    run: (command, args) =>
      execFileSync(command, [...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }),
    unpack: async () => {
      mkdirSync(cache, { recursive: true });
      const folder = join(cache, 'node_modules/@sparticuz/chromium');
      const { main, exports: entries } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        main?: string;
        exports?: string | { '.': { import?: string } | string };
      };
      const root = typeof entries === 'object' ? entries['.'] : entries;
      const entry = (typeof root === 'object' ? root.import : root) ?? main ?? 'build/index.js';
      const { default: chromium } = (await import(pathToFileURL(join(folder, entry)).href)) as {
        default: { executablePath: () => Promise<string> };
      };
      return chromium.executablePath();
    },
    say: (text) => process.stderr.write(`${text}\n`),
  };
}
