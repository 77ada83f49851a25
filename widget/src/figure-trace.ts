// From a figure to how it came about: figures are buttons that open a panel with the trace and a way to ask.
import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { QuotientError, type Trace } from '@quotient/calc';
import type { Question } from './element.ts';
import { isolated } from './isolated.ts';
import { traceLines, traceTree } from './trace-view.ts';
import { notice, type Child, type Ui } from './ui.ts';

type Explain = typeof import('./trace.ts');

/** A figure on the page. */
export interface Figure {
  /** Which one, of all on the page. */
  readonly key: string;
  /** The block of the page under which its panel opens. */
  readonly block: string;
  readonly label: string;
  /** A decimal, and its unit as traces have it. */
  readonly value: string;
  readonly unit: string;
  /** As it is shown. */
  readonly text: string;
  /** Whose it is; null of a total. */
  readonly payee: string | null;
  /** How it came about; null where the snapshot does not hold that any more. */
  readonly trace: ((explain: Explain) => Trace) | null;
}

const nobody: ReadonlyMap<string, string> = new Map();

/** What one element has open. */
export class FigureTrace {
  readonly #host: LitElement;
  readonly #ask: (question: Question) => void;
  #figure: Figure | undefined;
  #from: HTMLElement | undefined;
  #explain: Explain | undefined;
  #made: { readonly of: Figure; readonly trace: Trace | QuotientError } | undefined;

  constructor(host: LitElement, ask: (question: Question) => void) {
    this.#host = host;
    this.#ask = ask;
  }

  /** The figure as a button. */
  button(figure: Figure, content: Child = figure.text): TemplateResult {
    const isOpen = this.#figure?.key === figure.key;
    return html`<button
      type="button"
      class="why num"
      .ariaExpanded=${String(isOpen)}
      @click=${(event: Event) => (isOpen ? this.close() : this.#open(figure, event.currentTarget as HTMLElement))}
    >
      ${content}
    </button>`;
  }

  /** The panel, where the figure belongs to a block. */
  panel(ui: Ui, block: string): unknown {
    const figure = this.#figure;
    if (figure?.block !== block) return nothing;
    const trace = this.#traceOf(figure);
    const title = `${isolated(figure.label)}: ${figure.text}`;
    return html`<section class="panel" .ariaLabel=${title} @keydown=${this.#key}>
      <div class="head">
        <h3 tabindex="-1">${title}</h3>
        <button type="button" class="link noprint" @click=${() => this.close()}>${ui.say('trace.close')}</button>
      </div>
      ${
        trace === null
          ? html`<p class="mut">${ui.say('trace.kept')}</p>`
          : trace === undefined
            ? html`<p class="mut" role="status">${ui.say('trace.loading')}</p>`
            : trace instanceof QuotientError
              ? notice(trace.message)
              : traceTree(ui, trace, nobody)
      }
      ${trace === undefined ? nothing : html`<button type="button" class="action noprint" @click=${() => this.#put(ui, figure, trace)}>${ui.say('trace.ask')}</button>`}
    </section>`;
  }

  /** Closes the panel, and goes back to the figure. */
  close(): void {
    const from = this.#from;
    this.forget();
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => from?.focus());
  }

  /** Closes the panel without a word: its figure is another one now. */
  forget(): void {
    this.#figure = undefined;
    this.#from = undefined;
    this.#made = undefined;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.close();
  };

  #open(figure: Figure, from: HTMLElement): void {
    this.#figure = figure;
    this.#from = from;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>('.panel h3')?.focus());
    if (!this.#explain)
      void import('./trace.ts').then((loaded) => {
        this.#explain = loaded;
        this.#host.requestUpdate();
      });
  }

  /** Null where there is none, undefined where it is on its way. */
  #traceOf(figure: Figure): Trace | QuotientError | null | undefined {
    if (!figure.trace) return null;
    if (!this.#explain) return undefined;
    if (this.#made?.of !== figure) this.#made = { of: figure, trace: made(figure.trace, this.#explain) };
    return this.#made.trace;
  }

  #put(ui: Ui, { label, value, unit, text, payee }: Figure, trace: Trace | QuotientError | null): void {
    this.#ask({
      subject: ui.say('ask.figure', { label, figure: text }),
      payee,
      record: null,
      figure: { label, value, unit },
      trace:
        trace === null
          ? [ui.say('trace.kept')]
          : trace instanceof QuotientError
            ? [trace.message]
            : traceLines(ui, trace, nobody),
    });
  }
}

function made(trace: (explain: Explain) => Trace, explain: Explain): Trace | QuotientError {
  try {
    return trace(explain);
  } catch (error) {
    if (error instanceof QuotientError) return error;
    throw error;
  }
}

/** Several traces of one unit as their sum; one alone stands for itself. */
export function summed(label: string, result: string, unit: string, inputs: readonly Trace[]): Trace {
  const [only] = inputs;
  if (only && inputs.length === 1) return only;
  return { label, formula: '', result, unit, by: 'sum', inputs };
}

export const figureStyles = css`
  .why {
    min-width: 24px;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
    cursor: pointer;
    text-decoration: underline dotted 1px transparent;
    text-underline-offset: 0.22em;
  }
  .why:hover,
  .why[aria-expanded='true'] {
    color: var(--_deal);
    text-decoration-color: currentColor;
  }
  .panel {
    margin-top: 12px;
    padding: 12px 14px;
    border-radius: calc(var(--_radius) - 4px);
    background: var(--_tint);
    max-height: max(18rem, 70vh);
    overflow: auto;
  }
  .panel h3:focus {
    outline: none;
  }
  .panel .trace {
    margin: 8px 0 12px;
  }
  @media (forced-colors: active) {
    .panel {
      border: 1px solid CanvasText;
    }
  }
  @media print {
    .panel {
      max-height: none;
    }
  }
`;
