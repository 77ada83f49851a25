// Books made from random books so that a law has something to say about them: rules left out, people assigned, rows added.
import type { Row } from '../reference/filter.ts';
import type { Assignment, Book, Component, Measure, Plan } from '../reference/types.ts';

export type Rows = Readonly<Record<string, readonly Row[]>>;

export const withPlans = (book: Book, change: (plan: Plan) => Plan): Book => ({
  ...book,
  plans: book.plans.map(change),
});
export const withComponents = (plan: Plan, change: (component: Component) => Component): Plan => ({
  ...plan,
  components: plan.components.map(change),
});
export const withMeasures = (plan: Plan, change: (measure: Measure) => Measure): Plan => ({
  ...plan,
  measures: Object.fromEntries(Object.entries(plan.measures).map(([name, measure]) => [name, change(measure)])),
});

/** An object without some of its keys. */
export const without = <T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;

/** A book with more rows of some objects. */
export const withRows = (book: Book, rows: Rows): Book => ({
  ...book,
  records: {
    ...book.records,
    ...Object.fromEntries(
      Object.entries(rows).map(([object, list]) => [object, [...(book.records?.[object] ?? []), ...list]]),
    ),
  },
});

/** A book with changed rows of one object. */
export const withRecords = (book: Book, object: string, change: (row: Row, index: number) => Row): Book => ({
  ...book,
  records: { ...book.records, [object]: (book.records?.[object] ?? []).map(change) },
});

/** The people of a book. */
export const peopleOf = (book: Book): string[] => (book.users ?? []).map(({ Id }) => Id);
export const payeesOf = (book: Book): string[] => [...new Set(book.assignments.map(({ payee }) => payee))].sort();

/** No record is dated earlier. */
const firstDay = '2025-12-01';

/** All people in all plans on all days; ramp and targets of each one's first assignment stay. */
export function everyoneAssigned(book: Book): Book {
  const plans = [...new Set(book.plans.map(({ id }) => id))];
  const assignments = plans.flatMap((plan) =>
    peopleOf(book).map((payee): Assignment => {
      const first = book.assignments.find((one) => one.payee === payee && one.plan === plan);
      return { ...first, payee, plan, from: firstDay, to: null };
    }),
  );
  return { ...alwaysInForce(book), assignments };
}

/** First versions of plans from the start, last ones without end. */
function alwaysInForce(book: Book): Book {
  const froms = (id: string): string[] =>
    book.plans
      .filter((plan) => plan.id === id)
      .map(({ effective }) => effective.from)
      .sort();
  return withPlans(book, (plan) => ({
    ...plan,
    effective: {
      ...plan.effective,
      ...(froms(plan.id)[0] === plan.effective.from ? { from: firstDay } : {}),
      ...(froms(plan.id).at(-1) === plan.effective.from ? { to: null } : {}),
    },
  }));
}

/** Measures that count what people below earned count records instead. */
export const withoutOverrides = (book: Book): Book =>
  withPlans(book, (plan) =>
    withMeasures(plan, (measure) =>
      measure.earnings
        ? { object: 'Opportunity', value: 'Amount', date: 'CloseDate', where: { IsWon: { eq: true } }, credit: 'owner' }
        : measure,
    ),
  );

/** The measures that count records of an object; a ratio counts those of both sides. */
export const objectsOf = ({ object, ratio }: Measure): string[] =>
  [object, ratio?.of.object, ratio?.per.object].filter((one) => one !== undefined);

/** The fields of records that are summed or counted as money or numbers. */
export const valueFields = ({ plans }: Book): Set<string> =>
  new Set(
    plans.flatMap(({ measures }) =>
      Object.values(measures).flatMap(({ value, ratio }) =>
        [value, ratio?.of.value, ratio?.per.value].filter((one) => one !== undefined),
      ),
    ),
  );

/** Plans whose filters do not read some fields. */
export const withoutFiltersOn = (book: Book, fields: ReadonlySet<string>): Book => {
  const bare = (where: unknown): unknown =>
    Array.isArray(where)
      ? where.map(bare)
      : typeof where === 'object' && where !== null
        ? Object.fromEntries(
            Object.entries(where)
              .filter(([key]) => !fields.has(key))
              .map(([key, one]) => [key, bare(one)]),
          )
        : where;
  const all = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(all)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'where' ? bare(one) : all(one)]))
        : value;
  return withPlans(book, (plan) => all(plan) as Plan);
};
