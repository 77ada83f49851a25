// Segments and coaching as an organisation configures them, and what a snapshot keeps to compare with.
import * as z from 'zod/mini';
import { strict } from './schema.ts';

/** Whole numbers from and to, both included; the first range that holds the number is the segment. */
export const segmentsSchema = strict({
  /** The field of an opportunity that holds the number; `Account.NumberOfEmployees` where nothing is said. */
  by: z.optional(z.string()),
  ranges: z
    .array(
      strict({
        id: z.string(),
        label: z.optional(z.string()),
        from: z.optional(z.int()),
        to: z.optional(z.int()),
      }),
    )
    .check(z.minLength(1, 'name at least one segment.')),
});
export type Segments = z.output<typeof segmentsSchema>;

/** Thresholds, fields and training of flags. */
export const coachingSchema = strict({
  /** The org's own fields by what they hold, such as `discount: Discount__c`. */
  fields: z.optional(z.record(z.string(), z.string())),
});
export type Coaching = z.output<typeof coachingSchema>;

/** What figures are compared with: totals of many people's deals, nothing of anybody alone. */
export const benchmarksSchema = z.record(z.string(), z.unknown());
export type Benchmarks = z.output<typeof benchmarksSchema>;
