// Words by language: which ones an element speaks, and how a sentence takes its figures.
import type { Benchmark, FlagWord } from '@quotient/calc';
import { isolated } from './isolated.ts';
import { en } from './messages.en.ts';

export type MessageKey = keyof typeof en;
/** Why something cannot be said: the calculation says it in English itself. */
export type Reason =
  `say.${'no-plan' | 'not-published' | 'another-version' | 'date-missing' | 'value-missing' | 'rate-missing' | 'currency-unknown' | 'snapshot' | 'unknown-kind' | 'earnings-of-others' | 'not-assigned'}`;
/** Flags with their sentences and next steps, which the calculation has in English, and what they are compared with. */
export type Coached = FlagWord | `benchmark.${Benchmark['source']}`;
/** Labels of evidence, which the calculation names in English. */
type Labels = { readonly [label in `evidence.${string}`]?: string };
export type Messages = Readonly<Record<MessageKey, string> & Partial<Record<Reason | Coached, string>>> & Labels;
/** Words of a host, by language: they add a language or replace sentences of one. */
export type MessagesByLanguage = Readonly<Record<string, Partial<Messages>>>;

/** Says a sentence with its placeholders filled by text. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;

/** The words of a language: the host's for exactly that locale, for its language, then English. */
export function wordsOf(locale: string, own: MessagesByLanguage = {}): Messages {
  const language = locale.split('-')[0] ?? 'en';
  return { ...en, ...own[language], ...own[locale] };
}

const placeholder = /\{(\w+)\}/;

/** Fills a sentence with text; what is put in turns nothing around it. */
export function fill(sentence: string, values: Readonly<Record<string, string>> = {}): string {
  return sentence
    .split(placeholder)
    .map((part, i) => (i % 2 ? isolated(values[part] ?? '') : part))
    .join('');
}

/** Fills a sentence with parts of a page, such as bold figures, as children to render. */
export function fillWith<T>(sentence: string, values: Readonly<Record<string, T>>): (string | T)[] {
  return sentence.split(placeholder).map((part, i) => (i % 2 ? (values[part] ?? '') : part));
}
