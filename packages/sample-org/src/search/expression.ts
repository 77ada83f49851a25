// What a search looks for: words, phrases and operators, and whether a record holds them. Source: "FIND {SearchQuery}" of the SOQL and SOSL reference.
import { ApiError } from '../error.ts';

/** The words of each field that is searched, in lower case. */
export type Words = readonly (readonly string[])[];
export type Holds = (words: Words) => boolean;

/** So long a query finds nothing. Source: "SOSL Limits on Search Queries". */
const longest = 10_000;

export const malformed = (message: string): ApiError => new ApiError(400, 'MALFORMED_SEARCH', message);

/** A text as the index holds it: its letters and digits, in lower case. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

type Token =
  | { readonly kind: 'operator'; readonly text: 'AND' | 'OR' | 'NOT' | '(' | ')' }
  | { readonly kind: 'words'; readonly patterns: readonly string[] };

/**
 * Reads a search query. Words beside each other have all to be there; `*` stands for any letters in the middle or at the end
 * of a word, `?` for one; a backslash takes the meaning from `? & | ! { } [ ] ( ) ^ ~ * : \ " ' + -`.
 * @throws ApiError MALFORMED_SEARCH for what is none, and for a word of one character
 */
export function expressionOf(text: string): Holds {
  const tokens = tokensOf(text);
  if (text.length > longest) return () => false;
  let at = 0;
  const isNext = (wanted: string): boolean => {
    const token = tokens[at];
    return token?.kind === 'operator' && token.text === wanted;
  };
  const took = (wanted: string): boolean => isNext(wanted) && at++ >= 0;

  function alternatives(): Holds {
    let left = conjunction();
    while (took('OR')) left = either(left, conjunction());
    return left;
  }
  function conjunction(): Holds {
    let left = one();
    for (;;) {
      const isJoined = took('AND');
      if (isJoined && took('NOT')) left = both(left, not(one()));
      else if (isJoined || (at < tokens.length && !isNext(')') && !isNext('OR'))) left = both(left, one());
      else return left;
    }
  }
  function one(): Holds {
    if (took('(')) {
      const inner = alternatives();
      if (!took(')')) throw malformed('unexpected end of search: a parenthesis is not closed');
      return inner;
    }
    const token = tokens[at++];
    if (token?.kind !== 'words') throw malformed(`unexpected token: ${token ? `'${token.text}'` : "'<EOF>'"}`);
    return phrase(token.patterns);
  }

  const whole = alternatives();
  if (at < tokens.length) throw malformed("unexpected token: ')'");
  return whole;
}

const both =
  (a: Holds, b: Holds): Holds =>
  (words) =>
    a(words) && b(words);
const either =
  (a: Holds, b: Holds): Holds =>
  (words) =>
    a(words) || b(words);
const not =
  (a: Holds): Holds =>
  (words) =>
    !a(words);

/** Do words stand behind each other in one field? */
function phrase(patterns: readonly string[]): Holds {
  const tests = patterns.map((pattern) => new RegExp(`^${pattern}$`, 'u'));
  return (fields) =>
    fields.some((words) => words.some((_, from) => tests.every((test, i) => test.test(words[from + i] ?? ''))));
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const part = /\s+|([()])|"((?:\\.|[^"\\])*)"|((?:\\.|[^\s()"\\])+)|(.)/gsu;
  for (const [, bracket, quoted, word, other] of text.matchAll(part)) {
    if (other !== undefined) throw malformed(`unexpected token: '${other}'`);
    if (bracket === '(' || bracket === ')') tokens.push({ kind: 'operator', text: bracket });
    else if (word !== undefined && isOperator(word.toUpperCase()))
      tokens.push({ kind: 'operator', text: word.toUpperCase() as 'AND' });
    else if (quoted !== undefined || word !== undefined) tokens.push(wordsToken(quoted ?? word ?? ''));
  }
  if (tokens.length === 0) throw malformed('search term must be longer than one character');
  return tokens;
}

const isOperator = (word: string): boolean => ['AND', 'OR', 'NOT'].includes(word);

function wordsToken(text: string): Token {
  // Wildcards at the beginning of a word mean nothing; those that are escaped are no wildcards, and no letters either.
  const plain = text.replaceAll(/\\(.)/gsu, (_, character: string) =>
    /[\p{L}\p{N}]/u.test(character) ? character : ' ',
  );
  const found = plain.toLowerCase().match(/[\p{L}\p{N}_][\p{L}\p{N}_*?]*/gu) ?? [];
  if (found.join('').replaceAll(/[*?]/g, '').length < 2)
    throw malformed(`search term must be longer than one character: ${text}`);
  return {
    kind: 'words',
    patterns: found.map((one) => one.replaceAll('*', '[\\p{L}\\p{N}_]*').replaceAll('?', '[\\p{L}\\p{N}_]')),
  };
}
