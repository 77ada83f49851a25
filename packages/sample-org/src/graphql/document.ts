// Reading a GraphQL request: one operation as a tree of fields, behind its fragments, directives and variables.
import {
  GraphQLError,
  Kind,
  parse,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { isNode, Problem, type Problems } from './problem.ts';

/** A field that is asked for. */
export interface Picked {
  readonly name: string;
  /** Its name in the answer. */
  readonly key: string;
  /** Where it stands, by names: `uiapi/query/Opportunity`. */
  readonly at: string;
  readonly node: FieldNode;
  /** Arguments with the values of variables in them. */
  readonly args: Readonly<Record<string, unknown>>;
  /** `@optional`: left out, without an error, where the viewer has no such field. */
  readonly optional: boolean;
  /** The fields below; null where no braces stand behind it. */
  readonly below: readonly Picked[] | null;
}

type Variables = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The fields of the operation that a request asks for.
 * @throws Problem where the request holds no query that can be read.
 */
export function readDocument(body: unknown, problems: Problems): readonly Picked[] {
  if (!isObject(body) || typeof body['query'] !== 'string')
    throw new Problem('InvalidSyntax', 'The request holds no text "query": send { "query": "query { uiapi { … } }" }');
  const document = parsed(body['query']);
  const operation = operationOf(document, body['operationName']);
  const given = body['variables'] ?? {};
  if (!isObject(given)) throw new Problem('ValidationError', 'The variables are no JSON object');
  const variables = variablesOf(operation, given);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  return new Reader(fragments, variables, problems).pick([operation.selectionSet], '');
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: 20_000 });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new Problem('InvalidSyntax', `Invalid syntax: ${error.message}`, { locations: error.locations ?? [] });
  }
}

function operationOf({ definitions }: DocumentNode, name: unknown): OperationDefinitionNode {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const wanted =
    typeof name === 'string' && name !== '' ? operations.filter((one) => one.name?.value === name) : operations;
  const [operation] = wanted;
  if (!operation)
    throw new Problem('OperationNotSupported', name ? `Unknown operation named '${String(name)}'.` : 'No operation.');
  if (wanted.length > 1)
    throw new Problem('OperationNotSupported', 'Must provide operation name if query contains multiple operations.');
  if (operation.operation !== 'query')
    throw new Problem(
      'OperationNotSupported',
      `This org answers queries and no ${operation.operation}: write by the REST API.`,
    );
  return operation;
}

function variablesOf(operation: OperationDefinitionNode, given: Variables): Variables {
  const values: Record<string, unknown> = {};
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const value = given[name] === undefined && defaultValue ? valueFromASTUntyped(defaultValue) : given[name];
    values[name] = coerced(type, value, name);
  }
  return values;
}

const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: (value) => Number.isInteger(value),
  Boolean: (value) => typeof value === 'boolean',
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
};

function coerced(type: TypeNode, value: unknown, name: string): unknown {
  const wrong = (why: string): Problem =>
    new Problem('ValidationError', `Variable '${name}' has an invalid value: ${why}`, { node: type });
  if (type.kind === Kind.NON_NULL_TYPE) {
    if (value === null || value === undefined)
      throw wrong(`Variable '${name}' has coerced Null value for NonNull type '${written(type)}'`);
    return coerced(type.type, value, name);
  }
  if (value === null || value === undefined) return value;
  if (type.kind === Kind.LIST_TYPE)
    return (Array.isArray(value) ? value : [value]).map((one) => coerced(type.type, one, name));
  if (scalars[type.name.value]?.(value) === false) throw wrong(`Expected a value of type '${written(type)}'`);
  return value;
}

const written = (type: TypeNode): string =>
  type.kind === Kind.NON_NULL_TYPE
    ? `${written(type.type)}!`
    : type.kind === Kind.LIST_TYPE
      ? `[${written(type.type)}]`
      : type.name.value;

class Reader {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;
  readonly #problems: Problems;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Variables, problems: Problems) {
    this.#fragments = fragments;
    this.#variables = variables;
    this.#problems = problems;
  }

  /** The fields of selections that belong together; those of the same name in the answer become one. */
  pick(sets: readonly SelectionSetNode[], at: string, inside: readonly string[] = []): Picked[] {
    const nodes = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(set, at, inside, nodes);
    return [...nodes].flatMap(([key, same]) => {
      const [node] = same;
      if (!node) return [];
      const name = node.name.value;
      const here = at === '' ? name : `${at}/${name}`;
      const args = this.#args(node, here);
      for (const other of same)
        if (other.name.value !== name || JSON.stringify(this.#args(other, here)) !== JSON.stringify(args))
          this.#problems.invalid(
            'FieldsConflict',
            `'${key}': they are different fields or have different arguments`,
            here,
            other,
          );
      const below = same.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      const optional = same.every((one) => one.directives?.some((directive) => directive.name.value === 'optional'));
      return [{ name, key, at: here, node, args, optional, below: below.length > 0 ? this.pick(below, here) : null }];
    });
  }

  #collect(set: SelectionSetNode, at: string, inside: readonly string[], nodes: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (!this.#isIn(selection, at)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        nodes.set(key, [...(nodes.get(key) ?? []), selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) this.#collect(selection.selectionSet, at, inside, nodes);
      else {
        const name = selection.name.value;
        const fragment = this.#fragments.get(name);
        if (!fragment) this.#problems.invalid('UndefinedFragment', `Undefined fragment ${name}`, at, selection);
        else if (inside.includes(name))
          this.#problems.invalid('FragmentCycle', `Fragment cycles not allowed: ${name}`, at, selection);
        else this.#collect(fragment.selectionSet, at, [...inside, name], nodes);
      }
    }
  }

  /** Do `@skip` and `@include` leave a selection in? */
  #isIn({ directives = [] }: Pick<FieldNode, 'directives'>, at: string): boolean {
    return directives.every((directive) => {
      const name = directive.name.value;
      if (name === 'optional') return true;
      const flag = directive.arguments?.find((one) => one.name.value === 'if');
      const value = flag && this.#value(flag.value, at);
      if (name !== 'skip' && name !== 'include')
        this.#problems.invalid('UnknownDirective', `Unknown directive ${name}`, at, directive);
      else if (typeof value !== 'boolean')
        this.#problems.invalid('WrongType', `argument 'if' of @${name} is no Boolean`, at, directive);
      return name === 'skip' ? value !== true : value !== false;
    });
  }

  #args(node: FieldNode, at: string): Record<string, unknown> {
    const args = (node.arguments ?? []).map((one) => [one.name.value, this.#value(one.value, at)] as const);
    return Object.fromEntries(args.filter(([, value]) => value !== undefined));
  }

  #value(node: Parameters<typeof valueFromASTUntyped>[0], at: string): unknown {
    this.#checkVariables(node, at);
    return valueFromASTUntyped(node, this.#variables);
  }

  #checkVariables(value: unknown, at: string): void {
    if (!isNode(value)) return;
    if (value.kind === Kind.VARIABLE) {
      const name = value.name.value;
      if (!Object.hasOwn(this.#variables, name))
        this.#problems.invalid('UndefinedVariable', `Undefined variable ${name}`, at, value);
    } else if (value.kind === Kind.LIST) for (const one of value.values) this.#checkVariables(one, at);
    else if (value.kind === Kind.OBJECT) for (const one of value.fields) this.#checkVariables(one.value, at);
  }
}
