// The parts of the page on a deal: the first lines, slices, hints, contributions, and the table behind the curve.
import { html, nothing, type TemplateResult } from 'lit';
import type { ComponentEstimate, Curve, Plan, PlanEstimate } from '@quotient/calc';
import type { PersonView } from './estimate-view.ts';
import { isZero } from './zero.ts';
import { figure, notice, sentence, signOf, strong, type Ui } from './ui.ts';

export type Shown = Extract<PersonView, { kind: 'worth' | 'earned' | 'past' }>;
export type Drawn = Extract<PersonView, { kind: 'worth' }>;

/** Does the plan's year begin elsewhere than in January? */
export const isFiscal = ({ calendar }: Plan): boolean => (calendar?.fiscalYearStart ?? 1) !== 1;

/** The unit in which a component counts: a currency, or none. */
export const unitFor = ({ unit }: Pick<ComponentEstimate, 'unit'>, currency: string): string | null =>
  unit === 'money' ? currency : null;

const labelIn = ({ components }: Plan, id: string): string => components.find((one) => one.id === id)?.label ?? id;

/** "payable May 15, 2026", or what stands between the deal and the pay. */
export function whenPaid(
  ui: Ui,
  plan: Plan,
  { periods }: PlanEstimate,
  { when, window }: ComponentEstimate,
  asOf: string,
): string {
  const named = (name: string): string => ui.format.period(name, isFiscal(plan));
  if (typeof when === 'object' && 'gate' in when) return ui.say('pay.gate', { component: labelIn(plan, when.gate) });
  if (typeof when === 'object') return ui.say('pay.later', { period: named(when.period), window: named(window) });
  const paid = periods.find(({ change }) => !isZero(change)) ?? periods[0];
  if (!paid) return '';
  return paid.payday === null
    ? ui.say('pay.period', { period: named(paid.period) })
    : ui.say('pay.day', {
        day:
          paid.payday.slice(0, 4) === asOf.slice(0, 4) ? ui.format.shortDay(paid.payday) : ui.format.day(paid.payday),
      });
}

/** "96% → 108% of Q1 quota". */
export function move(
  ui: Ui,
  plan: Plan,
  { attainment, credited, window, unit }: ComponentEstimate,
  currency: string,
): unknown {
  const named = ui.format.period(window, isFiscal(plan));
  const [from, to] = attainment;
  if (from !== null && to !== null)
    return sentenceOf(ui, 'move.quota', ui.format.percent(from), ui.format.percent(to), named);
  if (credited[0] === null || credited[1] === null) return nothing;
  const in_ = unitFor({ unit }, currency);
  return sentenceOf(ui, 'move.amount', ui.format.amount(credited[0], in_), ui.format.amount(credited[1], in_), named);
}

const sentenceOf = (
  ui: Ui,
  key: 'move.quota' | 'move.amount',
  before: string,
  after: string,
  window: string,
): unknown => sentence(ui, key, { before: html`<b class="strong num">${before}</b>`, after: strong(after), window });

/** "$12,000 at 8% = $960.00", for each rate that the deal takes. */
export function slices(ui: Ui, { slices: list, unit }: ComponentEstimate, currency: string): unknown {
  if (list.length === 0) return nothing;
  return html`<ul class="slices">
    ${list.map(
      ({ value, rate, earned }) =>
        html`<li>
          ${sentence(ui, 'slice.of', { value: ui.format.amount(value, unitFor({ unit }, currency)), rate: ui.format.written(rate, currency), earned: strong(ui.format.money(earned, currency)) })}
        </li>`,
    )}
  </ul>`;
}

/** How a table's step pays, as words: a rate, an amount, or a share of the target. */
export function paysIn(ui: Ui, plan: Plan, component: string, currency: string): (pays: string) => string {
  const type = plan.components.find(({ id }) => id === component)?.rate.type;
  return (pays) => {
    if (type === 'curve') return pays.endsWith('%') ? ui.format.written(pays, null) : ui.format.percent(pays);
    return ui.format.written(pays, currency);
  };
}

/** What is near or in the way: the next bound, the cap, a gate, a missing quota. */
export function hints(ui: Ui, plan: Plan, one: ComponentEstimate, currency: string): unknown[] {
  const window = ui.format.period(one.window, isFiscal(plan));
  const gate = typeof one.when === 'object' && 'gate' in one.when ? labelIn(plan, one.when.gate) : one.label;
  const found: unknown[] = [];
  if (one.acts.includes('no-quota')) found.push(notice(ui.say('acts.no-quota', { component: one.label, window })));
  if (one.acts.includes('ramp')) found.push(notice(ui.say('acts.ramp'), 'plain'));
  if (one.acts.includes('cap'))
    found.push(notice(isZero(one.worth) ? ui.say('acts.cap.all', { window }) : ui.say('acts.cap')));
  if (one.acts.includes('gate')) found.push(notice(ui.say('acts.gate', { component: gate, window })));
  if (isZero(one.worth) && one.acts.length === 0 && one.credited[0] !== one.credited[1])
    found.push(notice(ui.say('acts.flat'), 'plain'));
  if (one.next && !one.acts.includes('cap')) {
    const type = plan.components.find(({ id }) => id === one.id)?.rate.type;
    const amount = strong(ui.format.amount(one.next.remaining, unitFor(one, currency)));
    const pays = strong(paysIn(ui, plan, one.id, currency)(one.next.pays));
    found.push(
      html`<p class="hint">
        ${signOf('good')}<span
          >${sentence(ui, type === 'bonus' ? 'next.bonus' : 'next.rate', { amount, window, pays })}</span
        >
      </p>`,
    );
  }
  return found;
}

/** Each component's part, where several pay. */
export function parts(ui: Ui, plan: Plan, estimate: PlanEstimate, asOf: string): unknown {
  const paying = estimate.components.filter(({ worth }) => !isZero(worth));
  if (paying.length < 2) return nothing;
  return html`<section class="parts">
    <h3>${ui.say('parts.title')}</h3>
    <dl>
      ${paying.map(
        (one) =>
          html`<div>
            <dt>${one.label}<span class="dim">${whenPaid(ui, plan, estimate, one, asOf)}</span></dt>
            <dd class="num">${ui.format.money(one.worth, estimate.currency)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** What other plans of the same person pay for the deal; never added to the first. */
export function otherPlans(ui: Ui, { answer, planEstimate }: Shown): unknown {
  const others = answer.plans.filter(({ plan, worth }) => plan !== planEstimate.plan && !isZero(worth));
  return others.map(
    ({ name, worth, currency }) =>
      html`<p class="other">
        <span class="mut">${ui.say('plan.other', { plan: name })}</span> ${strong(ui.format.money(worth, currency))}
      </p>`,
  );
}

/** The table behind the curve, for whoever reads rather than looks. */
export function payoutTable(ui: Ui, plan: Plan, { marks, label, window, component, unit, currency }: Curve): unknown {
  if (marks.length === 0) return nothing;
  const pays = paysIn(ui, plan, component, currency);
  return html`<table class="rates">
    <caption>
      ${ui.say('table.title', { component: label, window: ui.format.period(window, isFiscal(plan)) })}
    </caption>
    <thead>
      <tr>
        <th scope="col">${ui.say('table.from')}</th>
        <th scope="col" class="n">${ui.say('table.pays')}</th>
      </tr>
    </thead>
    <tbody>
      ${marks.map(
        (mark) =>
          html`<tr>
            <td>${ui.format.written(mark.label, unitFor({ unit }, currency))}</td>
            <td class="n">${pays(mark.pays)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The first figure with its line beneath. */
export function firstLines(ui: Ui, view: Shown): TemplateResult {
  const { planEstimate, plan, component } = view;
  const { currency } = planEstimate;
  if (view.kind === 'earned') {
    const named = [...new Set(view.lines.map(({ period }) => ui.format.period(period, isFiscal(plan))))].join(', ');
    const at = view.attainment === null ? nothing : html` · ${standing(ui, view, view.attainment)}`;
    return html`${figure(ui, view.total, currency)}
      <p class="mut">${ui.say('pay.statement', { period: named })}${at}</p>`;
  }
  const when = whenPaid(ui, plan, planEstimate, component, view.answer.asOf);
  return html`${figure(ui, planEstimate.worth, currency)}
    <p class="mut">${when === '' ? '' : html`${when} · `}${move(ui, plan, component, currency)}</p>`;
}

function standing(
  ui: Ui,
  { plan, window, isViewer, snapshot }: Extract<PersonView, { kind: 'earned' }>,
  attainment: string,
): unknown {
  const values = {
    after: strong(ui.format.percent(attainment)),
    window: ui.format.period(window, isFiscal(plan)),
    name: snapshot.payee.Name,
  };
  return sentence(ui, isViewer ? 'at.quota' : 'at.quota.other', values);
}
