// Texts that somebody may put into a field to harm whoever reads it: scripts, writing that turns around, names without an end.
import { readFileSync } from 'node:fs';

/** A text, and what is hostile about it. */
export interface HostileText {
  readonly kind: string;
  readonly text: string;
}

/** A hundred ways to have a script run, something loaded or a page changed; each calls `quotientHit` or asks `evil.invalid`. */
export const injections = JSON.parse(
  readFileSync(new URL('injections.json', import.meta.url), 'utf8'),
) as readonly HostileText[];

/** Writing that turns what follows around, or that cannot be seen. No digits: those of a page must all read as they do without them. */
export const turning: readonly HostileText[] = [
  { kind: 'right-to-left override', text: 'Ada \u202Eecalevol' },
  { kind: 'right-to-left embedding', text: '\u202BAda Lovelace' },
  { kind: 'left-to-right override within one', text: '\u202EAda \u202DLove' },
  { kind: 'isolate without an end', text: '\u2067Ada Lovelace' },
  { kind: 'end of an isolate before an override', text: 'Ada\u2069\u2069\u202E Lovelace' },
  { kind: 'end of an embedding before an override', text: 'Ada\u202C\u202C\u202E Lovelace' },
  { kind: 'first strong isolate without an end', text: '\u2068\u2066Ada Lovelace' },
  { kind: 'right-to-left mark', text: '\u200FAda Lovelace\u200F' },
  { kind: 'Arabic letter mark', text: 'Ada \u061C' },
  { kind: 'Hebrew', text: '\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD' },
  { kind: 'Arabic', text: '\u0645\u0631\u062D\u0628\u0627 \u0628\u0643' },
];

/** Writing that is no plain line of letters. */
const odd: readonly HostileText[] = [
  { kind: 'nothing that can be seen', text: 'A\u200B\u200C\u200D\u2060\uFEFF' },
  { kind: 'a pile of accents', text: `Z${'\u0335\u0336\u0337\u0338\u0310\u0352'.repeat(6)}` },
  { kind: 'half a character', text: 'A\uD83D' },
  { kind: 'the other half', text: '\uDE00A' },
  { kind: 'several lines', text: 'A\nB\r\nC\u2028D\u2029E' },
  { kind: 'a terminal’s colour', text: 'A\u001B[31mB\u001B]0;C\u0007' },
  { kind: 'an eight-bit terminal code', text: 'A\u009B2JB' },
  { kind: 'a backspace', text: 'A\b\b\b\u007FB' },
  { kind: 'a formula', text: '=cmd|"/c calc"!A' },
  { kind: 'a formula behind a sign', text: '+SUM(A:A)' },
  { kind: 'a query', text: "'; DROP TABLE Opportunity; --" },
  { kind: 'a path', text: '../../../../etc/passwd' },
  { kind: 'a family and a flag', text: '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u{1F3F4}' },
];

/** As long as no page expects it; the org cuts what is longer than its field. */
export const long: readonly HostileText[] = [
  { kind: 'no space at all', text: 'W'.repeat(10_000) },
  { kind: 'many words', text: 'Wide '.repeat(2_000).trim() },
  { kind: 'wide characters', text: '\u{1F600}'.repeat(5_000) },
];

export const hostileTexts: readonly HostileText[] = [...turning, ...odd, ...injections, ...long];

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** A number in letters. */
const tag = (index: number): string =>
  (index < 26 ? '' : tag(Math.floor(index / 26) - 1)) + (letters[index % 26] ?? '');

/** Names of deals are cut after so many characters where they stand in a sentence. */
export const shortest = 80;

/** The texts one after the other, each told from the others by its end, also where it is cut short; none longer than asked for. */
export function nextText(): (most: number) => string {
  let index = 0;
  return (most) => {
    const { text } = hostileTexts[index % hostileTexts.length] as HostileText;
    const end = ` ${tag(index++)}`;
    const upTo = (length: number): string => text.slice(0, length - end.length) + end;
    return Math.min(most, text.length) > shortest ? upTo(shortest) + upTo(most - shortest) : upTo(most);
  };
}
