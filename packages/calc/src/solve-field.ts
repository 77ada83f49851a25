// The field of a deal that an amount is looked for in: which one it is, in what steps it counts, and where filters read it.
import { objectOf } from './deal.ts';
import { parseDecimal, printMinor, tenTo } from './decimal.ts';
import type { Deal } from './estimate-result.ts';
import { field } from './filter.ts';
import { ceiling } from './fraction.ts';
import { minorDigits } from './money.ts';
import { countsMoney, partsOf, type Part } from './part.ts';
import type { Component, Plan } from './plan.ts';
import { versionsOf } from './snapshot-account.ts';
import { isCurrency } from './snapshot-forms.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import type { Where } from './where.ts';

/** A field with its unit: money in the record's currency, or a number of things in whole ones. */
export interface AmountField {
  readonly name: string;
  readonly digits: number;
  readonly currency: string | null;
  /** The plan counts exactly the amount, without a conversion that rounds. */
  readonly isExact: boolean;
}

/** The components whose readings a component is made of, itself first. */
export function readingOf(plan: Plan, component: string): Component[] {
  const found = new Map<string, Component>();
  const visit = (id: string | undefined): void => {
    const one = plan.components.find((other) => other.id === id);
    if (!one || found.has(one.id)) return;
    found.set(one.id, one);
    const { rate, blend, modifiers, gate } = one;
    for (const part of blend ?? []) visit(part.component);
    for (const modifier of modifiers ?? []) visit(modifier.component);
    for (const each of gate ? [gate].flat() : []) visit(each.component);
    if (rate.type === 'cliff' && typeof rate.by === 'object') visit(rate.by.component);
    if (rate.type === 'matrix') for (const { component: other } of [rate.rows, rate.columns]) visit(other);
  };
  visit(component);
  return [...found.values()];
}

/** The parts of a plan that count records of an object for a component and what it reads, or for all components; the nearest first. */
export function partsFor(plan: Plan, component: Component | null, object: string): Part[] {
  const components = component ? readingOf(plan, component.id) : plan.components;
  return components.flatMap(({ measure }) =>
    partsOf(plan).filter(({ name, counts }) => name === measure && counts.object === object),
  );
}

/**
 * The field that is changed: the given one, else the value that is counted first, for a whole plan the first that is summed
 * in money; `Amount` where only deals are counted.
 */
export function amountField(
  held: Snapshot,
  { plan }: SnapshotPlan,
  component: Component | null,
  deal: Deal,
  given: string | undefined,
): AmountField {
  const counted = partsFor(plan, component, objectOf(deal)).filter(({ counts }) => counts.value !== 'count');
  const part =
    given === undefined
      ? ((component ? undefined : counted.find((one) => countsMoney(one) && !one.measure.ratio)) ?? counted[0])
      : counted.find(({ counts }) => counts.value === given);
  const name = given ?? part?.counts.value ?? 'Amount';
  const own = field('CurrencyIsoCode')({ ...deal.record, ...deal.set });
  const currency = isCurrency(own) ? own : held.corporateCurrency;
  const isExact = currency === plan.currency;
  return part && !countsMoney(part)
    ? { name, digits: 0, currency: null, isExact }
    : { name, digits: minorDigits(currency), currency, isExact };
}

export const printAmount = (amount: bigint, { digits }: AmountField): string => printMinor(amount, digits);

/**
 * The amounts next to which a filter of a plan may begin or cease to hold, each with its neighbours; null where one compares
 * them as text.
 */
export function breaksOf(own: SnapshotPlan, { name, digits }: AmountField): bigint[] | null {
  const breaks: bigint[] = [];
  for (const { operator, operand } of operandsIn(own, name)) {
    const bound = parseDecimal(operand);
    if (bound) {
      const scaled = { n: bound.n * tenTo(digits), d: bound.d };
      const next = ceiling(scaled);
      breaks.push(next - 1n, next, ...(next * scaled.d === scaled.n ? [next + 1n] : []));
    } else if (!['eq', 'ne', 'in', 'nin'].includes(operator)) return null;
  }
  return breaks;
}

export interface Operand {
  readonly operator: string;
  readonly operand: unknown;
}

/** What all filters of a plan that credit or weigh records compare a field with. */
export const operandsIn = (own: SnapshotPlan, name: string): Operand[] =>
  versionsOf(own).flatMap(({ plan }) =>
    [
      ...Object.values(plan.measures).flatMap(({ where, counts, ratio }) => [
        where,
        ratio?.of.where,
        ratio?.per.where,
        ...(counts ?? []).map((entry) => entry.where),
      ]),
      ...plan.components.flatMap(({ factors }) => (factors ?? []).map((entry) => entry.where)),
    ].flatMap((where) => operandsOn(where, name)),
  );

/** What a filter compares a field with. */
function operandsOn(where: Where | undefined, name: string): Operand[] {
  return Object.entries(where ?? {}).flatMap(([key, inner]): Operand[] => {
    if (key === 'and' || key === 'or') return (inner as readonly Where[]).flatMap((one) => operandsOn(one, name));
    if (key === 'not') return operandsOn(inner as Where, name);
    if (key !== name) return [];
    return Object.entries(inner).flatMap(([operator, given]) =>
      (Array.isArray(given) ? given : [given]).map((operand: unknown) => ({ operator, operand })),
    );
  });
}
