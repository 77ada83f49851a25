// Filters read as sentences.
import { expect, test } from 'vitest';
import { whereWords } from './filter-words.ts';
import type { Where } from './plan.ts';

test.each<[where: Where | undefined, words: string]>([
  [undefined, ''],
  [{}, ''],
  [{ IsWon: { eq: true } }, 'IsWon is true'],
  [
    { IsWon: { eq: true }, Type: { in: ['New Business', 'Expansion', 'Other'] } },
    'IsWon is true and Type is New Business, Expansion or Other',
  ],
  [{ Amount: { gte: 1000, lt: 5000 } }, 'Amount is at least 1000 and Amount is below 5000'],
  [{ Type: { nin: ['A', 'B'] } }, 'Type is neither A nor B'],
  [{ Type: { nin: ['A'] } }, 'Type is not A'],
  [
    { Type: { ne: 'Renewal' }, Closed__c: { ne: null }, Lost__c: { eq: null } },
    'Type is not Renewal and Closed__c is not empty and Lost__c is empty',
  ],
  [{ Name: { like: 'Acme%' }, Flag: { eq: 'true' } }, 'Name is like "Acme%" and Flag is "true"'],
  [{ or: [{ A: { gt: 1 } }, { B: { lte: 2 } }] }, '(A is above 1 or B is at most 2)'],
  [{ not: { and: [{ A: { eq: 1 } }, { B: { eq: 2 } }] }, C: { eq: 3 } }, 'not ((A is 1 and B is 2)) and C is 3'],
  [{ Type: { in: [] } }, 'Type is one of nothing'],
])('%j', (where, words) => expect(whereWords(where)).toBe(words));
