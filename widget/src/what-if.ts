// What a reader may change of a deal: which fields the plans count, how far the slider goes, which closing dates to compare.
import { calendarOf, estimateOf, monthOf, parseDay, periodOf, printDay } from '@quotient/calc';
import type { CrmRecord, Deal, Plan, Snapshot } from '@quotient/calc';
import type { PersonView } from './estimate-view.ts';

/** The fields of the deal's object that the plans count; null where they count none. */
export interface DealFields {
  readonly amount: string | null;
  readonly date: string | null;
}

/** The changes that a reader plays with; what is absent stays as the deal has it. */
export interface WhatIf {
  readonly amount?: string | undefined;
  readonly day?: string | undefined;
}

const objectOf = (deal: Deal): string => deal.object ?? 'Opportunity';

/** The first amount and date that a plan of the snapshot reads on the deal's own object. */
export function fieldsOf(held: Snapshot | undefined, deal: Deal): DealFields {
  const measures = (held?.plans ?? []).flatMap(({ plan }) => {
    const named = plan.components.flatMap(({ measure }) => (measure === undefined ? [] : [plan.measures[measure]]));
    return [...named, ...Object.values(plan.measures)].filter((measure) => measure?.object === objectOf(deal));
  });
  const own = (name: string | undefined): boolean => name !== undefined && name !== 'count' && !name.includes('.');
  return {
    amount: measures.find((measure) => own(measure?.value))?.value ?? null,
    date: measures.find((measure) => own(measure?.date))?.date ?? null,
  };
}

/** A field of the deal with the host's changes on top, as text; null where it is empty. */
export function valueOf({ record, set }: Deal, field: string | null): string | null {
  if (field === null) return null;
  const value: unknown = set && field in set ? set[field] : record[field];
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : null;
}

/** The deal with the reader's changes on top. */
export function changed(deal: Deal, fields: DealFields, { amount, day }: WhatIf): Deal {
  const set: CrmRecord = {
    ...deal.set,
    ...(fields.amount !== null && amount !== undefined ? { [fields.amount]: amount } : {}),
    ...(fields.date !== null && day !== undefined ? { [fields.date]: day } : {}),
  };
  return { ...deal, set };
}

/** How far a slider goes: twice the amount, or to the next bound where that is nearer than four times; in round steps. */
export function rangeOf(
  amount: string | null,
  toBound: string | null,
): { readonly max: number; readonly step: number } {
  const value = Math.abs(Number(amount ?? 0));
  const bound = value + Number(toBound ?? 0);
  const wanted = Math.max(value * 2, bound > value && bound <= value * 4 ? bound * 1.1 : 0) || 100_000;
  const unit = 10 ** Math.floor(Math.log10(wanted));
  const max = Math.ceil((wanted / unit) * 2) * (unit / 2);
  return { max, step: Math.max(unit / 100, 1) };
}

/** A closing day with the window it falls in and what the deal is worth then. */
export interface Closing {
  readonly day: string;
  readonly window: string;
  readonly worth: string;
  readonly currency: string;
  readonly isChosen: boolean;
}

/** The deal's own closing day beside the first of the next window; none where there is no other to compare. */
export function closings(
  { plan, component, snapshot, planEstimate }: Extract<PersonView, { kind: 'worth' }>,
  deal: Deal,
  live: Deal,
  fields: DealFields,
): Closing[] {
  const dayOf = (one: Deal): string | undefined => valueOf(one, fields.date)?.slice(0, 10);
  const [own, chosen] = [dayOf(deal), dayOf(live)];
  const next = own && nextWindow(plan, component.id, own < snapshot.asOf ? snapshot.asOf : own);
  if (!own || !next) return [];
  return [own, next].flatMap((day) => {
    const isChosen = day === chosen;
    const answer = isChosen
      ? planEstimate
      : estimateOf(snapshot, [changed(live, fields, { day })]).plans.find((one) => one.plan === plan.id);
    const window = answer?.components.find(({ id }) => id === component.id)?.window;
    return answer && window ? [{ day, window, worth: answer.worth, currency: answer.currency, isChosen }] : [];
  });
}

/** The first day of the window after the one that holds a day. */
export function nextWindow(plan: Plan, component: string, day: string): string | null {
  const unit = plan.components.find(({ id }) => id === component)?.window;
  const at = parseDay(day);
  return unit === undefined || at === null ? null : printDay(periodOf(monthOf(at), unit, calendarOf(plan)).end + 1);
}
