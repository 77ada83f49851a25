// Random books over the plan format: plans of every kind with people, records and everything around them.
import fc from 'fast-check';
import type { Book } from '../reference/types.ts';
import { assignmentsTo, managersIn, quotasIn, usersIn } from './books/people.ts';
import { planOf } from './books/plans.ts';
import { entriesIn, ratesIn, recordsIn } from './books/records.ts';
import type { Space } from './books/space.ts';
import { dense, someDay } from './books/values.ts';

export { people } from './books/people.ts';
export type { Space } from './books/space.ts';

/** One plan in one version, with the features that came first. */
export const calculated: Space = {
  steps: false,
  later: false,
  overrides: false,
  versions: false,
  plans: false,
  wide: false,
};

/** The whole plan format. */
export const everything: Space = {
  steps: true,
  later: true,
  overrides: true,
  versions: true,
  plans: true,
  wide: true,
};

/**
 * Books with one plan `p` or also a second `q`, four people in up to three levels, and up to a dozen deals. Three in four of
 * a wide space draw every number alike: where all lean to the smallest, next to nothing is earned.
 */
export function books(space: Space): fc.Arbitrary<Book> {
  const any = booksIn(space);
  return space.wide ? fc.oneof({ weight: 3, arbitrary: fc.noBias(any) }, { weight: 1, arbitrary: any }) : any;
}

function booksIn(space: Space): fc.Arbitrary<Book> {
  return fc
    .record({
      hasSecond: space.plans ? fc.boolean() : fc.constant(false),
      isHuge: space.wide ? fc.nat(5).map((n) => n === 0) : fc.constant(false),
    })
    .chain(({ hasSecond, isHuge }) => {
      const ids = hasSecond ? ['p', 'q'] : ['p'];
      return fc.tuple(...ids.map((id) => planOf(space, id, isHuge))).chain((versions) => {
        const plans = versions.flat();
        const scored = plans.filter(({ measures }) => measures['entered']).map(({ id }) => id);
        return fc.record({
          asOf: space.wide
            ? fc.oneof(someDay('2026-01-15', '2026-12-31'), someDay('2026-08-01', '2026-12-31'))
            : someDay('2026-01-15', '2026-12-31'),
          corporateCurrency: fc.constant('USD'),
          plans: fc.constant(plans),
          assignments: assignmentsTo(ids, space),
          quotas: quotasIn(ids, isHuge),
          rates: ratesIn(space),
          entries: entriesIn(ids, scored),
          users: usersIn(space),
          managers: managersIn(space),
          records: recordsIn(space, isHuge),
        });
      });
    })
    .map((book): Book => dense(book));
}
