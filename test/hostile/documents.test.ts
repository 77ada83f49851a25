// Published documents that are not what they should be: each reader refuses them, or says only what it can, and no nonsense.
import { readdirSync, readFileSync } from 'node:fs';
import {
  estimate,
  estimateOf,
  flags,
  forecast,
  publication,
  publishedFlags,
  publishedForecast,
  QuotientError,
  readSnapshot,
  snapshotSchema,
  snapshots,
  statements,
  team,
  teamRows,
  totals,
  type Deal,
  type Snapshot,
} from '@quotient/calc';
import { expect, test } from 'vitest';
import { checksumOf } from '../../packages/calc/src/checksum.ts';
import { full, seed } from '../random.ts';
import { publishedDocuments } from './published.ts';

type Document = Record<string, unknown>;
interface Place {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

const folder = new URL('../cases/', import.meta.url);
const ofCases = readdirSync(folder).flatMap((name): [string, Document][] => {
  const { book } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { book?: unknown };
  return book === undefined
    ? []
    : snapshots(book).map((one): [string, Document] => [
        `${name} of ${one.payee.Id}`,
        JSON.parse(JSON.stringify(publication(one))) as Document,
      ]);
});

/** A representative who shares deals, a manager, and one who is paid in another currency. */
const payees = ['daniel.brennan', 'sofia.castellano', 'zoe.kessler'];
const published = [...(await publishedDocuments())].filter(([name]) => payees.some((one) => name.startsWith(one)));
const documents: readonly [string, Document][] = [...ofCases, ...published];

/** Every place of a document, from its root on. */
function placesIn(value: unknown, path: Place['path'] = []): Place[] {
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) =>
          placesIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [{ path, value }, ...inside];
}

/** A copy of a document with another value at a place; without it where that is undefined. */
function changed(document: Document, path: Place['path'], value: unknown): unknown {
  const [last] = path.slice(-1);
  if (last === undefined) return value;
  const copy = structuredClone(document);
  let holder: unknown = copy;
  for (const key of path.slice(0, -1)) holder = (holder as Document)[key];
  if (value === undefined && Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (value === undefined) delete (holder as Document)[last];
  else (holder as Document)[last] = value;
  return copy;
}

const nested = (depth: number): unknown => {
  let value: unknown = 'end';
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { and: value };
  return value;
};
const other = (value: unknown): unknown[] =>
  [null, 7, 'another', true, [], {}, [[1]], { type: 'new' }].filter(
    (one) => typeof one !== typeof value || Array.isArray(one) !== Array.isArray(value),
  );

/** What may stand in the place of a value. */
const replacements = (value: unknown): unknown[] => [
  undefined,
  ...other(value),
  nested(300),
  ...(typeof value === 'string'
    ? ['1e999', 'NaN', '-0', '', 'progressive', '9999-99-99', '-1', '1'.repeat(5_000)]
    : []),
  ...(typeof value === 'number' ? [-1, 0.5, 1e308, -0, 'NaN'] : []),
  ...(Array.isArray(value) ? [[], [...(value as unknown[]), ...(value as unknown[])]] : []),
];

/** What is wrong with an answer that pages would show. */
function nonsense(answer: unknown, said: readonly string[], at = ''): string[] {
  if (typeof answer === 'number') return Number.isFinite(answer) ? [] : [`${at} is ${answer}`];
  if (typeof answer === 'string')
    return !said.some((text) => answer.includes(text)) && /\bNaN\b|undefined|Infinity|\[object/.test(answer)
      ? [`${at} says ${answer}`]
      : [];
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, inner]) => nonsense(inner, said, `${at}.${key}`));
}

/** A deal of somebody. */
const dealOf = (owner: string): Deal => ({
  record: {
    Id: 'd9',
    Name: 'Deal',
    OwnerId: owner,
    Amount: 12_345.67,
    CloseDate: '2026-03-20',
    IsWon: true,
    IsClosed: true,
  },
});

/** What pages show of a forecast; the rest of it they hand on to nobody. */
const shownOf = ({ cannotSay, asOf, plans }: ReturnType<typeof publishedForecast>): unknown => ({
  cannotSay,
  asOf,
  plans: plans.map(({ components, movers, categories, ...plan }) => ({
    ...plan,
    outcomes: null,
    categories: categories && [categories.closed.earned, categories.pipeline.earned],
    components: components.map(({ id, label, window, credited, quotaReached }) => [
      id,
      label,
      window,
      credited,
      quotaReached,
    ]),
    movers: movers.map(({ record, name, moves, chance }) => [record, name, moves, chance.won]),
  })),
});

/** Each thing that a page asks of a document. */
const asked: Readonly<Record<string, (held: Snapshot, deals: readonly Deal[]) => unknown>> = {
  statements: (held) => statements(held).map(({ earned, payable, components }) => [earned, payable, components]),
  estimateOf: (held, deals) => estimateOf(held, deals),
  estimate: (held, deals) => estimate(held, deals),
  flags: (held) => [publishedFlags(held), flags(held)],
  forecast: (held) => [publishedForecast(held), forecast(held)].map(shownOf),
  team: (held) => [teamRows(held), totals(teamRows(held)), team([held])],
};

type Answers = Readonly<Record<string, unknown>>;

/** What a page does with a document and a deal of its payee, answer by answer; an error of the family is one of them. */
function answersTo(document: unknown, payee: string): Answers | null {
  let held: Snapshot;
  try {
    held = readSnapshot(document);
  } catch (error) {
    if (!isRefusal(error)) return { readSnapshot: String(error) };
    return null;
  }
  const deals = [dealOf(payee)];
  const answer = (ask: (typeof asked)[string]): unknown => {
    try {
      return ask(held, deals);
    } catch (error) {
      return isRefusal(error) ? refusal : { threw: String(error) };
    }
  };
  return Object.fromEntries(Object.entries(asked).map(([name, ask]) => [name, answer(ask)]));
}
const refusal = { cannotSay: 'refused' };

/** Answers that no page may be given; `texts` are those that the document itself has. */
const wrongIn = (answers: Answers, texts: readonly string[]): string[] =>
  Object.entries(answers).flatMap(([name, answer]) =>
    isObject(answer) && 'threw' in answer
      ? [`${name} threw ${String(answer['threw'])}`]
      : name === 'readSnapshot'
        ? [String(answer)]
        : nonsense(answer, texts, name),
  );

/** What is said of a document that no connector writes is what is said of the whole one, or that it cannot be said. */
const otherIn = (answers: Answers, whole: Answers): string[] =>
  Object.keys(answers)
    .filter(
      (name) =>
        !JSON.stringify(answers[name]).includes('"cannotSay":{') &&
        answers[name] !== refusal &&
        JSON.stringify(answers[name]) !== JSON.stringify(whole[name]),
    )
    .map((name) => `${name} is another one`);

const payeeOf = (document: Document): string => (document as unknown as Snapshot).payee.Id;

const isObject = (value: unknown): value is Document => typeof value === 'object' && value !== null;

const isRefusal = (error: unknown): boolean =>
  error instanceof QuotientError && error.problems.every(({ message, remedy }) => message !== '' && remedy !== '');

/** All of them in full runs, else every so many, by the seed. */
const every = full ? 1 : 80;

test.each(documents)('%s is answered as it is', (_, document) => {
  const answers = answersTo(document, payeeOf(document));
  expect(answers).not.toBeNull();
  expect(wrongIn(answers as Answers, [])).toEqual([]);
});

test.each(documents)('%s is answered alike where its checksum fits and where it has none', (_, document) => {
  const { checksum, ...rest } = document;
  expect(checksum).toBe(checksumOf(document));
  expect(answersTo(rest, payeeOf(document))).toEqual(answersTo(document, payeeOf(document)));
});

test('each change is refused, or said without nonsense', () => {
  const wrong = new Map<string, string>();
  let [turn, refused, answered] = [0, 0, 0];
  for (const [name, document] of documents) {
    const payee = payeeOf(document);
    const whole = answersTo(document, payee) as Answers;
    for (const { path, value } of placesIn(document))
      for (const replacement of replacements(value)) {
        if (turn++ % every !== seed % every) continue;
        const hurt = changed(document, path, replacement);
        const answers = answersTo(hurt, payee);
        if (answers) answered++;
        else refused++;
        if (!answers) continue;
        const found = wrongIn(answers, typeof replacement === 'string' && replacement !== '' ? [replacement] : []);
        if (!isWritten(hurt) && !isName(path)) found.push(...otherIn(answers, whole));
        const place = path.map((key) => (typeof key === 'number' ? '*' : key)).join('.');
        for (const one of found)
          wrong.set(`${place} ${one.slice(0, 100)}`, `${name}: ${path.join('.')} = ${inWords(replacement)}`);
      }
  }
  console.log(`documents: ${refused} refused, ${answered} answered`);
  expect([...wrong]).toEqual([]);
  expect(refused).toBeGreaterThan(100);
  expect(answered).toBeGreaterThan(100);
}, 1_800_000);

/** Flags and their sentences go by names: whoever says them looks each up, and another name is another flag. */
const isName = (path: Place['path']): boolean =>
  path[0] === 'flags' && path.slice(1).some((key) => ['id', 'says', 'code', 'flags', 'found'].includes(String(key)));

/** Would a connector write this? What keeps to the schema is another document, with figures of its own. */
function isWritten(document: unknown): boolean {
  try {
    return snapshotSchema.safeParse(document).success;
  } catch {
    return false;
  }
}

function inWords(value: unknown): string {
  try {
    return String(JSON.stringify(value)).slice(0, 80);
  } catch {
    return 'nested without end';
  }
}
