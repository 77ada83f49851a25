// What `plan check` says of valid plans: advice with its place, from the plan alone or from the folder around it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathInWords } from '@quotient/calc';
import { advise, type Advice, type Around } from '@quotient/calc/plans';
import { asOfDay, readWholeBook } from './book.ts';
import { readFolder, type PlanFolder } from './folder/folder.ts';
import type { PlanFile } from './plan-files.ts';
import { storeFile } from './store/file.ts';

export interface PlacedAdvice extends Omit<Advice, 'row'> {
  /** File, line and column in the plan. */
  readonly place: string;
  /** The line of assignments.csv or quotas.csv that it is about, where it is about one. */
  readonly row?: string;
}

export interface Surroundings {
  readonly around: Around;
  readonly placeOf: (row: NonNullable<Advice['row']>) => string | undefined;
}

/** The plan files of a folder. */
export function plansOf(dir: string): string[] {
  const plans = join(dir, 'plans');
  return existsSync(plans)
    ? readdirSync(plans)
        .filter((name) => /\.(ya?ml|json)$/.test(name))
        .sort()
        .map((name) => join(plans, name))
    : [];
}

/** The other plans, people and quotas of a folder, with records and names where it was synced. */
export function surroundings(dir: string): Surroundings {
  const folder = readFolder(dir);
  return {
    around: existsSync(storeFile(dir)) ? readWholeBook(folder, asOfDay(folder)) : rowsOf(folder),
    placeOf: ({ list, index }) => folder[list][index]?.place,
  };
}

const rowsOf = (folder: PlanFolder): Around => ({
  asOf: asOfDay(folder),
  plans: [...folder.plans],
  assignments: folder.assignments.map(({ row }) => row),
  quotas: folder.quotas.map(({ row }) => row),
});

export function adviceOn({ file, plan, source }: PlanFile, { around, placeOf }: Surroundings): PlacedAdvice[] {
  const found = advise(plan, around);
  const places = source.placesOf(found.map(({ path }) => path));
  return found.map(({ row, ...advice }, i) => {
    const place = row && placeOf(row);
    return { ...advice, place: `${file}:${places[i] ?? '1:1'}`, ...(place ? { row: place } : {}) };
  });
}

/** One piece of advice as a line: place, severity, what and where, and what to do. */
export function adviceText({ place, severity, path, message, remedy, row }: PlacedAdvice): string {
  const where = pathInWords(path);
  return `${place}: ${severity}: ${where ? `${where}: ` : ''}${message} ${remedy}${row ? ` (${row})` : ''}`;
}
