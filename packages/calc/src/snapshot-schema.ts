// The snapshot's contract, as a schema: one JSON document per payee, built from a book.
import * as z from 'zod/mini';
import { assignmentSchema, entrySchema, quotaSchema, rateSchema } from './book.ts';
import { benchmarksSchema, coachingSchema, segmentsSchema } from './coaching-schema.ts';
import { flagsSchema, forecastSchema } from './insight-schema.ts';
import { decimal, day, planSchema } from './plan.ts';
import { strict } from './schema.ts';

const money = z.string().check(z.regex(/^-?\d+(\.\d+)?$/));

/** A credit that counts in an open window: index into `records`, value (decimal), share as "n/d" (absent: all of it). */
const creditRow = z.union([z.tuple([z.int(), decimal]), z.tuple([z.int(), decimal, z.string()])]);

const credits = z.record(z.string(), z.array(creditRow));
const row = z.record(z.string(), z.unknown());

const standing = strict({
  /** The open payment period. */
  period: z.string(),
  /** The leading component, the first with a quota (else the first), and its window. */
  component: z.string(),
  label: z.string(),
  window: z.string(),
  /** What is credited: money, or a number of things. */
  unit: z.enum(['money', 'number', 'ratio']),
  /** It counts what people below are credited, so it is left out of totals beside theirs. */
  rollsUp: z.boolean(),
  credited: z.nullable(z.string()),
  quota: z.nullable(z.string()),
  attainment: z.nullable(z.string()),
  /** Share of the window that has passed at the as-of date. */
  pace: z.string(),
  /** Credited less the part of the quota that pace asks for: below zero is behind. Null without a quota or where it is a rate. */
  ahead: z.nullable(z.string()),
  /** Σ over the components of what they have earned in their open windows. */
  earned: money,
  /** Of the open payment period. */
  payable: money,
});
export type Standing = z.output<typeof standing>;

const planOfPayee = strict({
  /** The version in force at the as-of date. */
  plan: planSchema,
  assignments: z.array(assignmentSchema),
  quotas: z.array(quotaSchema),
  entries: z.array(entrySchema),
  /** The first payment period that is recalculated: it holds the start of the earliest open window. */
  from: day,
  /** Debt carried into that period. */
  debt: money,
  /** The records that are credited, each with the day it counts on and the fields that factors, holdback and clawback read. */
  records: z.array(z.union([z.tuple([z.string(), day]), z.tuple([z.string(), day, row])])),
  /** By measure; of a ratio as `measure#of` and `measure#per`. Values are in the plan's currency. */
  credits,
  /** Other versions of the plan that rule an open window or a later one, with what they credit. */
  versions: z.optional(z.array(strict({ plan: planSchema, credits }))),
  /** From when to when each version of the plan is in effect, where it has more than one. */
  effective: z.optional(z.array(strict({ from: day, to: z.optional(z.nullable(day)) }))),
  /** By object: what says how much of the records has been collected. */
  payments: z.optional(z.record(z.string(), z.array(row))),
  /** What earlier lines still bring: day, held, released, clawed back. */
  carried: z.optional(z.array(z.tuple([day, money, money, money]))),
  /** Totals of the payment periods before `from`, for display. */
  past: z.array(strict({ period: z.string(), earned: money, payable: money })),
  /** Where the payee stands at the as-of date; null where no payment period is open. */
  standing: z.optional(z.nullable(standing)),
});

const values = z.array(z.unknown());
const column = z.union([
  strict({ same: z.unknown() }),
  strict({ of: values, at: z.array(z.int()) }),
  strict({ values }),
]);

/** Open deals that would be credited to the payee if they were won, column by column. */
const openDeals = strict({
  count: z.int(),
  /** The fields that were read of them; any other was hidden or absent. */
  fields: z.record(z.string(), column),
  /** Id of the segment, or null. */
  segment: column,
  /** What says how likely each is won, or null. */
  chance: column,
  /** Rows of other objects that say who shares a deal, or null. */
  related: column,
  /**
   * What is credited of each if it is won, on its own day or on the as-of date where that is over: by plan and measure,
   * whole numbers over one denominator (beyond 2^53 as text); null where nothing is, or it is credited already. Left out of
   * a plan that cannot credit one of them: a reader credits them itself, and says why.
   */
  credits: z.optional(z.record(z.string(), z.record(z.string(), strict({ per: z.string(), amounts: column })))),
});

/** Everything the page needs for one payee, and nothing of anybody else. */
export const snapshotSchema = strict({
  version: z.string(),
  asOf: day,
  /** When it was published, if the publisher says so (ISO instant). */
  publishedAt: z.optional(z.string()),
  /** Hash of the inputs of the run it came from. */
  inputs: z.optional(z.string()),
  payee: strict({
    Id: z.string(),
    Name: z.string(),
    ManagerId: z.optional(z.nullable(z.string())),
    Title: z.optional(z.nullable(z.string())),
    Division: z.optional(z.nullable(z.string())),
  }),
  plans: z.array(planOfPayee),
  /** People below the payee with their distance; empty for those who lead nobody. */
  below: z.record(z.string(), z.int()),
  /** Who was below the payee up to earlier days of open windows, where that has changed, by day. */
  earlier: z.optional(z.array(strict({ to: day, below: z.record(z.string(), z.int()) }))),
  /** Who is below the payee from later days on, where that will change. */
  later: z.optional(z.array(strict({ from: day, below: z.record(z.string(), z.int()) }))),
  deals: z.optional(openDeals),
  /** What coaching says of those deals, without words: instead of them in what is published. */
  flags: z.optional(flagsSchema),
  /** What they may bring, plan by plan, with the deals that move it most; a plan of which nothing can be said has its reason. */
  forecast: z.optional(forecastSchema),
  /** Where plans credit by splits or teams: of each open deal the rows, by object, that name the payee or people below. */
  shares: z.optional(z.record(z.string(), z.record(z.string(), z.array(row)))),
  segments: z.optional(segmentsSchema),
  coaching: z.optional(coachingSchema),
  benchmarks: z.optional(benchmarksSchema),
  rates: z.array(rateSchema),
  corporateCurrency: z.string(),
  /** The stage that this org gives to won deals. */
  wonStage: z.optional(z.string()),
  /** Of what is published: what all the rest of it adds up to. */
  checksum: z.optional(z.string()),
});

export type Snapshot = z.output<typeof snapshotSchema>;
export type SnapshotPlan = Snapshot['plans'][number];
