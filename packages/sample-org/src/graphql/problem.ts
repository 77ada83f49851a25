// What is wrong with a GraphQL request, in the platform's form. Source: "Status Codes and Error Responses" of its GraphQL guide.
import type { ASTNode } from 'graphql';

export type ErrorType = 'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported';

interface Location {
  readonly line: number;
  readonly column: number;
}

/** One of `errors` in an answer. */
export interface GraphqlError {
  readonly message: string;
  readonly locations: readonly Location[];
  /** The names in the answer that lead to what could not be said. */
  readonly paths: readonly string[];
  readonly extensions: { readonly ErrorType: ErrorType };
}

/** Why a request is not answered at all. */
export class Problem extends Error {
  readonly type: ErrorType;
  readonly locations: readonly Location[];

  constructor(
    type: ErrorType,
    message: string,
    where: { readonly node?: ASTNode; readonly locations?: readonly Location[] } = {},
  ) {
    super(message);
    this.type = type;
    this.locations = where.locations ?? locationOf(where.node);
  }
}

export class Problems {
  readonly #errors: GraphqlError[] = [];

  get errors(): readonly GraphqlError[] {
    return this.#errors;
  }

  add(type: ErrorType, message: string, locations: readonly Location[], paths: readonly string[] = []): void {
    this.#errors.push({ message, locations, paths, extensions: { ErrorType: type } });
  }

  /** Something that the schema of the viewer does not have; `at` by names, as `Picked`. */
  invalid(kind: string, what: string, at: string, node: ASTNode): void {
    this.add('ValidationError', `Validation error of type ${kind}: ${what} @ '${at}'`, locationOf(node));
  }

  /** Something that could not be fetched. */
  failed(message: string, node: ASTNode, paths: readonly string[]): void {
    this.add('DataFetchingException', message, locationOf(node), paths);
  }
}

export const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'kind' in value;

function locationOf(node: ASTNode | undefined): Location[] {
  const token = node?.loc?.startToken;
  return token ? [{ line: token.line, column: token.column }] : [];
}
