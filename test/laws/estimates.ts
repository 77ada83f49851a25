// What an estimate says of deals is the difference of two whole calculations, to the cent, for every payee.
import type { Snapshot, Statement } from '@quotient/calc';
import { later } from '../reference/calendar.ts';
import type { Book, Plan } from '../reference/types.ts';
import { dateOf, dealsOf, untilNow, withDeals, type Asked } from './deals.ts';
import { lineSum, minor, total, versions } from './figures.ts';
import { same, type Calculation } from './law.ts';
import { peopleOf } from './variants.ts';

/**
 * Worth, change, what is payable in each payment period, attainment and what is earned in the window, of one deal or several,
 * new ones or such as are counted already, in this payment period or a later one, or in one that has ended. The book holds
 * nothing that counts only after its as-of date, and no deal replaces a record of a window that is over: a snapshot knows of
 * neither. The shares of several deals are their worth. Where nothing changes there is a reason, and where no estimate is made for
 * want of an assignment, nothing does.
 */
export function estimatesAreDifferences(
  { calculate, estimate, snapshots }: Calculation,
  { book: given, asked }: { readonly book: Book; readonly asked: readonly Asked[] },
): string[] {
  const book = untilNow(given);
  const deals = dealsOf(book, asked);
  const published = snapshots(book);
  // A deal is dated by the plans that somebody has.
  const inForce = new Set(published.flatMap(({ plans }) => plans.map(({ plan }) => plan.id)));
  const dated = book.plans.filter(({ id }) => inForce.has(id));
  const asOf = deals.reduce((last, deal) => later(last, dateOf({ plans: dated }, deal)), book.asOf);
  const rest: Book = {
    ...book,
    asOf,
    records: {
      ...book.records,
      Opportunity: (book.records?.['Opportunity'] ?? []).filter(
        ({ Id }) => !deals.some(({ record }) => record['Id'] === Id),
      ),
    },
  };
  const before = calculate(rest).statements;
  const won = new Map([...new Set(book.plans.map(({ id }) => id))].map((id) => [id, withDeals(rest, book, id, deals)]));
  const after = new Map([...won].map(([id, one]) => [id, calculate(one).statements]));
  // What lies in an ended period is taken at the as-of date by each plan's own periods: no one book has it so for several.
  const isOneBook = new Set([...won.values()].map(({ records }) => JSON.stringify(records))).size === 1;
  const isComparable = (plan: string): boolean => isOneBook || !versions(book, plan).some(countsEarnings);
  const ids = deals.map(({ record }) => record['Id']);
  const payees = [...new Set(before.map(({ payee }) => payee))];
  const held = new Map(published.map((one) => [one.payee.Id, one]));
  return payees.flatMap((payee) => {
    const was = before.filter((one) => one.payee === payee);
    const is = [...after].flatMap(([id, list]) => list.filter((one) => one.payee === payee && one.plan === id));
    const said = estimate(
      held.get(payee) as Snapshot,
      deals,
      [...held].flatMap(([other, one]) => (other === payee ? [] : [one])),
    );
    const refused = is.flatMap(({ warnings }) =>
      warnings.filter(({ record, code }) => ids.includes(record) && code !== 'attainment-null').map(({ code }) => code),
    );
    if (said.cannotSay) {
      if (said.cannotSay.code === 'no-plan' || said.cannotSay.code === 'not-assigned')
        return unchanged(`${payee}, who has no plan in force`, was, is);
      return refused.includes(said.cannotSay.code as never) || countsUnknown(book, payee, [...held.keys()])
        ? []
        : [`${payee}: cannot say (${said.cannotSay.message})`];
    }
    const alone = estimate(held.get(payee) as Snapshot, deals);
    if (refused.length > 0) return [`${payee}: says a figure for a deal that is not credited (${refused.join(', ')})`];
    return [
      ...[...new Set(is.map(({ plan }) => plan))].filter(isComparable).flatMap((plan) =>
        differences(
          said.plans.find((one) => one.plan === plan),
          `${payee} ${plan}`,
          was.filter((one) => one.plan === plan),
          is.filter((one) => one.plan === plan),
        ),
      ),
      // What is remembered of a snapshot from one estimate to the next changes none of them.
      ...(alone.cannotSay || alone.asOf !== said.asOf ? [] : same(`${payee}, without the others`, alone, said)),
      ...(deals.length < 2
        ? []
        : said.plans.flatMap(({ plan, worth, shares }) =>
            same(`${payee} ${plan}: shares`, total(shares.map((share) => minor(share.worth))), minor(worth)),
          )),
    ];
  });
}

const countsEarnings = ({ measures }: Plan): boolean => Object.values(measures).some(({ earnings }) => earnings);

/** Does a plan of a payee count what others earn, of whom there is no snapshot? */
const countsUnknown = (book: Book, payee: string, known: readonly string[]): boolean =>
  book.assignments.some((one) => one.payee === payee && versions(book, one.plan).some(countsEarnings)) &&
  peopleOf(book).some((person) => !known.includes(person));

const figures = (statement: Statement | undefined): unknown => statement && { ...statement, warnings: [] };

/** Statements with deals that are the same without them. */
const unchanged = (of: string, was: readonly Statement[], is: readonly Statement[]): string[] =>
  is.flatMap((one) =>
    same(of, figures(one), figures(was.find(({ plan, period }) => plan === one.plan && period === one.period))),
  );

type Said = ReturnType<Calculation['estimate']>['plans'][number];

function differences(
  said: Said | undefined,
  of: string,
  was: readonly Statement[],
  is: readonly Statement[],
): string[] {
  const sum = (list: readonly Statement[], figure: (one: Statement) => bigint): bigint => total(list.map(figure));
  const change = (figure: (one: Statement) => bigint): bigint => sum(is, figure) - sum(was, figure);
  const worthOf = (one: Statement): bigint => total(one.components.map(lineSum));
  if (!said) return unchanged(`${of}, which the estimate leaves out`, was, is);
  const at = <T>(list: readonly Statement[], period: string, figure: (one: Statement) => T): T | undefined => {
    const one = list.find((statement) => statement.period === period);
    return one && figure(one);
  };
  // Where there is no statement without the deal, there is nothing earned or payable.
  const touched = is.filter((one) => {
    const { earned, payable } = was.find(({ period }) => period === one.period) ?? {
      earned: zeroOf(one),
      payable: zeroOf(one),
    };
    return one.earned !== earned || one.payable !== payable;
  });
  const listed = new Set([...touched.map(({ period }) => period), ...said.periods.map(({ period }) => period)]);
  const last = is.at(-1);
  return [
    ...same(`${of}: a reason where nothing changes`, said.because.length > 0 || minor(said.change) !== 0n, true),
    // Where nothing changes there is a reason for each deal.
    ...(minor(said.change) === 0n &&
    said.because.every(({ code }) => code === 'not-assigned' || code === 'not-credited')
      ? unchanged(`${of}: ${said.because[0]?.message}`, was, is)
      : []),
    ...same(`${of}: worth`, minor(said.worth), change(worthOf)),
    ...same(
      `${of}: change`,
      minor(said.change),
      change(({ earned }) => minor(earned)),
    ),
    ...[...listed].flatMap((period) => {
      const shown = said.periods.find((one) => one.period === period);
      return [
        ...same(
          `${of}: change in ${period}`,
          shown && minor(shown.change),
          (at(is, period, ({ earned }) => minor(earned)) ?? 0n) -
            (at(was, period, ({ earned }) => minor(earned)) ?? 0n),
        ),
        ...same(`${of}: payable in ${period}`, shown?.payable, [
          at(was, period, ({ payable }) => payable) ?? zeroOf(last),
          at(is, period, ({ payable }) => payable),
        ]),
      ];
    }),
    ...said.components.flatMap((component) => {
      const own = (list: readonly Statement[]): Statement['components'] =>
        list.flatMap(({ components }) => components.filter(({ id }) => id === component.id));
      const [then, now] = [was, is].map((list) => own(list.filter(({ period }) => period === last?.period)).at(-1));
      const moved = (figure: (one: Statement['components'][number]) => bigint): bigint =>
        total(own(is).map(figure)) - total(own(was).map(figure));
      return [
        ...same(`${of}: worth of ${component.id}`, minor(component.worth), moved(lineSum)),
        ...same(
          `${of}: change of ${component.id}`,
          minor(component.change),
          moved(({ earned }) => minor(earned)),
        ),
        ...(now && then && now.window === component.window
          ? [
              ...same(`${of}: attainment of ${component.id}`, component.attainment, [then.attainment, now.attainment]),
              ...same(`${of}: earned in the window by ${component.id}`, component.earnedInWindow, [
                then.earnedInWindow,
                now.earnedInWindow,
              ]),
            ]
          : []),
      ];
    }),
  ];
}

const zeroOf = (statement: Statement | undefined): string =>
  (statement?.payable ?? '0')
    .replace(/\d/g, '0')
    .replace(/^-?0+(?=0)/, '')
    .replace(/^-/, '');
