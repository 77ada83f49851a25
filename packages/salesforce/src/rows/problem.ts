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

/** @throws QuotientError `unreadable` always: a value that its field cannot hold. */
export function unreadable(field: string, value: string, type: string): never {
  throw new QuotientError([
    {
      code: 'unreadable',
      path: [field],
      message: `"${value.slice(0, 80)}" is no ${type}.`,
      remedy: 'Compare the record with the org; if the field has another type now, read its description again.',
    },
  ]);
}
