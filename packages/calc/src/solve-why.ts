// Why a deal does not reach a goal, in words.
import type { Standing } from './component.ts';
import { labelOf } from './component-words.ts';
import { objectOf } from './deal.ts';
import { reasons, sharesIn } from './estimate-because.ts';
import type { Because, Deal } from './estimate-result.ts';
import { moneyWords, percentWords } from './figures.ts';
import { idOf } from './estimate-shares.ts';
import { fraction } from './fraction.ts';
import { tenTo } from './decimal.ts';
import type { SnapshotPlan } from './snapshot-schema.ts';
import { partsFor, readingOf } from './solve-field.ts';
import { figureOf, type Target } from './solve-figure.ts';
import type { Probe } from './solve-probe.ts';
import type { Hindrance } from './solve-result.ts';

/** The reason, from the run of what was tried at last, such as "With 200 such deals": an amount, or something else. */
export function hindranceOf(
  target: Target,
  own: SnapshotPlan,
  deal: Deal,
  { before, after }: { readonly before: Probe; readonly after: Probe },
  tried: string,
  isAmount: boolean,
): Because<Hindrance> {
  const { component, kind } = target;
  const what = component ? labelOf(component) : own.plan.name;
  const step = after.run.steps[after.at];
  if (!step?.isMember) return reasons.notAssigned(own.plan.name);
  const standings = after.run.standings(after.at);
  const ids = component && new Set(readingOf(step.version.plan, component.id).map(({ id }) => id));
  const read = standings.filter((one) => !ids || ids.has(one.component.id));
  const shares = read.flatMap((one) => sharesIn(one, idOf(deal), step.period));
  if (shares.length === 0) return reasons.notCredited(what);
  if (shares.every(({ n }) => n === 0n)) return reasons.noShare(what);
  const paid = component ? read.filter((one) => one.component.id === component.id) : read;
  if (kind === 'earned' || kind === 'worth') {
    const all = (holds: (one: Standing) => boolean): boolean => paid.length > 0 && paid.every(holds);
    if (kind === 'earned' && all((one) => one.shut.length > 0)) return reasons.gated(what, paid);
    if (kind === 'earned' && all(({ settled }) => !settled)) return reasons.settledLater(what);
    if (all(({ attainmentMissing }) => attainmentMissing)) return reasons.noQuota(what);
  }
  const limited = paid.filter(({ isCapped, terms }) => isCapped || (isAmount && terms.each !== null));
  if (limited.length > 0) return reasons.capped(limited);
  if (isAmount && !countsAmounts(own, target, deal))
    return {
      code: 'counts-deals',
      message: `${what} counts deals, not their amounts. Ask for the number of deals.`,
    };
  return { code: 'too-little', message: `${tried} it comes to ${said(target, own, after, before)}.` };
}

const countsAmounts = ({ plan }: SnapshotPlan, { component }: Target, deal: Deal): boolean =>
  partsFor(plan, component, objectOf(deal)).some(({ counts }) => counts.value !== 'count');

function said(target: Target, { plan }: SnapshotPlan, after: Probe, before: Probe): string {
  const figure = figureOf(target, after, before);
  if (!figure) return 'nothing';
  if (target.kind === 'attainment') return percentWords(figure);
  if (target.kind === 'tier') return figure.n < 0n ? 'no tier' : `the tier ${figure.n + 1n} of its table`;
  return `${plan.currency} ${moneyWords(fraction(figure.n, tenTo(after.account.currency.digits)), plan)}`;
}
