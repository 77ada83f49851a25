// What is at stake with open deals: what each adds to the pay of the open windows, worked out once.
import type { Facts, PlanFact, Stake } from './flag-facts.ts';
import type { Notes } from './flag-notes.ts';
import type { DealFact } from './flag-open.ts';

/** What deals are worth by the first plan that counts them in an open window; each worked out once. */
export function worths(plans: readonly PlanFact[], { late }: Notes): Facts['worth'] {
  const known = new Map<number, Stake | null>();
  return (deal) => {
    let stake = known.get(deal.row);
    if (stake === undefined) known.set(deal.row, (stake = worthIn(deal)));
    return stake;
  };

  function worthIn({ id, row }: DealFact): Stake | null {
    for (const {
      own: { plan },
      components,
    } of plans) {
      let minor: bigint | null = null;
      for (const { coming, worth } of components) {
        const value = coming().value(row);
        if (!value) continue;
        const adds = worth(row, value);
        if (adds === null) return null;
        minor = (minor ?? 0n) + adds;
      }
      if (minor !== null) return { plan, minor };
    }
    const isCredited = plans.some(({ components }) =>
      components.some(({ credits }) => (credits()?.amount(row) ?? null) !== null),
    );
    if (isCredited) late(id);
    return null;
  }
}
