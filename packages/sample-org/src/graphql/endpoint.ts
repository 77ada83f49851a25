// The resource /graphql: queries of the UI API. Source: the platform's "GraphQL API Developer Guide".
import { displayFor } from '../display.ts';
import type { Org, Viewer } from '../org.ts';
import { visibleType } from '../rights.ts';
import { aggregates } from './aggregate.ts';
import { readDocument, type Picked } from './document.ts';
import { Problem, Problems, type GraphqlError } from './problem.ts';
import { records } from './records.ts';
import { inShape, shaped, type Asked, type Step } from './shape.ts';

/** A query holds at most as many subqueries. Source: "Query Limitations". */
const mostSubqueries = 10;

export interface GraphqlAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphqlError[];
  readonly extensions: object;
}

/**
 * Answers `{ query, variables, operationName }` with what the viewer may see. What is wrong stands in `errors`: beside
 * empty data where the request cannot be understood, else beside the data that could be had.
 */
export function answerGraphql(org: Org, viewer: Viewer, body: unknown, version: string): GraphqlAnswer {
  const problems = new Problems();
  let data: Record<string, unknown> = {};
  try {
    const fields = readDocument(body, problems);
    const asked: Asked = { org, viewer, display: displayFor(org, viewer), problems };
    const answer = inShape<unknown>(asked, fields, 'Query', (field) =>
      field.name === 'uiapi' ? uiapi(asked, field, version) : undefined,
    );
    if (problems.errors.length === 0) data = answer(null);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problems.add(error.type, error.message, error.locations);
  }
  return { data, errors: problems.errors, extensions: {} };
}

function uiapi(asked: Asked, field: Picked, version: string): Step<unknown> {
  let subqueries = 0;
  const each = (
    part: Picked,
    type: string,
    answer: (
      one: Picked,
      object: NonNullable<ReturnType<typeof visibleType>>,
      paths: readonly string[],
    ) => Step<unknown>,
  ): Step<unknown> =>
    shaped<unknown>(asked, part, type, (one) => {
      const object = visibleType(asked.org, asked.viewer, one.name);
      if (object?.name !== one.name) return undefined;
      if (++subqueries > mostSubqueries)
        asked.problems.invalid(
          'TooManySubqueries',
          `A query has at most ${mostSubqueries} subqueries`,
          one.at,
          one.node,
        );
      return answer(one, object, [field.key, part.key]);
    });
  return shaped<unknown>(asked, field, 'UIAPI', (part) => {
    switch (part.name) {
      case 'query':
        return each(part, 'RecordQuery', (one, object, paths) => records(asked, object, one, paths));
      case 'aggregate':
        return each(part, 'RecordQueryAggregate', (one, object, paths) =>
          aggregates(asked, object, one, version, paths),
        );
      default:
        return undefined;
    }
  });
}
