// What the elements share: a closed shadow root, the reader's language and words, states, and events with plain details.
import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { formatOf, type Format } from './format.ts';
import { isolated } from './isolated.ts';
import { fill, wordsOf, type MessageKey, type Messages, type MessagesByLanguage, type Reason } from './messages.ts';
import { notice, type Ui } from './ui.ts';

/** The events of the elements, with their details. */
export interface QuotientEvents {
  /** Something to open: a record, or a person. */
  readonly quotientselect: { readonly record: string } | { readonly payee: string };
  /** A question about a figure. */
  readonly quotientask: Question;
  /** The figures are old: the host should fetch again. */
  readonly quotientrefresh: { readonly asOf: string };
}

/** A question about a figure, with all that somebody needs who is to answer it. */
export interface Question {
  /** The question in one sentence, in the reader's language. */
  readonly subject: string;
  /** Whose figure it is; null of a total. */
  readonly payee: string | null;
  /** The record that it is about, or null. */
  readonly record: string | null;
  /** A decimal with its unit: a currency code, `%`, or empty; null where no single figure is asked about. */
  readonly figure: null | { readonly label: string; readonly value: string; readonly unit: string };
  /** How it came about, a step a line; two spaces more for what a step is made of. */
  readonly trace: readonly string[];
}

const staleAfterDays = 2;
/** So many people are named. */
const mostNames = 5;

/** The base of the elements. */
export class QuotientElement extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, mode: 'closed' };

  static override properties: PropertyDeclarations = {
    locale: {},
    messages: { attribute: false },
    today: {},
  };

  /** Language of words and figures, such as `de-AT`; the document's or the browser's where it is not given. */
  declare locale: string | undefined;
  /** Words of the host by language; English is there, German in a file of its own. */
  declare messages: MessagesByLanguage | undefined;
  /** The day on which the figures are looked at (`YYYY-MM-DD`); the browser's where it is not given. */
  declare today: string | undefined;

  #spoken:
    | { readonly locale: string; readonly own: MessagesByLanguage | undefined; readonly words: Messages }
    | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected get language(): string {
    return this.locale || document.documentElement.lang || navigator.language || 'en';
  }

  protected get format(): Format {
    return formatOf(this.language);
  }

  protected get words(): Messages {
    const { language: locale, messages: own } = this;
    if (this.#spoken?.locale !== locale || this.#spoken.own !== own)
      this.#spoken = { locale, own, words: wordsOf(locale, own) };
    return this.#spoken.words;
  }

  /** A sentence with its placeholders filled. Bound, so that it can be handed on. */
  protected readonly say = (key: MessageKey, values?: Readonly<Record<string, string>>): string =>
    fill(this.words[key], values);

  /** How many days the figures are older than the day on which they are looked at. */
  protected age(asOf: string): number {
    const now = new Date();
    const today = this.today ? Date.parse(this.today) : Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    return Math.round((today - Date.parse(asOf)) / 86_400_000);
  }

  /** What templates need of the element. */
  protected get ui(): Ui {
    return {
      format: this.format,
      words: this.words,
      say: this.say,
      openRecord: (record) => this.emit('quotientselect', { record }),
    };
  }

  /** Since when figures are old, with a way to have them read again; nothing where they are not. */
  protected stale(asOf: string): TemplateResult[] {
    const days = this.age(asOf);
    if (!(days > staleAfterDays)) return [];
    const again = html`<button
      type="button"
      class="link noprint"
      @click=${() => this.emit('quotientrefresh', { asOf })}
    >
      ${this.say('old.refresh')}
    </button>`;
    const values = { day: this.format.day(asOf), ago: this.format.daysAgo(days) };
    return [notice([`${this.say('old.snapshot', values)} `, again])];
  }

  /** Why there is no figure, in the reader's language where it is known there. */
  protected cannotSay({ code, message }: { readonly code: string; readonly message: string }): TemplateResult {
    return html`<p class="verdict">${this.say('say.title')}</p>
      <p class="mut">${this.words[`say.${code}` as Reason] ?? message}</p>`;
  }

  /** Who is in no figure because their snapshot cannot be read: how many, with the names that are known. */
  protected leftOut(names: readonly (string | null)[]): TemplateResult[] {
    if (names.length === 0) return [];
    const known = names.filter((one) => one !== null);
    const said = [...known.slice(0, mostNames).map(isolated), ...(known.length > mostNames ? ['…'] : [])].join(', ');
    const count = this.format.amount(String(names.length), null);
    return [notice(this.say('team.left-out', { count: said === '' ? count : `${count} (${said})` }))];
  }

  /** Nobody has published anything for the viewer. */
  protected nothingYet(): TemplateResult {
    return html`<p class="verdict">${this.say('state.no-snapshot')}</p>
      <p class="mut">${this.say('state.no-snapshot.why')}</p>`;
  }

  /** The shape of what comes, while it loads. */
  protected bones(key: MessageKey): TemplateResult {
    return html`<div class="bones" role="progressbar" .ariaLabel=${this.say(key)}>
      <span class="bone b-title"></span><span class="bone b-figure"></span><span class="bone b-line"></span
      ><span class="bone b-chart"></span><span class="bone b-line"></span><span class="bone b-title"></span>
    </div>`;
  }

  protected emit<Name extends keyof QuotientEvents>(name: Name, detail: QuotientEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
