// The element on a manager's page: where everybody stands, as a table that reads like a picture.
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { helpFirst, totals, type Snapshot, type TeamRow } from '@quotient/calc';
import { base } from './base.styles.ts';
import { QuotientElement } from './element.ts';
import { isFiscal } from './estimate-parts.ts';
import { styles } from './quotient-team.styles.ts';
import { figureStyles, FigureTrace } from './figure-trace.ts';
import { rowWindow } from './row-window.ts';
import { barEndOf, firstFigures, help, people, row, totalRow, type TeamUi } from './team-parts.ts';
import {
  filtered,
  readTeam,
  segmentsOf,
  sorted,
  type Column,
  type Filter,
  type Order,
  type TeamRead,
  withoutFigures,
} from './team-rows.ts';
import { figureOf, teamBlock } from './team-figures.ts';
import { traceStyles } from './trace-view.ts';
import { tokens } from './tokens.styles.ts';
import { notice } from './ui.ts';

const rowHeights = { table: 60, cards: 104 } as const;
const columns: readonly Column[] = ['person', 'attainment', 'earned', 'payable'];

/** A team from the snapshots that the viewer may see. Fires `quotientselect` with a payee or a record, `quotientask` with a figure, `quotientrefresh` where figures are old. */
export class QuotientTeam extends QuotientElement {
  static override properties: PropertyDeclarations = {
    snapshots: { attribute: false },
    people: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, base, traceStyles, figureStyles, styles];

  /** The snapshots of the people to show; absent while they load, empty where there are none. */
  declare snapshots: readonly unknown[] | null | undefined;
  /** Who is on the team, where the page knows it: those without a snapshot are in no row and no total, and it says how many they are. */
  declare people: readonly { readonly Id: string }[] | null | undefined;

  #team: TeamRead | null = null;
  #unseen = 0;
  #rows: readonly TeamRow[] = [];
  #filter: Filter = { text: '', segment: undefined };
  #order: Order = { column: 'attainment', isDescending: false };
  #view = { top: 0, height: 700, isNarrow: false };
  #fiscal = new Map<string, boolean>();
  #held = new Map<string, Snapshot>();
  readonly #why = new FigureTrace(this, (question) => this.emit('quotientask', question));
  readonly #sizes = new ResizeObserver(([entry]) => {
    const target = entry?.target as HTMLElement | undefined;
    if (!target) return;
    const isNarrow = this.offsetWidth <= 660;
    if (target.clientHeight === this.#view.height && isNarrow === this.#view.isNarrow) return;
    this.#view = { ...this.#view, height: target.clientHeight, isNarrow };
    this.requestUpdate();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override willUpdate(properties: PropertyValues): void {
    if (properties.has('people') || properties.has('snapshots'))
      this.#unseen = withoutFigures(this.people ?? [], this.snapshots ?? []);
    if (!properties.has('snapshots')) {
      if (properties.has('locale')) this.#arrange();
      return;
    }
    this.#why.forget();
    this.#team = this.snapshots ? readTeam(this.snapshots.filter(Boolean)) : null;
    this.#fiscal = new Map(
      (this.#team?.snapshots ?? []).flatMap(({ plans }) => plans.map(({ plan }) => [plan.id, isFiscal(plan)] as const)),
    );
    this.#held = new Map((this.#team?.snapshots ?? []).map((one) => [one.payee.Id, one]));
    const known = this.#team ? segmentsOf(this.#team.rows, this.language) : [];
    if (this.#filter.segment !== undefined && !known.includes(this.#filter.segment))
      this.#filter = { ...this.#filter, segment: undefined };
    this.#arrange();
  }

  /** Filters and sorts again; only what the reader asked for, not on every scroll. */
  #arrange(): void {
    this.#rows = sorted(filtered(this.#team?.rows ?? [], this.#filter), this.#order, this.language);
  }

  get #ui(): TeamUi {
    return {
      ...this.ui,
      openPayee: (payee) => this.emit('quotientselect', { payee }),
      isFiscal: ({ plan }) => this.#fiscal.get(plan) ?? false,
      why: (of, what, text, content) =>
        this.#why.button(figureOf(this.say, of, what, text, this.#rows, this.#held), content),
    };
  }

  protected override render(): TemplateResult {
    const read = this.#team;
    if (!read) {
      return html`<article class="card">${this.bones('team.loading')}</article>`;
    }
    if (read.rows.length === 0) {
      return html`<article class="card">
        <h2>${this.say('team.title')}</h2>
        <p class="figure">${this.say('team.empty')}</p>
        <p class="mut">${this.say('team.empty.why')}</p>
        ${this.#leftOut(read)}
      </article>`;
    }
    return html`<article class="card">${this.#whole(this.#ui, read)}</article>`;
  }

  #whole(ui: TeamUi, read: TeamRead): TemplateResult {
    const rows = this.#rows;
    const sums = totals(rows);
    const paces = new Set(rows.map(({ pace }) => pace));
    const pace = paces.size === 1 ? ([...paces][0] ?? null) : null;
    const windows = [...new Set(rows.map((one) => ui.format.period(one.window, ui.isFiscal(one))))];
    const count = people(ui, new Set(rows.map(({ payee }) => payee.Id)).size);
    const day = ui.say('as-of', { day: ui.format.day(read.asOf) });
    const title = [ui.say('team.title'), ...(windows.length === 1 ? windows : []), count].join(' · ');
    const summary = this.#summary(ui, count, sums[0], pace);
    return html`<header class="head">
        <h2>${title}</h2>
        <span class="dim">${day} · ${ui.say('team.visible')}</span>
      </header>
      ${firstFigures(ui, sums, pace)} ${help(ui, rows)} ${this.stale(read.asOf)} ${this.#leftOut(read)}
      ${this.#tools(ui, read)} ${this.#why.panel(ui, teamBlock)}
      <div class="scroll" tabindex="0" role="region" .ariaLabel=${ui.say('team.title')} @scroll=${this.#scrolled}>
        ${this.#table(ui, rows, sums, summary)}
      </div>`;
  }

  #summary(
    ui: TeamUi,
    count: string,
    total: ReturnType<typeof totals>[number] | undefined,
    pace: string | null,
  ): string {
    if (!total || total.attainment === null || pace === null) return count;
    const values = {
      people: count,
      attainment: ui.format.percent(total.attainment),
      quota: ui.format.amount(total.quota, total.currency),
      pace: ui.format.percent(pace),
    };
    const [first] = helpFirst(this.#rows);
    return first ? ui.say('team.summary', { ...values, name: first.payee.Name }) : ui.say('team.summary.even', values);
  }

  /** Whose figures are in no row and no total: those that cannot be read, and those that the viewer has not. */
  #leftOut({ leftOut }: TeamRead): unknown {
    const count = (people: number): string => this.format.amount(String(people), null);
    const unseen = this.#unseen;
    const one = new Intl.PluralRules(this.format.locale).select(unseen) === 'one';
    return html`${this.leftOut(leftOut)}
    ${unseen === 0 ? nothing : notice(this.say(one ? 'team.unseen.one' : 'team.unseen.other', { count: count(unseen) }))}`;
  }

  #tools(ui: TeamUi, read: TeamRead): TemplateResult {
    const segments = segmentsOf(read.rows, this.language);
    const { segment, text } = this.#filter;
    const name = (one: string | null): string => one ?? ui.say('team.no-segment');
    const isFiltered = text !== '' || segment !== undefined;
    return html`<div class="tools noprint">
      <input
        class="field search"
        type="search"
        autocomplete="off"
        .ariaLabel=${ui.say('team.search')}
        .placeholder=${ui.say('team.search')}
        .value=${text}
        @input=${(event: Event) => this.#setFilter({ text: (event.currentTarget as HTMLInputElement).value })}
      />
      ${
        segments.length < 2
          ? nothing
          : html`<select
              class="field"
              .ariaLabel=${ui.say('team.segment')}
              @change=${(event: Event) => this.#pickSegment((event.currentTarget as HTMLSelectElement).selectedIndex, segments)}
            >
              <option .selected=${segment === undefined}>${ui.say('team.all-segments')}</option>
              ${segments.map((one) => html`<option .selected=${segment === one}>${name(one)}</option>`)}
            </select>`
      }
      <button type="button" class="link" ?hidden=${!isFiltered} @click=${this.#clear}>${ui.say('team.clear')}</button>
      <span class="dim shown" role="status"
        >${isFiltered ? ui.say('team.of-rows', { shown: ui.format.amount(String(this.#rows.length), null), all: ui.format.amount(String(read.rows.length), null) }) : nothing}</span
      >
    </div>`;
  }

  #table(ui: TeamUi, rows: readonly TeamRow[], sums: ReturnType<typeof totals>, caption: string): TemplateResult {
    const { first, end, above, below } = rowWindow(
      rows.length,
      this.#view.isNarrow ? rowHeights.cards : rowHeights.table,
      this.#view.top,
      this.#view.height,
    );
    const barEnd = barEndOf(rows);
    const label = {
      person: ui.say('team.person'),
      attainment: ui.say('team.attainment'),
      earned: ui.say('team.earned-column'),
      payable: ui.say('team.payable-column'),
    };
    const order = (column: Column): string =>
      this.#order.column !== column ? 'none' : this.#order.isDescending ? 'descending' : 'ascending';
    const heading = (column: Column): TemplateResult =>
      html`<button type="button" @click=${() => this.#sort(column)}>${label[column]}</button
        >${column === 'attainment' ? html` <span class="key"><u></u>${ui.say('team.pace-key')}</span>` : nothing}`;
    return html`<table role="table" .ariaRowCount=${String(rows.length + 1 + sums.length)}>
      <caption class="hidden">
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => (column === 'earned' || column === 'payable' ? html`<th scope="col" role="columnheader" class="n" .ariaSort=${order(column)}>${heading(column)}</th>` : html`<th scope="col" role="columnheader" .ariaSort=${order(column)}>${heading(column)}</th>`))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${
          above === 0
            ? nothing
            : html`<tr class="gap" aria-hidden="true">
                <td colspan="4" .style=${`height:${above}px`}></td>
              </tr>`
        }
        ${rows.slice(first, end).map((one, i) => row(ui, one, first + i, barEnd))}
        ${
          rows.length === 0
            ? html`<tr role="row">
                <td role="cell" colspan="4" class="mut">${ui.say('team.no-match')}</td>
              </tr>`
            : nothing
        }
        ${
          below === 0
            ? nothing
            : html`<tr class="gap" aria-hidden="true">
                <td colspan="4" .style=${`height:${below}px`}></td>
              </tr>`
        }
      </tbody>
      <tfoot role="rowgroup">
        ${sums.map((total) => totalRow(ui, total))}
      </tfoot>
    </table>`;
  }

  readonly #scrolled = (event: Event): void => {
    const { scrollTop } = event.currentTarget as HTMLElement;
    this.#view = { ...this.#view, top: scrollTop };
    this.requestUpdate();
  };

  readonly #clear = (): void => this.#setFilter({ text: '', segment: undefined });

  #pickSegment(index: number, segments: readonly (string | null)[]): void {
    this.#setFilter({ segment: index === 0 ? undefined : segments[index - 1] });
  }

  #setFilter(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#why.forget();
    this.#toTop();
  }

  #sort(column: Column): void {
    const isSame = this.#order.column === column;
    this.#order = {
      column,
      isDescending: isSame ? !this.#order.isDescending : column === 'earned' || column === 'payable',
    };
    this.#toTop();
  }

  /** Arranges anew, and begins at the first row: the old place means nothing in another order. */
  #toTop(): void {
    this.#arrange();
    this.#view = { ...this.#view, top: 0 };
    const box = this.renderRoot.querySelector('.scroll');
    if (box) box.scrollTop = 0;
    this.requestUpdate();
  }

  protected override updated(): void {
    const box = this.renderRoot.querySelector('.scroll');
    if (box) this.#sizes.observe(box);
  }
}
