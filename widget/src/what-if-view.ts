// The what-if fields: amount by slider or exactly, the closing day, and two closing days compared.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Ui } from './ui.ts';

/** A closing day to compare, with what the deal is worth then. */
export interface DayChoice {
  readonly day: string;
  readonly text: string;
  readonly worth: string;
  readonly isChosen: boolean;
}

export interface WhatIfFields {
  /** The amount as a decimal; null where the plans count no amount of the deal. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** What stands in the exact field while a person types. */
  readonly typed: string | undefined;
  readonly range: { readonly max: number; readonly step: number };
  readonly day: string | null;
  readonly choices: readonly DayChoice[];
  readonly isChanged: boolean;
}

export interface WhatIfActions {
  readonly slide: (amount: string) => void;
  readonly type: (text: string) => void;
  readonly leave: () => void;
  readonly pick: (day: string) => void;
  readonly reset: () => void;
}

/** The fields with their answers; nothing where there is nothing to change. */
export function whatIf(ui: Ui, fields: WhatIfFields, actions: WhatIfActions): unknown {
  if (fields.amount === null && fields.day === null) return nothing;
  return html`<section class="what noprint">
    <div class="head">
      <h3>${ui.say('what.title')}</h3>
      <button type="button" class="link" ?hidden=${!fields.isChanged} @click=${actions.reset}>
        ${ui.say('what.reset')}
      </button>
    </div>
    ${fields.amount === null ? nothing : amountField(ui, fields, fields.amount, actions)}
    ${fields.day === null ? nothing : dayField(ui, fields, fields.day, actions)}
  </section>`;
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value;

function amountField(
  ui: Ui,
  { currency, typed, range }: WhatIfFields,
  amount: string,
  { slide, type, leave }: WhatIfActions,
): TemplateResult {
  const shown = amount === '' ? '' : ui.format.amount(amount, currency);
  const isWrong = typed !== undefined && ui.format.read(typed) === null;
  return html`<div class="row">
      <label for="amount">${ui.say('what.amount')}</label>
      <input
        id="amount"
        class="slider"
        type="range"
        min="0"
        .max=${String(range.max)}
        .step=${String(range.step)}
        .value=${amount === '' ? '0' : amount}
        .ariaValueText=${shown}
        @input=${(event: Event) => slide(valueOf(event))}
      />
      <input
        id="exact"
        class="field exact"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        .ariaLabel=${ui.say('what.amount.exact')}
        .ariaInvalid=${isWrong ? 'true' : 'false'}
        .value=${typed ?? shown}
        @input=${(event: Event) => type(valueOf(event))}
        @change=${leave}
        @blur=${leave}
      />
    </div>
    ${isWrong ? html`<p class="wrong">${ui.say('what.bad-amount', { example: ui.format.amount('36000', currency) })}</p>` : nothing}`;
}

function dayField(ui: Ui, { choices }: WhatIfFields, day: string, { pick }: WhatIfActions): TemplateResult {
  return html`<div class="row">
      <label for="closes">${ui.say('what.closes')}</label>
      <input
        id="closes"
        class="field day"
        type="date"
        .value=${day}
        @change=${(event: Event) => pick(valueOf(event))}
      />
    </div>
    ${
      choices.length === 0
        ? nothing
        : html`<div class="choices" role="group" .ariaLabel=${ui.say('what.compare')}>
            ${choices.map((choice) => html`<button type="button" class="chip" .ariaPressed=${choice.isChosen ? 'true' : 'false'} @click=${() => pick(choice.day)}><span>${choice.text}</span><b class="num">${choice.worth}</b></button>`)}
          </div>`
    }`;
}

export const whatIfStyles = css`
  .what {
    margin-top: 16px;
    padding-top: 14px;
    border-top: 1px solid var(--_line);
  }
  .what .row {
    display: grid;
    grid-template-columns: 4.75rem minmax(0, 1fr) 7.25rem;
    gap: 12px;
    align-items: center;
    padding: 5px 0;
  }
  .what .day {
    grid-column: 2 / -1;
    justify-self: end;
    width: 9.75rem;
  }
  .exact {
    width: 100%;
    text-align: end;
  }
  .wrong {
    color: var(--_bad);
    text-align: end;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr));
    gap: 8px;
    padding-top: 8px;
  }
  .choices .chip {
    display: grid;
    gap: 0;
    padding: 7px 12px;
    border-radius: calc(var(--_radius-2) + 2px);
  }
  .choices b {
    font-size: 0.875rem;
  }
  .slider {
    width: 100%;
    margin: 0;
    accent-color: var(--_deal);
    cursor: pointer;
  }
  @container (max-width: 300px) {
    .what .row {
      grid-template-columns: minmax(0, 1fr) 7.25rem;
    }
    .what .slider {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    .what .day {
      width: auto;
    }
  }
`;
