// The card on a deal, for one person: whose pay it is, the answer with its picture, and what is played with.
import { html, nothing, type TemplateResult } from 'lit';
import type { Curve, Deal } from '@quotient/calc';
import { firstLines, hints, isFiscal, otherPlans, parts, slices, type Shown } from './estimate-parts.ts';
import { summary } from './estimate-words.ts';
import type { PersonView } from './estimate-view.ts';
import { notice, type Child, type Ui } from './ui.ts';
import { whatIf, type WhatIfActions } from './what-if-view.ts';
import { valueOf, type Closing, type DealFields } from './what-if.ts';
import { isolated } from './isolated.ts';

/** What the card shows of a deal. */
export interface Card {
  readonly view: PersonView;
  readonly people: readonly PersonView[];
  /** The deal as the page has it, and with the reader's changes: the same where there are none. */
  readonly deal: Deal;
  readonly live: Deal;
  readonly fields: DealFields;
  readonly curve: Curve | null;
  readonly closings: readonly Closing[];
  readonly range: { readonly max: number; readonly step: number };
  /** What stands in the field of the exact amount while a person types. */
  readonly typed: string | undefined;
}

/** What the element brings to its card. */
export interface CardParts {
  readonly stale: (asOf: string) => readonly TemplateResult[];
  readonly cannotSay: (reason: { readonly code: string; readonly message: string }) => TemplateResult;
  readonly choose: (view: PersonView) => void;
  readonly play: WhatIfActions;
}

/** The head, and the answer beside what is played with. */
export function card(ui: Ui, of: Card, parts: CardParts): TemplateResult {
  const { view, live, deal } = of;
  const isChanged = live !== deal;
  const title =
    view.kind === 'earned' || view.kind === 'past'
      ? 'deal.earned'
      : isChanged || Object.keys(deal.set ?? {}).length > 0
        ? 'deal.changed'
        : 'deal.title';
  return html`<header class="head">
      <h2>${ui.say(title)}</h2>
      ${whose(ui, of, parts.choose)}
    </header>
    <div class="halves">
      <div class="answer">${answer(ui, of, parts)}</div>
      ${view.kind === 'worth' || view.kind === 'cannot-say' || isChanged ? play(ui, of, parts.play) : nothing}
    </div>`;
}

function whose(ui: Ui, { view: current, people }: Card, choose: CardParts['choose']): unknown {
  const name = ({ isViewer, snapshot }: PersonView): string =>
    isViewer ? ui.say('deal.for-you') : ui.say('deal.for', { name: snapshot.payee.Name });
  if (people.length < 2) return html`<span class="chip">${name(current)}</span>`;
  return html`<div class="who" role="group" .ariaLabel=${ui.say('deal.people')}>
    ${people.map((one) => html`<button type="button" class="chip" .ariaPressed=${one === current ? 'true' : 'false'} @click=${() => choose(one)}><span>${name(one)}</span>${figureOf(ui, one)}</button>`)}
  </div>`;
}

function figureOf(ui: Ui, view: PersonView): unknown {
  if (view.kind === 'cannot-say' || view.kind === 'past') return nothing;
  if (view.kind === 'nothing')
    return html`<b class="num">${ui.format.amount('0', view.snapshot.plans[0]?.plan.currency ?? null)}</b>`;
  return html`<b class="num"
    >${ui.format.amount(view.kind === 'earned' ? view.total : view.planEstimate.worth, view.planEstimate.currency)}</b
  >`;
}

function answer(ui: Ui, { view, deal, fields, curve }: Card, { cannotSay, stale }: CardParts): unknown {
  if (view.kind === 'cannot-say') return cannotSay(view);
  if (view.kind === 'nothing') return paysNothing(ui, view);
  if (view.kind === 'past')
    return html`<p class="verdict">
      ${ui.say('earned.past', { day: ui.format.day(valueOf(deal, fields.date) ?? view.snapshot.asOf) })}
    </p>`;
  const { plan, planEstimate, component } = view;
  return html`${firstLines(ui, view)} ${notes(ui, view, stale)}
    ${curve ? html`<svg class="chart" role="img" .ariaLabel=${summary(ui, view, curve)}></svg>` : nothing}
    ${view.kind === 'worth' ? html`${slices(ui, component, planEstimate.currency)} ${hints(ui, plan, component, planEstimate.currency)} ${parts(ui, plan, planEstimate, view.answer.asOf)}` : nothing}
    ${otherPlans(ui, view)}
    <p class="foot dim">
      ${isolated(planEstimate.name)} ·
      ${ui.say('as-of', { day: ui.format.day(view.answer.asOf < view.snapshot.asOf ? view.answer.asOf : view.snapshot.asOf) })}
    </p>`;
}

function paysNothing(
  ui: Ui,
  { snapshot, isViewer, owner, isOwner }: Extract<PersonView, { kind: 'nothing' }>,
): TemplateResult {
  const reason = isOwner
    ? ui.say('none.filter')
    : owner === null
      ? ui.say('none.somebody')
      : ui.say('none.owner', { name: owner });
  return html`<p class="verdict">
      ${isViewer ? ui.say('none.you') : ui.say('none.other', { name: snapshot.payee.Name })}
    </p>
    <p class="mut">${reason}</p>
    <p class="foot dim">${ui.say('as-of', { day: ui.format.day(snapshot.asOf) })}</p>`;
}

function notes(ui: Ui, view: Shown, stale: CardParts['stale']): Child[] {
  const { asOf } = view.snapshot;
  const day = ui.format.day(asOf);
  const found = view.answer.notes
    .filter(({ code }) => code === 'ended-period' && view.kind === 'worth')
    .map(() => notice(ui.say('say.ended-period', { day })));
  if (view.kind === 'worth' && view.isWon) found.push(notice(ui.say('earned.not-yet', { day }), 'plain'));
  return [...found, ...stale(asOf)];
}

function play(ui: Ui, { view, deal, live, fields, closings, range, typed }: Card, actions: WhatIfActions): unknown {
  if (view.kind === 'worth' && view.isWon) return nothing;
  const own = deal.record['CurrencyIsoCode'];
  const { snapshot } = view;
  const counts = snapshot.plans.some(({ plan }) =>
    Object.values(plan.measures).some(({ value, unit }) => value === fields.amount && unit === 'number'),
  );
  const choices = closings.map(({ day, window, worth, currency, isChosen }) => ({
    day,
    text: ui.say('what.next', {
      day: ui.format.shortDay(day),
      window: ui.format.period(window, view.kind === 'worth' && isFiscal(view.plan)),
    }),
    worth: ui.format.amount(worth, currency),
    isChosen,
  }));
  return whatIf(
    ui,
    {
      amount: fields.amount === null ? null : (valueOf(live, fields.amount) ?? ''),
      currency: counts ? null : typeof own === 'string' ? own : snapshot.corporateCurrency,
      typed,
      range,
      day: fields.date === null ? null : (valueOf(live, fields.date)?.slice(0, 10) ?? ''),
      choices,
      isChanged: live !== deal,
    },
    actions,
  );
}
