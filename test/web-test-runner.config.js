// The elements' tests in a real browser: widget/src/**/*.browser.ts.
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { browserArgs, findBrowser } from './browser.ts';

export default {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  files: ['widget/src/**/*.browser.ts'],
  nodeResolve: { exportConditions: ['quotient-source', 'browser', 'import', 'default'], browser: true },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022' })],
  browsers: [
    chromeLauncher({ launchOptions: { executablePath: await findBrowser(), args: browserArgs() }, concurrency: 1 }),
  ],
  testFramework: { config: { timeout: 20_000 } },
};
