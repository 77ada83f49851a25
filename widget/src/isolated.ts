// Names kept apart from the writing that surrounds them: one that runs from right to left, or says so, turns no figure around.

/** Letters that run from right to left, and characters that say how writing runs. */
const turns =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const [first, end] = ['\u2068', '\u2069'];

/**
 * A text in an isolate of its own, where it could turn what surrounds it; as it is otherwise.
 * Isolates that it ends without having begun them are begun before it, and what it leaves open is ended after it (UAX #9, BD9).
 */
export function isolated(text: string): string {
  if (!turns.test(text)) return text;
  let [open, missing] = [0, 0];
  for (const one of text)
    if (/[\u2066-\u2068]/.test(one)) open++;
    else if (one === end)
      if (open > 0) open--;
      else missing++;
  return first.repeat(missing + 1) + text + end.repeat(open + 1);
}
