// The element that coaches: what to look at today, why, what it is worth, and the next step.
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { base } from './base.styles.ts';
import { flagItem, noteOf, type CoachingUi } from './coaching-parts.ts';
import { coachingOf, type Coaching } from './coaching-view.ts';
import { QuotientElement } from './element.ts';
import type { Messages } from './messages.ts';
import { styles } from './quotient-coaching.styles.ts';
import { tokens } from './tokens.styles.ts';
import { signOf, type Ui } from './ui.ts';

const step = 10;

/** The flags of one person, or of a team. Fires `quotientselect` with a record or a payee, `quotientask` with a flag, `quotientrefresh` where figures are old. */
export class QuotientCoaching extends QuotientElement {
  static override properties: PropertyDeclarations = {
    snapshot: { attribute: false },
    snapshots: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, base, styles];

  /** The person's snapshot; null where none is published, absent while it loads. */
  declare snapshot: unknown;
  /** For those who lead: the snapshots of their people, in place of `snapshot`. */
  declare snapshots: readonly unknown[] | null | undefined;

  #coaching: Coaching | null = null;
  #sentences: Partial<Messages> = {};
  #shown = 0;
  #isLost = false;
  #run = 0;

  protected override willUpdate(properties: PropertyValues): void {
    if (!properties.has('snapshot') && !properties.has('snapshots')) return;
    this.#coaching = null;
    this.#shown = 0;
    this.#isLost = false;
    const documents = this.#documents;
    const run = ++this.#run;
    if (documents?.length) void this.#look(documents, () => run !== this.#run);
  }

  /** Undefined while they load. */
  get #documents(): readonly unknown[] | undefined {
    const { snapshot, snapshots } = this;
    if (snapshots) return snapshots.filter(Boolean);
    if (snapshot === undefined) return undefined;
    return snapshot === null ? [] : [snapshot];
  }

  async #look(documents: readonly unknown[], isOver: () => boolean): Promise<void> {
    try {
      const [{ flagWords }, found] = await Promise.all([this.sentences(), coachingOf(documents, isOver)]);
      this.#sentences = flagWords;
      this.#coaching = found ?? this.#coaching;
    } catch (error) {
      // A file that does not come is said; the error goes on, for whoever looks after the page.
      if (!isOver()) this.#isLost = true;
      throw error;
    } finally {
      this.requestUpdate();
    }
  }

  /** What flags say in English, a file of their own. */
  protected sentences(): Promise<typeof import('./coaching-words.ts')> {
    return import('./coaching-words.ts');
  }

  protected override get ui(): Ui {
    return { ...super.ui, words: { ...this.#sentences, ...this.words } };
  }

  protected override render(): TemplateResult {
    return html`<article class="card">${this.#whole()}</article>`;
  }

  #whole(): TemplateResult {
    if (this.#documents?.length === 0)
      return html`<h2>${this.say('flags.title')}</h2>
        ${
          this.snapshots
            ? html`<p class="verdict">${this.say('team.empty')}</p>
                <p class="mut">${this.say('team.empty.why')}</p>`
            : this.nothingYet()
        }`;
    const found = this.#coaching;
    if (!found && this.#isLost) return html`<p class="mut" role="alert">${this.say('state.not-loaded')}</p>`;
    if (!found) return this.bones('flags.loading');
    if (found.people === 0) return this.cannotSay(found.reason ?? { code: 'snapshot', message: '' });
    const ui: CoachingUi = {
      ...this.ui,
      openPayee: (payee) => this.emit('quotientselect', { payee }),
      ask: (question) => this.emit('quotientask', question),
      isTeam: Boolean(this.snapshots),
    };
    const { today, more, asOf, leftOut } = found;
    const following = more.slice(0, this.#shown);
    return html`<header class="head">
        <h2>${this.say(today.length > 0 ? 'flags.today' : 'flags.title')}</h2>
        <span class="dim">${this.say('as-of', { day: this.format.day(asOf) })}</span>
      </header>
      ${this.stale(asOf)} ${this.leftOut(leftOut)}
      ${
        today.length === 0
          ? html`<p class="verdict">${signOf('good')} ${this.say('flags.none')}</p>
              <p class="mut">${this.say('flags.none.why')}</p>`
          : html`<ol class="flags">
              ${[...today, ...following].map((one) => flagItem(ui, one))}
            </ol>`
      }
      ${
        more.length > following.length
          ? html`<button type="button" class="link more noprint" @click=${this.#showMore}>
              ${this.say('flags.more', { count: this.#count(more.length - following.length) })}
            </button>`
          : nothing
      }
      ${this.#unseen(found)}`;
  }

  /** What could not be looked at is said, so that silence is never taken for a good word. */
  #unseen({ diagnostics }: Coaching): unknown {
    if (diagnostics.length === 0) return nothing;
    return html`<details class="unseen">
      <summary>${this.say('flags.unseen', { count: this.#count(diagnostics.length) })}</summary>
      <ul>
        ${diagnostics.map((one) => html`<li>${noteOf(this.ui, one)}</li>`)}
      </ul>
    </details>`;
  }

  #count(count: number): string {
    return this.format.amount(String(count), null);
  }

  /** Shows some more, and goes on reading at the first of them. */
  readonly #showMore = async (): Promise<void> => {
    const before = (this.#coaching?.today.length ?? 0) + this.#shown;
    this.#shown += step;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('.flag')[before]?.querySelector<HTMLElement>('button')?.focus();
  };
}
