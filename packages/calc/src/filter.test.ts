// `where` filters on records: each operator, on each kind of value.
import { expect, test } from 'vitest';
import { field, test as holds } from './filter.ts';
import type { Where } from './plan.ts';

const record = {
  Name: 'Renewal 50%_a',
  Amount: 1200.5,
  Text: '1200.50',
  IsWon: true,
  Empty: null,
  CloseDate: '2026-03-31',
  CreatedDate: '2026-03-31T22:00:00.000+0000',
  Owner: { Name: 'Ann', Manager: { Name: 'Bo' } },
  'Account.Industry': 'Retail',
  Odd: { toString: 1, valueOf: 2 },
  Emoji: 'a🙂b',
  Big: '9007199254740993',
};

test.each<[Where, boolean]>([
  [{}, true],
  [{ IsWon: { eq: true } }, true],
  [{ IsWon: { eq: 'true' } }, true],
  [{ IsWon: { ne: true } }, false],
  [{ Name: { eq: 'RENEWAL 50%_A' } }, true],
  [{ Name: { like: 'renewal%' } }, true],
  [{ Name: { like: 'renewal' } }, false],
  [{ Name: { like: '%__%_a' } }, true],
  [{ Amount: { eq: '1200.50' } }, true],
  [{ Text: { eq: 1200.5 } }, true],
  [{ Amount: { gt: 1200, lte: 1200.5 } }, true],
  [{ Amount: { lt: 1200.5 } }, false],
  [{ Amount: { in: [1, 1200.5] } }, true],
  [{ Amount: { nin: [1, 2] } }, true],
  [{ Empty: { eq: null } }, true],
  [{ Absent: { eq: null } }, true],
  [{ Empty: { lt: 5 } }, false],
  [{ Empty: { ne: 5 } }, true],
  [{ CloseDate: { gte: '2026-03-31' } }, true],
  [{ CloseDate: { gt: '2026-03-31' } }, false],
  [{ CreatedDate: { lt: '2026-04-01' } }, true],
  [{ 'Owner.Name': { eq: 'ann' } }, true],
  [{ 'Owner.Manager.Name': { eq: 'Bo' } }, true],
  [{ 'Owner.Nobody.Name': { eq: null } }, true],
  [{ 'Account.Industry': { eq: 'Retail' } }, true],
  [{ constructor: { eq: null } }, true],
  [{ 'Owner.toString': { ne: null } }, false],
  [{ 'Owner.Name.length': { eq: null } }, true],
  [{ Odd: { eq: 'x' } }, false],
  [{ Odd: { gte: 0 } }, false],
  [{ Odd: { like: '%' } }, false],
  [{ Emoji: { like: 'a_b' } }, true],
  [{ Emoji: { like: 'a__b' } }, false],
  [{ Name: { like: '%new%50%' } }, true],
  [{ Name: { like: '%a%a' } }, true],
  [{ Name: { like: 'renewal 50%50%_a' } }, false],
  [{ Name: { like: '%l_50%' } }, true],
  [{ Name: { like: '_enewal%\\_a' } }, false],
  [{ Text: { like: '1200.50' } }, true],
  [{ Text: { like: '1200x50' } }, false],
  [{ Big: { gt: 9007199254740992 } }, true],
  [{ or: [{ Amount: { eq: 1 } }, { IsWon: { eq: true } }] }, true],
  [{ and: [{ Amount: { eq: 1 } }, { IsWon: { eq: true } }] }, false],
  [{ not: { Amount: { eq: 1 } } }, true],
  [{ IsWon: { eq: true }, not: { or: [{ Name: { like: 'Ren%' } }] } }, false],
])('%j holds: %s', (where, expected) => expect(holds(where)(record)).toBe(expected));

test('a field is read from the record itself, never from what objects inherit', () => {
  expect(field('constructor')({})).toBe(null);
  expect(field('constructor')({ constructor: 5 })).toBe(5);
  expect(field('Account.toString')({ Account: {} })).toBe(null);
  expect(field('Account.map')({ Account: [] })).toBe(null);
  expect(field('Account.constructor')({ 'Account.constructor': 7 })).toBe(7);
});

test('a pattern of many parts takes no longer than its text', () => {
  expect(holds({ Name: { like: '%a'.repeat(100) } })({ Name: 'a'.repeat(99) + 'b'.repeat(9_900) })).toBe(false);
});
