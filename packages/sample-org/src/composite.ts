// Several requests in one, each answered as if it came by itself: `composite`, whose requests may name what those before them
// answered, and `composite/batch`. Source: "Composite Resources" of the REST API guide.
import { ApiError } from './error.ts';
import type { Org } from './org.ts';
import type { Request, Response } from './rest.ts';

/** So many requests stand in one. */
const most = 25;

interface Asked {
  readonly method?: unknown;
  readonly url?: unknown;
  readonly referenceId?: unknown;
  readonly body?: unknown;
  readonly richInput?: unknown;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

type Answer = (request: Request) => Response;

/** Answers a request as it would be answered by itself, with its errors. */
function answered(request: Request, { method, url }: Asked, body: unknown, answer: Answer): Answered {
  try {
    const to = new URL(String(url).replace(/^\/?(?=v\d)/, '/services/data/'), request.url);
    const [services, data, version = '', ...path] = to.pathname.split('/').filter(Boolean);
    if (services !== 'services' || data !== 'data' || typeof method !== 'string')
      throw new ApiError(400, 'INVALID_INPUT', `The request has no method, or leads elsewhere: ${String(url)}`);
    if (!isWithin(path))
      throw new ApiError(400, 'INVALID_INPUT', `${to.pathname} cannot be asked for within another request`);
    const own = { ...request, method: method.toUpperCase(), path, version, query: to.searchParams, text: '', body };
    const { status, body: found = null, headers = {} } = answer(own);
    return { status, body: found, headers };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: [error.body], headers: {} };
  }
}

/** May a request lead there? Jobs, deploys and further composites stand by themselves. */
const isWithin = ([head = '', next]: readonly string[]): boolean =>
  !/^(jobs|metadata)$/i.test(head) && (!/^composite$/i.test(head) || /^sobjects$/i.test(next ?? ''));

const isGood = ({ status }: Pick<Answered, 'status'>): boolean => status < 300;
const halted = (message: string): Answered => ({
  status: 400,
  body: [{ errorCode: 'PROCESSING_HALTED', message }],
  headers: {},
});
const rolledBack = halted('The transaction was rolled back since another operation in the same transaction failed.');

/** @throws ApiError where a body has no list of requests, or too many */
function listIn(body: unknown, name: string): readonly Asked[] {
  const list = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (!Array.isArray(list)) throw new ApiError(400, 'JSON_PARSER_ERROR', `The request body has no list "${name}"`);
  if (list.length > most)
    throw new ApiError(400, 'LIMIT_EXCEEDED', `Limit exceeded: at most ${most} requests, and not ${list.length}`);
  return list as readonly Asked[];
}

/**
 * Answers `/composite`. With `allOrNone` the first error undoes all.
 * @throws ApiError where the request itself is wrong
 */
export function composite(org: Org, request: Request, answer: Answer): Response {
  const requests = listIn(request.body, 'compositeRequest');
  const names = requests.map(({ referenceId }) => String(referenceId ?? ''));
  const wrong = names.find((name, i) => !/^[A-Za-z]\w*$/.test(name) || names.indexOf(name) !== i);
  if (wrong !== undefined)
    throw new ApiError(400, 'INVALID_INPUT', `Invalid or duplicate referenceId provided: '${wrong}'`);
  const allOrNone = (request.body as { readonly allOrNone?: unknown }).allOrNone === true;
  const stand = (answers: readonly Answered[]): boolean => !allOrNone || answers.every(isGood);
  const answers = org.together(() => {
    const known = new Map<string, unknown>();
    const all: Answered[] = [];
    for (const [i, one] of requests.entries()) {
      const own = stand(all) ? within(request, one, known, answer) : rolledBack;
      if (isGood(own)) known.set(names[i] as string, own.body);
      all.push(own);
    }
    return all;
  }, stand);
  const said = stand(answers) ? answers : answers.map((one) => (isGood(one) ? rolledBack : one));
  return {
    status: 200,
    body: {
      compositeResponse: said.map(({ status, body, headers }, i) => ({
        body,
        httpHeaders: headers,
        httpStatusCode: status,
        referenceId: names[i],
      })),
    },
  };
}

/** Answers one request of several, whose address and body may name what others answered. */
function within(request: Request, one: Asked, known: ReadonlyMap<string, unknown>, answer: Answer): Answered {
  let missing: string | null = null;
  const put = (text: string, coded: (value: string) => string): string =>
    text.replaceAll(/@\{([^}]*)\}/g, (_, path: string) => {
      const value = valueAt(known, path);
      if (value === undefined || value === null || typeof value === 'object') missing ??= path;
      return coded(String(value));
    });
  const url = put(String(one.url), encodeURIComponent);
  const body = one.body === undefined ? undefined : (JSON.parse(put(JSON.stringify(one.body), inJson)) as unknown);
  if (missing === null) return answered(request, { ...one, url }, body, answer);
  return halted(`Invalid reference specified. No value for ${String(missing)} found.`);
}

/** A value within a text of JSON. */
const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);

/** What stands at a path such as `query.records[0].Id`; names are the same in capital and small letters. */
function valueAt(known: ReadonlyMap<string, unknown>, path: string): unknown {
  const [name = '', ...steps] = path.split(/[.[\]]+/).filter(Boolean);
  let value = known.get(name);
  for (const step of steps) {
    const same = Object.keys(value ?? {}).find((key) => key.toLowerCase() === step.toLowerCase());
    value = same === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[same];
  }
  return value;
}

/**
 * Answers `/composite/batch`: requests that know nothing of each other; with `haltOnError` the first error ends it.
 * @throws ApiError where the request itself is wrong
 */
export function batch(request: Request, answer: Answer): Response {
  const requests = listIn(request.body, 'batchRequests');
  const halts = (request.body as { readonly haltOnError?: unknown }).haltOnError === true;
  let hasErrors = false;
  const results = requests.map((one) => {
    const own =
      halts && hasErrors
        ? { ...halted('The batch was stopped by an earlier error.'), status: 412 }
        : answered(request, one, one.richInput, answer);
    hasErrors ||= !isGood(own);
    return { statusCode: own.status, result: own.body };
  });
  return { status: 200, body: { hasErrors, results } };
}
