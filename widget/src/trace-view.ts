// The trace of a figure as a tree in words: label, how, result, and what it was made of.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Trace } from '@quotient/calc';
import type { Ui } from './ui.ts';

const shownAtOnce = 6;
const mostAtOnce = 20;

/** The tree of a trace; records are links, and long lists of them are folded. */
export function traceTree(ui: Ui, trace: Trace, names: ReadonlyMap<string, string>): TemplateResult {
  return html`<ul class="trace">
    ${step(ui, trace, names)}
  </ul>`;
}

/** The same as lines of text, two spaces deeper for what a step is made of. */
export function traceLines(ui: Ui, trace: Trace, names: ReadonlyMap<string, string>, depth = 0): string[] {
  const how = trace.formula === '' ? '' : `: ${trace.formula}`;
  return [
    `${'  '.repeat(depth)}${nameOf(trace, names)}${how} = ${resultOf(ui, trace)}`,
    ...shownOf(trace).flatMap((one) => traceLines(ui, one, names, depth + 1)),
  ];
}

/** A line of a table says itself what it is made of, and nothing is not shown. */
const shownOf = ({ by, inputs }: Trace): readonly Trace[] =>
  by === 'line' ? [] : inputs.filter((one) => one.label !== '' || one.inputs.length > 0);

const nameOf = ({ record, label }: Trace, names: ReadonlyMap<string, string>): string =>
  record === undefined ? label : (names.get(record) ?? record);

function step(ui: Ui, trace: Trace, names: ReadonlyMap<string, string>): TemplateResult {
  const { record, formula } = trace;
  const inputs = shownOf(trace);
  const name = nameOf(trace, names);
  const what =
    record === undefined
      ? html`<span class="term">${name}</span>`
      : html`<button
          type="button"
          class="link term"
          .ariaLabel=${ui.say('trace.open', { record: name })}
          @click=${() => ui.openRecord(record)}
        >
          ${name}
        </button>`;
  return html`<li>
    <span class="step">${what}<span class="how">${formula}</span><b class="result num">${resultOf(ui, trace)}</b></span>
    ${
      inputs.length === 0
        ? nothing
        : inputs.length > shownAtOnce && (inputs.at(-1)?.record !== undefined || inputs.length > mostAtOnce)
          ? folded(ui, inputs, names)
          : html`<ul>
              ${inputs.map((one) => step(ui, one, names))}
            </ul>`
    }
  </li>`;
}

function folded(ui: Ui, inputs: readonly Trace[], names: ReadonlyMap<string, string>): TemplateResult {
  return html`<details class="fold">
    <summary>${ui.say('trace.more', { count: ui.format.amount(String(inputs.length), null) })}</summary>
    <ul>
      ${inputs.map((one) => step(ui, one, names))}
    </ul>
  </details>`;
}

/** A result with its unit, as the reader writes it. */
function resultOf({ format }: Ui, { result, unit }: Trace): string {
  if (result === '') return '–';
  if (unit === 'day') return format.day(result);
  if (unit === '%') return format.written(`${result}%`, null);
  if (/^[A-Z]{3}$/.test(unit)) return /\.\d/.test(result) ? format.money(result, unit) : format.amount(result, unit);
  return unit === '' ? format.amount(result, null) : `${format.amount(result, null)} ${unit}`;
}

export const traceStyles = css`
  .trace,
  .trace ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .trace ul {
    margin-inline-start: 5px;
    padding-inline-start: 13px;
    border-inline-start: 1px solid var(--_line);
  }
  .trace ul ul ul ul {
    margin-inline-start: 1px;
    padding-inline-start: 7px;
  }
  .step {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    padding: 5px 0;
  }
  .term {
    grid-column: 1;
    font-weight: 500;
  }
  .how {
    grid-column: 1 / -1;
    color: var(--_ink-2);
    font-size: 0.75rem;
  }
  .result {
    grid-column: 2;
    grid-row: 1;
    font-weight: 600;
  }
  @container (max-width: 420px) {
    .trace ul {
      margin-inline-start: 1px;
      padding-inline-start: 6px;
    }
  }
  .fold summary {
    padding: 4px 0;
    color: var(--_deal);
    font-size: 0.75rem;
    cursor: pointer;
  }
`;
