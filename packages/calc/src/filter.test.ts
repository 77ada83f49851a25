// `where` filters on records: each operator, on each kind of value.
import { expect, test } from 'vitest';
import { test as holds } from './filter.ts';
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
  [{ or: [{ Amount: { eq: 1 } }, { IsWon: { eq: true } }] }, true],
  [{ and: [{ Amount: { eq: 1 } }, { IsWon: { eq: true } }] }, false],
  [{ not: { Amount: { eq: 1 } } }, true],
  [{ IsWon: { eq: true }, not: { or: [{ Name: { like: 'Ren%' } }] } }, false],
])('%j holds: %s', (where, expected) => expect(holds(where)(record)).toBe(expected));
