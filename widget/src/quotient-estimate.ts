// The element on an opportunity's page: what this deal pays, why, and what it would pay if it were another.
import { html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Curve, Deal } from '@quotient/calc';
import { base } from './base.styles.ts';
import { QuotientElement, type Question } from './element.ts';
import { card, type CardParts } from './estimate-card.ts';
import { calculation, type Explain } from './estimate-trace.ts';
import { curveBehind, readable, viewOf, type EstimateView, type PersonView } from './estimate-view.ts';
import { chartTexts, summary } from './estimate-words.ts';
import { chartStyles, PayoutChart } from './payout-chart.ts';
import { styles } from './quotient-estimate.styles.ts';
import { tokens } from './tokens.styles.ts';
import { traceStyles } from './trace-view.ts';
import { whatIfStyles } from './what-if-view.ts';
import {
  changed,
  closings,
  fieldsOf,
  rangeOf,
  valueOf,
  type Closing,
  type DealFields,
  type WhatIf,
} from './what-if.ts';

/** A reader who moves a slider is told the answer once it has stood still for so many milliseconds. */
const pause = 400;

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
  #explain: Explain | undefined;
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The reader has changed something since figures were calculated. */
  #isMoved = false;
  /** The deal with the reader's changes; the deal itself where there are none. */
  #live: Deal | null | undefined;
  #fields: DealFields = { amount: null, date: null };
  #range: { max: number; step: number } = { max: 0, step: 1 };
  #view: EstimateView = { state: 'loading' };
  /** The person who is shown, with the picture and the closing days that belong to that view. */
  #person: PersonView | undefined;
  #curve: Curve | null = null;
  #closings: readonly Closing[] = [];

  readonly #chart = new PayoutChart(
    () => this.renderRoot.querySelector('.chart, .b-chart'),
    () => this.requestUpdate(),
  );
  readonly #parts: CardParts = {
    stale: (asOf) => this.stale(asOf),
    cannotSay: (reason) => this.cannotSay(reason),
    choose: (view) => this.#choose(view),
    play: {
      slide: (amount) => this.#change({ amount }),
      type: (text) => this.#type(text),
      leave: () => this.#leave(),
      pick: (day) => this.#change({ day: day === '' ? undefined : day }),
      reset: () => this.#play({}, undefined),
    },
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart.stop();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(properties: PropertyValues): void {
    const isGiven = properties.has('deal') || properties.has('snapshots');
    if (isGiven) this.#takeDeal(properties.get('deal') as Deal | null | undefined);
    // However often the element is drawn, figures are calculated once for each change of what they are made of.
    if (isGiven || this.#isMoved) this.#calculate();
    if (isGiven && this.deal)
      this.#range = rangeOf(
        valueOf(this.deal, this.#fields.amount),
        this.#person?.kind === 'worth' ? (this.#person.component.next?.remaining ?? null) : null,
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

  #calculate(): void {
    const { deal } = this;
    const isPlayed = this.#whatIf.amount !== undefined || this.#whatIf.day !== undefined;
    this.#isMoved = false;
    this.#live = deal && isPlayed ? changed(deal, this.#fields, this.#whatIf) : deal;
    this.#view = viewOf(this.snapshots, deal, this.#live);
    this.#look();
  }

  /** Looks at one of the people of the view. */
  #look(): void {
    const people = this.#people;
    const view = people.find(({ snapshot }) => snapshot.payee.Id === this.#who) ?? people[0];
    this.#person = view;
    this.#curve = curveBehind(view);
    this.#closings =
      view?.kind === 'worth' && this.deal && this.#live ? closings(view, this.deal, this.#live, this.#fields) : [];
  }

  get #people(): readonly PersonView[] {
    return this.#view.state === 'people' ? this.#view.people : [];
  }

  protected override render(): TemplateResult {
    return html`<article class="card">
      ${this.#ofPerson() ?? this.#withoutFigure()}
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

  #ofPerson(): TemplateResult | undefined {
    const { ui, deal } = this;
    const [view, live, curve] = [this.#person, this.#live, this.#curve];
    if (!view || !deal || !live) return undefined;
    const shown = card(
      ui,
      {
        view,
        people: this.#people,
        deal,
        live,
        fields: this.#fields,
        curve,
        closings: this.#closings,
        range: this.#range,
        typed: this.#typed,
      },
      this.#parts,
    );
    if (view.kind !== 'worth' && view.kind !== 'earned') return shown;
    const explaining = { view, deal, live, curve, isOpen: this.#isOpen, explain: this.#explain };
    return html`${shown} ${calculation(ui, explaining, this.#toggle, this.#ask)}`;
  }

  readonly #ask = (question: Question): void => this.emit('quotientask', question);

  readonly #toggle = (isOpen: boolean): void => {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.requestUpdate();
    if (isOpen && !this.#explain)
      void import('./trace.ts').then((loaded) => {
        this.#explain = loaded;
        this.requestUpdate();
      });
  };

  #choose({ snapshot }: PersonView): void {
    this.#who = snapshot.payee.Id;
    this.#look();
    this.requestUpdate();
  }

  #change(change: WhatIf): void {
    this.#play({ ...this.#whatIf, ...change }, undefined);
  }

  #type(text: string): void {
    const amount = this.format.read(text);
    this.#play(amount === null ? this.#whatIf : { ...this.#whatIf, amount }, text);
  }

  #leave(): void {
    if (this.#typed === undefined || this.format.read(this.#typed) === null) return;
    this.#typed = undefined;
    this.requestUpdate();
  }

  #play(whatIf: WhatIf, typed: string | undefined): void {
    this.#whatIf = whatIf;
    this.#typed = typed;
    this.#isMoved = true;
    this.requestUpdate();
  }

  protected override updated(): void {
    const frame = this.renderRoot.querySelector('.card');
    const svg = this.renderRoot.querySelector<SVGSVGElement>('.chart');
    const [view, curve] = [this.#person, this.#curve];
    if (frame) this.#chart.watch(frame);
    if (svg && curve && (view?.kind === 'worth' || view?.kind === 'earned'))
      this.#chart.draw(svg, curve, this.ui, () => chartTexts(this.ui, view, curve));
    this.#announce();
  }

  /** Says the answer to those who listen, once a reader has stopped changing it. */
  #announce(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const view = this.#person;
      const text = view?.kind === 'worth' ? summary(this.ui, view, this.#curve) : '';
      if (text === this.#said) return;
      this.#said = text;
      this.requestUpdate();
    }, pause);
  }
}
