// The real Salesforce CLI: fetched once, run with a home of its own.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cli = '@salesforce/cli@2.146.3';
const cache = fileURLToPath(new URL('../../node_modules/.cache/sf-cli', import.meta.url));
/** The CLI's own start. */
export const bin = join(cache, 'node_modules/@salesforce/cli/bin/run.js');

/** Installs the CLI beside the other packages, once; says why where that cannot be done. */
export function fetchCli(): string | null {
  if (existsSync(bin)) return null;
  process.stderr.write(`Fetching ${cli} for its test, about 290 MB.\n`);
  try {
    execFileSync('npm', ['install', '--prefix', cache, '--no-audit', '--no-fund', '--no-save', cli], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `npm cannot install ${cli}: ${(error as Error).message.split('\n')[0] ?? ''}`;
  }
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  /** What was printed to either. */
  readonly output: string;
}

/** What the CLI runs with: a home of its own, quietly, and deploys over REST. */
export const environment = (home: string, accessToken: string): Record<string, string> => ({
  PATH: [
    join(home, 'bin'),
    dirname(process.execPath),
    join(cache, 'node_modules/.bin'),
    process.env['PATH'] ?? '',
  ].join(delimiter),
  HOME: home,
  SF_ACCESS_TOKEN: accessToken,
  SF_ORG_METADATA_REST_DEPLOY: 'true',
  SF_DISABLE_TELEMETRY: 'true',
  SF_AUTOUPDATE_DISABLE: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_HIDE_RELEASE_NOTES: 'true',
  NO_COLOR: '1',
});

/** A shell in `folder` whose command `sf` is the CLI, with `home` as its home and a token to log in with. */
export function shell(folder: string, home: string, accessToken: string): (script: string) => Promise<Ran> {
  const own = join(home, 'bin');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'sf'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(join(own, 'sf'), 0o755);
  const env = environment(home, accessToken);
  return async (script) => {
    try {
      const { stdout, stderr } = await promisify(execFile)('sh', ['-euc', script], {
        cwd: folder,
        env,
        maxBuffer: 1e9,
      });
      return { code: 0, stdout, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, output: stdout + stderr };
    }
  };
}
