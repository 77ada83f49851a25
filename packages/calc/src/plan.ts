// The plan: what a plan file may say, as a schema; types are inferred from it, and checks that need the whole plan stand in plan-rules.ts.
import * as z from 'zod/mini';
import { parsePercent } from './decimal.ts';
import { strict } from './schema.ts';
import { fieldPath, where } from './where.ts';

export type { Condition, Where } from './where.ts';

/** Amounts beyond are slips, and would make exact fractions without end. */
const largest = 10n ** 30n;

/** Is a number one that a plan can mean? What is no number at all is told elsewhere. */
function isMeant(value: unknown): boolean {
  const parsed = parsePercent(typeof value === 'string' ? value.replace(/x$/, '') : value);
  return parsed === null || (parsed.d <= largest && parsed.n < largest * parsed.d && -parsed.n < largest * parsed.d);
}

/** A number as it is or as text of a form, of a size that somebody can mean. */
function numeric(form: RegExp, message: string): z.ZodMiniUnion<readonly [z.ZodMiniNumber, z.ZodMiniString]> {
  const size = z.refine(isMeant, 'a number has at most 30 digits before the point, and 30 after it.');
  return z.union([
    z.number().check(size),
    z.string().check(z.maxLength(80, 'a number has at most 80 characters.'), z.regex(form, message), size),
  ]);
}

/** A decimal: a number taken by its shortest decimal form, or text. */
export const decimal = numeric(
  /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/,
  'expected a decimal such as 1200 or "1200.50".',
);
/** A share of something: "50%" or 0.5. */
export const percentOrDecimal = numeric(/^[+-]?\d+(\.\d+)?%?$/, 'expected a percentage such as "50%", or 0.5.');
/** A bound: "100%" on attainment, or a plain number on a position. */
const bound = numeric(/^[+-]?\d+(\.\d+)?%?$/, 'expected a bound such as "100%" (attainment) or 50000 (position).');
/** A rate: "8%", 0.08, money per unit (50), or a multiple of the base rate ("1.5x"). */
const rateValue = numeric(
  /^[+-]?\d+(\.\d+)?(%|x)?$/,
  'expected a rate such as "8%", 0.08, 50 (per unit) or "1.5x" (of the base rate).',
);
export const day = z
  .string()
  .check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected a date such as 2026-03-31.'));
export const id = z
  .string()
  .check(z.minLength(1, 'an id may not be empty.'), z.maxLength(255, 'an id has at most 255 characters.'));
const objectName = z
  .string()
  .check(z.regex(/^[A-Za-z]\w*$/, 'expected the API name of an object such as Opportunity.'));
export const currencyCode = z.string().check(z.regex(/^[A-Z]{3}$/, 'expected an ISO 4217 currency such as USD.'));

/** Lists in a plan are written by people. */
const most = 1_000;
const list = <T extends z.core.$ZodType>(entry: T): z.ZodMiniArray<T> =>
  z.array(entry).check(z.maxLength(most, `a list has at most ${most} entries.`));
const some = <T extends z.core.$ZodType>(entry: T, message: string): z.ZodMiniArray<T> =>
  list(entry).check(z.minLength(1, message));
const tiersOf = <T extends z.core.$ZodType>(entry: T): z.ZodMiniArray<T> =>
  some(entry, 'a table needs at least one tier.');
const whole = (least: number, most_: number): z.ZodMiniNumber => z.int().check(z.gte(least), z.lte(most_));
/** Longer than any plan runs. */
const months = whole(0, 1_200);

const credit = z.union(
  [
    z.literal('owner'),
    strict({ owner: fieldPath }),
    strict({ splits: id, record: z.optional(fieldPath) }),
    strict({ team: id, share: z.optional(percentOrDecimal), record: z.optional(fieldPath) }),
    strict({
      reports: z.union([
        z.enum(['direct', 'all']),
        z.record(z.string().check(z.regex(/^[1-9]\d{0,2}$/, 'expected a depth such as 1 or 2.')), percentOrDecimal),
      ]),
      by: z.optional(strict({ splits: id, record: z.optional(fieldPath) })),
      owner: z.optional(fieldPath),
    }),
  ],
  'expected who is credited such as owner, { owner: PATH }, { splits: TYPE }, { team: ROLE } or { reports: all }.',
);

const side = strict({ object: objectName, value: fieldPath, where: z.optional(where) });
const measure = strict({
  label: z.optional(z.string()),
  basis: z.optional(z.enum(['bookings', 'revenue', 'cash', 'other'])),
  object: z.optional(objectName),
  value: z.optional(fieldPath),
  date: z.optional(fieldPath),
  unit: z.optional(z.enum(['money', 'number'])),
  where: z.optional(where),
  credit: z.optional(credit),
  counts: z.optional(list(strict({ where: z.optional(where), times: percentOrDecimal }))),
  entered: z.optional(z.literal(true)),
  earnings: z.optional(
    strict({ reports: z.enum(['direct', 'all']), components: some(id, 'earnings need at least one component.') }),
  ),
  ratio: z.optional(strict({ of: side, per: side })),
});

const tier = strict({ from: bound, rate: rateValue });
const axis = strict({
  component: z.optional(id),
  from: some(bound, 'a matrix needs at least one bound on each side.'),
});
const rate = z.discriminatedUnion('type', [
  strict({
    type: z.literal('marginal'),
    by: z.optional(z.enum(['attainment', 'value'])),
    per: z.optional(z.literal('record')),
    crossing: z.optional(z.enum(['split', 'whole'])),
    tiers: tiersOf(tier),
  }),
  strict({
    type: z.literal('cliff'),
    by: z.optional(z.union([z.enum(['attainment', 'value']), strict({ component: id })])),
    per: z.optional(z.literal('record')),
    of: z.optional(z.enum(['all', 'above'])),
    tiers: tiersOf(tier),
  }),
  strict({
    type: z.literal('curve'),
    points: some(strict({ at: bound, pays: percentOrDecimal }), 'a curve needs at least one point.'),
    below: z.optional(z.enum(['flat', 'nothing'])),
    beyond: z.optional(z.enum(['flat', 'extend'])),
  }),
  strict({
    type: z.literal('bonus'),
    by: z.optional(z.enum(['attainment', 'value'])),
    per: z.optional(z.literal('record')),
    stack: z.optional(z.boolean()),
    tiers: z.optional(tiersOf(strict({ from: bound, pays: decimal }))),
    every: z.optional(bound),
    pays: z.optional(decimal),
  }),
  strict({
    type: z.literal('matrix'),
    rows: axis,
    columns: axis,
    pays: z.optional(list(list(z.union([percentOrDecimal, decimal])))),
    rates: z.optional(list(list(rateValue))),
  }),
]);

const gate = strict({ component: id, attainment: z.optional(bound), value: z.optional(decimal) });
const component = strict({
  id,
  label: z.optional(z.string()),
  measure: z.optional(id),
  blend: z.optional(some(strict({ component: id, weight: percentOrDecimal }), 'a blend needs at least one part.')),
  window: z.enum(['month', 'quarter', 'half', 'year']),
  against: z.optional(z.enum(['window', 'to-date'])),
  settle: z.optional(z.enum(['running', 'end'])),
  quota: z.optional(
    z.union([decimal, strict({ crm: id, productFamily: z.optional(id), default: z.optional(decimal) })]),
  ),
  target: z.optional(decimal),
  rate,
  factors: z.optional(list(strict({ where: z.optional(where), times: percentOrDecimal }))),
  modifiers: z.optional(
    list(
      strict({
        component: id,
        tiers: z.optional(tiersOf(strict({ from: bound, times: percentOrDecimal }))),
        points: z.optional(some(strict({ at: bound, times: percentOrDecimal }), 'a curve needs at least one point.')),
      }),
    ),
  ),
  cap: z.optional(
    strict({
      payout: z.optional(decimal),
      attainment: z.optional(bound),
      target: z.optional(decimal),
      record: z.optional(decimal),
    }),
  ),
  gate: z.optional(z.union([gate, list(gate)])),
});

const until = z.union(
  [
    fieldPath,
    strict({ months }),
    strict({ collected: strict({ object: objectName, record: fieldPath, value: fieldPath, date: fieldPath }) }),
  ],
  'expected when it is released such as Paid_Date__c, { months: 6 } or { collected: … }.',
);
const holdback = strict({ component: id, share: percentOrDecimal, until });
const clawback = strict({
  component: id,
  when: fieldPath,
  schedule: some(strict({ within: whole(1, 1_200), takes: percentOrDecimal }), 'a clawback needs at least one step.'),
});
const draw = strict({
  amount: decimal,
  recoverable: z.boolean(),
  to: z.optional(day),
  periods: z.optional(whole(1, 1_200)),
});

/** What a plan file may say. Source: the plan format, version 1. */
export const planSchema = strict({
  quotient: z.literal(1, 'expected a version of the plan format such as 1.'),
  id,
  name: z.string(),
  version: z.optional(z.union([z.string(), z.number()])),
  currency: currencyCode,
  rounding: z.optional(z.enum(['half-up', 'half-even'])),
  calendar: z.optional(strict({ fiscalYearStart: whole(1, 12), yearNamedBy: z.optional(z.enum(['start', 'end'])) })),
  timeZone: z.optional(z.string()),
  effective: strict({ from: day, to: z.optional(z.nullable(day)) }),
  pay: z.optional(z.enum(['month', 'quarter', 'half', 'year'])),
  payday: z.optional(strict({ months: z.optional(whole(0, 24)), day: z.optional(whole(1, 31)) })),
  proration: z.optional(z.enum(['days', 'window-days', 'none'])),
  measures: z.record(z.string(), measure),
  components: some(component, 'a plan needs at least one component.'),
  limit: z.optional(strict({ payout: decimal, per: z.enum(['month', 'quarter', 'half', 'year']) })),
  holdback: z.optional(list(holdback)),
  clawback: z.optional(list(clawback)),
  draw: z.optional(z.union([draw, list(draw)])),
  recovery: z.optional(strict({ from: z.optional(whole(1, 1_200)), share: z.optional(percentOrDecimal) })),
  scenarios: z.optional(
    z.array(
      strict({
        name: z.string(),
        given: z.record(z.string(), z.unknown()),
        expect: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  ),
});

export type Plan = z.output<typeof planSchema>;
export type Component = Plan['components'][number];
export type Measure = Plan['measures'][string];
export type Rate = Component['rate'];
export type Credit = NonNullable<Measure['credit']>;
export type Gate = z.output<typeof gate>;
export type Unit = Component['window'];
