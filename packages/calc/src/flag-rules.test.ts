import { expect, test } from 'vitest';
import { coachingSchema } from './coaching-schema.ts';
import { collect, QuotientError, type Problem } from './error.ts';
import { checkCoaching } from './flag-rules.ts';
import { read } from './schema.ts';

const segments = {
  ranges: [
    { id: 'small', to: 99 },
    { id: 'large', from: 100 },
  ],
};

/** What is wrong with a configuration: place, code, remedy. */
function problems(coaching: unknown): [place: string, code: string, remedy: string][] {
  try {
    collect((report) => checkCoaching({ coaching: read(coachingSchema, coaching), segments }, report));
    return [];
  } catch (error) {
    if (!(error instanceof QuotientError)) throw error;
    return error.problems.map(({ path, code, remedy }: Problem) => [path.join('.'), code, remedy]);
  }
}

test('what the documentation shows is right', () =>
  expect(
    problems({
      fields: { discount: 'Discount__c', openActivity: 'HasOpenActivity' },
      thresholds: { 'close-date-moved': { times: 4 }, 'discount-high': { percent: '25%' } },
      bySegment: { large: { 'no-activity': { days: 30 }, 'coverage-thin': { times: 2.5 } } },
      training: { overdue: { title: 'Dates', url: 'https://example.com/dates' } },
      perDay: 3,
      off: ['hockey-stick'],
    }),
  ).toEqual([]));

test.each([
  [
    { thresholds: { 'close-date-move': { times: 4 } } },
    'thresholds.close-date-move',
    'unknown-key',
    'Did you mean "close-date-moved"?',
  ],
  [{ thresholds: { overdue: { day: 4 } } }, 'thresholds.overdue.day', 'unknown-key', 'Did you mean "days"?'],
  [{ off: ['hockeystick'] }, 'off.0', 'unknown-value', 'Did you mean "hockey-stick"?'],
  [
    { training: { overdu: { title: 'a', url: 'https://a.b' } } },
    'training.overdu',
    'unknown-key',
    'Did you mean "overdue"?',
  ],
  [
    { training: { overdue: { title: 'a', url: 'http://a.b' } } },
    'training.overdue.url',
    'wrong-form',
    'Write an address that begins with https:// such as https://example.com/course.',
  ],
  [{ perDay: 0 }, 'perDay', 'out-of-range', 'Write at least 1.'],
  [{ bySegment: { larg: {} } }, 'bySegment.larg', 'unknown-segment', 'Did you mean "large"?'],
  [{ fields: { discont: 'Discount__c' } }, 'fields.discont', 'unknown-key', 'Did you mean "discount"?'],
  [{ fields: { discount: 'a b' } }, 'fields.discount', 'wrong-form', 'Write one such as Discount__c.'],
  [
    { thresholds: { 'discount-high': { percent: 25 } } },
    'thresholds.discount-high.percent',
    'threshold',
    'Write a share between 0 % and 100 % such as "25%".',
  ],
  [
    { thresholds: { 'close-date-moved': { times: 1.5 } } },
    'thresholds.close-date-moved.times',
    'threshold',
    'Write a whole number of at least 1 such as 3.',
  ],
  [
    { bySegment: { small: { 'stage-old': { times: '0' } } } },
    'bySegment.small.stage-old.times',
    'threshold',
    'Write a number of times above 0 such as 1.5.',
  ],
  [
    { thresholds: { overdue: { days: '5%' } } },
    'thresholds.overdue.days',
    'threshold',
    'Write a whole number of days such as 3.',
  ],
])('%j', (coaching, place, code, remedy) => expect(problems(coaching)).toEqual([[place, code, remedy]]));
