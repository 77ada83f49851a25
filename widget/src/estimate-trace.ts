// How an estimate is calculated: opened on the deal's page, and asked about.
import { html, nothing, type TemplateResult } from 'lit';
import { QuotientError, type Curve, type Deal, type Trace } from '@quotient/calc';
import type { Question } from './element.ts';
import { payoutTable, type Drawn } from './estimate-parts.ts';
import type { PersonView } from './estimate-view.ts';
import { traceLines, traceTree } from './trace-view.ts';
import { isZero } from './zero.ts';
import { notice, type Ui } from './ui.ts';

/** What can be explained. */
export type Explained = Drawn | Extract<PersonView, { kind: 'earned' }>;
export type Explain = typeof import('./trace.ts');

export interface Explaining {
  readonly view: Explained;
  readonly deal: Deal;
  readonly live: Deal;
  readonly curve: Curve | null;
  readonly isOpen: boolean;
  /** How figures are calculated, once somebody has asked. */
  readonly explain: Explain | undefined;
}

/** The calculation, folded until somebody asks for it. */
export function calculation(
  ui: Ui,
  { view, deal, live, curve, isOpen, explain }: Explaining,
  toggle: (isOpen: boolean) => void,
  ask: (question: Question) => void,
): TemplateResult {
  const trace = isOpen && explain ? traceOf(view, live, explain) : null;
  const names = namesOf(deal);
  return html`<details
    class="how-is"
    .open=${isOpen}
    @toggle=${(event: Event) => toggle((event.currentTarget as HTMLDetailsElement).open)}
  >
    <summary>${ui.say('trace.title')}</summary>
    ${trace === null ? nothing : trace instanceof QuotientError ? notice(trace.message) : html`${traceTree(ui, trace, names)} ${curve ? payoutTable(ui, view.plan, curve) : nothing}<button type="button" class="action noprint" @click=${() => ask(question(ui, view, deal, trace))}>${ui.say('trace.ask')}</button>`}
  </details>`;
}

function traceOf(view: Explained, live: Deal, { explainComponent, explainDeals }: Explain): Trace | QuotientError {
  const several = view.planEstimate.components.filter(({ worth }) => !isZero(worth)).length > 1;
  const { snapshot, component } = view;
  const plan = view.plan.id;
  try {
    return view.kind === 'earned'
      ? explainComponent(snapshot, { plan, period: view.lines[0]?.period }, component.id)
      : explainDeals(snapshot, { plan, component: several ? undefined : component.id }, [live]);
  } catch (error) {
    if (error instanceof QuotientError) return error;
    throw error;
  }
}

function question(ui: Ui, view: Explained, deal: Deal, trace: Trace): Question {
  const { currency: unit } = view.planEstimate;
  const value = view.kind === 'earned' ? view.total : view.planEstimate.worth;
  const record = deal.record['Id'];
  return {
    subject: ui.say('trace.question', { money: ui.format.money(value, unit) }),
    payee: view.snapshot.payee.Id,
    record: typeof record === 'string' ? record : null,
    figure: { label: trace.label, value, unit },
    trace: traceLines(ui, trace, namesOf(deal)),
  };
}

const namesOf = ({ record: { Id, Name } }: Deal): Map<string, string> => new Map([[String(Id), String(Name ?? Id)]]);
