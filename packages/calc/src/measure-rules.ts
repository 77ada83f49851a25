// Rules of measures: each counts one kind of thing, and says no more than belongs to it.
import { checkShare } from './bound-rules.ts';
import type { Path, Report } from './error.ts';
import type { Credit, Measure, Plan } from './plan.ts';

/** What a component's position counts; a blend has none. */
export type Kind = 'money' | 'number' | 'count' | 'entered' | 'earnings' | 'ratio' | 'blend';

/** The measure of a name; names such as `constructor` are none unless the plan has them. */
export const measureOf = (plan: Plan, name: string | undefined): Measure | undefined =>
  name !== undefined && Object.hasOwn(plan.measures, name) ? plan.measures[name] : undefined;

/** What a measure counts. */
export function kindOf({ ratio, entered, earnings, value, unit }: Measure): Exclude<Kind, 'blend'> {
  if (ratio) return 'ratio';
  if (entered) return 'entered';
  if (earnings) return 'earnings';
  return value === 'count' ? 'count' : unit === 'number' ? 'number' : 'money';
}

export function checkMeasures(plan: Plan, report: Report): void {
  for (const [name, measure] of Object.entries(plan.measures)) {
    const path = ['measures', name];
    if (name.includes('#'))
      report(
        path,
        'measure-name',
        `The name "${name}" holds the sign #.`,
        'Leave it out: it tells the sides of a ratio.',
      );
    checkMeasure(measure, path, report);
  }
}

/** What each kind of measure needs, and what says nothing on it. */
const keys = {
  object: { needs: ['value', 'date', 'credit'], not: [] },
  ratio: { needs: ['date', 'credit'], not: ['value', 'where'] },
  entered: { needs: ['credit'], not: ['value', 'date'] },
  earnings: { needs: [], not: ['value', 'date', 'credit', 'where', 'counts', 'unit'] },
} as const;
type Way = keyof typeof keys;

const needed: Readonly<Record<string, [message: string, remedy: string]>> = {
  value: ['A measure of an object needs a value.', 'Add value: a field such as Amount, or count.'],
  date: ['A measure needs a date.', 'Add date: a field such as CloseDate.'],
  credit: ['A measure says who is credited.', 'Add credit: owner, or another rule.'],
};

function checkMeasure(measure: Measure, path: Path, report: Report): void {
  const ways = (Object.keys(keys) as Way[]).filter((way) => measure[way] !== undefined);
  const [way] = ways;
  if (way === undefined || ways.length > 1) {
    report(
      path,
      'measure',
      way === undefined
        ? 'A measure needs an object, a ratio, entered: true or earnings.'
        : `A measure is one of: object, ratio, entered, earnings; this is ${ways.join(' and ')}.`,
      'Keep one of them.',
    );
    return;
  }
  for (const key of keys[way].needs)
    if (measure[key] === undefined) report([...path, key], 'missing-key', ...(needed[key] as [string, string]));
  for (const key of keys[way].not)
    if (measure[key] !== undefined)
      report([...path, key], 'misplaced', `"${key}" says nothing on a measure of ${nouns[way]}.`, misplaced(way, key));
  if (measure.credit !== undefined) checkCredit(measure.credit, way, [...path, 'credit'], report);
}

const nouns = { object: 'records', ratio: 'a ratio', entered: 'achievements', earnings: 'earnings' } as const;
const misplaced = (way: Way, key: string): string =>
  way === 'ratio' ? `Put "${key}" into "of" and "per".` : `Leave "${key}" out.`;

function checkCredit(credit: Credit, way: Way, path: Path, report: Report): void {
  if (typeof credit === 'string') return;
  if ('share' in credit && credit.share !== undefined) checkShare(credit.share, [...path, 'share'], report);
  if ('reports' in credit && typeof credit.reports === 'object') {
    const depths = Object.entries(credit.reports);
    if (depths.length === 0)
      report([...path, 'reports'], 'missing-key', 'No depth is credited.', 'Add a share, such as 1: "20%".');
    for (const [depth, share] of depths) checkShare(share, [...path, 'reports', depth], report);
  }
  const isByPerson = 'reports' in credit && credit.by === undefined && credit.owner === undefined;
  if (way === 'entered' && !isByPerson)
    report(
      path,
      'misplaced',
      'An achievement is entered for one person: it has no owner field, splits or team.',
      'Write credit: owner, or { reports: all }.',
    );
  if ('reports' in credit && credit.by !== undefined && credit.owner !== undefined)
    report(
      [...path, 'owner'],
      'misplaced',
      'Reports go by the owner of a record or by its splits, not by both.',
      'Leave out owner or by.',
    );
}
