// The plan: what a plan file may say, as a schema; types are inferred from it, and checks that need the whole plan stand in plan-rules.ts.
import * as z from 'zod/mini';
import { strict } from './schema.ts';

/** A decimal: a number taken by its shortest decimal form, or text. */
export const decimal = z.union([
  z.number(),
  z.string().check(z.regex(/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/, 'expected a decimal such as 1200 or "1200.50".')),
]);
/** A share of something: "50%" or 0.5. */
const percentOrDecimal = z.union([
  z.number(),
  z.string().check(z.regex(/^[+-]?\d+(\.\d+)?%?$/, 'expected a percentage such as "50%" or a decimal such as 0.5.')),
]);
/** A bound: "100%" on attainment, or a plain number on a position. */
const bound = z.union([
  z.number(),
  z
    .string()
    .check(z.regex(/^[+-]?\d+(\.\d+)?%?$/, 'expected a bound such as "100%" (attainment) or 50000 (position).')),
]);
/** A rate: "8%", 0.08, money per unit (50), or a multiple of the base rate ("1.5x"). */
const rateValue = z.union([
  z.number(),
  z
    .string()
    .check(
      z.regex(
        /^[+-]?\d+(\.\d+)?(%|x)?$/,
        'expected a rate such as "8%", 0.08, 50 (per unit) or "1.5x" (of the base rate).',
      ),
    ),
]);
export const day = z
  .string()
  .check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected a date such as 2026-03-31.'));
const id = z.string().check(z.minLength(1, 'an id may not be empty.'));

type Scalar = string | number | boolean | null;
export type Condition = { readonly [operator: string]: Scalar | readonly Scalar[] };
export type Where = { readonly [field: string]: Condition | Where | readonly Where[] };

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const condition = strict({
  eq: z.optional(scalar),
  ne: z.optional(scalar),
  in: z.optional(z.array(scalar)),
  nin: z.optional(z.array(scalar)),
  lt: z.optional(scalar),
  lte: z.optional(scalar),
  gt: z.optional(scalar),
  gte: z.optional(scalar),
  like: z.optional(z.string()),
});
const where: z.ZodMiniType<Where> = z.lazy(() =>
  z.pipe(
    z.custom<Where>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'expected a filter such as { IsWon: { eq: true } }.',
    ),
    z.custom<Where>().check((context) => checkWhere(context.value, [], context)),
  ),
);

function checkWhere(value: Where, path: (string | number)[], context: z.core.ParsePayload): void {
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key];
    if (key === 'and' || key === 'or') {
      if (!Array.isArray(inner))
        context.issues.push({ code: 'custom', input: inner, path: here, message: `"${key}" takes a list of filters.` });
      else inner.forEach((one: Where, i) => checkNested(one, [...here, i], context));
    } else if (key === 'not') checkNested(inner as Where, here, context);
    else {
      const result = z.safeParse(condition, inner);
      if (!result.success)
        for (const issue of result.error.issues)
          context.issues.push({ ...issue, input: inner, path: [...here, ...issue.path] } as z.core.$ZodRawIssue);
    }
  }
}

function checkNested(value: Where, path: (string | number)[], context: z.core.ParsePayload): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) checkWhere(value, path, context);
  else
    context.issues.push({
      code: 'custom',
      input: value,
      path,
      message: 'expected a filter such as { IsWon: { eq: true } }.',
    });
}

const credit = z.union(
  [
    z.literal('owner'),
    strict({ owner: id }),
    strict({ splits: id, record: z.optional(id) }),
    strict({ team: id, share: z.optional(percentOrDecimal), record: z.optional(id) }),
    strict({
      reports: z.union([
        z.enum(['direct', 'all']),
        z.record(z.string().check(z.regex(/^[1-9]\d*$/)), percentOrDecimal),
      ]),
      by: z.optional(strict({ splits: id, record: z.optional(id) })),
      owner: z.optional(id),
    }),
  ],
  'expected owner, { owner: PATH }, { splits: TYPE }, { team: ROLE } or { reports: direct | all }.',
);

const side = strict({ object: id, value: id, where: z.optional(where) });
const measure = strict({
  label: z.optional(z.string()),
  basis: z.optional(z.enum(['bookings', 'revenue', 'cash', 'other'])),
  object: z.optional(id),
  value: z.optional(id),
  date: z.optional(id),
  unit: z.optional(z.enum(['money', 'number'])),
  where: z.optional(where),
  credit: z.optional(credit),
  counts: z.optional(z.array(strict({ where: z.optional(where), times: percentOrDecimal }))),
  entered: z.optional(z.literal(true)),
  earnings: z.optional(strict({ reports: z.enum(['direct', 'all']), components: z.array(id) })),
  ratio: z.optional(strict({ of: side, per: side })),
});

const tier = strict({ from: bound, rate: rateValue });
const axis = strict({ component: z.optional(id), from: z.array(bound) });
const rate = z.discriminatedUnion('type', [
  strict({
    type: z.literal('marginal'),
    by: z.optional(z.enum(['attainment', 'value'])),
    per: z.optional(z.literal('record')),
    crossing: z.optional(z.enum(['split', 'whole'])),
    tiers: z.array(tier).check(z.minLength(1, 'a table needs at least one tier.')),
  }),
  strict({
    type: z.literal('cliff'),
    by: z.optional(z.union([z.enum(['attainment', 'value']), strict({ component: id })])),
    per: z.optional(z.literal('record')),
    of: z.optional(z.enum(['all', 'above'])),
    tiers: z.array(tier).check(z.minLength(1, 'a table needs at least one tier.')),
  }),
  strict({
    type: z.literal('curve'),
    points: z
      .array(strict({ at: bound, pays: percentOrDecimal }))
      .check(z.minLength(1, 'a curve needs at least one point.')),
    below: z.optional(z.enum(['flat', 'nothing'])),
    beyond: z.optional(z.enum(['flat', 'extend'])),
  }),
  strict({
    type: z.literal('bonus'),
    by: z.optional(z.enum(['attainment', 'value'])),
    per: z.optional(z.literal('record')),
    stack: z.optional(z.boolean()),
    tiers: z.optional(
      z.array(strict({ from: bound, pays: decimal })).check(z.minLength(1, 'a table needs at least one tier.')),
    ),
    every: z.optional(bound),
    pays: z.optional(decimal),
  }),
  strict({
    type: z.literal('matrix'),
    rows: axis,
    columns: axis,
    pays: z.optional(z.array(z.array(z.union([decimal, percentOrDecimal])))),
    rates: z.optional(z.array(z.array(rateValue))),
  }),
]);

const gate = strict({ component: id, attainment: z.optional(bound), value: z.optional(decimal) });
const component = strict({
  id,
  label: z.optional(z.string()),
  measure: z.optional(id),
  blend: z.optional(z.array(strict({ component: id, weight: percentOrDecimal }))),
  window: z.enum(['month', 'quarter', 'half', 'year']),
  against: z.optional(z.enum(['window', 'to-date'])),
  settle: z.optional(z.enum(['running', 'end'])),
  quota: z.optional(z.union([decimal, strict({ crm: id, default: z.optional(decimal) })])),
  target: z.optional(decimal),
  rate,
  factors: z.optional(z.array(strict({ where: z.optional(where), times: percentOrDecimal }))),
  modifiers: z.optional(
    z.array(
      strict({
        component: id,
        tiers: z.optional(z.array(strict({ from: bound, times: percentOrDecimal }))),
        points: z.optional(z.array(strict({ at: bound, times: percentOrDecimal }))),
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
  gate: z.optional(z.union([gate, z.array(gate)])),
});

const until = z.union([
  id,
  strict({ months: z.int() }),
  strict({ collected: strict({ object: id, record: id, value: id, date: id }) }),
]);
const holdback = strict({ component: id, share: percentOrDecimal, until });
const clawback = strict({
  component: id,
  when: id,
  schedule: z.array(strict({ within: z.int(), takes: percentOrDecimal })),
});
const draw = strict({ amount: decimal, recoverable: z.boolean(), to: z.optional(day), periods: z.optional(z.int()) });

/** What a plan file may say. Source: the plan format, version 1. */
export const planSchema = strict({
  quotient: z.literal(1, 'expected 1, the version of the plan format.'),
  id,
  name: z.string(),
  version: z.optional(z.union([z.string(), z.number()])),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'expected an ISO 4217 currency such as USD.')),
  rounding: z.optional(z.enum(['half-up', 'half-even'])),
  calendar: z.optional(
    strict({ fiscalYearStart: z.int().check(z.gte(1), z.lte(12)), yearNamedBy: z.optional(z.enum(['start', 'end'])) }),
  ),
  timeZone: z.optional(z.string()),
  effective: strict({ from: day, to: z.optional(z.nullable(day)) }),
  pay: z.optional(z.enum(['month', 'quarter', 'half', 'year'])),
  payday: z.optional(strict({ months: z.optional(z.int()), day: z.optional(z.int()) })),
  proration: z.optional(z.enum(['days', 'window-days', 'none'])),
  measures: z.record(z.string(), measure),
  components: z.array(component).check(z.minLength(1, 'a plan needs at least one component.')),
  limit: z.optional(strict({ payout: decimal, per: z.enum(['month', 'quarter', 'half', 'year']) })),
  holdback: z.optional(z.array(holdback)),
  clawback: z.optional(z.array(clawback)),
  draw: z.optional(z.union([draw, z.array(draw)])),
  recovery: z.optional(strict({ from: z.optional(z.int()), share: z.optional(percentOrDecimal) })),
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
