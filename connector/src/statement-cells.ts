// A table in HTML and what stands in its cells: figures as people read them, with the decimals that programs read.
import { money, percent } from './render.ts';
import { quantity } from './statement-figure.ts';
import { html, type Content, type Markup } from './markup.ts';

export interface Table {
  readonly caption: string;
  readonly note?: string;
  readonly columns: readonly Column[];
  /** The first cell of a row is its head. */
  readonly rows: readonly { readonly cells: readonly Content[]; readonly class?: string }[];
  /** Rows of sums. */
  readonly foot?: readonly (readonly Content[])[];
}

interface Column {
  readonly title: string;
  /** Numbers stand at the end of their column; what is short stays on one line. */
  readonly kind?: 'number' | 'short';
}

/** Where a table is wider than the page it is moved by itself, with the keyboard too. */
export function tableOf({ caption, note, columns, rows, foot = [] }: Table): Markup {
  const row = (cells: readonly Content[], name = ''): Markup =>
    html`<tr class="${name}">
      ${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${columns[i]?.kind ?? ''}">${cell}</td>`))}
    </tr>`;
  return html`<div class="wide" role="group" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        <h3>${caption}</h3>
        ${note ? html`<p>${note}</p>` : null}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ title, kind = '' }) => html`<th scope="col" class="${kind}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((one) => row(one.cells, one.class))}
      </tbody>
      <tfoot>
        ${foot.map((cells) => row(cells))}
      </tfoot>
    </table>
  </div>`;
}

export const amountOf = (amount: string, currency: string): Markup =>
  html`<data value="${amount}">${money(amount, currency)}</data>`;
export const quantityOf = (value: string | null, unit: string): Content =>
  value === null ? 'none' : html`<data value="${value}">${quantity(value, unit)}</data>`;
export const shareOf = (share: string | null): Content =>
  share === null ? percent(share) : html`<data value="${share}">${percent(share)}</data>`;
export const dayOf = (date: string): Markup => html`<time datetime="${date}">${date}</time>`;
