// The matrix of single faults: each kind at each place of a read, by each way, and what the reader is to make of it.
import type { Change, Fault, FaultKind, Route } from '@quotient/sample-org';

export type Way = 'REST' | 'Bulk';
export type Place = 'first' | 'middle' | 'last';

/** How a read comes to its end all the same. */
export type Recovery =
  /** As if nothing were wrong: nothing is asked twice. */
  | 'nothing'
  /** With a new token, got once, the same request. */
  | 'refresh'
  /** The same request again; what came before is dropped. */
  | 'sameRequest'
  /** From behind the last key that is kept, by another locator. */
  | 'restart'
  /** Another job. */
  | 'newJob'
  /** The job that was made without an answer is found; there is one live job at most. */
  | 'lookUpJob'
  /** REST instead of a bulk job. */
  | 'otherWay'
  /** The columns in several requests, or by a bulk job. */
  | 'otherUrl'
  /** The same write under the same external ids: one record for each. */
  | 'sameKey'
  /** As it began; the next run has what changed. */
  | 'nextRun';

/** Exit codes: 65 bad data, 69 unavailable, 75 temporary, 77 login or permission, 78 the org lacks something. */
export type Outcome = { readonly recovers: Recovery } | { readonly exit: 65 | 69 | 75 | 77 | 78 };

export interface FaultCase {
  readonly name: string;
  readonly way: Way;
  readonly place: Place;
  readonly fault: Fault;
  readonly outcome: Outcome;
  /** The case is about a later run: a sync without faults comes before it. */
  readonly isLater: boolean;
}

/** The object that is read in three pages at least. */
export const object = 'Opportunity';

type Kinds = { [K in FaultKind]: Omit<Fault<K>, 'route' | 'at' | 'times' | 'object'> }[FaultKind];

interface Row {
  readonly fault: Kinds;
  readonly ways?: readonly Way[];
  readonly places?: readonly Place[];
  /** What follows where it shows at one request; null where that says nothing. */
  readonly once: Outcome | null;
  /** What follows where it shows from there on for ever. */
  readonly ever: Outcome | null;
  readonly isLater?: boolean;
}

const by = (recovers: Recovery): Outcome => ({ recovers });
const exit = (code: 65 | 69 | 75 | 77 | 78): Outcome => ({ exit: code });
const row = (
  kind: Kinds['kind'] | Kinds,
  once: Outcome | null,
  ever: Outcome | null,
  more: Partial<Row> = {},
): Row => ({
  fault: typeof kind === 'string' ? ({ kind } as Kinds) : kind,
  once,
  ever,
  ...more,
});
const again = by('sameRequest');
const rest = { ways: ['REST'] } as const;
const bulk = { ways: ['Bulk'] } as const;
const laterPages = { places: ['middle', 'last'] } as const;

const changes: readonly Change[] = [
  {
    make: 'insert',
    object,
    values: { Name: 'Made meanwhile', StageName: 'Closed Won', CloseDate: '2026-04-01', Amount: 1234.56 },
  },
  { make: 'update', object, record: 450, values: { Amount: 99.99 } },
  { make: 'delete', object, record: 450 },
  { make: 'reparent', object, record: 3, field: 'AccountId', parent: 7 },
  { make: 'merge', object: 'Account', record: 0, loser: 1 },
];

/** Faults of any page. What is whole but wrong ends with 65; what is not the org's answer, or none, with 69. */
const pages = (elsewhere: string): readonly Row[] => [
  row('sessionExpired', by('refresh'), exit(77)),
  row('dailyLimit', exit(75), exit(75)),
  row('concurrentLimit', again, exit(75)),
  row('throttled', again, exit(75)),
  row({ kind: 'throttled', arg: { seconds: 2, as: 'seconds' } }, again, exit(75)),
  row({ kind: 'throttled', arg: { seconds: 2, as: 'date' } }, again, exit(75)),
  // Longer than a run may wait.
  row({ kind: 'throttled', arg: { seconds: 7_200, as: 'seconds' } }, exit(75), exit(75)),
  row('unavailable', again, exit(69)),
  row({ kind: 'unavailable', arg: { seconds: 2, as: 'seconds' } }, again, exit(69)),
  row({ kind: 'unavailable', arg: { seconds: 2, as: 'date' } }, again, exit(69)),
  ...(
    [
      'serverError',
      'badGateway',
      'gatewayTimeout',
      'settingUp',
      'htmlPage',
      'wrongType',
      'resetBeforeAnswer',
      'lostAnswer',
      'resetAfterHeaders',
      'resetInBody',
      'shortBody',
      'openChunks',
      'brokenGzip',
      'gzipBomb',
      'stalledBody',
      'duplicateHeader',
      'hugeHeader',
    ] as const
  ).map((kind) => row(kind, again, exit(69))),
  row({ kind: 'redirect', arg: `${elsewhere}/` }, exit(77), exit(77)),
  row('oneByteChunks', by('nothing'), by('nothing')),
  row('slowAnswer', by('nothing'), by('nothing')),
  row('latin1', again, exit(65)),
  row({ kind: 'latin1', arg: 'undeclared' }, again, exit(65)),
  row('locatorMissing', again, exit(65)),
  row('locatorRepeated', again, exit(65), laterPages),
  row('locatorLooping', again, exit(65), { places: ['last'] }),
  row('pageAgain', again, exit(65), laterPages),
  row({ kind: 'pageAgain', arg: 'records' }, again, exit(65), laterPages),
  row('totalChanges', again, exit(65), bulk),
  // The first page says what is right.
  row('totalChanges', again, exit(65), { ...rest, ...laterPages }),
  row('cutJson', again, exit(65), rest),
  // A page may have any number of records: only the last one shows that some are missing.
  row('fewerRecords', again, exit(65), { ...rest, places: ['last'] }),
  row('fewerRecords', exit(65), exit(65), { ...rest, places: ['first', 'middle'] }),
  row({ kind: 'foreignNext', arg: elsewhere }, again, exit(65), { ...rest, places: ['first', 'middle'] }),
  // Each restart reads a page, so that it comes to an end.
  row('locatorExpired', by('restart'), by('restart'), { ...rest, ...laterPages }),
  row('uriTooLong', by('otherUrl'), by('otherUrl'), { ...rest, places: ['first'] }),
  row('headersTooLarge', by('otherUrl'), by('otherUrl'), { ...rest, places: ['first'] }),
  ...(['cutRows', 'cutInQuotes', 'nulByte', 'raggedRow', 'wrongHeader', 'missingColumn'] as const).map((kind) =>
    row(kind, again, exit(65), bulk),
  ),
  row({ kind: 'raggedRow', arg: 'more' }, again, exit(65), bulk),
  row({ kind: 'duplicateHeader', arg: 'Sforce-Locator' }, again, exit(65), bulk),
  row('jobGone', by('newJob'), exit(69), bulk),
  row({ kind: 'clockJumps', arg: 10 }, by('nothing'), null),
  row({ kind: 'clockJumps', arg: -10 }, by('nothing'), null),
  ...changes.map((arg) => row({ kind: 'change', arg }, by('nextRun'), null)),
];

/** Faults of what is asked before a read. What is carried out without an answer may be found: `unheard` says what becomes of it. */
const asking = (recovery: Outcome, unheard: Outcome = exit(69)): readonly Row[] => [
  row('sessionExpired', by('refresh'), exit(77)),
  row('dailyLimit', exit(75), exit(75)),
  row('concurrentLimit', recovery, exit(75)),
  ...(['unavailable', 'serverError', 'htmlPage', 'resetBeforeAnswer'] as const).map((kind) =>
    row(kind, recovery, exit(69)),
  ),
  ...(['lostAnswer', 'resetInBody', 'stalledBody'] as const).map((kind) => row(kind, recovery, unheard)),
  row('cutJson', recovery, 'recovers' in unheard ? unheard : exit(65)),
];

/** Faults of the requests around the pages, by route. */
const around = (elsewhere: string): Readonly<Partial<Record<Route, readonly Row[]>>> => ({
  describe: [
    ...asking(again),
    row({ kind: 'redirect', arg: `${elsewhere}/` }, exit(77), exit(77)),
    row({ kind: 'fieldHidden', arg: `${object}.Amount` }, null, exit(78)),
  ],
  count: [...asking(again), row('countDrops', null, exit(65), { isLater: true })],
  query: [row({ kind: 'fieldRemoved', arg: `${object}.Amount` }, null, exit(78))],
  deleted: [row('unavailable', again, exit(69)), row('sessionExpired', by('refresh'), exit(77))],
  bulkCreate: [
    ...asking(by('lookUpJob'), by('lookUpJob')),
    row({ kind: 'fieldRemoved', arg: `${object}.Amount` }, null, exit(78)),
    row('objectRefused', by('otherWay'), by('otherWay')),
  ],
  bulkPoll: [
    ...asking(again),
    row('jobFailed', by('newJob'), exit(69)),
    row({ kind: 'jobFailed', arg: 'InternalServerError' }, by('newJob'), exit(69)),
    row('jobAborted', by('newJob'), exit(69)),
    row('jobGone', by('newJob'), exit(69)),
    row('jobStuck', exit(75), exit(75)),
    row('totalChanges', null, exit(65)),
  ],
  // What is read is read: a job that stays is deleted by the org in time.
  bulkDelete: [row('serverError', by('nothing'), by('nothing')), row('lostAnswer', by('nothing'), by('nothing'))],
  collections: (['unavailable', 'lostAnswer', 'resetInBody', 'cutJson', 'rowLocked'] as const).map((kind) =>
    row(kind, by('sameKey'), exit(kind === 'cutJson' || kind === 'rowLocked' ? 65 : 69)),
  ),
});

/** Where a page stands in the requests of its way. */
const aims = {
  REST: {
    first: { route: 'query', at: 1 },
    middle: { route: 'queryMore', at: 1 },
    last: { route: 'queryMore', at: 'last' },
  },
  Bulk: {
    first: { route: 'bulkResults', at: 1 },
    middle: { route: 'bulkResults', at: 2 },
    last: { route: 'bulkResults', at: 'last' },
  },
} as const satisfies Record<Way, Record<Place, Pick<Fault, 'route' | 'at'>>>;

function casesOf(row: Row, way: Way, place: Place, aim: Pick<Fault, 'route' | 'at'>, where: string): FaultCase[] {
  const { kind, arg } = row.fault;
  const what = arg === undefined ? kind : `${kind} ${typeof arg === 'object' ? JSON.stringify(arg) : arg}`;
  const about = aim.route === 'collections' ? {} : { object };
  return [
    { outcome: row.once, times: 1, often: 'once' },
    { outcome: row.ever, times: -1, often: 'for ever' },
  ].flatMap(({ outcome, times, often }) =>
    outcome
      ? [
          {
            name: `${way}, ${where}: ${what}, ${often}`,
            way,
            place,
            fault: { ...row.fault, ...aim, ...about, times },
            outcome,
            isLater: row.isLater ?? false,
          },
        ]
      : [],
  );
}

/** All cases. `elsewhere` is the origin that wrong addresses lead to: none that is, or a server that sees who comes. */
export function matrix(elsewhere = 'https://elsewhere.invalid'): readonly FaultCase[] {
  const ofPages = pages(elsewhere).flatMap((row) =>
    (row.ways ?? (['REST', 'Bulk'] as const)).flatMap((way) =>
      (row.places ?? (['first', 'middle', 'last'] as const)).flatMap((place) =>
        casesOf(row, way, place, aims[way][place], `${place} page`),
      ),
    ),
  );
  const others = Object.entries(around(elsewhere)).flatMap(([route, rows]) =>
    rows.flatMap((row) =>
      casesOf(row, /^bulk/.test(route) ? 'Bulk' : 'REST', 'first', { route: route as Route, at: 1 }, route),
    ),
  );
  return [...ofPages, ...others];
}
