// Advice on tables in which more brings less: bounds where the pay falls, slopes that lead down, returns that cost another rate.
import { payWords, placeWords, type Tell } from './advice.ts';
import { labelBy, rateInWords } from './component-words.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import type { Problem } from './error.ts';
import { amountWords, shareWords } from './figures.ts';
import { add, compare, fraction, multiply, one, zero, type Fraction } from './fraction.ts';
import { isPerRecord, paysAt, paysBelow, type PaperPayout } from './plan-payout.ts';
import type { Component, Plan } from './plan.ts';
import { isPercent } from './table.ts';

/** Bounds and slopes at which the pay of a component falls while what is credited grows. */
export function adviseOnFalls(payout: PaperPayout, path: Problem['path'], tell: Tell): void {
  const { component } = payout;
  if (component.rate.type === 'matrix') return;
  if (component.rate.type === 'marginal' && component.rate.crossing === 'whole')
    return wholeCrossings(payout, path, tell);
  const { segments } = payout.table;
  const subject = isPerRecord(component) ? "a record's pay" : `the ${component.window}'s pay`;
  segments.forEach(({ from, slope, tier }, i) => {
    if (from === null) return;
    const at = paysAt(payout, from);
    if (from.n > 0n) {
      const below = paysBelow(payout, from);
      if (compare(at, below) < 0)
        tell(
          'warning',
          'pay-falls',
          placeOfTier(component, path, tier),
          `At ${placeWords(payout, from)} ${subject} falls from ${payWords(payout, below)} to ${payWords(payout, at)}: the sale that reaches the bound costs money.`,
          remedyOf(component),
        );
    }
    if (slope.n >= 0n) return;
    const next = segments[i + 1]?.from;
    const until = next ?? add(from, payout.quota ?? one);
    const end = paysBelow(payout, until);
    if (compare(end, at) < 0)
      tell(
        'warning',
        'pay-falls',
        placeOfTier(component, path, tier),
        `From ${placeWords(payout, from)} ${next ? `to ${placeWords(payout, until)}` : 'on'} ${subject} falls with every sale: from ${payWords(payout, at)} to ${payWords(payout, end)}${next ? '' : ` at ${placeWords(payout, until)}`}.`,
        remedyOf(component),
      );
  });
}

function remedyOf({ rate }: Component): string {
  if (rate.type === 'cliff') return 'Let the rates rise, or use type: marginal, which never pays less for more.';
  if (rate.type === 'bonus') return 'Let the amounts rise.';
  return rate.type === 'curve' ? 'Let `pays` rise from point to point.' : 'Let no rate be negative.';
}

/** The tier or point of a table, in the plan. */
export function placeOfTier({ rate }: Component, path: Problem['path'], tier: number): Problem['path'] {
  const list = rate.type === 'curve' ? 'points' : 'tiers';
  return tier < 0 || (rate.type === 'bonus' && rate.every !== undefined)
    ? [...path, 'rate']
    : [...path, 'rate', list, tier];
}

/** With `crossing: whole` a sale takes the rate of where it leads, and so does its return. */
function wholeCrossings(payout: PaperPayout, path: Problem['path'], tell: Tell): void {
  const { component } = payout;
  const segments = payout.table.segments.filter(({ from }, i) => from !== null || i === 0);
  let told = false;
  segments.forEach(({ from, slope, tier }, i) => {
    const before = segments[i - 1];
    if (!before || from === null || from.n <= 0n) return;
    const sale = multiply(from, fraction(1n, 10n));
    const words = [multiply(sale, before.slope), multiply(sale, slope)].map((pay) => payWords(payout, pay));
    const size = placeWords(payout, sale).replace(/ \(.*/, '');
    const order = compare(slope, before.slope);
    if (order < 0)
      tell(
        'warning',
        'pay-falls',
        placeOfTier(component, path, tier),
        `A sale of ${size} that stays below ${placeWords(payout, from)} earns ${words[0]}, one that reaches it ${words[1]}.`,
        'Let the rates rise, or use crossing: split.',
      );
    else if (order > 0 && !told) {
      told = true;
      tell(
        'note',
        'return-costs-other-rate',
        [...path, 'rate', 'crossing'],
        `A return costs the rate of where it leads: a sale of ${size} that reaches ${placeWords(payout, from)} earns ${words[1]}, and its return costs ${words[0]}.`,
        'Use crossing: split where a return shall cost what the sale brought.',
      );
    }
  });
}

/** Other components whose better result lowers the pay: by a tier, a matrix or a modifier. */
export function adviseOnReadFalls(plan: Plan, component: Component, path: Problem['path'], tell: Tell): void {
  const { rate, modifiers } = component;
  if (rate.type === 'cliff' && typeof rate.by === 'object') {
    const { component: by } = rate.by;
    rate.tiers.forEach(({ rate: value }, i) => {
      const before = rate.tiers[i - 1];
      if (before && isLess(value, before.rate, component))
        tell(
          'warning',
          'pay-falls',
          [...path, 'rate', 'tiers', i],
          `When ${labelBy(plan, by)} reaches ${String(rate.tiers[i]?.from)}, the rate falls from ${rateInWords(plan, component, before.rate)} to ${rateInWords(plan, component, value)}.`,
          'Let the rates rise.',
        );
    });
  }
  if (rate.type === 'matrix') matrixFalls(plan, component, path, tell);
  modifiers?.forEach(({ component: id, tiers, points }, m) => {
    const steps = tiers ?? (points ?? []).map(({ at, times }) => ({ from: at, times }));
    steps.forEach(({ from, times }, i) => {
      const before = steps[i - 1];
      if (before && compare(parsePercent(times) ?? zero, parsePercent(before.times) ?? zero) < 0)
        tell(
          'warning',
          'modifier-falls',
          [...path, 'modifiers', m, tiers ? 'tiers' : 'points', i],
          `When ${labelBy(plan, id)} reaches ${String(from)}, the pay is multiplied by ${shareWords(times)} instead of ${shareWords(before.times)}.`,
          'Let the factors rise, if a better result shall not pay less.',
        );
    });
  });
}

function matrixFalls(plan: Plan, component: Component, path: Problem['path'], tell: Tell): void {
  const { rate } = component;
  if (rate.type !== 'matrix') return;
  const cells = rate.pays ?? rate.rates ?? [];
  const key = rate.pays ? 'pays' : 'rates';
  const words = (cell: string | number): string => {
    if (!rate.pays) return rateInWords(plan, component, cell);
    return isPercent(cell) ? `${shareWords(cell)} of target` : `${plan.currency} ${amountWords(cell, plan)}`;
  };
  const falls: { r: number; c: number; before: string | number; cell: string | number; bound: string }[] = [];
  cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      for (const [before, bound] of [
        [cells[r - 1]?.[c], `row ${String(rate.rows.from[r])}`],
        [row[c - 1], `column ${String(rate.columns.from[c])}`],
      ] as const)
        if (before !== undefined && isLess(cell, before, component)) falls.push({ r, c, before, cell, bound });
    }),
  );
  for (const { r, c, before, cell, bound } of falls)
    tell(
      'warning',
      'pay-falls',
      [...path, 'rate', key, r, c],
      `When ${bound} is reached, the cell falls from ${words(before)} to ${words(cell)}.`,
      'Let the cells rise along rows and columns.',
    );
}

/** Is a rate or a cell less than another? Those of two kinds are compared by the target, or not at all. */
function isLess(a: string | number, b: string | number, component: Component): boolean {
  const [left, right] = [valueOf(a, b, component), valueOf(b, a, component)];
  return left !== null && right !== null && compare(left, right) < 0;
}

function valueOf(cell: string | number, beside: string | number, { rate, target }: Component): Fraction | null {
  const kind = (value: string | number): string =>
    Number(value) === 0 ? '' : typeof value === 'string' && value.endsWith('x') ? 'x' : isPercent(value) ? '%' : 'n';
  const [own, other] = [kind(cell), kind(beside)];
  const value = own === 'x' ? parseDecimal(String(cell).slice(0, -1)) : parsePercent(cell);
  if (own === other || own === '' || other === '') return value;
  const paid = parseDecimal(target ?? null);
  if (rate.type === 'matrix' && rate.pays && paid) return own === '%' && value ? multiply(value, paid) : value;
  return own === 'x' || other === 'x' ? null : value;
}
