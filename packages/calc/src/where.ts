// Filters as a plan writes them: the platform's GraphQL operators on field paths, checked before they are compiled.
import * as z from 'zod/mini';
import { strict } from './schema.ts';

type Scalar = string | number | boolean | null;
export type Condition = { readonly [operator: string]: Scalar | readonly Scalar[] };
export type Where = { readonly [field: string]: Condition | Where | readonly Where[] };

/** A path of API names, such as `Amount` or `Opportunity.OwnerId`. */
export const fieldPath = z
  .string()
  .check(
    z.maxLength(255, 'a field path has at most 255 characters.'),
    z.regex(
      /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/,
      'expected a field path such as Amount or Opportunity.OwnerId.',
    ),
  );

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
  like: z.optional(z.string().check(z.maxLength(255, 'a pattern has at most 255 characters.'))),
});

/** Larger filters are no filters that anybody wrote; parts that are shared count as often as they are used. */
const mostConditions = 2_000;
const filterMessage = 'expected a filter such as { IsWon: { eq: true } }.';

const isObject = (value: unknown): value is Where =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const where: z.ZodMiniType<Where> = z.lazy(() =>
  z.pipe(
    z.custom<Where>(isObject, filterMessage),
    z.custom<Where>().check((context) => checkWhere(context.value, [], { context, left: mostConditions })),
  ),
);

interface Check {
  readonly context: z.core.ParsePayload;
  left: number;
}

function checkWhere(value: unknown, path: readonly (string | number)[], check: Check): void {
  const { context } = check;
  const refuse = (input: unknown, at: readonly (string | number)[], message: string): unknown =>
    context.issues.push({ code: 'custom', input, path: [...at], message });
  if (!isObject(value)) {
    refuse(value, path, filterMessage);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key];
    if (--check.left <= 0) {
      if (check.left === 0) refuse(inner, here, `a filter has at most ${mostConditions} conditions.`);
      return;
    }
    if (key === 'and' || key === 'or') {
      if (Array.isArray(inner)) inner.forEach((one, i) => checkWhere(one, [...here, i], check));
      else refuse(inner, here, `expected a list of filters such as ${key}: [{ IsWon: { eq: true } }].`);
    } else if (key === 'not') checkWhere(inner, here, check);
    else {
      for (const schema of [fieldPath, condition]) {
        const read = z.safeParse(schema, schema === fieldPath ? key : inner, { reportInput: true });
        for (const issue of read.error?.issues ?? [])
          context.issues.push({ ...issue, path: [...here, ...issue.path] } as z.core.$ZodRawIssue);
      }
    }
  }
}
