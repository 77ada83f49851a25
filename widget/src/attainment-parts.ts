// The parts of a rep's home: first figures, bars with pace, the open payment period, past statements.
import { html, nothing, type TemplateResult } from 'lit';
import type { ComponentForecast, Snapshot, Trace } from '@quotient/calc';
import { isAhead, type PartView, type PlanView } from './attainment-view.ts';
import { isFiscal } from './estimate-parts.ts';
import { summed, type Figure, type FigureTrace } from './figure-trace.ts';
import type { MessageKey } from './messages.ts';
import { isZero } from './zero.ts';
import { sentence, signOf, strong, type Sign, type Ui } from './ui.ts';

/** What the parts need: whose figures, of which plan, and how figures open. */
export interface Home {
  readonly ui: Ui;
  readonly held: Snapshot;
  readonly view: PlanView;
  readonly why: FigureTrace;
  readonly likely: readonly ComponentForecast[];
}

const named = ({ ui, view: { plan } }: Home, period: string): string => ui.format.period(period, isFiscal(plan));
export const blockOf = ({ view: { plan } }: Home, name: string): string => `${plan.id}/${name}`;

/** What a component has earned in its window. */
function earnedIn(home: Home, part: PartView, block: string, text: string, label: string): Figure {
  const { held, view } = home;
  const { open, plan } = view;
  return {
    key: `${plan.id}/${block}/${part.id}/${label}`,
    block: blockOf(home, block),
    label,
    text,
    value: part.earned,
    unit: plan.currency,
    payee: held.payee.Id,
    trace: ({ explainComponent }) => explainComponent(held, { plan: plan.id, period: open?.period }, part.id),
  };
}

/** Attainment of the leading component, and what is earned in all open windows. */
export function firstFigures(home: Home): TemplateResult {
  const { ui, held, view, why } = home;
  const { plan, parts, open, earned } = view;
  const leading = leadingOf(parts);
  const [whole, cents] = ui.format.moneyParts(earned, plan.currency);
  const total: Figure = {
    key: `${plan.id}/first/earned`,
    block: blockOf(home, 'first'),
    label: ui.say('home.earned-open'),
    text: ui.format.money(earned, plan.currency),
    value: earned,
    unit: plan.currency,
    payee: held.payee.Id,
    trace: ({ explainComponent }) =>
      summed(
        ui.say('home.earned-open'),
        earned,
        plan.currency,
        parts.map(({ id }) => explainComponent(held, { plan: plan.id, period: open?.period }, id)),
      ),
  };
  return html`<div class="pair">
      ${leading ? attained(home, leading) : nothing}
      <div>
        <p class="figure">
          ${why.button(total, html`<span>${whole}<span class="cents">${cents}</span></span>`)}<span class="beside"
            >${ui.say('team.earned')}</span
          >
        </p>
        <p class="mut">
          ${sentence(ui, 'home.year', { earned: why.button(ofYear(home), strong(ui.format.money(view.year.earned, plan.currency))), year: named(home, view.year.name) })}
        </p>
      </div>
    </div>
    ${why.panel(ui, blockOf(home, 'first'))}`;
}

/** What the payment periods of the year have earned. */
function ofYear(home: Home): Figure {
  const { ui, held, view } = home;
  const { plan, year } = view;
  const label = `${ui.say('pay.earned')}, ${named(home, year.name)}`;
  const unit = plan.currency;
  const periods = year.periods.map(({ period, earned }): Trace => ({
    label: named(home, period),
    formula: '',
    result: earned,
    unit,
    by: 'given',
    inputs: [],
  }));
  return {
    key: `${plan.id}/first/year`,
    block: blockOf(home, 'first'),
    label,
    text: ui.format.money(year.earned, unit),
    value: year.earned,
    unit,
    payee: held.payee.Id,
    trace: () => summed(label, year.earned, unit, periods),
  };
}

/** The first with a quota: it stands at the top. */
const leadingOf = (parts: readonly PartView[]): PartView | undefined =>
  parts.find(({ attainment, quota }) => attainment !== null && quota !== null);

function attained(home: Home, part: PartView): TemplateResult {
  const { ui, why } = home;
  const text = ui.format.percent(part.attainment ?? '0');
  const label = `${ui.say('team.attainment')}, ${part.label}`;
  return html`<div>
    <p class="figure">
      ${why.button(attainedFigure(home, part, 'first', label, text))}<span class="beside"
        >${ui.say('team.of', { quota: ui.format.whole(part.quota ?? '0', part.unit) })}</span
      >
    </p>
    <p class="mut">${toPace(ui, part)}</p>
  </div>`;
}

/** An attainment stands in the trace of what it pays. */
const attainedFigure = (home: Home, part: PartView, block: string, label: string, text: string): Figure => ({
  ...earnedIn(home, part, block, text, label),
  value: part.attainment ?? '',
  unit: '',
});

/** What a gate withholds stands in the trace of what its component earns. */
const withheldFigure = (home: Home, part: PartView): Figure => {
  const { ui, view } = home;
  const label = `${part.label}, ${named(home, part.window)}, ${ui.say('home.withheld-name')}`;
  const text = ui.format.money(part.withheld, view.plan.currency);
  return { ...earnedIn(home, part, 'parts', text, label), value: part.withheld };
};

/** How a component stands to pace, in words and by a sign. */
function toPace(ui: Ui, part: PartView): unknown {
  const { pace, ahead, unit } = part;
  if (pace === null) return nothing;
  const isGood = isAhead(part);
  const key: MessageKey =
    ahead === null || isZero(ahead)
      ? isGood
        ? 'pace.ahead'
        : 'pace.behind'
      : isGood
        ? 'pace.ahead.by'
        : 'pace.behind.by';
  const gap = ahead === null ? '' : ui.format.whole(ahead.replace('-', ''), unit);
  return html`${signOf(signFor(part))} ${sentence(ui, key, { gap: strong(gap), pace: ui.format.percent(pace) })}`;
}

const signFor = ({ attainment, pace }: PartView): Sign =>
  Number(attainment) >= Number(pace) ? 'good' : Number(attainment) < Number(pace) * 0.6 ? 'bad' : 'warn';

/** A share of one as a place on a bar; drawn, never shown. */
const place = (share: number, end: number): string => `${(Math.min(Math.max(share / end, 0), 1) * 100).toFixed(2)}%`;

/** A bar for each component that has a quota, a line for each that has none. */
export function bars(home: Home): TemplateResult {
  const { ui, view, likely } = home;
  const end = view.parts.reduce((most, { attainment }) => Math.min(2, Math.max(most, Number(attainment ?? 0))), 1.25);
  const isDrawn = view.parts.some(({ attainment, quota }) => attainment !== null && quota !== null);
  return html`<div>
    <ul class="parts">
      ${view.parts.map((part) => bar(home, part, end, likely.find(({ id }) => id === part.id) ?? null))}
    </ul>
    ${
      isDrawn
        ? html`<p class="key" aria-hidden="true">
            <span>${ui.say('key.done')}</span
            >${likely.length > 0 ? html`<span class="k-likely">${ui.say('key.likely')}</span>` : nothing}<span
              class="k-mark"
              >${ui.say('team.pace-key')}</span
            ><span class="k-quota">${ui.say('key.quota')}</span>
          </p>`
        : nothing
    }
  </div>`;
}

function bar(home: Home, part: PartView, end: number, ahead: ComponentForecast | null): TemplateResult {
  const { ui, view, why } = home;
  const { attainment, quota, credited, unit, label, pace, earned, withheld } = part;
  const { currency } = view.plan;
  const window = named(home, part.window);
  const likely = ahead?.credited && quota !== null ? Number(ahead.credited.p50) / Number(quota) : 0;
  const money = ui.format.money(earned, currency);
  return html`<li>
    <div class="line">
      <span><b>${label}</b> <span class="dim">${window}</span></span
      ><b>${why.button(earnedIn(home, part, 'parts', money, `${label}, ${window}, ${ui.say('team.earned')}`))}</b>
    </div>
    ${
      attainment === null || quota === null
        ? html`<p class="mut">
            ${quota === null && unit !== null ? ui.say('team.no-quota') : nothing}
            ${attainment === null ? nothing : why.button(attainedFigure(home, part, 'parts', `${ui.say('team.attainment')}, ${label}`, ui.format.percent(attainment)))}
            ${credited === null ? nothing : ui.say('home.credited', { credited: ui.format.amount(credited, unit) })}
          </p>`
        : html`<div class="bullet">
              <em .style=${`width:${place(likely, end)}`}></em
              ><i .style=${`width:${place(Number(attainment), end)}`}></i
              ><s .style=${`inset-inline-start:${place(1, end)}`}></s
              >${pace === null ? nothing : html`<u .style=${`inset-inline-start:${place(Number(pace), end)}`}></u>`}
            </div>
            <p class="line mut">
              <span
                >${strong(ui.format.percent(attainment))}
                <span class="num"
                  >${ui.format.whole(credited ?? '0', unit)} / ${ui.format.whole(quota, unit)}</span
                ></span
              ><span>${part === leadingOf(view.parts) ? nothing : toPace(ui, part)}</span>
            </p>`
    }
    ${isZero(withheld) ? nothing : html`<p class="mut">${sentence(ui, 'home.withheld', { amount: why.button(withheldFigure(home, part), strong(ui.format.money(withheld, currency))) })}</p>`}
  </li>`;
}

/** What a payment period pays: each step that is there, and those that people ask for. */
export function pay(home: Home): unknown {
  const { ui, held, view, why } = home;
  const { open, plan, payday } = view;
  if (!open) return html`<p class="mut">${ui.say('home.none-open')}</p>`;
  const steps: [MessageKey, string, boolean][] = [
    ['pay.earned', open.earned, true],
    ['pay.held', open.held, true],
    ['pay.released', open.released, false],
    ['pay.clawed-back', open.clawedBack, false],
    ['pay.limited', open.limited, false],
    ['pay.adjusted', open.adjustments, false],
    ['pay.owed', open.debt, true],
    ['pay.payable', open.payable, true],
  ];
  const period = named(home, open.period);
  const figure = (key: MessageKey, value: string): Figure => ({
    key: `${plan.id}/pay/${key}`,
    block: blockOf(home, 'pay'),
    label: `${ui.say(key)}, ${period}`,
    text: ui.format.money(value, plan.currency),
    value,
    unit: plan.currency,
    payee: held.payee.Id,
    trace: ({ explain }) => explain(held, { plan: plan.id, period: open.period }),
  });
  return html`<section class="pay">
    <h3>${ui.say('pay.title', { period })}</h3>
    <dl>
      ${steps
        .filter(([, value, isAlways]) => isAlways || !isZero(value))
        .map(
          ([key, value]) =>
            html`<div>
              <dt>${ui.say(key)}</dt>
              <dd>
                ${why.button(figure(key, value))}${key === 'pay.payable' && payday !== null ? html`<span class="dim">${ui.say('pay.on', { day: ui.format.day(payday) })}</span>` : nothing}
              </dd>
            </div>`,
        )}
    </dl>
  </section>`;
}

/** Past payment periods, folded; the last one first. */
export function pastStatements(home: Home): unknown {
  const { ui, held, view, why } = home;
  const { plan, past } = view;
  if (past.length === 0) return nothing;
  const cell = (period: string, what: 'earned' | 'payable', value: string, isHeld: boolean): TemplateResult =>
    why.button({
      key: `${plan.id}/past/${period}/${what}`,
      block: blockOf(home, 'past'),
      label: `${ui.say(`pay.${what}`)}, ${named(home, period)}`,
      text: ui.format.money(value, plan.currency),
      value,
      unit: plan.currency,
      payee: held.payee.Id,
      trace: isHeld ? ({ explain }) => explain(held, { plan: plan.id, period }) : null,
    });
  return html`<details class="past">
    <summary>${ui.say('past.title', { count: ui.format.amount(String(past.length), null) })}</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">${ui.say('past.period')}</th>
          <th scope="col" class="n">${ui.say('pay.earned')}</th>
          <th scope="col" class="n">${ui.say('pay.payable')}</th>
        </tr>
      </thead>
      <tbody>
        ${past.map(
          ({ period, earned, payable, isHeld }) =>
            html`<tr>
              <th scope="row">${named(home, period)}</th>
              <td class="n">${cell(period, 'earned', earned, isHeld)}</td>
              <td class="n">${cell(period, 'payable', payable, isHeld)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${why.panel(ui, blockOf(home, 'past'))}
  </details>`;
}
