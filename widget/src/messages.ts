// Words by language: which ones an element speaks, and how a sentence takes its figures.
import { de } from './messages.de.ts';
import { en } from './messages.en.ts';

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;
/** Words of a host, by language: they add a language or replace sentences of one. */
export type MessagesByLanguage = Readonly<Record<string, Partial<Messages>>>;

const shipped: Readonly<Record<string, Messages>> = { en, de };

/** Says a sentence with its placeholders filled by text. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;

/** The words of a language: the host's for exactly that locale, its language, ours, then English. */
export function wordsOf(locale: string, own: MessagesByLanguage = {}): Messages {
  const language = locale.split('-')[0] ?? 'en';
  return { ...en, ...shipped[language], ...own[language], ...own[locale] };
}

const placeholder = /\{(\w+)\}/;

/** Fills a sentence with text. */
export function fill(sentence: string, values: Readonly<Record<string, string>> = {}): string {
  return sentence
    .split(placeholder)
    .map((part, i) => (i % 2 ? (values[part] ?? '') : part))
    .join('');
}

/** Fills a sentence with parts of a page, such as bold figures, as children to render. */
export function fillWith<T>(sentence: string, values: Readonly<Record<string, T>>): (string | T)[] {
  return sentence.split(placeholder).map((part, i) => (i % 2 ? (values[part] ?? '') : part));
}
