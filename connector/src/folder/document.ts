// YAML and JSON files with the place of everything in them, so that an error can name file, line and column.
import { readFileSync } from 'node:fs';
import { pathInWords, QuotientError, type Problem } from '@quotient/calc';
import { isMap, isPair, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { ConnectorError, exitCode } from '../error.ts';

export interface SourceFile {
  readonly file: string;
  readonly value: unknown;
  /** `line:column` of what stands at a path, or of the nearest thing around it. */
  readonly placeOf: (path: Problem['path']) => string;
}

/** @throws ConnectorError (2) where the file is missing or is no YAML or JSON. */
export function readDocument(file: string): SourceFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConnectorError('no-file', exitCode.usage, `${file} cannot be read.`, ['Check the path.']);
  }
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    schema: 'core',
    maxAliasCount: 100,
    uniqueKeys: true,
  } as Parameters<typeof parseDocument>[1]);
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ConnectorError(
      'bad-file',
      exitCode.usage,
      `${file}:${line}:${col}: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'no YAML'}.`,
      ['Correct the YAML or JSON.'],
    );
  }
  const placeOf = (path: Problem['path']): string => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    return `${line}:${col}`;
  };
  return { file, value: document.toJS({ maxAliasCount: 100 }), placeOf };
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
export function inFile<T>({ file, placeOf }: SourceFile, reader: () => T): T {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof QuotientError)) throw error;
    const lines = error.problems.map(
      ({ path, message, remedy }) =>
        `${file}:${placeOf(path)}: ${pathInWords(path)}${path.length > 0 ? ': ' : ''}${message}${remedy ? ` ${remedy}` : ''}`,
    );
    throw new ConnectorError(error.code, exitCode.usage, lines.join('\n'), []);
  }
}
