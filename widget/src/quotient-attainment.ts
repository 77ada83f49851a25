// The element on a rep's home: where one stands against quota and pace, what is earned, paid, owed and likely.
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { Forecast, Snapshot } from '@quotient/calc';
import { bars, blockOf, firstFigures, pastStatements, pay, type Home } from './attainment-parts.ts';
import { homeOf, type HomeView, type PlanView } from './attainment-view.ts';
import { base } from './base.styles.ts';
import { QuotientElement, type Question } from './element.ts';
import { isFiscal } from './estimate-parts.ts';
import { figureStyles, FigureTrace } from './figure-trace.ts';
import { likely } from './likely-view.ts';
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
  #forecast: Forecast | null = null;
  #isLost = false;
  readonly #ask = (question: Question): void => this.emit('quotientask', question);
  readonly #why = new FigureTrace(this, this.#ask);

  protected override willUpdate(properties: PropertyValues): void {
    if (!properties.has('snapshot') && !properties.has('locale')) return;
    this.#why.forget();
    if (!properties.has('snapshot')) return;
    this.#view = homeOf(this.snapshot);
    this.#forecast = null;
    this.#isLost = false;
    if (this.#view.state === 'person') void this.#look(this.#view.held);
  }

  /** The forecast, after the first figures are on the page. */
  async #look(held: Snapshot): Promise<void> {
    const loaded = await this.insight().catch((error: unknown) => {
      // A file that does not come is said; the error goes on, for whoever looks after the page.
      this.#isLost = true;
      this.requestUpdate();
      throw error;
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    if (this.#view.state !== 'person' || this.#view.held !== held) return;
    this.#forecast = loaded.forecast(held);
    this.requestUpdate();
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
      <p class="mut">${[view.plan.name, ...windows].join(' · ')}</p>
      ${view.open ? firstFigures(home) : nothing}
      <div class="halves">${view.open ? bars(home) : nothing} ${pay(home)}</div>
      ${home.why.panel(ui, blockOf(home, 'parts'))} ${home.why.panel(ui, blockOf(home, 'pay'))}
      ${likely(home, this.#forecast, this.#isLost, this.#ask)} ${pastStatements(home)}
    </section>`;
  }
}
