// Segments and coaching as an organisation configures them, and what a snapshot keeps to compare with.
import * as z from 'zod/mini';
import { flagIds, thresholdsOf, type FlagId } from './flag-catalogue.ts';
import { percentOrDecimal } from './plan.ts';
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

/** An object with one optional key for each flag. */
function byFlag<T extends z.core.$ZodType>(schema: (id: FlagId) => T) {
  const shape: Record<string, z.ZodMiniOptional<T>> = Object.fromEntries(
    flagIds.map((id) => [id, z.optional(schema(id))]),
  );
  return strict(shape);
}

const thresholdsSchema = byFlag((id) => {
  const shape: Record<string, z.ZodMiniOptional<typeof percentOrDecimal>> = Object.fromEntries(
    Object.keys(thresholdsOf(id)).map((name) => [name, z.optional(percentOrDecimal)]),
  );
  return strict(shape);
});
export type Thresholds = z.output<typeof thresholdsSchema>;

const trainingSchema = strict({
  title: z.string().check(z.minLength(1, 'a title may not be empty.'), z.maxLength(200, 'a title is too long.')),
  url: z
    .string()
    .check(
      z.maxLength(2_000, 'an address is too long.'),
      z.regex(
        /^https:\/\/[^\s/]+\S*$/,
        'expected an address that begins with https:// such as https://example.com/course.',
      ),
    ),
});

/** Thresholds, fields and training of flags. What needs more than one value stands in flag-rules.ts. */
export const coachingSchema = strict({
  /** The org's own fields by what they hold, such as `discount: Discount__c`. */
  fields: z.optional(z.record(z.string(), z.string())),
  /** By flag, such as `close-date-moved: { times: 4 }`. */
  thresholds: z.optional(thresholdsSchema),
  /** The same for the deals of a segment, by its id. */
  bySegment: z.optional(z.record(z.string(), thresholdsSchema)),
  /** What to learn from, by flag. */
  training: z.optional(byFlag(() => trainingSchema)),
  /** So many flags are for today. */
  perDay: z.optional(z.int().check(z.gte(1), z.lte(50))),
  /** Flags that are never raised. */
  off: z.optional(z.array(z.enum(flagIds))),
});
export type Coaching = z.output<typeof coachingSchema>;

const count = z.int();
/** The first quartile, the median and the third, of so many. */
const spread = strict({ n: count, quartiles: z.tuple([z.string(), z.string(), z.string()]) });
export type Spread = z.output<typeof spread>;

/** What closed deals were like. Amounts are of won deals, by currency; days are those from creation to close of won deals. */
const dealGroup = strict({
  /** Id of the segment; null for all deals together. */
  segment: z.nullable(z.string()),
  closed: count,
  won: count,
  amounts: z.record(z.string(), spread),
  days: z.nullable(spread),
  /** How often the close date of won deals was put off, on average. */
  moved: z.nullable(strict({ n: count, mean: z.string() })),
  /** Discount of won deals in percent. */
  discount: z.nullable(spread),
});
export type DealGroup = z.output<typeof dealGroup>;

/** What figures are compared with: totals of many people's deals, nothing of anybody alone but the payee. */
export const benchmarksSchema = strict({
  deals: z.array(dealGroup),
  /** The quotas that people who have been assigned to a plan all along have for the same component and window. */
  quotas: z.array(
    strict({ plan: z.string(), component: z.string(), window: z.string(), n: count, median: z.string() }),
  ),
  /** The closed deals of all who have the payee's manager. */
  team: z.nullable(strict({ people: count, closed: count, won: count })),
  /** The payee's own closed deals by segment, and what share of past windows was credited in their last fifth. */
  own: strict({
    deals: z.array(strict({ segment: z.nullable(z.string()), closed: count, won: count })),
    late: z.array(strict({ plan: z.string(), component: z.string(), windows: count, share: z.string() })),
  }),
});
export type Benchmarks = z.output<typeof benchmarksSchema>;
