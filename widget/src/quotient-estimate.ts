// The element on an opportunity's page: what this deal pays, why, and what it would pay if it were another.
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { tokens } from './tokens.styles.ts';
import { base } from './base.styles.ts';
import { styles } from './quotient-estimate.styles.ts';
import { traceLines, traceStyles, traceTree } from './trace-view.ts';
import { whatIf, whatIfStyles, type DayChoice } from './what-if-view.ts';
import { chartStyles, drawPayout } from './payout-chart.ts';
import { curve, estimateOf, QuotientError, type Curve, type Deal, type Trace } from '@quotient/calc';
import { QuotientElement } from './element.ts';
import {
  firstLines,
  hints,
  isFiscal,
  otherPlans,
  parts,
  payoutTable,
  slices,
  type Drawn,
  type Shown,
} from './estimate-parts.ts';
import { chartTexts, summary } from './estimate-words.ts';
import { readable, viewOf, type EstimateView, type PersonView } from './estimate-view.ts';
import { isolated } from './isolated.ts';
import { isZero } from './zero.ts';
import { notice, type Ui } from './ui.ts';
import { changed, fieldsOf, nextWindow, rangeOf, valueOf, type DealFields, type WhatIf } from './what-if.ts';

/** What a deal pays the viewer. Fires `quotientselect` with a record, `quotientask` with a trace, `quotientrefresh` where figures are old. */
export class QuotientEstimate extends QuotientElement {
  static override properties: PropertyDeclarations = { snapshots: { attribute: false }, deal: { attribute: false } };
  static override styles: CSSResultGroup = [tokens, base, chartStyles, whatIfStyles, traceStyles, styles];

  /** The viewer's snapshot (null where the viewer has none), then those of others that the viewer may read; absent while they load. */
  declare snapshots: readonly unknown[] | null | undefined;
  /** The deal as the page has it now: `{ record, set?, related?, object? }`; absent while it loads. */
  declare deal: Deal | null | undefined;

  #whatIf: WhatIf = {};
  #typed: string | undefined;
  #who = '';
  #isOpen = false;
  /** How figures are calculated, once somebody has asked. */
  #explaining: typeof import('./trace.ts') | undefined;
  #width = 0;
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #view: EstimateView = { state: 'loading' };
  #fields: DealFields = { amount: null, date: null };
  #curve: Curve | null = null;
  #range: { max: number; step: number } = { max: 0, step: 1 };
  readonly #sizes = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width === this.#width) return;
    this.#width = width;
    this.requestUpdate();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(properties: PropertyValues): void {
    if (properties.has('deal') || properties.has('snapshots'))
      this.#takeDeal(properties.get('deal') as Deal | null | undefined);
    const { deal } = this;
    this.#view = viewOf(this.snapshots, deal, this.#live);
    const view = this.#person;
    this.#curve =
      deal && view && (view.kind === 'worth' || view.kind === 'earned')
        ? curve(
            view.snapshot,
            { plan: view.plan.id, component: view.component.id },
            view.kind === 'worth' && this.#live ? [this.#live] : [],
          )
        : null;
    if (properties.size > 0 && deal)
      this.#range = rangeOf(
        valueOf(deal, this.#fields.amount),
        view?.kind === 'worth' ? (view.component.next?.remaining ?? null) : null,
      );
  }

  /** A changed deal takes the reader's changes away where it says something else itself. */
  #takeDeal(before: Deal | null | undefined): void {
    const { deal } = this;
    if (!deal) return;
    this.#fields = fieldsOf(readable(this.snapshots ?? [])[0], deal);
    const isSame = (field: string | null): boolean =>
      before?.record['Id'] === deal.record['Id'] &&
      before !== undefined &&
      before !== null &&
      valueOf(before, field) === valueOf(deal, field);
    if (before && isSame(this.#fields.amount) && isSame(this.#fields.date)) return;
    this.#whatIf = {};
    this.#typed = undefined;
    if (before?.record['Id'] !== deal.record['Id']) this.#who = '';
  }

  get #live(): Deal | null | undefined {
    const { deal } = this;
    return deal && (this.#whatIf.amount !== undefined || this.#whatIf.day !== undefined)
      ? changed(deal, this.#fields, this.#whatIf)
      : deal;
  }

  get #person(): PersonView | undefined {
    if (this.#view.state !== 'people') return undefined;
    return this.#view.people.find(({ snapshot }) => snapshot.payee.Id === this.#who) ?? this.#view.people[0];
  }

  protected override render(): TemplateResult {
    const view = this.#person;
    return html`<article class="card">
      ${view ? this.#ofPerson(this.ui, view) : this.#withoutFigure()}
      <p class="hidden" role="status" aria-live="polite">${this.#said}</p>
    </article>`;
  }

  #withoutFigure(): TemplateResult {
    const view = this.#view;
    if (view.state === 'loading') return this.bones('deal.loading');
    if (view.state === 'lost')
      return html`<h2>${this.say('deal.lost')}</h2>
        <p class="mut">${this.say('lost.sentence')}</p>`;
    if (view.state === 'broken') return this.cannotSay(view);
    return html`<h2>${this.say('deal.title')}</h2>
      ${this.nothingYet()}`;
  }

  #ofPerson(ui: Ui, view: PersonView): TemplateResult {
    const isChanged = this.#live !== this.deal;
    const title =
      view.kind === 'earned' || view.kind === 'past'
        ? 'deal.earned'
        : isChanged || Object.keys(this.deal?.set ?? {}).length > 0
          ? 'deal.changed'
          : 'deal.title';
    return html`<header class="head">
        <h2>${ui.say(title)}</h2>
        ${this.#whose(ui, view)}
      </header>
      <div class="halves">
        <div class="answer">${this.#answer(ui, view)}</div>
        ${view.kind === 'worth' || view.kind === 'cannot-say' || isChanged ? this.#play(ui, view) : nothing}
      </div>
      ${view.kind === 'worth' || view.kind === 'earned' ? this.#calculation(ui, view) : nothing}`;
  }

  #whose(ui: Ui, current: PersonView): unknown {
    const people = this.#view.state === 'people' ? this.#view.people : [];
    const name = ({ isViewer, snapshot }: PersonView): string =>
      isViewer ? ui.say('deal.for-you') : ui.say('deal.for', { name: snapshot.payee.Name });
    if (people.length < 2) return html`<span class="chip">${name(current)}</span>`;
    return html`<div class="who" role="group" .ariaLabel=${ui.say('deal.people')}>
      ${people.map((one) => html`<button type="button" class="chip" .ariaPressed=${one === current ? 'true' : 'false'} @click=${() => this.#show(one)}><span>${name(one)}</span>${this.#figureOf(ui, one)}</button>`)}
    </div>`;
  }

  #figureOf(ui: Ui, view: PersonView): unknown {
    if (view.kind === 'cannot-say' || view.kind === 'past') return nothing;
    if (view.kind === 'nothing')
      return html`<b class="num">${ui.format.amount('0', view.snapshot.plans[0]?.plan.currency ?? null)}</b>`;
    return html`<b class="num"
      >${ui.format.amount(view.kind === 'earned' ? view.total : view.planEstimate.worth, view.planEstimate.currency)}</b
    >`;
  }

  #answer(ui: Ui, view: PersonView): unknown {
    if (view.kind === 'cannot-say') return this.cannotSay(view);
    if (view.kind === 'nothing') return this.#nothing(ui, view);
    if (view.kind === 'past')
      return html`<p class="verdict">
        ${ui.say('earned.past', { day: ui.format.day(valueOf(view.answer && this.deal ? this.deal : { record: {} }, this.#fields.date) ?? view.snapshot.asOf) })}
      </p>`;
    const { plan, planEstimate, component } = view;
    return html`${firstLines(ui, view)} ${this.#notes(ui, view)}
      ${this.#curve ? html`<svg class="chart" role="img" .ariaLabel=${summary(ui, view, this.#curve)}></svg>` : nothing}
      ${view.kind === 'worth' ? html`${slices(ui, component, planEstimate.currency)} ${hints(ui, plan, component, planEstimate.currency)} ${parts(ui, plan, planEstimate, view.answer.asOf)}` : nothing}
      ${otherPlans(ui, view)}
      <p class="foot dim">
        ${isolated(planEstimate.name)} ·
        ${ui.say('as-of', { day: ui.format.day(view.answer.asOf < view.snapshot.asOf ? view.answer.asOf : view.snapshot.asOf) })}
      </p>`;
  }

  #nothing(ui: Ui, { snapshot, isViewer, owner, isOwner }: Extract<PersonView, { kind: 'nothing' }>): TemplateResult {
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

  #notes(ui: Ui, view: Shown): unknown[] {
    const { asOf } = view.snapshot;
    const day = ui.format.day(asOf);
    const found: unknown[] = view.answer.notes
      .filter(({ code }) => code === 'ended-period' && view.kind === 'worth')
      .map(() => notice(ui.say('say.ended-period', { day })));
    if (view.kind === 'worth' && view.isWon) found.push(notice(ui.say('earned.not-yet', { day }), 'plain'));
    found.push(...this.stale(asOf));
    return found;
  }

  #play(ui: Ui, view: PersonView): unknown {
    const live = this.#live;
    if (!live || !this.deal || (view.kind === 'worth' && view.isWon)) return nothing;
    const own = this.deal.record['CurrencyIsoCode'];
    const { snapshot } = view;
    const counts = snapshot.plans.some(({ plan }) =>
      Object.values(plan.measures).some(({ value, unit }) => value === this.#fields.amount && unit === 'number'),
    );
    const amount = valueOf(live, this.#fields.amount);
    return whatIf(
      ui,
      {
        amount: this.#fields.amount === null ? null : (amount ?? ''),
        currency: counts ? null : typeof own === 'string' ? own : snapshot.corporateCurrency,
        typed: this.#typed,
        range: this.#range,
        day: this.#fields.date === null ? null : (valueOf(live, this.#fields.date)?.slice(0, 10) ?? ''),
        choices: view.kind === 'worth' ? this.#choices(ui, view, live) : [],
        isChanged: live !== this.deal,
      },
      {
        slide: (text) => this.#change({ amount: text }),
        type: (text) => this.#type(text),
        leave: () => this.#leave(),
        pick: (day) => this.#change({ day: day === '' ? undefined : day }),
        reset: () => this.#reset(),
      },
    );
  }

  #choices(ui: Ui, view: Drawn, live: Deal): DayChoice[] {
    const { plan, component, snapshot, planEstimate } = view;
    const chosen = valueOf(live, this.#fields.date)?.slice(0, 10);
    const own = this.deal && valueOf(this.deal, this.#fields.date)?.slice(0, 10);
    const next = own && nextWindow(plan, component.id, own < snapshot.asOf ? snapshot.asOf : own);
    if (!own || !next) return [];
    return [own, next].flatMap((day) => {
      const answer =
        day === chosen
          ? planEstimate
          : estimateOf(snapshot, [changed(live, this.#fields, { day })]).plans.find((one) => one.plan === plan.id);
      const window = answer?.components.find(({ id }) => id === component.id)?.window;
      if (!answer || !window) return [];
      const text = ui.say('what.next', {
        day: ui.format.shortDay(day),
        window: ui.format.period(window, isFiscal(plan)),
      });
      return [{ day, text, worth: ui.format.amount(answer.worth, answer.currency), isChosen: day === chosen }];
    });
  }

  #calculation(ui: Ui, view: Drawn | Extract<PersonView, { kind: 'earned' }>): TemplateResult {
    const trace = this.#isOpen && this.#explaining ? this.#trace(view, this.#explaining) : null;
    return html`<details
      class="how-is"
      .open=${this.#isOpen}
      @toggle=${(event: Event) => this.#toggle((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>${ui.say('trace.title')}</summary>
      ${trace === null ? nothing : trace instanceof QuotientError ? notice(trace.message) : html`${traceTree(ui, trace, this.#names())} ${this.#curve ? payoutTable(ui, view.plan, this.#curve) : nothing}<button type="button" class="action noprint" @click=${() => this.#ask(ui, view, trace)}>${ui.say('trace.ask')}</button>`}
    </details>`;
  }

  #trace(
    view: Drawn | Extract<PersonView, { kind: 'earned' }>,
    { explainComponent, explainDeals }: typeof import('./trace.ts'),
  ): Trace | QuotientError {
    const several = view.planEstimate.components.filter(({ worth }) => !isZero(worth)).length > 1;
    try {
      const { snapshot, component } = view;
      const plan = view.plan.id;
      if (view.kind === 'earned')
        return explainComponent(snapshot, { plan, period: view.lines[0]?.period }, component.id);
      return explainDeals(
        snapshot,
        { plan, component: several ? undefined : component.id },
        this.#live ? [this.#live] : [],
      );
    } catch (error) {
      if (error instanceof QuotientError) return error;
      throw error;
    }
  }

  #ask(ui: Ui, view: Shown, trace: Trace): void {
    const { currency: unit } = view.planEstimate;
    const value = view.kind === 'earned' ? view.total : view.planEstimate.worth;
    const record = this.deal?.record['Id'];
    this.emit('quotientask', {
      subject: ui.say('trace.question', { money: ui.format.money(value, unit) }),
      payee: view.snapshot.payee.Id,
      record: typeof record === 'string' ? record : null,
      figure: { label: trace.label, value, unit },
      trace: traceLines(ui, trace, this.#names()),
    });
  }

  #names(): Map<string, string> {
    const { Id, Name } = this.deal?.record ?? {};
    return new Map([[String(Id), String(Name ?? Id)]]);
  }

  #toggle(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.requestUpdate();
    if (isOpen && !this.#explaining)
      void import('./trace.ts').then((loaded) => {
        this.#explaining = loaded;
        this.requestUpdate();
      });
  }

  #show({ snapshot }: PersonView): void {
    this.#who = snapshot.payee.Id;
    this.requestUpdate();
  }

  #change(change: WhatIf): void {
    this.#whatIf = { ...this.#whatIf, ...change };
    this.#typed = undefined;
    this.requestUpdate();
  }

  #type(text: string): void {
    const amount = this.format.read(text);
    this.#typed = text;
    if (amount !== null) this.#whatIf = { ...this.#whatIf, amount };
    this.requestUpdate();
  }

  #leave(): void {
    if (this.#typed === undefined || this.format.read(this.#typed) === null) return;
    this.#typed = undefined;
    this.requestUpdate();
  }

  #reset(): void {
    this.#whatIf = {};
    this.#typed = undefined;
    this.requestUpdate();
  }

  protected override updated(): void {
    const svg = this.renderRoot.querySelector<SVGSVGElement>('svg.chart');
    const view = this.#person;
    if (svg && this.#curve && view && (view.kind === 'worth' || view.kind === 'earned')) {
      this.#sizes.observe(svg);
      if (this.#width === 0) this.#width = Math.round(svg.getBoundingClientRect().width);
      if (this.#width > 0) drawPayout(svg, this.#curve, this.#width, chartTexts(this.ui, view, this.#curve));
    }
    this.#announce(view);
  }

  /** Says the answer to those who listen, once a reader has stopped changing it. */
  #announce(view: PersonView | undefined): void {
    const text = view?.kind === 'worth' ? summary(this.ui, view, this.#curve) : '';
    clearTimeout(this.#timer);
    if (text === this.#said) return;
    this.#timer = setTimeout(() => {
      this.#said = text;
      this.requestUpdate();
    }, 400);
  }
}
