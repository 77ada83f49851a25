// Advice on what a table and its caps never do or never stop doing: unreachable tiers, caps below the target, pay without end.
import { payWords, placeWords, type Tell } from './advice.ts';
import { placeOfTier } from './advice-falls.ts';
import { labelOf } from './component-words.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import type { Problem } from './error.ts';
import { amountWords, moneyWords, percentWords, shareWords } from './figures.ts';
import { add, compare, divide, fraction, multiply, one, zero, type Fraction } from './fraction.ts';
import { lengthOf } from './period.ts';
import {
  capReached,
  isPerRecord,
  paperPayout,
  paysAt,
  paysNothing,
  paysBelow,
  type PaperPayout,
} from './plan-payout.ts';
import type { Component, Plan } from './plan.ts';
import { positionOf } from './table.ts';

/** What can be said of a component's own table and caps. */
export function adviseOnTable(payout: PaperPayout, path: Problem['path'], isRead: boolean, tell: Tell): void {
  const { component, plan, target } = payout;
  const { rate, cap } = component;
  if (!isRead && rate.type !== 'matrix' && paysNothing(payout)) {
    tell(
      'warning',
      'never-pays',
      path,
      `${labelOf(component)} never pays anything${target?.n === 0n && rate.type === 'curve' ? ': its target is 0' : ''}, and no other component reads it.`,
      'Give it a rate or a target, or leave it out.',
    );
    return;
  }
  unreachable(payout, path, tell);
  withoutEffect(component, path, tell);
  floor(payout, path, tell);
  if (cap?.payout !== undefined && target && compare(parseDecimal(cap.payout) ?? zero, target) < 0)
    tell(
      'warning',
      'cap-below-target',
      [...path, 'cap', 'payout'],
      `The cap of ${amountWords(cap.payout, plan)} lies below the target of ${moneyWords(target, plan)}: 100 % cannot pay it.`,
      'Raise the cap, or lower the target.',
    );
  if (cap?.target !== undefined && compare(parseDecimal(cap.target) ?? zero, one) < 0)
    tell(
      'warning',
      'cap-below-target',
      [...path, 'cap', 'target'],
      `The cap is ${String(cap.target)} × the target${target ? `, ${moneyWords(multiply(parseDecimal(cap.target) ?? zero, target), plan)} of ${moneyWords(target, plan)}` : ''}: 100 % cannot pay it.`,
      'Write at least 1.',
    );
  if (cap?.attainment !== undefined && compare(parsePercent(cap.attainment) ?? zero, one) < 0)
    tell(
      'warning',
      'cap-below-target',
      [...path, 'cap', 'attainment'],
      `What is credited counts up to ${shareWords(cap.attainment)} of quota only: the quota itself is never paid in full.`,
      'Write at least "100%".',
    );
  targetNotPaid(payout, path, tell);
  unlimited(payout, path, tell);
}

/** Rates that at 100 % bring another amount than the target; modifiers are there to change it. */
function targetNotPaid(payout: PaperPayout, path: Problem['path'], tell: Tell): void {
  const { plan, quota, target } = payout;
  const { modifiers: _, ...component } = payout.component;
  const { rate } = component;
  const plain = paperPayout(plan, component);
  if (!plain || !quota || !target?.n || (rate.type !== 'marginal' && rate.type !== 'cliff')) return;
  // A table that begins at 100 % or above pays for what lies beyond the target.
  const begins = positionOf(rate.tiers[0]?.from ?? 0, quota);
  if (isPerRecord(component) || typeof rate.by === 'object' || compare(begins, quota) >= 0) return;
  const paid = paysAt(plain, quota);
  if (compare(paid, target) !== 0)
    tell(
      'note',
      'target-not-paid',
      [...path, 'target'],
      `At 100 % of quota (${placeWords(plain, quota).replace(/ \(.*/, '')}) the table pays ${payWords(plain, paid)}, the target is ${moneyWords(target, plan)}.`,
      'Make rates and target agree, so that the promised target is what 100 % pays.',
    );
}

/** Tiers that a cap on attainment, a cap in money or the nature of a rate keeps out of reach. */
function unreachable(payout: PaperPayout, path: Problem['path'], tell: Tell): void {
  const { component, plan, quota, unit } = payout;
  const { rate, cap } = component;
  const startsAt = (bound: string | number): Fraction => positionOf(bound, quota ?? one);
  const list =
    rate.type === 'curve'
      ? rate.points.map(({ at }) => at)
      : 'tiers' in rate
        ? (rate.tiers ?? []).map(({ from }) => from)
        : [];
  // A slice that begins at the cap is empty; an amount or a rate on everything is reached at it.
  const isOut = (order: number): boolean =>
    rate.type === 'marginal' || rate.type === 'curve' ? order >= 0 : order > 0;
  const isForeign = rate.type === 'cliff' && typeof rate.by === 'object';
  if (cap?.attainment !== undefined && !isForeign && (quota || payout.isByShare)) {
    const most = startsAt(cap.attainment);
    const first = list.findIndex((bound) => isOut(compare(startsAt(bound), most)));
    if (first >= 0)
      tell(
        'warning',
        'unreachable-tier',
        placeOfTier(component, path, first),
        `What begins at ${String(list[first])} is never reached: what is credited counts up to ${shareWords(cap.attainment)} (cap.attainment).`,
        'Raise the cap, or remove what lies beyond it.',
      );
  }
  const reached = capReached(payout);
  const rises = payout.table.segments.every(
    ({ from, slope }) =>
      slope.n >= 0n && (from === null || from.n <= 0n || compare(paysAt(payout, from), paysBelow(payout, from)) >= 0),
  );
  if (reached && payout.cap && rises && !isForeign) {
    const first = list.findIndex((bound) => compare(startsAt(bound), reached) >= 0 && startsAt(bound).n > 0n);
    const isReachedHere =
      first >= 0 &&
      compare(startsAt(list[first] ?? 0), reached) === 0 &&
      compare(paysBelow(payout, reached), payout.cap) < 0;
    const out = isReachedHere ? (first + 1 < list.length ? first + 1 : -1) : first;
    if (out >= 0 && rate.type !== 'curve')
      tell(
        'warning',
        'unreachable-tier',
        placeOfTier(component, path, out),
        `What begins at ${String(list[out])} changes nothing: the cap of ${moneyWords(payout.cap, plan)} is reached at ${placeWords(payout, reached)}.`,
        'Raise the cap, or remove what lies beyond it.',
      );
  }
  const most = unit === 'ratio' ? mostOfRatio(plan, component) : null;
  if (most && quota) {
    const highest = divide(most, quota);
    const beyond = list.findIndex((bound) => compare(startsAt(bound), most) > 0);
    const out = rate.type === 'curve' && beyond >= 0 ? (beyond + 1 < list.length ? beyond + 1 : -1) : beyond;
    if (out >= 0)
      tell(
        'warning',
        'unreachable-tier',
        placeOfTier(component, path, out),
        `What begins at ${String(list[out])} is never reached: ${percentWords(most)} of a quota of ${percentWords(quota)} is an attainment of ${percentWords(highest)}.`,
        'Lower the bound, or remove it.',
      );
  }
}

/** The most that a ratio can be: 1 where numerator and denominator count the same records. */
function mostOfRatio(plan: Plan, { measure: name }: Component): Fraction | null {
  const ratio = name === undefined ? undefined : plan.measures[name]?.ratio;
  return ratio && ratio.of.object === ratio.per.object && ratio.of.value === 'count' && ratio.per.value === 'count'
    ? one
    : null;
}

/** Bounds at which nothing changes, and a first tier of 0 above 0. */
function withoutEffect({ rate }: Component, path: Problem['path'], tell: Tell): void {
  if (rate.type !== 'marginal' && rate.type !== 'cliff') return;
  rate.tiers.forEach(({ from, rate: value }, i) => {
    const before = rate.tiers[i - 1];
    const at = [...path, 'rate', 'tiers', i];
    if (i === 0 && parsePercent(value)?.n === 0n && parsePercent(from)?.n !== 0n)
      tell(
        'note',
        'tier-without-effect',
        at,
        `The first tier begins at ${String(from)} and pays 0, and so does what lies below it.`,
        'Let it begin at 0, or leave it out.',
      );
    if (before && String(before.rate) === String(value))
      tell(
        'note',
        'tier-without-effect',
        at,
        `Nothing changes at ${String(from)}: the rate is ${String(value)} before and after.`,
        'Leave the tier out, or correct its rate.',
      );
  });
}

/** A curve that pays before anything is sold. */
function floor(payout: PaperPayout, path: Problem['path'], tell: Tell): void {
  const { rate } = payout.component;
  const [first] = rate.type === 'curve' ? rate.points : [];
  if (rate.type !== 'curve' || !first) return;
  const paid = paysAt(payout, zero);
  if (paid.n <= 0n) return;
  const isFlat = (parsePercent(first.at) ?? zero).n > 0n;
  tell(
    isFlat ? 'warning' : 'note',
    'pays-at-zero',
    [...path, 'rate', 'points', 0],
    `With nothing credited the ${payout.component.window} pays ${payWords(payout, paid)}${isFlat ? `: below ${String(first.at)} the curve is flat` : ''}.`,
    isFlat
      ? 'Add below: nothing, or a first point that pays "0%".'
      : 'Let the first point pay "0%", if nothing sold shall pay nothing.',
  );
}

/** Pay that nothing stops. */
function unlimited(payout: PaperPayout, path: Problem['path'], tell: Tell): void {
  const { component, plan, unit } = payout;
  const { cap } = component;
  const last = payout.table.segments.at(-1);
  const rises = payout.table.every ? payout.table.every.pays.n > 0n : last !== undefined && last.slope.n > 0n;
  if (!rises || plan.limit || unit === 'ratio' || cap?.payout !== undefined || cap?.attainment !== undefined) return;
  if (cap?.target !== undefined && payout.target) return;
  const against = payout.quota ?? (payout.isByShare ? one : null);
  const example = against && !isPerRecord(component) ? multiply(against, fraction(3n, 1n)) : null;
  tell(
    'note',
    'unlimited-pay',
    [...path, 'rate'],
    `Nothing limits what ${labelOf(component)} pays${example ? `: at ${placeWords(payout, example)} it is ${payWords(payout, paysAt(payout, example))}` : ''}.`,
    'Add cap: { payout: … } or a limit for the plan, if that is not meant.',
  );
}

/** A plan limit that the targets together exceed. */
export function adviseOnLimit(plan: Plan, tell: Tell): void {
  if (!plan.limit) return;
  const months = lengthOf(plan.limit.per);
  const targets = plan.components
    .map(({ target, window }) =>
      multiply(parseDecimal(target ?? 0) ?? zero, fraction(BigInt(months), BigInt(lengthOf(window)))),
    )
    .reduce(add, zero);
  const limit = parseDecimal(plan.limit.payout) ?? zero;
  if (compare(limit, targets) >= 0) return;
  tell(
    'warning',
    'limit-below-targets',
    ['limit', 'payout'],
    `The limit of ${moneyWords(limit, plan)} a ${plan.limit.per} lies below the sum of the targets, ${moneyWords(targets, plan)} a ${plan.limit.per}.`,
    'Raise the limit, or lower the targets.',
  );
}
