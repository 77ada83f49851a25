// What both elements share: a closed shadow root, the reader's language and words, and events with plain details.
import { LitElement, type PropertyDeclarations } from 'lit';
import { formatOf, type Format } from './format.ts';
import { fill, wordsOf, type MessageKey, type Messages, type MessagesByLanguage } from './messages.ts';

/** The events of the elements, with their details. */
export interface QuotientEvents {
  /** Something to open: a record, or a person. */
  readonly quotientselect: { readonly record: string } | { readonly payee: string };
  /** A question with the trace of the figure in doubt. */
  readonly quotientask: {
    readonly question: string;
    readonly trace: unknown;
    readonly deal?: string;
    readonly payee: string;
  };
  /** The figures are old: the host should fetch again. */
  readonly quotientrefresh: { readonly asOf: string };
}

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

  protected emit<Name extends keyof QuotientEvents>(name: Name, detail: QuotientEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
