// The reference calculation: every statement of a book, straight from the terms and with no thought of speed. Each figure is
// a function of payee, plan and payment period, computed from the records; it shares no code with the calculation it judges.
import { accountsOf, periodsOf, rulesAt, runOf, type Account } from './account.ts';
import { balanceOf } from './balance.ts';
import type { Span } from './calendar.ts';
import { uncollected } from './moves.ts';
import { digitsOf, minorOf, money, plain } from './numbers.ts';
import { creditedOf, earnedOf, sidesOf, standingsOf, type Line, type Standing } from './standing.ts';
import type { Book, Measure, Plan } from './types.ts';

type Printed = Record<string, unknown>;

/**
 * Every statement of a book, as the calculation prints them; warnings without their words.
 * @throws Error where versions of a plan do not go together.
 */
export function reference(book: Book): { asOf: string; statements: Printed[] } {
  const run = runOf(book);
  const statements = accountsOf(run).flatMap((account) =>
    periodsOf(account).flatMap((period) => statementOf(account, period)),
  );
  return { asOf: book.asOf, statements };
}

/** None where no day of the payment period is assigned and nothing moves. */
function statementOf(account: Account, period: Span): Printed[] {
  const { currency, measures } = rulesAt(account, period);
  const { run, payee, id } = account;
  const standings = standingsOf(account, period);
  const { earned, held, released, clawedBack, limited, adjustments, debt, payable } = balanceOf(account, period);
  if (standings.length === 0 && [held, released, clawedBack, limited, adjustments].every((one) => one === 0n))
    return [];
  const shown = (minor: bigint): string => money(minor, digitsOf(currency));
  return [
    {
      payee,
      plan: id,
      period: period.name,
      status: run.book.asOf < period.end ? 'open' : 'closed',
      currency,
      components: standings.map((one) => ({
        id: one.component.id,
        window: one.window.name,
        credited: one.position === null ? null : plain(one.position),
        quota: one.component.blend || one.quota.amount === null ? null : plain(one.quota.amount),
        attainment: one.attainment === null ? null : plain(one.attainment),
        earned: shown(earnedOf(one)),
        earnedInWindow: shown(one.paid),
        withheld: shown(one.isSettled && !one.isOpen ? one.total : 0n),
        lines: one.lines.map((line) => printLine(line, measures[one.component.measure ?? ''], currency)),
      })),
      earned: shown(earned),
      held: shown(held),
      released: shown(released),
      clawedBack: shown(clawedBack),
      limited: shown(limited),
      adjustments: shown(adjustments),
      debt: shown(debt),
      payable: shown(payable),
      warnings: warningsOf(account, period, standings),
    },
  ];
}

function printLine({ credit, reason, earned }: Line, measure: Measure | undefined, currency: string): Printed {
  const shown = money(earned, digitsOf(currency));
  if (!credit) return { record: null, reason, earned: shown };
  const { id, day, value, share } = credit;
  const isMoney = measure && !measure.entered && measure.value !== 'count' && measure.unit !== 'number';
  return {
    record: id,
    date: day,
    value: isMoney ? money(minorOf(value, currency), digitsOf(currency)) : plain(value),
    share: plain(share),
    earned: shown,
  };
}

/**
 * A warning about a record stands once on every statement on which the record would count: those of the window, of a component
 * that counts it, that holds its date. One about a payment stands in the payment period of its date, one about a component on
 * its own statement.
 */
function warningsOf(account: Account, period: Span, standings: readonly Standing[]): Printed[] {
  const plan = rulesAt(account, period);
  const { asOf } = account.run.book;
  const counted = standings.flatMap(({ component, window }) =>
    missingIn(account, plan, component.measure, asOf).filter(({ day }) => isWithin(day, window)),
  );
  const awaited = uncollected(account).filter(({ day }) => isWithin(day, period));
  const about = new Map([...counted, ...awaited].map(({ code, record }) => [`${code} ${record}`, { code, record }]));
  return [
    ...about.values(),
    ...standings
      .filter(({ isAttainmentMissing }) => isAttainmentMissing)
      .map(({ component }) => ({ code: 'attainment-null', component: component.id })),
  ];
}

const isWithin = (day: string, { start, end }: Span): boolean => start <= day && day <= end;

/** What could not be credited of a measure. */
const missingIn = (account: Account, plan: Plan, name: string | undefined, asOf: string) =>
  name === undefined
    ? []
    : sidesOf(plan.measures[name] as Measure).flatMap((side) => creditedOf(account, plan, name, side, asOf).warnings);
