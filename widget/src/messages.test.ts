// Every language says every sentence, with the same placeholders.
import { describe, expect, test } from 'vitest';
import { de } from './messages.de.ts';
import { en } from './messages.en.ts';
import { fill, fillWith, wordsOf, type MessageKey } from './messages.ts';

const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();

describe('German', () => {
  test.each(Object.keys(en) as MessageKey[])('%s has the placeholders of the English sentence', (key) => {
    expect(placeholders(de[key])).toEqual(placeholders(en[key]));
  });
});

test('a host may replace one sentence and keep the others', () => {
  const words = wordsOf('de-AT', { de: { 'what.title': 'Durchspielen' } });
  expect(words['what.title']).toBe('Durchspielen');
  expect(words['what.reset']).toBe('Reset');
});

test('a language that nobody ships is spoken in English', () => {
  expect(wordsOf('fi-FI')['what.title']).toBe('What if');
});

test('a sentence takes text, and parts of a page', () => {
  expect(fill('{before} → {after}', { before: '96%', after: '108%' })).toBe('96% → 108%');
  expect(fillWith('at {rate}.', { rate: 12 })).toEqual(['at ', 12, '.']);
});
