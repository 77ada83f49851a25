import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isolated } from './isolated.ts';

test('plain names stay as they are', () => {
  for (const name of ['', 'Ada Lovelace', 'Zoë', '株式会社', '12 %']) expect(isolated(name)).toBe(name);
});

test.each([
  ['Hebrew', '\u05E9', '\u2068\u05E9\u2069'],
  ['an override without an end', '\u202Eab', '\u2068\u202Eab\u2069'],
  ['an isolate without an end', '\u2067ab', '\u2068\u2067ab\u2069\u2069'],
  ['ends without a beginning', 'a\u2069\u2069\u202Eb', '\u2068\u2068\u2068a\u2069\u2069\u202Eb\u2069'],
  ['an isolate of its own', '\u2066ab\u2069', '\u2068\u2066ab\u2069\u2069'],
])('%s', (_, name, expected) => expect(isolated(name)).toBe(expected));

test('every isolate has its end, and nothing of the text is lost', () => {
  const part = fc.constantFrom('a', '1', '\u05D0', '\u202E', '\u202C', '\u2066', '\u2067', '\u2068', '\u2069');
  fc.assert(
    fc.property(fc.string({ unit: part }), (text) => {
      const whole = isolated(text);
      expect(whole).toContain(text);
      let depth = 0;
      for (const [i, one] of [...whole].entries()) {
        if (/[\u2066-\u2068]/.test(one)) depth++;
        if (one === '\u2069') depth--;
        // The outermost ends with the text, not within it.
        if (whole !== text && i < whole.length - 1) expect(depth).toBeGreaterThan(0);
      }
      if (whole !== text) expect(depth).toBe(0);
    }),
  );
});
