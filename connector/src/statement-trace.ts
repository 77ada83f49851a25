// The trace of a statement in HTML: nested lists, each step with what it is, what it comes to and how.
import type { Trace } from '@quotient/calc';
import type { RecordShown } from './statement.ts';
import { figure } from './statement-figure.ts';
import { html, type Markup } from './markup.ts';

type Shown = (id: string) => RecordShown;

/** Longer lists of records are folded on a screen. */
const shownAtOnce = 6;

export const traceMarkup = (trace: Trace, record: Shown): Markup =>
  html`<ul>
    ${step(trace, record)}
  </ul>`;

function step(trace: Trace, record: Shown): Markup {
  const { by, label, formula, result, unit, path } = trace;
  // A line of a table says in words what it is made of, and nothing has no inputs worth a line.
  const inputs = by === 'line' ? [] : trace.inputs.filter((one) => one.label !== '' || one.inputs.length > 0);
  const of = trace.record === undefined ? null : html`: ${recordMarkup(record(trace.record))}`;
  const how = [formula, ...(path === undefined || by === 'line' ? [] : [html` (<code>${path}</code>)`])];
  return html`<li>
    <div class="step">
      <span>${label || 'That is'}${of} <span class="how">${how}</span></span>
      <b>${by === 'line' ? null : figure(result, unit)}</b>
    </div>
    ${inputs.length === 0 ? null : below(inputs, record)}
  </li>`;
}

function below(inputs: readonly Trace[], record: Shown): Markup {
  const list = html`<ul>
    ${inputs.map((one) => step(one, record))}
  </ul>`;
  if (inputs.length <= shownAtOnce || inputs.at(-1)?.record === undefined) return list;
  return html`<details>
    <summary>${inputs.length} steps, most of them records</summary>
    ${list}
  </details>`;
}

/** The name of a record, as a link where it has an address. A name keeps its direction to itself. */
export const recordMarkup = ({ name, url }: RecordShown): Markup =>
  url === null ? html`<bdi>${name}</bdi>` : html`<a href="${url}" rel="noopener noreferrer"><bdi>${name}</bdi></a>`;
