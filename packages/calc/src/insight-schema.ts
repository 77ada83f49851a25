// What a published snapshot says of open deals, as a schema: flags and forecast, made where it was published.
import * as z from 'zod/mini';
import { flagIds } from './flag-catalogue.ts';
import { strict } from './schema.ts';

const figure = z.string().check(z.regex(/^-?\d+(\.\d+)?$/));
/** A value and its unit, such as ["9300.00", "USD"], ["2026-Q2", "period"]. */
const values = z.record(z.string(), z.tuple([z.string(), z.string()]));
const flagId = z.enum(flagIds);

const flag = strict({
  id: flagId,
  severity: z.enum(['info', 'watch', 'act']),
  subject: strict({ kind: z.enum(['deal', 'component', 'person', 'plan']), id: z.string(), name: z.string() }),
  /** The key of its sentence, and what that says beside evidence and benchmark. */
  says: z.string(),
  values,
  evidence: z.array(strict({ label: z.string(), value: z.string(), unit: z.string() })),
  benchmark: z.nullable(
    strict({
      label: z.string(),
      value: figure,
      unit: z.string(),
      source: z.enum(['own', 'team', 'segment', 'plan', 'configuration']),
      n: z.nullable(z.int()),
    }),
  ),
  atStake: z.nullable(strict({ amount: figure, currency: z.string() })),
  perHour: z.nullable(figure),
});

const diagnostic = strict({
  code: z.enum([
    'field-missing',
    'field-invalid',
    'not-configured',
    'too-few',
    'no-quota',
    'rate-missing',
    'after-window',
  ]),
  flags: z.array(flagId),
  field: z.string(),
  says: z.string(),
  values,
});

export const flagsSchema = strict({
  today: z.array(flag),
  more: z.array(flag),
  /** How many of each flag there are altogether. */
  found: z.record(z.string(), z.int()),
  diagnostics: z.array(diagnostic),
});

const quantiles = { p10: figure, p50: figure, p90: figure, mean: figure };
const spread = strict({ ...quantiles, error: z.nullable(strict(quantiles)) });
const byCategory = <T extends z.core.$ZodType>(one: T) =>
  strict({ closed: one, commit: one, bestCase: one, pipeline: one });

const mover = strict({
  record: z.string(),
  name: z.nullable(z.string()),
  chance: strict({ won: figure, from: z.enum(['stage', 'learned']), n: z.int(), among: z.nullable(z.string()) }),
  moves: figure,
  error: z.nullable(figure),
});

const component = strict({
  id: z.string(),
  label: z.string(),
  window: z.string(),
  until: z.string(),
  unit: z.enum(['money', 'number', 'ratio']),
  quota: z.nullable(figure),
  categories: byCategory(strict({ credited: z.nullable(figure), attainment: z.nullable(figure), earned: figure })),
  credited: z.nullable(spread),
  earned: spread,
  quotaReached: z.nullable(figure),
  tiers: z.array(strict({ from: z.string(), pays: z.string(), reached: figure })),
});

const reason = strict({ code: z.string(), message: z.string() });

const planForecast = strict({
  cannotSay: z.nullable(reason),
  plan: z.string(),
  name: z.string(),
  currency: z.string(),
  categories: z.nullable(byCategory(strict({ deals: z.int(), earned: figure, worth: figure }))),
  outcomes: z.nullable(
    strict({ method: z.enum(['exact', 'sampled']), n: z.int(), deals: z.int(), error: z.nullable(figure) }),
  ),
  earned: z.nullable(spread),
  components: z.array(component),
  movers: z.array(mover),
});

export const forecastSchema = strict({ plans: z.array(planForecast) });
