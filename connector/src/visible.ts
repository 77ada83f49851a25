// Text for a terminal: what would control it, or turn its lines around, is shown and not sent.

/** The pictures that stand for the first control characters. */
const pictures = 0x24_00;
const unseen = '\uFFFD';

/** What says how writing runs, or ends a line where no line ends. */
const turns = '\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069';
const turning = new RegExp(`[${turns}]`, 'g');
/** Beside the control characters that JSON has by their numbers anyway. */
const obeyed = new RegExp(`[\x7F-\x9F${turns}]`, 'g');

/** Each control character but the end of a line as its picture; those without one, and what says how writing runs, as a sign. */
export const visible = (text: string): string => text.replaceAll(/\p{Cc}/gu, shown).replaceAll(turning, unseen);

/** A document of JSON that says the same to programs, with the number of each such character in its place. */
export const escaped = (json: string): string =>
  json.replaceAll(obeyed, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

function shown(control: string): string {
  const code = control.charCodeAt(0);
  if (control === '\n') return control;
  if (code < 0x20) return String.fromCharCode(pictures + code);
  return code === 0x7f ? '\u2421' : unseen;
}
