// A flag as a rule finds it, and the words and numbers that all rules write alike.
import { printDecimal, printMinor } from './decimal.ts';
import type { FlagId } from './flag-catalogue.ts';
import type { Among, ComponentFact, Facts, Stake } from './flag-facts.ts';
import type { DealFact } from './flag-open.ts';
import type { Benchmark, Evidence, FlagFound, Severity, Shown, Subject, Values } from './flag-result.ts';
import { inEnglish } from './flag-words.ts';
import { fraction, one, type Fraction } from './fraction.ts';
import { unitOf } from './part.ts';
import { printDay } from './period.ts';
import type { Plan } from './plan.ts';
import { currencyOf } from './payout.ts';

/** What is written of a flag that is shown: `as` tells sentences of one flag apart, `values` fill them beside the evidence. */
export type Written = Pick<FlagFound, 'evidence' | 'benchmark'> & { readonly as?: string; readonly values?: Values };

export interface Found {
  readonly id: FlagId;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly stake: Stake | null;
  /** The chance that what is at stake comes; null where nothing sensible says it. */
  readonly chance: Fraction | null;
  /** Most of what is found is never shown. */
  readonly write: () => Written;
}

/** A rule of the catalogue, or several that look at the same figures. */
export type Rule = (facts: Facts) => Found[];

/** Of a deal: what it is worth counts with its chance. */
export const ofDeal = (facts: Facts, deal: DealFact): Pick<Found, 'subject' | 'stake' | 'chance'> => ({
  subject: { kind: 'deal', id: deal.id, name: deal.name },
  stake: facts.worth(deal),
  chance: deal.chance,
});

/** Of a component: what is at stake counts whole. */
export const ofComponent = ({ id, label, plan }: ComponentFact, minor: bigint | null) => ({
  subject: { kind: 'component', id, name: label } as const,
  stake: minor === null ? null : { plan, minor },
  chance: one,
});

export const ofPerson = ({ held: { payee } }: Facts): Pick<Found, 'subject' | 'stake' | 'chance'> => ({
  subject: { kind: 'person', id: payee.Id, name: payee.Name },
  stake: null,
  chance: null,
});

export const shown = (label: string, value: Fraction, unit: string, places = 2): Evidence => ({
  label,
  value: printDecimal(value, places),
  unit,
});

/** A share of one, in percent. */
export const percent = (label: string, { n, d }: Fraction): Evidence => shown(label, fraction(n * 100n, d), '%');

export const counted = (label: string, n: number, unit: string): Evidence => ({ label, value: String(n), unit });
export const dated = (label: string, day: number): Evidence => ({ label, value: printDay(day), unit: 'date' });

/** What a component counts, as evidence: money with its currency, or a number. */
export const credited = (label: string, value: Fraction, component: ComponentFact): Evidence =>
  shown(label, value, creditUnit(component));

export const creditUnit = ({ plan, standing }: ComponentFact): string => {
  const unit = unitOf(plan, standing.component);
  return unit === 'money' ? plan.currency : 'number';
};

/** The same as a value of a sentence. */
export const creditShown = (value: Fraction, component: ComponentFact): Shown => [
  printDecimal(value, 2),
  creditUnit(component),
];

/** Minor units of what a plan pays, as evidence. */
export const paid = (label: string, minor: bigint, plan: Plan): Evidence => ({
  label,
  value: printMinor(minor, currencyOf(plan).digits),
  unit: plan.currency,
});

/** A share of one as a value of a sentence, in percent to one decimal. */
export const shareOf = ({ n, d }: Fraction): Shown => [printDecimal(fraction(n * 100n, d), 1), '%'];

/** "in Mid-market", "of all segments": in the names of benchmarks. */
export const amongWords = ({ among: [key], ...values }: Among): string => inEnglish(`word.${key}`, values);

export const text = (value: string): Shown => [value, 'text'];
export const word = (key: string): Shown => [key, 'word'];
export const period = ({ name }: { readonly name: string }): Shown => [name, 'period'];
export const day = (date: number): Shown => [printDay(date), 'date'];
export const number = (count: number): Shown => [String(count), 'number'];

/** A threshold that somebody has configured, or the one that holds where nobody has. */
export const configured = (label: string, value: Fraction, unit: string): Benchmark => ({
  ...(unit === '%' ? percent(label, value) : shown(label, value, unit)),
  source: 'configuration',
  n: null,
});
