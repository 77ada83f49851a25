// How long random tests run: in full for `npm run test:full`, a tenth otherwise; seeded by the commit, so that a failure comes again.
import fc from 'fast-check';
import { vi } from 'vitest';

/** All of the long runs. */
export const full = process.env['QUOTIENT_FULL'] === '1';
export const seed = Number(process.env['QUOTIENT_SEED'] ?? 1);
fc.configureGlobal({ seed, numRuns: full ? 2000 : 200 });
if (full) vi.setConfig({ testTimeout: 600_000 });
