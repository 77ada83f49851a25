// YAML and JSON files with the place of everything in them, so that an error can name file, line and column.
import { readFileSync } from 'node:fs';
import { pathInWords, QuotientError, type Problem } from '@quotient/calc';
import {
  Composer,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type CST,
  type Document,
  type Node,
} from 'yaml';
import { ConnectorError, exitCode } from '../error.ts';
import { scanJson } from './json.ts';

export interface SourceFile {
  readonly file: string;
  readonly value: unknown;
  /** `line:column` of what stands at a path, or of the nearest thing around it. */
  readonly placeOf: (path: Problem['path']) => string;
  /** The places of several paths, for the price of one. */
  readonly placesOf: (paths: readonly Problem['path'][]) => string[];
}

/** @throws ConnectorError (2) where the file is missing or is no YAML or JSON. */
export function readDocument(file: string): SourceFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConnectorError('no-file', exitCode.usage, `${file} cannot be read.`, ['Check the path.']);
  }
  return readText(text, file);
}

/** Deeper text is no plan and no book, and YAML's reader has no end of its own. */
const deepest = 200;
/** Each alias counts as often as what it stands for holds others. */
const mostAliases = 100;
const tooDeep = `it is nested deeper than ${deepest} levels`;

/** Reads YAML or JSON. @throws ConnectorError (2) with line and column of what is wrong. */
export function readText(given: string, file: string): SourceFile {
  const text = given.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const refuse = (offset: number, message: string): never => {
    throw new ConnectorError('bad-file', exitCode.usage, `${file}:${place(offset)}: ${message}.`, [
      'Correct the YAML or JSON.',
    ]);
  };
  const located = (value: unknown, offsets: (paths: readonly Problem['path'][]) => readonly number[]): SourceFile => ({
    file,
    value,
    placeOf: (path) => place(offsets([path])[0] ?? 0),
    placesOf: (paths) => offsets(paths).map(place),
  });
  const json = parseJson(text);
  if (json !== undefined) {
    addLines(text, lines);
    const found = scanJson(text, [], deepest);
    if (found.tooDeep !== null) refuse(found.tooDeep, tooDeep);
    if (found.duplicate) refuse(found.duplicate.offset, `the key "${found.duplicate.key}" stands here twice`);
    return located(json, (paths) => scanJson(text, paths, deepest).offsets);
  }
  const document = compose(text, lines, refuse);
  checkNodes(document, refuse);
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return located(value, (paths) => paths.map((path) => offsetOf(document, path)));
  } catch (error) {
    // The reader's word for an alias of nothing, and for aliases that multiply without end.
    if (error instanceof ReferenceError) return refuse(0, sentence(error.message));
    throw error;
  }
}

/** JSON is read many times faster by the platform; anything else, also JSON that is wrong, is told by the YAML reader. */
function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function addLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

type Refuse = (offset: number, message: string) => never;

/** The one document of a text. Its depth is seen before the reader descends into it. */
function compose(text: string, lines: LineCounter, refuse: Refuse): Document {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepest) refuse(parser.offset, tooDeep);
  }
  tokens.push(...parser.end());
  // Keys that come twice are found below, in one pass.
  const composer = new Composer({ schema: 'core', uniqueKeys: false, resolveKnownTags: false, logLevel: 'error' });
  const [document, second] = composer.compose(tokens, true, text.length);
  const [mistake] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (mistake) refuse(mistake.pos[0], sentence(mistake.message));
  if (second) refuse(second.range?.[0] ?? 0, 'a second document begins here');
  return document as Document;
}

const sentence = (message: string): string => (message.split('\n')[0] ?? message).replace(/[.:]$/, '');

/** Refuses keys that come twice, and more aliases than a person writes. */
function checkNodes(document: Document, refuse: Refuse): void {
  const waiting: unknown[] = [document.contents];
  let aliases = 0;
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (isAlias(node) && ++aliases > mostAliases)
      refuse(node.range?.[0] ?? 0, `there are more than ${mostAliases} aliases`);
    if (isSeq(node)) for (const item of node.items) waiting.push(item);
    if (!isMap(node)) continue;
    const keys = new Set<string>();
    for (const { key, value } of node.items) {
      waiting.push(key, value);
      if (!isScalar(key)) continue;
      const name = String(key.value);
      if (keys.has(name)) refuse(key.range?.[0] ?? 0, `the key "${name}" stands here twice`);
      keys.add(name);
    }
  }
}

/** Where the key (or value) at a path begins; the last part that exists counts. */
function offsetOf(document: Document, path: Problem['path']): number {
  let node: unknown = document.contents;
  let offset = (node as Node | null)?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && String((item.key as { value?: unknown }).value ?? item.key) === String(key),
      );
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number' && node.items[key]) {
      node = node.items[key];
      offset = (node as Node).range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** Runs a reader and puts file, line and column before each problem that it finds. */
export function inFile<T>({ file, placesOf }: SourceFile, reader: () => T): T {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof QuotientError)) throw error;
    const places = placesOf(error.problems.map(({ path }) => path));
    const lines = error.problems.map(
      ({ path, message, remedy }, i) =>
        `${file}:${places[i]}: ${pathInWords(path)}${path.length > 0 ? ': ' : ''}${message}${remedy ? ` ${remedy}` : ''}`,
    );
    throw new ConnectorError(error.code, exitCode.usage, lines.join('\n'), []);
  }
}
