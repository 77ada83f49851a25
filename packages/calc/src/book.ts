// The book: everything a calculation reads, as a schema, with the checks that need more than one row.
import * as z from 'zod/mini';
import { decimal, day, planSchema } from './plan.ts';
import { strict } from './schema.ts';

/** A record with the CRM's own API field names; relationships are nested objects. */
export type CrmRecord = Readonly<Record<string, unknown>>;

const optionalDay = z.optional(z.nullable(day));
export const isRecord = (value: unknown): value is CrmRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const assignmentSchema = strict({
  payee: z.string(),
  plan: z.string(),
  from: day,
  to: optionalDay,
  ramp: z.optional(z.array(z.union([z.string(), z.number()]))),
  targets: z.optional(z.record(z.string(), decimal)),
});
export const quotaSchema = strict({
  payee: z.string(),
  plan: z.optional(z.string()),
  component: z.string(),
  period: z.string(),
  amount: decimal,
  prorated: z.optional(z.boolean()),
});
export const rateSchema = strict({ currency: z.string(), from: optionalDay, rate: decimal });
export const entrySchema = strict({
  id: z.string(),
  payee: z.string(),
  plan: z.string(),
  date: day,
  amount: z.optional(decimal),
  measure: z.optional(z.string()),
  value: z.optional(decimal),
  reason: z.optional(z.string()),
});
const userSchema = z.looseObject({
  Id: z.string(),
  Name: z.optional(z.nullable(z.string())),
  ManagerId: z.optional(z.nullable(z.string())),
});
const managerSchema = strict({
  person: z.string(),
  manager: z.nullable(z.string()),
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
  corporateCurrency: z.optional(z.string()),
  entries: z.optional(z.array(entrySchema)),
  users: z.optional(z.array(userSchema)),
  managers: z.optional(z.array(managerSchema)),
  records: z.optional(
    z.record(z.string(), z.custom<readonly CrmRecord[]>(Array.isArray, 'expected a list of records.')),
  ),
});

export type Book = z.output<typeof bookSchema>;
export type Assignment = z.output<typeof assignmentSchema>;
export type QuotaRow = z.output<typeof quotaSchema>;
export type RateRow = z.output<typeof rateSchema>;
export type Entry = z.output<typeof entrySchema>;
export type User = z.output<typeof userSchema>;
