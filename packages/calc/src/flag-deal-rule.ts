// What rules on single open deals have in common: each looks at the deals of a segment, by a field that was read or was not.
import { parseDecimal } from './decimal.ts';
import type { FlagId } from './flag-catalogue.ts';
import type { DealFact, Facts } from './flag-facts.ts';
import { dated, ofDeal, type Found } from './flag-found.ts';
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
  const deals = facts.deals.filter(({ isLed }) => !isLed);
  return rules.flatMap(({ id, lookIn }) => {
    const looks = new Map<string | null, Look | null>();
    return deals.flatMap((deal): Found[] => {
      let look = looks.get(deal.segment);
      if (look === undefined) looks.set(deal.segment, (look = lookIn(facts, deal.segment)));
      const raised = look?.(deal);
      return raised ? [{ id, ...ofDeal(facts, deal), ...raised }] : [];
    });
  });
}

/** Was a field read? Noted where it was not. */
export function reads({ isRead, notes }: Facts, id: FlagId, field: string): boolean {
  const known = isRead(field);
  if (!known) notes.missing(id, field);
  return known;
}

export const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** A number in a field; null where it is empty, noted where it holds something else. */
export function numberIn({ notes }: Facts, id: FlagId, { name, record }: DealFact, field: string): Fraction | null {
  const value = record[field];
  const number = parseDecimal(value);
  if (!number && !isEmpty(value)) notes.invalid([id], field, name, value, 'number');
  return number;
}

/** A day in a field; null where it is empty, noted where it holds something else. */
export function dayIn({ notes }: Facts, id: FlagId, { name, record }: DealFact, field: string): Day | null {
  const value = record[field];
  const day = dayAt(value, 'UTC');
  if (day === null && !isEmpty(value)) notes.invalid([id], field, name, value, 'date');
  return day;
}

/** The day on which a deal closes; noted where there is none. */
export function closingDay({ notes }: Facts, id: FlagId, { closes, name, record }: DealFact): Day | null {
  if (closes === null) notes.invalid([id], 'CloseDate', name, record['CloseDate'], 'date');
  return closes;
}

/** The close date as evidence, where there is one. */
export const closing = ({ closes }: DealFact): Evidence[] => (closes === null ? [] : [dated('Close date', closes)]);

export const whole = (value: number): Fraction => fraction(BigInt(value));

/** Why there is nothing to compare with. */
export const tooFew = (what: string): string =>
  `Too few closed deals of too few people say ${what}; 10 deals of 5 people are needed.`;
