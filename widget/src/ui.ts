// What templates need of their element: the format, the words, and what happens on a click.
import { html, type TemplateResult } from 'lit';
import type { Format } from './format.ts';
import { fillWith, type MessageKey, type Messages, type Say } from './messages.ts';

export interface Ui {
  readonly format: Format;
  readonly words: Messages;
  readonly say: Say;
  readonly openRecord: (record: string) => void;
}

export type Child = TemplateResult | string | (TemplateResult | string)[];

/** A sentence whose placeholders are filled by parts of the page. */
export const sentence = (
  { words }: Pick<Ui, 'words'>,
  key: MessageKey,
  values: Readonly<Record<string, Child>>,
): Child[] => fillWith<Child>(words[key], values);

/** A figure that stands out and never breaks. */
export const strong = (text: string): TemplateResult => html`<b class="strong num">${text}</b>`;

/** Money as the page's first figure, its cents smaller. */
export function figure({ format }: Pick<Ui, 'format'>, money: string, currency: string): TemplateResult {
  const [whole, cents] = format.moneyParts(money, currency);
  return html`<span class="figure num">${whole}${cents === '' ? '' : html`<span class="cents">${cents}</span>`}</span>`;
}

export type Sign = 'good' | 'warn' | 'bad' | 'plain';

const signs: Readonly<Record<Sign, TemplateResult>> = {
  good: html`<span class="sign good"></span>`,
  warn: html`<span class="sign"></span>`,
  bad: html`<span class="sign bad"></span>`,
  plain: html`<span class="sign plain"></span>`,
};

/** A sentence on a tinted ground with a sign before it. */
export const notice = (content: Child | Child[], sign: Sign = 'warn'): TemplateResult =>
  html`<p class="notice">${signs[sign]}<span>${content}</span></p>`;

/** A sign of what a sentence means, beside its words. */
export const signOf = (sign: Sign): TemplateResult => signs[sign];
