// What of deals is held back at first, and when it is released.
import { printMinor } from './decimal.ts';
import type { HeldBack } from './estimate-result.ts';
import { heldBy, heldLines, movedBy } from './holdback.ts';
import type { Counted } from './ledger.ts';
import { printDay, type Day } from './period.ts';
import { runOf, type Account } from './run.ts';

/**
 * What is held of the lines of some records, as far as it is known: released on dates, or waiting for an event that has no
 * date yet. Null where the plan holds nothing of them.
 */
export function heldOf(account: Account, ids: ReadonlySet<unknown>): HeldBack | null {
  if (!account.versions.some(({ plan }) => plan.holdback)) return null;
  const run = runOf(account);
  let held = 0n;
  let found = false;
  const released = new Map<Day, bigint>();
  run.steps.forEach((_, index) => {
    for (const standing of run.standings(index))
      for (const [i, line] of heldLines(standing, account.payments, () => undefined)) {
        if (!ids.has((standing.ledger.at[i] as Counted).id) || line.retention.shares.length === 0) continue;
        found = true;
        held += heldBy(line).reduce((sum, one) => sum + one, 0n);
        const days = new Set(line.releases.flatMap((list) => list.map(({ day }) => day)));
        let before = 0n;
        for (const day of [...days].sort((a, b) => a - b)) {
          const now = movedBy(line, day).released;
          released.set(day, (released.get(day) ?? 0n) + now - before);
          before = now;
        }
      }
  });
  if (!found) return null;
  const money = (minor: bigint): string => printMinor(minor, account.currency.digits);
  const releases = [...released].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => a - b);
  return {
    amount: money(held),
    releases: releases.map(([day, amount]) => ({ date: printDay(day), amount: money(amount) })),
    waiting: money(releases.reduce((rest, [, amount]) => rest - amount, held)),
  };
}
