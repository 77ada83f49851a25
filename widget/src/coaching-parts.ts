// One flag on the page: what is the matter, what it rests on, what is at stake, and the next step.
import { html, nothing, type TemplateResult } from 'lit';
import {
  fillPlaces,
  valuesOf,
  type Benchmark,
  type DiagnosticFound,
  type Evidence,
  type FlagFound,
  type FlagWord,
  type Shown,
} from '@quotient/calc';
import type { FlagOf } from './coaching-view.ts';
import type { Question } from './element.ts';
import { isolated } from './isolated.ts';
import { isZero } from './zero.ts';
import { signOf, strong, type Sign, type Ui } from './ui.ts';

export interface CoachingUi extends Ui {
  readonly openPayee: (payee: string) => void;
  readonly ask: (question: Question) => void;
  /** Flags of several people are shown, so each says whose it is. */
  readonly isTeam: boolean;
}

/** What of a flag is said, in the words of the language. */
export interface Said {
  readonly title: string;
  readonly sentence: string;
  readonly evidence: readonly (readonly [label: string, value: string])[];
  readonly next: string;
}

const signs: Readonly<Record<FlagFound['severity'], Sign>> = { act: 'bad', watch: 'warn', info: 'plain' };

/** A number of evidence as the reader writes it. */
export function valueIn({ format }: Pick<Ui, 'format'>, { value, unit }: Pick<Evidence, 'value' | 'unit'>): string {
  if (unit === 'text') return isolated(value);
  if (unit === 'date') return format.day(value);
  if (unit === '%') return format.written(`${value}%`, null);
  if (/^[A-Z]{3}$/.test(unit)) return format.amount(value, unit);
  return unit === 'times' ? format.written(`${value}x`, null) : format.amount(value, null);
}

/** Writes the values of sentences as the reader does. */
const writer =
  (ui: Ui, isFiscal: boolean) =>
  ([value, unit]: Shown): string =>
    unit === 'period' ? ui.format.period(value, isFiscal) : valueIn(ui, { value, unit });

/** The words of a flag. */
export function saidOf(ui: Ui, { flag, asOf, isFiscal }: FlagOf): Said {
  const { id, evidence, benchmark, says } = flag;
  const { words } = ui;
  const values = valuesOf(flag, asOf);
  const said = (key: string): string =>
    fillPlaces(key, values, (word) => words[word as FlagWord], writer(ui, isFiscal));
  return {
    title: words[`flag.${id}`] ?? id,
    sentence: said(says),
    evidence: [
      ...evidence.map((each) => [words[`evidence.${each.label}`] ?? each.label, valueIn(ui, each)] as const),
      ...(benchmark ? [[comparedWith(ui, benchmark), valueIn(ui, benchmark)] as const] : []),
    ],
    next: said(`flag.${id}.next`),
  };
}

/** What could not be looked at, and how to mend it. */
export const noteOf = (ui: Ui, { says, values, field }: DiagnosticFound): string =>
  fillPlaces(says, { ...values, field: [field, 'text'] }, (word) => ui.words[word as FlagWord], writer(ui, false));

/** What a flag is compared with, and of how many. */
function comparedWith({ words, say, format }: Ui, { label, source, n }: Benchmark): string {
  const name = words[`benchmark.${source}`] ?? label;
  return n === null ? name : say('flag.of', { label: name, count: format.amount(String(n), null) });
}

/** One flag. */
export function flagItem(ui: CoachingUi, one: FlagOf): TemplateResult {
  const { flag, payee, training } = one;
  const { severity, subject, atStake } = flag;
  const said = saidOf(ui, one);
  const isDeal = subject.kind === 'deal';
  const isSafe = training !== null && /^https:\/\//.test(training.url);
  return html`<li class="flag">
    <div class="line">
      <h3>${signOf(signs[severity])} ${said.title} <span class="dim">${ui.say(`flag.${severity}`)}</span></h3>
      ${atStake && !isZero(atStake.amount) ? html`<span class="mut">${strong(ui.format.amount(atStake.amount, atStake.currency))} ${ui.say('flag.at-stake')}</span>` : nothing}
    </div>
    <p class="about">
      ${
        ui.isTeam
          ? html`<button type="button" class="link" @click=${() => ui.openPayee(payee.Id)}>${payee.Name}</button>`
          : nothing
      }
      ${isDeal ? html`<button type="button" class="link" @click=${() => ui.openRecord(subject.id)}>${subject.name}</button>` : subject.kind === 'person' ? nothing : html`<span class="mut">${subject.name}</span>`}
    </p>
    <p>${said.sentence}</p>
    <p class="next"><b>${ui.say('flag.next')}</b> ${said.next}</p>
    <div class="acts">
      ${isSafe ? html`<a class="action" target="_blank" rel="noopener noreferrer" .href=${training.url}>${ui.say('flag.training', { title: training.title })}</a>` : nothing}
      <button type="button" class="action noprint" @click=${() => ui.ask(questionOf(ui, one, said))}>
        ${ui.say('trace.ask')}
      </button>
      <details class="rests">
        <summary>${ui.say('flag.rests')}</summary>
        <dl>
          ${said.evidence.map(
            ([label, value]) =>
              html`<div>
                <dt>${label}</dt>
                <dd class="num">${value}</dd>
              </div>`,
          )}
        </dl>
      </details>
    </div>
  </li>`;
}

/** The question about a flag: what it says, what that rests on, and the step that it proposes. */
function questionOf(
  ui: Ui,
  { flag: { subject, atStake }, payee }: FlagOf,
  { title, sentence, evidence, next }: Said,
): Question {
  return {
    subject: ui.say('ask.flag', { title, name: subject.kind === 'person' ? payee.Name : subject.name }),
    payee: payee.Id,
    record: subject.kind === 'deal' ? subject.id : null,
    figure: atStake && { label: ui.say('flag.at-stake'), value: atStake.amount, unit: atStake.currency },
    trace: [sentence, ...evidence.map(([label, value]) => `  ${label}: ${value}`), `${ui.say('flag.next')} ${next}`],
  };
}
