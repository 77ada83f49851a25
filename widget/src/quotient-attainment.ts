// The element on a rep's home: where one stands against quota and pace, what is earned, paid, owed and likely.
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { publishedForecast, type Snapshot } from '@quotient/calc';
import { bars, blockOf, firstFigures, pastStatements, pay, type Home } from './attainment-parts.ts';
import { homeOf, type HomeView, type PlanView } from './attainment-view.ts';
import { base } from './base.styles.ts';
import { QuotientElement, type Question } from './element.ts';
import { isFiscal } from './estimate-parts.ts';
import { figureStyles, FigureTrace } from './figure-trace.ts';
import { isolated } from './isolated.ts';
import { likely, type Likely } from './likely-view.ts';
import { styles } from './quotient-attainment.styles.ts';
import { tokens } from './tokens.styles.ts';
import { traceStyles } from './trace-view.ts';

/** Where one person stands. Fires `quotientselect` with a record, `quotientask` with a figure and its trace, `quotientrefresh` where figures are old. */
export class QuotientAttainment extends QuotientElement {
  static override properties: PropertyDeclarations = { snapshot: { attribute: false } };
  static override styles: CSSResultGroup = [tokens, base, traceStyles, figureStyles, styles];

  /** The person's snapshot; null where none is published, absent while it loads. */
  declare snapshot: unknown;

  #view: HomeView = { state: 'loading' };
  #forecast: Likely | null = null;
  readonly #ask = (question: Question): void => this.emit('quotientask', question);
  readonly #why = new FigureTrace(this, this.#ask);

  protected override willUpdate(properties: PropertyValues): void {
    if (!properties.has('snapshot') && !properties.has('locale')) return;
    this.#why.forget();
    if (!properties.has('snapshot')) return;
    this.#view = homeOf(this.snapshot);
    this.#forecast = this.#view.state === 'person' ? publishedForecast(this.#view.held) : null;
  }

  protected override render(): TemplateResult {
    return html`<article class="card">${this.#whole(this.#view)}</article>`;
  }

  #whole(view: HomeView): TemplateResult {
    if (view.state === 'broken') return this.cannotSay(view);
    if (view.state !== 'person') return view.state === 'loading' ? this.bones('home.loading') : this.nothingYet();
    const { held, plans } = view;
    return html`<header class="head">
        <h2>${held.payee.Name}</h2>
        <span class="dim">${this.say('as-of', { day: this.format.day(held.asOf) })}</span>
      </header>
      ${this.stale(held.asOf)}
      ${plans.length === 0 ? this.cannotSay({ code: 'no-plan', message: this.say('home.no-plan') }) : plans.map((one) => this.#plan(held, one))}`;
  }

  #plan(held: Snapshot, view: PlanView): TemplateResult {
    const { ui } = this;
    const likelyHere = this.#forecast?.plans.find(({ plan }) => plan === view.plan.id)?.components ?? [];
    const home: Home = { ui, held, view, why: this.#why, likely: likelyHere };
    const windows = [...new Set(view.parts.map(({ window }) => ui.format.period(window, isFiscal(view.plan))))];
    return html`<section class="plan" .ariaLabel=${view.plan.name}>
      <p class="mut">${[isolated(view.plan.name), ...windows].join(' · ')}</p>
      ${view.open ? firstFigures(home) : nothing}
      <div class="halves">${view.open ? bars(home) : nothing} ${pay(home)}</div>
      ${home.why.panel(ui, blockOf(home, 'parts'))} ${home.why.panel(ui, blockOf(home, 'pay'))}
      ${likely(home, this.#forecast, this.#ask)} ${pastStatements(home)}
    </section>`;
  }
}
