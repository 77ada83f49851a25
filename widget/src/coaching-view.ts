// What coaching says: the flags of one person or of a team, in the order of what an hour on them is worth.
import {
  compareDecimals,
  publishedFlags,
  QuotientError,
  type DiagnosticFound,
  type FlagFound,
  type FlagsFound,
  type Snapshot,
} from '@quotient/calc';
import { isFiscal } from './estimate-parts.ts';
import { personOf, readOnce } from './estimate-view.ts';

/** A flag with whose it is. */
export interface FlagOf {
  readonly flag: FlagFound;
  /** The day of its figures. */
  readonly asOf: string;
  readonly training: { readonly title: string; readonly url: string } | null;
  readonly payee: Snapshot['payee'];
  /** What an hour is worth is said in it. */
  readonly corporate: string;
  readonly isFiscal: boolean;
}

export interface Coaching {
  /** The earliest day of the snapshots that were read. */
  readonly asOf: string;
  readonly people: number;
  /** For today; and what follows. */
  readonly today: readonly FlagOf[];
  readonly more: readonly FlagOf[];
  /** What could not be looked at, once for each sentence. */
  readonly diagnostics: readonly DiagnosticFound[];
  /** Whose snapshots cannot be read, or say nothing (null where they don't say whose they are); with the first reason. */
  readonly leftOut: readonly (string | null)[];
  readonly reason: { readonly code: string; readonly message: string } | null;
}

const most = 5;
const slice = 12;

/**
 * The flags of snapshots. Looks at one person after the other, and lets the page go on in between.
 * Null where `isOver` says that nobody waits for it any more.
 */
export async function coachingOf(documents: readonly unknown[], isOver: () => boolean): Promise<Coaching | null> {
  const today: FlagOf[] = [];
  const more: FlagOf[] = [];
  const diagnostics = new Map<string, DiagnosticFound>();
  const leftOut: (string | null)[] = [];
  let [asOf, people] = ['', 0];
  let reason: Coaching['reason'] = null;
  let since = performance.now();
  for (const document of documents) {
    const held = readOnce(document);
    const found = held instanceof QuotientError ? refused(held) : publishedFlags(held);
    if (held instanceof QuotientError || found.cannotSay) {
      leftOut.push(personOf(document));
      reason ??= found.cannotSay;
    } else {
      people++;
      if (asOf === '' || held.asOf < asOf) asOf = held.asOf;
      const { payee, corporateCurrency: corporate, plans, asOf: day } = held;
      const about = {
        payee,
        corporate,
        asOf: day,
        isFiscal: plans.some(({ plan }) => isFiscal(plan)),
      };
      const of = (flag: FlagFound): FlagOf => ({ flag, training: trainingOf(held, flag), ...about });
      today.push(...found.today.map(of));
      more.push(...found.more.map(of));
      for (const one of found.diagnostics) diagnostics.set(JSON.stringify(one), one);
    }
    if (performance.now() - since < slice) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (isOver()) return null;
    since = performance.now();
  }
  if (isOver()) return null;
  const [first, rest] = people > 1 ? ofTeam(today) : [today, []];
  return {
    asOf,
    people,
    today: first,
    more: [...rest, ...(people > 1 ? more.sort(byWorth) : more)],
    diagnostics: [...diagnostics.values()],
    leftOut,
    reason,
  };
}

/** What to learn from, as the organisation has configured it. */
function trainingOf({ coaching }: Snapshot, { id }: FlagFound): FlagOf['training'] {
  const found = coaching?.training?.[id];
  return typeof found?.title === 'string' && typeof found.url === 'string' ? found : null;
}

const refused = ({
  code,
  problems,
}: QuotientError): Pick<FlagsFound, 'cannotSay' | 'today' | 'more' | 'diagnostics'> => ({
  cannotSay: { code, message: problems[0] ? `${problems[0].message} ${problems[0].remedy}`.trim() : '' },
  today: [],
  more: [],
  diagnostics: [],
});

/** For today as many as a manager can act on, and the rest. */
function ofTeam(flags: FlagOf[]): [today: FlagOf[], rest: FlagOf[]] {
  flags.sort(byWorth);
  return [flags.slice(0, most), flags.slice(most)];
}

const weight = { act: 0, watch: 1, info: 2 } as const;

/** What an hour is worth most for comes first; of two currencies each keeps its own order; what cannot be said comes last. */
const byWorth = (a: FlagOf, b: FlagOf): number =>
  Number(a.flag.perHour === null) - Number(b.flag.perHour === null) ||
  (a.corporate === b.corporate
    ? compareDecimals(b.flag.perHour, a.flag.perHour)
    : a.corporate < b.corporate
      ? -1
      : 1) ||
  weight[a.flag.severity] - weight[b.flag.severity];
