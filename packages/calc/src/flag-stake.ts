// What is at stake with open deals: what each adds to the pay of the open windows, worked out once.
import type { ComponentFact, Facts, PlanFact, Stake, DealFact } from './flag-facts.ts';
import type { Notes } from './flag-notes.ts';
import { worthOfCredit } from './flag-worth.ts';
import type { Fraction } from './fraction.ts';
import { currencyOf } from './payout.ts';

/** What deals are worth by the first plan that counts them in an open window; each worked out once. */
export function worths(plans: readonly PlanFact[], { late }: Notes): Facts['worth'] {
  const known = new Map<string, Stake | null>();
  const parts = plans.map(({ own, components }) => ({
    plan: own.plan,
    components: components.map((component) => ({ ...component, valueOf: valuesOf(component.coming) })),
  }));
  return (deal) => {
    let stake = known.get(deal.id);
    if (stake === undefined) known.set(deal.id, (stake = worthIn(deal)));
    return stake;
  };

  function worthIn(deal: DealFact): Stake | null {
    for (const { plan, components } of parts) {
      let minor: bigint | null = null;
      for (const { standing, valueOf } of components) {
        const value = valueOf(deal.id);
        if (!value) continue;
        const adds = worthOfCredit(standing, value, deal.record, currencyOf(plan));
        if (adds === null) return null;
        minor = (minor ?? 0n) + adds;
      }
      if (minor !== null) return { plan, minor };
    }
    if (parts.some(({ components }) => components.some(({ creditOf }) => creditOf(deal)))) late(deal.id);
    return null;
  }
}

function valuesOf(coming: ComponentFact['coming']): (deal: string) => Fraction | undefined {
  let known: ReadonlyMap<string, Fraction> | undefined;
  return (deal) => (known ??= new Map(coming().map((one) => [one.deal.id, one.value]))).get(deal);
}
