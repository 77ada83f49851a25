// What rules on single open deals have in common: each looks at the deals of a segment, by a field that was read or was not.
import { parseDecimal } from './decimal.ts';
import type { FlagId } from './flag-catalogue.ts';
import type { Facts } from './flag-facts.ts';
import { dated, ofDeal, type Found } from './flag-found.ts';
import type { DealFact } from './flag-open.ts';
import type { Evidence } from './flag-result.ts';
import { fraction, type Fraction } from './fraction.ts';
import { dayAt, type Day } from './period.ts';

/** Looks at a deal: raised, with what is written of it, or not. */
export type Look = (deal: DealFact) => Pick<Found, 'severity' | 'write'> | null;

export interface DealRule {
  readonly id: FlagId;
  /** How the deals of a segment are looked at; null where nothing can be said of them, which is noted. */
  readonly lookIn: (facts: Facts, segment: string | null) => Look | null;
}

/** What rules raise of the deals that the person can act on. */
export function raisedBy(rules: readonly DealRule[], facts: Facts): Found[] {
  return rules.flatMap(({ id, lookIn }) => {
    const looks = new Map<string | null, Look | null>();
    const found: Found[] = [];
    for (const deal of facts.open.own) {
      let look = looks.get(deal.segment);
      if (look === undefined) looks.set(deal.segment, (look = lookIn(facts, deal.segment)));
      const raised = look?.(deal);
      if (!raised) continue;
      const { severity, write } = raised;
      const { subject, stake, chance } = ofDeal(facts, deal);
      found.push({ id, severity, subject, stake, chance, write });
    }
    return found;
  });
}

/** Was a field read? Noted where it was not. */
export function reads({ open, notes }: Facts, id: FlagId, field: string): boolean {
  const known = open.isRead(field);
  if (!known) notes.missing(id, field);
  return known;
}

export const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** Reads a number of deals; null where a field is empty, noted where it holds something else. */
export const numbersIn = (facts: Facts, id: FlagId, field: string): ((deal: DealFact) => Fraction | null) =>
  reader(facts, id, field, parseDecimal, 'number');

/** Reads a day of deals; null where a field is empty, noted where it holds something else. */
export const daysIn = (facts: Facts, id: FlagId, field: string): ((deal: DealFact) => Day | null) =>
  reader(facts, id, field, (value) => dayAt(value, 'UTC'), 'date');

function reader<T>(
  { open, notes }: Facts,
  id: FlagId,
  field: string,
  make: (value: unknown) => T | null,
  expected: string,
): (deal: DealFact) => T | null {
  const madeOf = open.read(field, make);
  const isEmptyIn = open.read(field, isEmpty);
  return ({ row, name }) => {
    const made = madeOf(row);
    if (made === null && !isEmptyIn(row)) notes.invalid([id], field, name, open.value(field, row), expected);
    return made;
  };
}

/** The day on which a deal closes; noted where there is none. */
export function closingDay({ open, notes }: Facts, id: FlagId, { closes, name, row }: DealFact): Day | null {
  if (closes === null) notes.invalid([id], 'CloseDate', name, open.value('CloseDate', row), 'date');
  return closes;
}

/** The close date as evidence, where there is one. */
export const closing = ({ closes }: DealFact): Evidence[] => (closes === null ? [] : [dated('Close date', closes)]);

export const whole = (value: number): Fraction => fraction(BigInt(value));
