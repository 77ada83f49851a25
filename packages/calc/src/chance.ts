// The chance that an open deal is won: what became of the org's own closed deals like it, else what its stage says.
import type { CrmRecord } from './book.ts';
import { parseDecimal, printDecimal } from './decimal.ts';
import { fraction } from './fraction.ts';
import { countBelow } from './order.ts';
import { dayAt, type Day } from './period.ts';

export interface Chance {
  /** From 0 to 1. */
  readonly won: string;
  readonly from: 'stage' | 'learned';
  /** How many closed deals it was learned from; 0 where it is the stage's. */
  readonly n: number;
  /** What those deals have in common, in words. */
  readonly among: string | null;
}

/** From fewer closed deals nothing is learned. */
export const fewestClosed = 30;

/**
 * Learns from the closed deals of an org; null for a deal of which nothing can be said.
 * A deal that has been open for so many days is won as often as closed deals were that took as long or longer: those of
 * its segment, or of all segments where its own has too few. Where both are too few, or nobody knows when the deal was
 * created, its stage says. A probability that is none makes the deal unreadable, whatever others became.
 */
export function chanceReader(
  closed: readonly CrmRecord[],
  asOf: Day,
  segmentOf: (record: CrmRecord) => string | null,
): (record: CrmRecord) => Chance | null {
  const ended = closed.flatMap((record) => endedBy(record, asOf, segmentOf));
  const all = historyOf(ended);
  const bySegment = new Map(
    [...Map.groupBy(ended, ({ segment }) => segment)].map(([segment, list]) => [segment, historyOf(list)]),
  );
  return (record) => {
    const { Probability: stated } = record;
    const isStated = stated !== undefined && stated !== null && stated !== '';
    const stage = stageChance(stated);
    if (isStated && !stage) return null;
    const created = createdOn(record);
    if (created === null || created > asOf) return stage;
    const age = asOf - created;
    const segment = segmentOf(record);
    const own = segment === null ? undefined : bySegment.get(segment);
    return (own && learned(own, age, segment)) ?? learned(all, age, null) ?? stage;
  };
}

/** A percentage from 0 to 100, as records hold it. */
function stageChance(probability: unknown): Chance | null {
  const percent = parseDecimal(probability);
  if (!percent || percent.n < 0n || percent.n > 100n * percent.d) return null;
  return { won: printDecimal(fraction(percent.n, percent.d * 100n)), from: 'stage', n: 0, among: null };
}

function learned({ days, won }: History, age: number, segment: string | null): Chance | null {
  const first = countBelow(days, age);
  const n = days.length - first;
  if (n < fewestClosed) return null;
  const deals = segment === null ? 'Deals' : `${segment.slice(0, 1).toUpperCase()}${segment.slice(1)} deals`;
  return {
    won: printDecimal(fraction(BigInt(won[first] as number), BigInt(n)), 4),
    from: 'learned',
    n,
    among: `${deals} open for ${age} ${age === 1 ? 'day' : 'days'} or more`,
  };
}

interface Ended {
  readonly segment: string | null;
  /** Days from creation to close. */
  readonly took: number;
  readonly isWon: boolean;
}

/** Closed deals by how long they took: `won[i]` counts those won that took as long as `days[i]` or longer. */
interface History {
  readonly days: readonly number[];
  readonly won: readonly number[];
}

function historyOf(ended: readonly Ended[]): History {
  const ordered = [...ended].sort((a, b) => a.took - b.took);
  const won: number[] = Array.from({ length: ordered.length }, () => 0);
  let count = 0;
  for (let i = ordered.length - 1; i >= 0; i--) won[i] = count += ordered[i]?.isWon ? 1 : 0;
  return { days: ordered.map(({ took }) => took), won };
}

/** What became of a deal by a day; nothing where it closed later, or its dates or its outcome are not known. */
function endedBy(record: CrmRecord, asOf: Day, segmentOf: (record: CrmRecord) => string | null): Ended[] {
  const { IsWon, CloseDate } = record;
  const [created, closed] = [createdOn(record), dayAt(CloseDate, 'UTC')];
  if (typeof IsWon !== 'boolean' || created === null || closed === null || closed < created || closed > asOf) return [];
  return [{ segment: segmentOf(record), took: closed - created, isWon: IsWon }];
}

const createdOn = ({ CreatedDate }: CrmRecord): Day | null => dayAt(CreatedDate, 'UTC');
