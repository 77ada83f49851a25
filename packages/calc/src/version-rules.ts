// Rules across the plans of a book: versions of one plan follow one another, and overrides count what somebody earns.
import type { Report } from './error.ts';
import { calendarOf } from './period.ts';
import type { Plan } from './plan.ts';
import { endBefore, inOrder, overlaps } from './rows.ts';
import { suggest } from './schema.ts';

/** The plans of one id, and the ids of all components that they ever have. */
export type Versions = ReadonlyMap<
  string,
  { readonly plans: readonly Plan[]; readonly components: ReadonlySet<string> }
>;

export function versionsOf(plans: readonly Plan[]): Versions {
  return new Map(
    [...Map.groupBy(plans, ({ id }) => id)].map(([id, own]) => [
      id,
      { plans: own, components: new Set(own.flatMap(({ components }) => components.map((one) => one.id))) },
    ]),
  );
}

export function checkVersions(plans: readonly Plan[], report: Report): void {
  const sorted = inOrder(plans, ({ effective }) => effective);
  for (const own of Map.groupBy(sorted, ({ row }) => row.id).values()) {
    overlaps(own, ({ row, i }, _, inWords) =>
      report(
        ['plans', i, 'effective'],
        'overlap',
        `Two versions of plan ${row.id} overlap: ${inWords}.`,
        `${endBefore} Or give them two ids.`,
      ),
    );
    const [first, ...later] = own;
    for (const { row, i } of later)
      for (const [key, said] of shared) {
        const [a, b] = [said((first as (typeof own)[number]).row), said(row)];
        if (a !== b)
          report(
            ['plans', i, key],
            'version',
            `Two versions of plan ${row.id} differ in ${key}: ${a} (from ${first?.range.from}) and ${b} (from ${row.effective.from}).`,
            'Positions and debt go on across versions: keep it, or give them two ids.',
          );
      }
  }
  checkEarnings(plans, report);
}

/** What versions of one plan have in common, in words. */
const shared: readonly [key: string, said: (plan: Plan) => string][] = [
  ['currency', ({ currency }) => currency],
  ['pay', ({ pay }) => pay ?? 'month'],
  [
    'calendar',
    (plan) => {
      const { fiscalYearStart, yearNamedBy } = calendarOf(plan);
      return `a year from month ${fiscalYearStart} named by its ${yearNamedBy}`;
    },
  ],
];

/** An override counts components of the plans in the book. Who is above whom keeps it from counting itself. */
function checkEarnings(plans: readonly Plan[], report: Report): void {
  const ids = new Set(plans.flatMap(({ components }) => components.map(({ id }) => id)));
  plans.forEach(({ measures }, i) => {
    for (const [name, { earnings }] of Object.entries(measures))
      earnings?.components.forEach((id, k) => {
        if (!ids.has(id))
          report(
            ['plans', i, 'measures', name, 'earnings', 'components', k],
            'unknown-component',
            `No plan of the book has a component "${id}".`,
            suggest(id, [...ids], 'Name the id of a component that the people below have.'),
          );
      });
  });
}
