// Words that statements have in common, on a terminal and on paper.
import type { Line } from '@quotient/calc';
import type { Sheet, Sheets } from './statement.ts';

/** Whether the figures may still move, and until when. */
export const statusWords = ({ statement: { status, period }, from, to }: Sheet): string =>
  status === 'open'
    ? `Open: ${period} runs from ${from} to ${to}, and its figures move with the records until then.`
    : `Closed: ${period} ran from ${from} to ${to}.`;

/** What a line is about: its record, or why something is earned without one. */
export const lineWords = ({ record, reason }: Line, shown: Sheets['record']): string =>
  record !== null ? shown(record).name : reason === 'base' ? 'Paid at 0' : 'Revalued as a whole';
