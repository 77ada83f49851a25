// Why deals bring nothing, in words: where an estimate comes to zero, and where a goal is not reached.
import { labelOf } from './component-words.ts';
import type { Standing } from './component.ts';
import { parseDecimal } from './decimal.ts';
import { isCovered } from './estimate-refusals.ts';
import type { Because, Deal } from './estimate-result.ts';
import type { ReasonsOf } from './estimate-plans.ts';
import type { Runs } from './estimate-run.ts';
import { idOf } from './estimate-shares.ts';
import { listWords } from './figures.ts';
import { compare, type Fraction } from './fraction.ts';
import { lineAt } from './ledger.ts';
import type { Period } from './period.ts';
import { countsEarnings } from './snapshot-below.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** The reasons of a plan, or of one of its components, by its name. */
export const reasons = {
  notAssigned: (what: string) => ({
    code: 'not-assigned' as const,
    message: `The payee is not assigned to ${what} when the deal counts. Ask for another date.`,
  }),
  notCredited: (what: string) => ({
    code: 'not-credited' as const,
    message: `The deal is not credited to the payee for ${what}: by its owner, splits, team or filter it does not count, or not on that day.`,
  }),
  noShare: (what: string) => ({
    code: 'no-share' as const,
    message: `The payee's share of the deal for ${what} is 0. Enter a split.`,
  }),
  gated: (what: string, standings: readonly Standing[]) => ({
    code: 'gated' as const,
    message: `Nothing is paid for ${what} until ${listWords([...new Set(standings.flatMap(({ shut }) => shut))])} has reached what its gate asks for.`,
  }),
  settledLater: (what: string) => ({
    code: 'settled-later' as const,
    message: `${what} is settled at the end of its window, and pays nothing before.`,
  }),
  noQuota: (what: string) => ({
    code: 'no-quota' as const,
    message: `${what} has no quota, so it pays nothing. Enter a quota.`,
  }),
  capped: (standings: readonly Standing[]) => ({
    code: 'capped' as const,
    message: `The cap of ${listWords([...new Set(standings.map(({ component }) => labelOf(component)))])} is in the way.`,
  }),
};

/** The shares of a record that a component has credited by the end of a payment period. */
export const sharesIn = ({ ledger, per }: Standing, record: unknown, { end }: Period): Fraction[] =>
  [ledger, ...(per ? [per] : [])].flatMap((one) =>
    one.at.flatMap(({ id, day }, i) => (id === record && day <= end ? [lineAt(one, i).share] : [])),
  );

/** The reasons of an estimate: of all deals where they change nothing, else of those that add nothing to the others. */
export const reasonsOf: ReasonsOf = (held, runs, deals, { worth, change, shares }) =>
  deals.flatMap((deal) => {
    const record = String(idOf(deal));
    const share = shares.find((one) => one.record === record)?.worth;
    const isWorth = share === undefined ? worth !== 0n : parseDecimal(share)?.n !== 0n;
    return change === 0n || !isWorth ? [{ record, ...reasonOf(held, runs, deal, isWorth) }] : [];
  });

/** Why one of the deals of two runs brings nothing by a plan, or nothing yet of what it is worth. */
function reasonOf(held: Snapshot, { own, before, after }: Runs, deal: Deal, isWorth: boolean): Because {
  const what = own.plan.name;
  if (!isCovered(held, own, deal)) return reasons.notAssigned(what);
  const then = new Map(before.map(({ period, standings }) => [period.name, standings]));
  const standings = after.flatMap((one) =>
    one.standings.map((standing) => ({
      standing,
      shares: sharesIn(standing, idOf(deal), one.period),
      isMoved: isMoved(
        then.get(one.period.name)?.find(({ component }) => component.id === standing.component.id),
        standing,
      ),
    })),
  );
  // What others earn of a deal is no credit of its record.
  const byOthers = countsEarnings(own);
  const counting = standings.filter(({ shares, isMoved: moved }) => shares.length > 0 || (byOthers && moved));
  if (counting.length === 0) return reasons.notCredited(what);
  const all = counting.map(({ standing }) => standing);
  if (isWorth && all.some(({ shut }) => shut.length > 0)) return reasons.gated(what, all);
  if (isWorth && all.some(({ settled }) => !settled)) return reasons.settledLater(what);
  if (!isWorth && counting.every(({ isMoved: moved, shares }) => !moved && shares.every(({ n }) => n === 0n)))
    return reasons.noShare(what);
  if (all.every(({ attainmentMissing }) => attainmentMissing)) return reasons.noQuota(what);
  const capped = all.filter(({ isCapped }) => isCapped);
  if (capped.length > 0) return reasons.capped(capped);
  return counting.some(({ isMoved: moved }) => moved)
    ? { code: 'flat', message: `Where ${what} stands with the deal, its tables pay no more than without it.` }
    : { code: 'no-value', message: `The deal counts for ${what} with a value of 0. Enter its amount.` };
}

const isMoved = (before: Standing | undefined, { position, attainment }: Standing): boolean =>
  differ(before?.position, position) || differ(before?.attainment, attainment);

const differ = (a: Fraction | null | undefined, b: Fraction | null): boolean => Boolean(a && b && compare(a, b) !== 0);
