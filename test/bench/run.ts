// `npm run bench`: every figure with its bound; --json FILE writes them down, --only AREA takes those of one area.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calculation as calc } from './calc.ts';
import { hosts } from './hosts.ts';
import { insight } from './insight.ts';
import type { Figure } from './measure.ts';
import { publishing } from './publish.ts';
import { read } from './read.ts';
import { bundle, calculation, start } from './way.ts';

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const areas: Readonly<Record<string, () => Promise<Figure[]>>> = {
  calc,
  hosts,
  insight,
  publish: publishing,
  read,
  way: async () => [...(await calculation()), ...bundle(), await start()],
};

const figures: Figure[] = [];
for (const [area, measure] of Object.entries(areas))
  if (values.only === undefined || values.only === area) figures.push(...(await measure()));
const holds = ({ ratio, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }: Figure): boolean =>
  ratio >= atLeast && ratio <= atMost;
for (const figure of figures)
  process.stdout.write(
    `${holds(figure) ? 'holds ' : 'MISSES'}  ${figure.ratio.toFixed(3).padStart(8)}  ${figure.atLeast === undefined ? `at most ${figure.atMost ?? ''}` : `at least ${figure.atLeast}`}  ${figure.name}  (${figure.detail})\n`,
  );
if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
process.exit(figures.every(holds) ? 0 : 1);
