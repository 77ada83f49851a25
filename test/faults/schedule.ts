// Schedules of faults and changes from a seed: the same seed gives the same ones.
import { faultKinds, faultRoutes, type Change, type Fault, type FaultKind, type Route } from '@quotient/sample-org';

export interface Schedule {
  readonly seed: number;
  /** One to eight. */
  readonly faults: readonly Fault[];
  /** Writes of others, each made when a certain request comes; none to six. */
  readonly changes: readonly Fault<'change'>[];
}

/** Numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Dice {
  /** A whole number from `low` to `high`. */
  readonly whole: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** True in `share` of all throws, from 0 to 1. */
  readonly chance: (share: number) => boolean;
}

function dice(seed: number): Dice {
  const random = generator(seed);
  return {
    whole: (low, high) => low + Math.floor(random() * (high - low + 1)),
    pick: (list) => list[Math.floor(random() * list.length)] as (typeof list)[number],
    chance: (share) => random() < share,
  };
}

/** What a reader asks; the rest is for those who write. */
const reading: readonly Route[] = ['query', 'queryMore', 'describe', 'count', 'bulkCreate', 'bulkPoll', 'bulkResults'];
const pages: readonly Route[] = ['query', 'queryMore', 'bulkResults'];
const kinds = faultKinds.filter((kind) => kind !== 'change');
const fields = ['Opportunity.Amount', 'Opportunity.CloseDate', 'Opportunity.OwnerId'] as const;
const stages = ['Prospecting', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'] as const;

/** What a kind takes; `elsewhere` is the origin that wrong addresses lead to. */
const args = (elsewhere: string): Readonly<Partial<Record<FaultKind, (dice: Dice) => unknown>>> => {
  const retryAfter = ({ whole, pick, chance }: Dice): object | undefined =>
    chance(0.5) ? { seconds: whole(1, 30), as: pick(['seconds', 'date']) } : undefined;
  return {
    throttled: retryAfter,
    unavailable: retryAfter,
    redirect: () => `${elsewhere}/`,
    foreignNext: () => elsewhere,
    fieldHidden: ({ pick }) => pick(fields),
    fieldRemoved: ({ pick }) => pick(fields),
    raggedRow: ({ pick }) => pick(['less', 'more']),
    pageAgain: ({ pick }) => pick(['whole', 'records']),
    jobFailed: ({ pick }) => pick([undefined, 'InternalServerError']),
    countDrops: ({ pick }) => pick([0.05, 0.25, 1]),
    latin1: ({ pick }) => pick(['declared', 'undeclared']),
    slowAnswer: ({ whole }) => whole(1, 20),
    clockJumps: ({ pick }) => pick([-10, 10]),
  };
};

function fault(dice: Dice, elsewhere: string): Fault {
  const { whole, pick, chance } = dice;
  const kind = pick(kinds);
  const routes = faultRoutes[kind].filter((route) => reading.includes(route));
  const route = routes.length === 0 || chance(0.1) ? 'any' : pick(routes);
  const at = pages.includes(route) && chance(0.25) ? 'last' : whole(1, route === 'any' ? 20 : 4);
  const often = chance(0.7) ? 1 : chance(0.7) ? whole(2, 3) : -1;
  // A clock that jumps is wrong by minutes from then on; one that jumps at each request would be wrong by hours.
  const times = kind === 'clockJumps' ? 1 : often;
  const arg = args(elsewhere)[kind]?.(dice);
  return { route, at, times, kind, ...(arg === undefined ? {} : { arg }) } as Fault;
}

/** Values of an opportunity, as somebody in the org might set them. */
function values({ whole, pick }: Dice): Readonly<Record<string, unknown>> {
  return {
    StageName: pick(stages),
    Amount: pick([null, 0, whole(1, 20_000_000) / 100, whole(10_000_000, 90_000_000)]),
    CloseDate: `2026-0${whole(1, 9)}-${whole(10, 28)}`,
  };
}

function change(dice: Dice, n: number): Change {
  const { whole, pick } = dice;
  const record = whole(0, 9_999);
  const object = 'Opportunity';
  switch (pick(['insert', 'update', 'update', 'delete', 'undelete', 'purge', 'merge', 'reparent'] as const)) {
    case 'insert':
      return { make: 'insert', object, values: { Name: `Made meanwhile ${n}`, ...values(dice) } };
    case 'update':
      return { make: 'update', object, record, values: values(dice) };
    case 'delete':
      return { make: 'delete', object, record };
    case 'undelete':
      return { make: 'undelete', object, record };
    case 'purge':
      return { make: 'purge', object, record };
    case 'merge':
      return { make: 'merge', object: 'Account', record, loser: whole(0, 9_999) };
    case 'reparent':
      return { make: 'reparent', object, record, field: pick(['AccountId', 'OwnerId']), parent: whole(0, 9_999) };
  }
}

/** The schedule of a seed: `org.inject([...faults, ...changes])`. `elsewhere` is the origin that wrong addresses lead to. */
export function scheduleOf(seed: number, elsewhere = 'https://elsewhere.invalid'): Schedule {
  const thrown = dice(seed);
  return {
    seed,
    faults: Array.from({ length: thrown.whole(1, 8) }, () => fault(thrown, elsewhere)),
    changes: Array.from({ length: thrown.whole(0, 6) }, (_, i) => ({
      route: 'any',
      at: thrown.whole(1, 30),
      kind: 'change',
      arg: change(thrown, i + 1),
    })),
  };
}
