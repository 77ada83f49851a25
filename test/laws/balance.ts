// From earned to payable: what is paid, owed and limited balances over any number of payment periods.
import type { Statement } from '@quotient/calc';
import { spanAt } from '../reference/calendar.ts';
import { must, q, times, whole } from '../reference/numbers.ts';
import { at } from '../reference/filter.ts';
import type { Book, Draw, Holdback, Plan } from '../reference/types.ts';
import { isAssigned, minor, nameOf, periodOf, total, versions } from './figures.ts';
import { same, type Calculation } from './law.ts';
import { everyoneAssigned, without, withPlans, withRecords } from './variants.ts';

/**
 * What is payable is what became payable, and what is owed more than before; where a draw is not recoverable, at most its
 * advance beyond that. Nobody owes less than nothing or is asked for money.
 */
export function payBalances({ calculate }: Calculation, book: Book): string[] {
  const debts = new Map<string, bigint>();
  return calculate(book).statements.flatMap((one) => {
    const key = `${one.payee} ${one.plan}`;
    const [payable, debt] = [minor(one.payable), minor(one.debt)];
    const balance = becamePayable(one) - minor(one.limited) + minor(one.adjustments) + debt - (debts.get(key) ?? 0n);
    debts.set(key, debt);
    const given = payable - balance;
    const isGiven = versions(book, one.plan).some(({ draw }) => drawsOf(draw).some(({ recoverable }) => !recoverable));
    return [
      ...(isGiven && given > 0n && given <= payable ? [] : same(`payable of ${nameOf(one)}`, payable, balance)),
      ...(debt < 0n ? [`${nameOf(one)} owes ${one.debt}`] : []),
      ...(payable < 0n ? [`${nameOf(one)} is asked for ${one.payable}`] : []),
    ];
  });
}

const drawsOf = (draw: Plan['draw']): readonly Draw[] => (draw === undefined ? [] : [draw as Draw | Draw[]].flat());
const becamePayable = ({ earned, held, released, clawedBack }: Statement): bigint =>
  minor(earned) - minor(held) + minor(released) - minor(clawedBack);

/** With one draw in force all the time and everyone assigned, nobody is paid less than the draw. */
export function paysTheDraw(
  { calculate }: Calculation,
  { book, draw }: { readonly book: Book; readonly draw: Draw },
): string[] {
  const drawn = withPlans(everyoneAssigned(book), (plan) => ({ ...plan, draw }));
  return calculate(drawn).statements.flatMap((one) => {
    const [first] = versions(drawn, one.plan) as [Plan];
    const { start, end } = periodOf(drawn, one);
    const [from, to] = [first.effective.from, first.effective.to ?? '9999'];
    const digits = one.payable.split('.')[1]?.length ?? 0;
    const least = whole(times(must(draw.amount), q(10n ** BigInt(digits))), first.rounding ?? 'half-up');
    const isWhole = isAssigned(drawn, one.payee, one.plan, start) && from <= start && end <= to;
    return versions(drawn, one.plan).length === 1 && isWhole && minor(one.payable) < least
      ? [`${nameOf(one)} pays ${one.payable}, and the draw is ${draw.amount}`]
      : [];
  });
}

/**
 * Over each window of a plan's limit what became payable, less what is limited, is at most the limit; where something is
 * limited, it is the limit.
 */
export function limitsHold({ calculate }: Calculation, book: Book): string[] {
  const { statements } = calculate(book);
  return statements.flatMap((one, i) => {
    const list = versions(book, one.plan);
    const [plan] = list as [Plan];
    if (list.length > 1 || !plan.limit) return [];
    const window = spanAt(periodOf(book, one).start, plan.limit.per, plan.calendar ?? { fiscalYearStart: 1 });
    const own = statements
      .slice(0, i + 1)
      .filter(
        (other) => other.payee === one.payee && other.plan === one.plan && periodOf(book, other).start >= window.start,
      );
    const digits = one.payable.split('.')[1]?.length ?? 0;
    const limit = whole(times(must(plan.limit.payout), q(10n ** BigInt(digits))), plan.rounding ?? 'half-up');
    const became = total(own.map(becamePayable));
    const limited = total(own.map((other) => minor(other.limited)));
    return same(`limited in ${window.name} up to ${nameOf(one)}`, limited, became > limit ? became - limit : 0n);
  });
}

/** A book, and how many times over its records are paid, in turn. */
export interface PaidBook {
  readonly book: Book;
  readonly times: readonly number[];
}

/**
 * Where every record is paid in full on its own day, or more than that, a holdback until it is collected holds nothing: what
 * is held of a line is released with it, once. Values are whole units, so that a payment is the whole of them; nothing is
 * clawed back, since what lapses is not released.
 */
export function collectedIsReleased({ calculate }: Calculation, { book, times: paid }: PaidBook): string[] {
  const objects = ['Opportunity', 'OpportunityLineItem'] as const;
  const fields = { Opportunity: 'Amount', OpportunityLineItem: 'TotalPrice' };
  const whole = objects.reduce(
    (one, object) => withRecords(one, object, (row) => ({ ...row, [fields[object]]: integer(row[fields[object]]) })),
    withPlans(book, (plan) => ({ ...without(plan, 'clawback'), holdback: holdbackOf(plan, Object.values(fields)) })),
  );
  const payments = objects.flatMap((object) =>
    (whole.records?.[object] ?? []).flatMap((row, i) =>
      Array.from({ length: paid[i % paid.length] as number }, (_, k) => ({
        Id: `${String(row['Id'])}-${k}`,
        Opportunity__c: row['Id'],
        Amount__c: row[fields[object]],
        Date__c: row['CloseDate'] ?? at(row, 'Opportunity.CloseDate'),
        ...(row['CurrencyIsoCode'] === undefined ? {} : { CurrencyIsoCode: row['CurrencyIsoCode'] }),
      })),
    ),
  );
  return calculate({ ...whole, records: { ...whole.records, Payment__c: payments } }).statements.flatMap((one) =>
    same(`released of what is held in ${nameOf(one)}`, one.released, one.held),
  );
}

const integer = (value: unknown): unknown =>
  typeof value === 'number' ? Math.trunc(value) : typeof value === 'string' ? value.replace(/\..*/, '') : value;

/** Half of the lines of each component that sums one of some fields. */
const holdbackOf = ({ components, measures }: Plan, fields: readonly string[]): Holdback[] =>
  components
    .filter(({ measure = '' }) => fields.includes(measures[measure]?.value ?? ''))
    .map(({ id }) => ({
      component: id,
      share: '50%',
      until: { collected: { object: 'Payment__c', record: 'Opportunity__c', value: 'Amount__c', date: 'Date__c' } },
    }));
