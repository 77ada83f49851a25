// What is wrong with an answer of the org, with the place where it is.
import { QuotientError } from '@quotient/calc';

const again = 'Ask for the page again. If it stays, something between this machine and the org changes answers.';

/** @throws QuotientError `malformed` always */
export function malformed(message: string, offset: number, row: number): never {
  throw new QuotientError([
    {
      code: 'malformed',
      path: [],
      message: `${message} (record ${row + 1} of the page, byte ${offset}).`,
      remedy: again,
    },
  ]);
}

/** What a value looks like, without what it says: names of people and deals belong into no message. */
const shapeOf = (value: string): string =>
  value
    .slice(0, 80)
    .replaceAll(/[\p{L}\u0080-\uffff]/gu, 'x')
    .replaceAll(/\p{N}/gu, '9');

/** @throws QuotientError `unreadable` always: a value that its field cannot hold. */
export function unreadable(field: string, value: string, type: string): never {
  throw new QuotientError([
    {
      code: 'unreadable',
      path: [field],
      message: `A value of the form "${shapeOf(value)}" is no ${type}.`,
      remedy: 'Compare the record with the org; if the field has another type now, read its description again.',
    },
  ]);
}
