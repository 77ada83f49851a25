// Faults: what can go wrong with an answer, at which requests, as plain JSON.
import { ApiError } from '../error.ts';
import type { Change } from './change.ts';

/**
 * What a request asks for. `query` is the first page of a query, `queryMore` a later one, `count` a COUNT(). Of an ingest
 * job: `ingestCreate` makes it, `ingestUpload` brings its data, `ingestClose` changes its state, `ingestPoll` looks at it,
 * and `ingestResults` is each of its three lists.
 */
export type Route =
  | 'query'
  | 'queryMore'
  | 'describe'
  | 'count'
  | 'bulkCreate'
  | 'bulkPoll'
  | 'bulkResults'
  | 'bulkDelete'
  | 'ingestCreate'
  | 'ingestUpload'
  | 'ingestClose'
  | 'ingestPoll'
  | 'ingestResults'
  | 'deleted'
  | 'token'
  | 'collections'
  | 'any';

/** After which time to ask again: whole seconds, as such or as a date of the org's clock. */
export interface RetryAfter {
  readonly seconds: number;
  readonly as: 'seconds' | 'date';
}

/** The kinds that take something more, and what; a kind with `undefined` among it has a default. */
export interface FaultArgs {
  /** 429, with Retry-After or without. */
  throttled: RetryAfter | undefined;
  /** 503, with Retry-After or without. */
  unavailable: RetryAfter | undefined;
  /** 302 to this address. */
  redirect: string;
  /** nextRecordsUrl on this origin. */
  foreignNext: string;
  /** `Object.Field` is missing from describe. */
  fieldHidden: string;
  /** `Object.Field` is refused in queries. */
  fieldRemoved: string;
  /** The column whose cell holds a NUL; the last by default. */
  nulByte: string | undefined;
  /** One cell less in a row, or one more; less by default. */
  raggedRow: 'less' | 'more' | undefined;
  /** The page before again as a whole, with its link, or only its records under this page's link; whole by default. */
  pageAgain: 'whole' | 'records' | undefined;
  /** The job's errorMessage; none by default. */
  jobFailed: string | undefined;
  /** The share of records that COUNT() leaves out, from 0 to 1; a half by default. */
  countDrops: number | undefined;
  /** The Content-Type; text/plain by default. */
  wrongType: string | undefined;
  /** Whether Content-Type owns up to latin1; declared by default. */
  latin1: 'declared' | 'undeclared' | undefined;
  /** Milliseconds before the answer; 100 by default. */
  slowAnswer: number | undefined;
  /** The header that comes twice; Content-Length by default. */
  duplicateHeader: string | undefined;
  /** Minutes by which the org's clock jumps, from now on; 10 by default. */
  clockJumps: number | undefined;
  /** A write that is made before the request is answered. */
  change: Change;
}

const everyPage = ['query', 'queryMore', 'bulkResults'] as const;
const restPages = ['query', 'queryMore'] as const;
const everything = [
  'query',
  'queryMore',
  'describe',
  'count',
  'bulkCreate',
  'bulkPoll',
  'bulkResults',
  'bulkDelete',
  'ingestCreate',
  'ingestUpload',
  'ingestClose',
  'ingestPoll',
  'ingestResults',
  'deleted',
  'token',
  'collections',
] as const;
const answered = everything.filter((route) => route !== 'bulkDelete' && route !== 'ingestUpload');
const csv = ['bulkResults', 'ingestResults'] as const;

/** Every kind with the routes where it can show; each of them may also be asked for at `any`. */
export const faultRoutes = {
  sessionExpired: everything.filter((route) => route !== 'token'),
  dailyLimit: everything,
  concurrentLimit: everything,
  throttled: everything,
  unavailable: everything,
  serverError: everything,
  badGateway: everything,
  gatewayTimeout: everything,
  settingUp: everything,
  htmlPage: everything,
  uriTooLong: ['query'],
  headersTooLarge: ['query'],
  redirect: everything,
  locatorExpired: ['queryMore'],
  fieldRemoved: ['query', 'bulkCreate'],
  objectRefused: ['bulkCreate', 'ingestCreate'],
  jobGone: ['bulkPoll', 'bulkResults', 'ingestUpload', 'ingestClose', 'ingestPoll', 'ingestResults'],
  resetBeforeAnswer: everything,
  lostAnswer: everything,
  resetAfterHeaders: answered,
  resetInBody: answered,
  shortBody: answered,
  openChunks: answered,
  brokenGzip: answered,
  gzipBomb: answered,
  stalledBody: answered,
  oneByteChunks: answered,
  slowAnswer: everything,
  duplicateHeader: answered,
  hugeHeader: everything,
  wrongType: answered,
  latin1: [...everyPage, 'ingestResults'],
  cutRows: csv,
  cutInQuotes: csv,
  nulByte: csv,
  raggedRow: csv,
  wrongHeader: csv,
  missingColumn: csv,
  cutJson: answered.filter((route) => route !== 'bulkResults' && route !== 'ingestResults'),
  fewerRecords: restPages,
  pageAgain: ['queryMore', 'bulkResults'],
  locatorMissing: everyPage,
  locatorRepeated: ['queryMore', 'bulkResults'],
  locatorLooping: ['queryMore', 'bulkResults'],
  foreignNext: restPages,
  totalChanges: [...everyPage, 'bulkPoll', 'ingestPoll'],
  jobFailed: ['bulkPoll', 'ingestPoll'],
  jobAborted: ['bulkPoll', 'ingestPoll'],
  jobStuck: ['bulkPoll', 'ingestPoll'],
  fieldHidden: ['describe'],
  countDrops: ['count'],
  rowLocked: ['collections'],
  clockJumps: everything,
  change: everything,
} as const satisfies Readonly<Record<string, readonly Route[]>>;

export type FaultKind = keyof typeof faultRoutes;
export const faultKinds = Object.keys(faultRoutes) as FaultKind[];

/** Which requests a fault meets. */
export interface Aim {
  readonly route: Route;
  /** Only requests about this object: the one of the query, of the locator or job that it made, or of the path. */
  readonly object?: string;
  /**
   * The n-th request of the route, from 1; or the last page of a read, which the answer says: no nextRecordsUrl, a
   * locator of null. The last page of `query` may be a first page or a later one; the last look at a job is one that
   * finds it at its end, and the last list of an ingest job is that of unprocessed records.
   */
  readonly at: number | 'last';
  /** At how many such requests in a row; 1 by default, -1 for ever. */
  readonly times?: number;
}

type Kind<K extends FaultKind> = { readonly kind: K } & (K extends keyof FaultArgs
  ? undefined extends FaultArgs[K]
    ? { readonly arg?: Exclude<FaultArgs[K], undefined> }
    : { readonly arg: FaultArgs[K] }
  : { readonly arg?: never });

/** One fault: where it shows, what it is, and what it needs to know. */
export type Fault<K extends FaultKind = FaultKind> = { [One in K]: Aim & Kind<One> }[K];

const needs: Readonly<Partial<Record<FaultKind, (arg: unknown) => boolean>>> = {
  redirect: (arg) => typeof arg === 'string',
  foreignNext: (arg) => typeof arg === 'string' && URL.canParse(arg),
  fieldHidden: (arg) => typeof arg === 'string' && /^\w+\.\w+$/.test(arg),
  fieldRemoved: (arg) => typeof arg === 'string' && /^\w+\.\w+$/.test(arg),
  change: (arg) => typeof arg === 'object' && arg !== null && 'make' in arg,
};

/** A list of faults from JSON. @throws ApiError INVALID_FAULT that says which one cannot be made, and why. */
export function checkFaults(body: unknown): readonly Fault[] {
  if (!Array.isArray(body)) throw new ApiError(400, 'INVALID_FAULT', 'The request body is no list of faults');
  (body as unknown[]).forEach((one, i) => {
    const refuse = (reason: string): never => {
      throw new ApiError(400, 'INVALID_FAULT', `Fault ${i + 1}: ${reason}`);
    };
    const { kind, route, at, times = 1, arg } = (one ?? {}) as Readonly<Partial<Record<keyof Fault, unknown>>>;
    const routes: readonly Route[] = faultKinds.includes(kind as FaultKind)
      ? faultRoutes[kind as FaultKind]
      : refuse(`there is no kind ${JSON.stringify(kind)}; kinds are ${faultKinds.join(', ')}`);
    if (route !== 'any' && !routes.includes(route as Route))
      refuse(`${String(kind)} does not show at ${JSON.stringify(route)}; it does at ${routes.join(', ')}, any`);
    if (at !== 'last' && !(Number.isInteger(at) && (at as number) > 0)) refuse('"at" is a number from 1, or "last"');
    if (times !== -1 && !(Number.isInteger(times) && (times as number) > 0))
      refuse('"times" is a number from 1, or -1');
    if (needs[kind as FaultKind]?.(arg) === false) refuse(`"arg" is not what ${String(kind)} needs`);
  });
  return body as Fault[];
}
