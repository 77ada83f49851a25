// One rule of the calculation broken for each law, in as few letters as it takes: each law must find it out.
import type { laws } from './laws.ts';
import type { Mutation } from './mutant.ts';

export interface BrokenRule extends Mutation {
  readonly law: keyof typeof laws;
  /** What is wrong with the copy, in words. */
  readonly wrong: string;
}

export const mutations: readonly BrokenRule[] = [
  {
    law: 'lines',
    wrong: 'a line reaches to the end of its payment period',
    file: 'statement.ts',
    find: 'printMinor((totals[i + 1] as Int)',
    replace: 'printMinor((totals[after] as Int)',
  },
  {
    law: 'lines',
    wrong: 'a revaluation of earlier records has no line',
    file: 'component.ts',
    find: ': total) - totalBefore',
    replace: ': total) - total',
  },
  {
    law: 'gates',
    wrong: 'a shut gate hides the lines',
    file: 'statement.ts',
    find: 'lines: linesOf(',
    replace: 'lines: shut.length > 0 ? [] : linesOf(',
  },
  {
    law: 'order',
    wrong: 'records of one day count in the order of the book',
    file: 'timeline.ts',
    find: 'rises &&= ',
    replace: 'rises ||= ',
  },
  {
    law: 'splits',
    wrong: 'of two splits of one person the second counts',
    file: 'targets.ts',
    find: 'before ? add(before, share) : share',
    replace: 'share',
  },
  {
    law: 'periods',
    wrong: 'a payment period counts the records up to its first day',
    file: 'component.ts',
    find: 'Math.min(period.end, asOf)',
    replace: 'Math.min(period.start, asOf)',
  },
  {
    law: 'estimates',
    wrong: 'the payment period of a deal is taken from the run without it',
    file: 'run.ts',
    find: 'period.end >= like.before',
    replace: 'period.start > like.before',
  },
  {
    law: 'estimates',
    wrong: 'a deal that is counted already is counted twice',
    file: 'estimate-run.ts',
    find: '!ids.has(id)',
    replace: 'id !== undefined',
  },
  {
    law: 'continuous',
    wrong: 'a new tier revalues the slice before it',
    file: 'table.ts',
    find: 'multiply(before.rate, ',
    replace: 'multiply(rate, ',
  },
  {
    law: 'rises',
    wrong: 'a new tier forgets the slices before it',
    file: 'table.ts',
    find: 'subtract(earned, multiply(rate, from))',
    replace: 'negate(multiply(rate, from))',
  },
  {
    law: 'reversals',
    wrong: 'a return costs nothing',
    file: 'ledger.ts',
    find: 'values.push(value)',
    replace: "values.push(typeof value === 'number' && value < 0 ? 0 : value)",
  },
  {
    law: 'strangers',
    wrong: 'entries by hand are paid to everybody',
    file: 'accounts.ts',
    find: 'const own = (entries.get(payee) ?? [])',
    replace: 'const own = [...entries.values()].flat()',
  },
  {
    law: 'balance',
    wrong: 'more is repaid than is owed',
    file: 'draw.ts',
    find: 'debt < takeable ? debt : takeable',
    replace: 'takeable',
  },
  {
    law: 'balance',
    wrong: 'a debt is forgiven where somebody earns nothing',
    file: 'draw.ts',
    find: 'debt: debt - repaid +',
    replace: 'debt: (balance === 0n ? 0n : debt) - repaid +',
  },
  {
    law: 'draw',
    wrong: 'a draw guarantees nothing',
    file: 'draw.ts',
    find: 'left > amount ? left : amount',
    replace: 'left > 0n ? left : 0n',
  },
  {
    law: 'limit',
    wrong: 'what stays below the limit is paid on top',
    file: 'balance.ts',
    find: 'became > limit ? became - limit : 0n',
    replace: 'became - limit',
  },
  {
    law: 'holdback',
    wrong: 'more than all of a record can be collected',
    file: 'holdback.ts',
    find: 'part.n >= part.d ? one : part',
    replace: 'part',
  },
  {
    law: 'scale',
    wrong: 'a currency has another minor unit',
    file: 'money.ts',
    find: 'KWD: 3,',
    replace: 'KWD: 2,',
  },
  {
    law: 'plans',
    wrong: 'reading a plan writes a default into it',
    file: 'plan.ts',
    find: "rounding: z.optional(z.enum(['half-up', 'half-even']))",
    replace: "rounding: z._default(z.enum(['half-up', 'half-even']), 'half-up')",
  },
  {
    law: 'bytes',
    wrong: 'a day that was printed once is printed as the next one',
    file: 'period.ts',
    find: 'printed.set(day, (text = dayText(day)))',
    replace: 'printed.set(day, dayText(day + 1)), (text = dayText(day))',
  },
  {
    law: 'bytes',
    wrong: 'records are turned round where they lie',
    file: 'timeline.ts',
    find: 'recordsOf(records, object), dateField',
    replace: '(recordsOf(records, object) as CrmRecord[]).reverse(), dateField',
  },
  {
    law: 'snapshots',
    wrong: 'a snapshot forgets the debt',
    file: 'snapshot-account.ts',
    find: 'debt: minor(own.debt)',
    replace: 'debt: 0n',
  },
  {
    law: 'snapshots',
    wrong: "a snapshot holds everybody's assignments",
    file: 'snapshot.ts',
    find: 'one.payee === payee && one.plan === plan.id',
    replace: 'one.plan === plan.id',
  },
  {
    law: 'incremental',
    wrong: 'a deleted record still counts',
    file: 'calculation.ts',
    find: 'new Set(deleted[object])',
    replace: 'new Set<string>()',
  },
  {
    law: 'incremental',
    wrong: 'a payment changes nothing',
    file: 'calculation.ts',
    find: 'accounts.collects(key, object)',
    replace: 'false',
  },
];
