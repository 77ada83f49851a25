// Races: each has a process of its own, since what one leaves behind would slow the next.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './measure.ts';

/** The figures of some races of a script. */
export const racesOf = (script: string, races: readonly string[]): Figure[] =>
  races.flatMap(
    (race) =>
      JSON.parse(
        execFileSync(
          process.execPath,
          [
            '--conditions=quotient-source',
            '--expose-gc',
            '--max-old-space-size=8192',
            fileURLToPath(new URL(script, import.meta.url)),
            race,
          ],
          { encoding: 'utf8', maxBuffer: 1e7 },
        ),
      ) as Figure[],
  );
