// Every language says every sentence, with the same placeholders.
import { globSync, readFileSync } from 'node:fs';
import { flagIds } from '../../packages/calc/src/flag-catalogue.ts';
import { flagWords, type FlagWord } from '../../packages/calc/src/flag-words.ts';
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

describe('coaching in German', () => {
  const placesIn = (sentence: string): Set<string> =>
    new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''));

  test.each(Object.keys(flagWords) as FlagWord[])(
    '%s is said, with no places but those of the English sentence',
    (key) => {
      const said = de[key] ?? '';
      expect(said).not.toBe('');
      for (const place of placesIn(said)) expect(placesIn(flagWords[key]), place).toContain(place);
    },
  );

  test.each(flagIds)('%s has its title, sentence and next step in English', (id) => {
    for (const part of ['', '.says', '.next'] as const) expect(flagWords[`flag.${id}${part}`]).toBeTruthy();
  });

  test('names every label that the flags of the calculation can have', () => {
    const sources = globSync('../packages/calc/src/flag-*.ts', { cwd: new URL('..', import.meta.url) }).map((file) =>
      readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'),
    );
    const labels = new Set(
      sources.flatMap((text) =>
        [...text.matchAll(/evidence: [^\n]*(?:\n(?! {8,}benchmark)[^\n]*)*/g)].flatMap(([block]) =>
          [...block.matchAll(/(?:percent|shown|counted|dated|credited|paid)\(\s*'([^']+)'|label: '([^']+)'/g)].map(
            ([, one, other]) => one ?? other ?? '',
          ),
        ),
      ),
    );
    expect(labels.size).toBeGreaterThan(25);
    for (const label of labels) expect(de[`evidence.${label}`], label).toBeTruthy();
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
