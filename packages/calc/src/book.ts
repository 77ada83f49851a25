// The book: everything a calculation reads, as a schema; checks that need more than one row stand in book-rules.ts.
import * as z from 'zod/mini';
import { coachingSchema, segmentsSchema } from './coaching-schema.ts';
import { periodName } from './period-name.ts';
import { currencyCode, day, decimal, id, percentOrDecimal, planSchema } from './plan.ts';
import { strict } from './schema.ts';

/** A record with the CRM's own API field names; relationships are nested objects. */
export type CrmRecord = Readonly<Record<string, unknown>>;

const optionalDay = z.optional(z.nullable(day));
export const isRecord = (value: unknown): value is CrmRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const assignmentSchema = strict({
  payee: id,
  plan: id,
  from: day,
  to: optionalDay,
  ramp: z.optional(z.array(percentOrDecimal).check(z.maxLength(1_200, 'a ramp has at most 1200 months.'))),
  targets: z.optional(z.record(z.string(), decimal)),
});
export const quotaSchema = strict({
  payee: id,
  plan: z.optional(id),
  component: id,
  period: z.string().check(z.regex(periodName, 'expected a period such as 2026-03, 2026-Q1, 2026-H1 or 2026.')),
  amount: decimal,
  prorated: z.optional(z.boolean()),
});
export const rateSchema = strict({ currency: currencyCode, from: optionalDay, rate: decimal });
export const entrySchema = strict({
  id,
  payee: id,
  plan: id,
  date: day,
  amount: z.optional(decimal),
  measure: z.optional(z.string()),
  value: z.optional(decimal),
  reason: z.optional(z.string()),
});
const userSchema = z.looseObject({
  Id: id,
  Name: z.optional(z.nullable(z.string())),
  ManagerId: z.optional(z.nullable(z.string())),
});
const managerSchema = strict({
  person: id,
  manager: z.nullable(id),
  from: optionalDay,
  to: optionalDay,
});

/** Everything a calculation reads. Source: the plan format, "The book". */
export const bookSchema = strict({
  asOf: day,
  plans: z.array(planSchema),
  assignments: z.array(assignmentSchema),
  quotas: z.optional(z.array(quotaSchema)),
  rates: z.optional(z.array(rateSchema)),
  corporateCurrency: z.optional(currencyCode),
  entries: z.optional(z.array(entrySchema)),
  users: z.optional(z.array(userSchema)),
  managers: z.optional(z.array(managerSchema)),
  /** The stage that this org gives to won deals. */
  wonStage: z.optional(z.string()),
  segments: z.optional(segmentsSchema),
  coaching: z.optional(coachingSchema),
  records: z.optional(
    z.record(
      z.string(),
      z.custom<readonly CrmRecord[]>(Array.isArray, 'expected a list of records such as [{ "Id": "006A" }].'),
    ),
  ),
});

export type Book = z.output<typeof bookSchema>;
export type Assignment = z.output<typeof assignmentSchema>;
export type QuotaRow = z.output<typeof quotaSchema>;
export type RateRow = z.output<typeof rateSchema>;
export type Entry = z.output<typeof entrySchema>;
export type User = z.output<typeof userSchema>;
