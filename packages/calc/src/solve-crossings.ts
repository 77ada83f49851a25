// Where something begins between two runs of one deal: bounds of tables, caps and bounds on what components read.
import type { Standing } from './component.ts';
import { parsePercent, tenTo } from './decimal.ts';
import { compare, fraction, subtract, zero, type Fraction } from './fraction.ts';
import type { Component } from './plan.ts';
import { readingOf } from './solve-field.ts';
import type { Target } from './solve-figure.ts';
import type { Probe } from './solve-probe.ts';
import { gatesOf, isPercent } from './table.ts';

/** Parts of the way from one run to another, between 0 and 1, in order. They are good guesses: nothing depends on them but speed. */
export function crossings({ component }: Target, left: Probe, right: Probe): Fraction[] {
  const parts: Fraction[] = [];
  const { digits } = left.account.currency;
  left.run.steps.forEach(({ version }, index) => {
    const ids = component && new Set(readingOf(version.plan, component.id).map(({ id }) => id));
    for (const l of left.run.standings(index)) {
      if (ids && !ids.has(l.component.id)) continue;
      const r = right.run.standing(l.component.id, index);
      if (!r || l === r) continue;
      for (const { component: id, bound } of boundsRead(l.component)) {
        const [from, to] = [left, right].map(({ run }) => run.standing(id, index));
        const kind = isPercent(bound) ? 'attainment' : 'position';
        parts.push(...crossing(from?.[kind], to?.[kind], parsePercent(bound)));
      }
      parts.push(...ownCrossings(l, r, digits));
    }
  });
  return parts.sort(compare);
}

function ownCrossings(l: Standing, r: Standing, digits: number): Fraction[] {
  const { component, terms } = l;
  const [from, to] = component.blend ? [l.attainment, r.attainment] : [l.position, r.position];
  const value = ({ ledger }: Standing, i: number): Fraction => fraction(BigInt(ledger.amounts[i] ?? 0), ledger.scale);
  const moved = terms.step === 'record' ? l.ledger.at.findIndex((_, i) => compare(value(l, i), value(r, i)) !== 0) : -1;
  const bounds = [...terms.table.segments.map((segment) => segment.from), terms.counted];
  return [
    ...bounds.flatMap((bound) =>
      moved >= 0 ? crossing(value(l, moved), value(r, moved), bound) : crossing(from, to, bound),
    ),
    ...(terms.cap
      ? crossing(fraction(l.total, 1n), fraction(r.total, 1n), fraction(terms.cap.n * tenTo(digits), terms.cap.d))
      : []),
  ];
}

/** The part of the way from one value to another at which a bound lies; nothing where it does not lie strictly between. */
function crossing(
  from: Fraction | null | undefined,
  to: Fraction | null | undefined,
  bound: Fraction | null,
): Fraction[] {
  if (!from || !to || !bound) return [];
  const [way, all] = [subtract(bound, from), subtract(to, from)];
  if (all.n === 0n) return [];
  const part = fraction(way.n * all.d, way.d * all.n);
  return compare(part, zero) > 0 && part.n < part.d ? [part] : [];
}

/** The bounds that a component reads of others, and of itself by its gates. */
function boundsRead({ rate, modifiers, gate }: Component): { component: string; bound: string | number }[] {
  const of = (component: string | undefined, bounds: readonly (string | number | undefined)[]) =>
    bounds.flatMap((bound) => (component === undefined || bound === undefined ? [] : [{ component, bound }]));
  return [
    ...(rate.type === 'cliff' && typeof rate.by === 'object'
      ? of(
          rate.by.component,
          rate.tiers.map(({ from }) => from),
        )
      : []),
    ...(rate.type === 'matrix' ? [rate.rows, rate.columns].flatMap((side) => of(side.component, side.from)) : []),
    ...(modifiers ?? []).flatMap(({ component, tiers, points }) =>
      of(component, [...(tiers ?? []).map(({ from }) => from), ...(points ?? []).map(({ at }) => at)]),
    ),
    ...gatesOf(gate).flatMap(({ component, attainment, value }) => of(component, [attainment, value])),
  ];
}
