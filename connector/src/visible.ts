// Text for a terminal: what would control it, or turn its lines around, is shown and not sent.

/** The pictures that stand for the first control characters. */
const pictures = 0x24_00;
const unseen = '\uFFFD';

/** Each control character but the end of a line as its picture; those without one, and what says how writing runs, as a sign. */
export const visible = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, shown).replaceAll(/[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, unseen);

function shown(control: string): string {
  const code = control.charCodeAt(0);
  if (control === '\n') return control;
  if (code < 0x20) return String.fromCharCode(pictures + code);
  return code === 0x7f ? '\u2421' : unseen;
}
