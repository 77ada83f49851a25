// The record as the CRM shows it: highlights, the path of stages, and fields to edit.
import type { CrmRecord } from '@quotient/calc';
import { html, nothing, type TemplateResult } from 'lit';
import type { Stage } from './records.ts';
import { day, money } from './shell.ts';

/** What has been changed and not saved; a field that is absent stands as saved. */
export interface Draft {
  readonly [field: string]: unknown;
  readonly Amount?: number | string | null | undefined;
  readonly CloseDate?: string | undefined;
  readonly StageName?: string | undefined;
  readonly NextStep?: string | null | undefined;
}

/** The draft without what equals the record again. */
export function draftOf(record: CrmRecord, draft: Draft): Draft {
  const same = (field: string, value: unknown): boolean =>
    value === undefined || String(value ?? '') === String(record[field] ?? '');
  return Object.fromEntries(Object.entries(draft).filter(([field, value]) => !same(field, value)));
}

const nameOf = (record: CrmRecord, field: string): string => {
  const related = record[field];
  return typeof related === 'object' && related !== null ? String((related as { Name?: unknown }).Name ?? '–') : '–';
};

/** The panel on top of the page. */
export function highlights(record: CrmRecord): TemplateResult {
  const facts: [string, unknown][] = [
    ['Account', nameOf(record, 'Account')],
    ['Amount', money(record['Amount'], record['CurrencyIsoCode'])],
    ['Close date', day(record['CloseDate'])],
    ['Owner', nameOf(record, 'Owner')],
  ];
  return html`<section class="card highlights">
    <div class="what-it-is">
      <span class="icon" aria-hidden="true"
        ><svg viewBox="0 0 24 24">
          <path d="M4 7.5 8.2 11 12 5l3.8 6L20 7.5 18.4 17H5.6Z" fill="currentColor" />
          <path d="M5.6 19.5h12.8" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" /></svg
      ></span>
      <div>
        <p class="mut">Opportunity</p>
        <h1>${record['Name']}</h1>
      </div>
    </div>
    <dl>
      ${facts.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** The stages as a path; where the deal is, and what it has passed. */
export function path(record: CrmRecord, stages: readonly Stage[]): TemplateResult | typeof nothing {
  const open = stages.filter(({ isClosed }) => !isClosed);
  const current = String(record['StageName']);
  const own = stages.find(({ name }) => name === current);
  const closing: Stage = own?.isClosed ? own : { name: 'Closed', isClosed: true, isWon: false };
  const all = [...open, closing];
  const at = all.findIndex(({ name }) => name === current);
  if (at < 0) return nothing;
  return html`<nav class="path" aria-label="Stages">
    <ol>
      ${all.map(({ name, isClosed, isWon }, i) => {
        const state = i === at ? (isClosed ? (isWon ? 'won' : 'lost') : 'here') : i < at ? 'done' : 'open';
        return html`<li class=${state} aria-current=${i === at ? 'step' : 'false'}>
          <span
            >${state === 'done' ? html`<span class="check" aria-label="done">✓</span>` : nothing}<span class="stage"
              >${name}</span
            ></span
          >
        </li>`;
      })}
    </ol>
  </nav>`;
}

export interface DetailsOf {
  readonly record: CrmRecord;
  readonly draft: Draft;
  readonly stages: readonly Stage[];
  readonly isSaving: boolean;
  readonly change: (changes: Draft) => void;
  readonly save: () => void;
  readonly cancel: () => void;
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement | HTMLSelectElement).value;

/** The fields; a change is seen by the estimate at once and saved on demand. */
export function details({ record, draft, stages, isSaving, change, save, cancel }: DetailsOf): TemplateResult {
  const value = (field: string): string => String((field in draft ? draft[field] : record[field]) ?? '');
  const isChanged = Object.keys(draft).length > 0;
  const mark = (field: string): string => (field in draft ? 'changed' : '');
  const submit = (event: Event): void => {
    event.preventDefault();
    save();
  };
  const fixed: [string, unknown][] = [
    ['Account', nameOf(record, 'Account')],
    ['Owner', nameOf(record, 'Owner')],
    ['Type', record['Type'] ?? '–'],
    ['Forecast', record['ForecastCategoryName'] ?? '–'],
    [
      'Probability',
      record['Probability'] === null || record['Probability'] === undefined ? '–' : `${String(record['Probability'])}%`,
    ],
    ['Lead source', record['LeadSource'] ?? '–'],
  ];
  return html`<form class="card details" @submit=${submit}>
    <div class="head">
      <h2>Details</h2>
      ${isChanged ? html`<span class="mut">not saved yet</span>` : nothing}
    </div>
    <div class="grid">
      <label class=${mark('Amount')}
        ><span>Amount${typeof record['CurrencyIsoCode'] === 'string' ? ` (${record['CurrencyIsoCode']})` : ''}</span>
        <input
          class="field"
          id="Amount"
          name="Amount"
          type="number"
          step="any"
          inputmode="decimal"
          .value=${value('Amount')}
          @input=${(event: Event) => change({ Amount: valueOf(event) === '' ? null : valueOf(event) })}
      /></label>
      <label class=${mark('CloseDate')}
        ><span>Close date</span>
        <input
          class="field"
          id="CloseDate"
          name="CloseDate"
          type="date"
          required
          .value=${value('CloseDate')}
          @change=${(event: Event) => valueOf(event) !== '' && change({ CloseDate: valueOf(event) })}
      /></label>
      <label class=${mark('StageName')}
        ><span>Stage</span>
        <select
          class="field"
          id="StageName"
          name="StageName"
          @change=${(event: Event) => change({ StageName: valueOf(event) })}
        >
          ${stages.map(({ name }) => html`<option .value=${name} ?selected=${name === value('StageName')} .selected=${name === value('StageName')}>${name}</option>`)}
        </select></label
      >
      <label class="wide ${mark('NextStep')}"
        ><span>Next step</span>
        <input
          class="field"
          id="NextStep"
          name="NextStep"
          type="text"
          maxlength="255"
          .value=${value('NextStep')}
          @input=${(event: Event) => change({ NextStep: valueOf(event) === '' ? null : valueOf(event) })}
      /></label>
    </div>
    <dl class="fixed">
      ${fixed.map(
        ([term, shown]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${shown}</dd>
          </div>`,
      )}
    </dl>
    <div class="actions" ?hidden=${!isChanged}>
      <button type="button" class="button quiet" @click=${cancel}>Cancel</button
      ><button type="submit" class="button" ?disabled=${isSaving}>${isSaving ? 'Saving …' : 'Save'}</button>
    </div>
  </form>`;
}
