// The settings of a plan folder: what an organisation says once for all of its plans.
import * as z from 'zod/mini';
import { coachingSchema, segmentsSchema } from './coaching-schema.ts';
import { collect, under } from './error.ts';
import { checkCoaching } from './flag-rules.ts';
import { day } from './plan.ts';
import { read, strict } from './schema.ts';

const settingsSchema = strict({
  /** The as-of date where nobody names one. */
  asOf: z.optional(day),
  /** Who leads whom: the managers of users (default), or their roles. */
  hierarchy: z.optional(z.enum(['managers', 'roles'])),
  /** Where quotas stand beside quotas.csv: in the package's own object of the org. */
  quotas: z.optional(z.enum(['org'])),
  segments: z.optional(segmentsSchema),
  coaching: z.optional(coachingSchema),
});
export type Settings = z.output<typeof settingsSchema>;

/** @throws QuotientError with path and remedy of everything that is wrong. */
export function readSettings(document: unknown): Settings {
  const settings = read(settingsSchema, document);
  collect((report) => checkCoaching(settings, under(['coaching'], report)));
  return settings;
}
