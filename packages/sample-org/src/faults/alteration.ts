// Faults within an answer: the org has carried out the request, and its answer is not what it should be.
import type { Response } from '../rest.ts';
import { cutInQuotes, cutRows, missingColumn, nulByte, raggedRow, wrongHeader } from './csv-page.ts';
import type { Fault, FaultKind } from './fault.ts';
import { isCsv, jsonOf, linkOf, locatorHeader, recordsOf, type Json, type Read } from './reads.ts';
import type { Visit } from './visit.ts';

/** An answer whose text is written in other bytes than UTF-8. */
export interface Altered extends Response {
  readonly encoding?: 'latin1';
}

type Alteration<K extends FaultKind> = (answer: Response, fault: Fault<K>, visit: Visit, read: Read) => Altered | null;

const countHeader = 'Sforce-NumberOfRecords';

function altered(answer: Response, change: (body: Json) => Json | null): Response | null {
  const json = jsonOf(answer);
  const body = json && change(json);
  if (!body) return null;
  const { text: _, ...rest } = answer;
  return { ...rest, body };
}

const page = (change: (body: Json, records: readonly unknown[]) => Json | null) => (answer: Response) =>
  altered(answer, (body) => {
    const records = recordsOf(body);
    return records && change(body, records);
  });

function csv<K extends FaultKind>(change: (text: string, fault: Fault<K>) => string | null) {
  return (answer: Response, fault: Fault<K>): Response | null => {
    const text = isCsv(answer) ? change(answer.text ?? '', fault) : null;
    return text === null ? null : { ...answer, text };
  };
}

/** The page with another link; without one where `link` is null, though it does not say that it is the last. */
function withLink(answer: Response, link: string | null): Response | null {
  if (isCsv(answer)) {
    const { [locatorHeader]: _, ...headers } = answer.headers ?? {};
    return { ...answer, headers: link === null ? headers : { ...headers, [locatorHeader]: link } };
  }
  return page(({ nextRecordsUrl: _, ...body }) => ({
    ...body,
    done: false,
    ...(link === null ? {} : { nextRecordsUrl: link }),
  }))(answer);
}

const job = (change: (body: Json) => Json | null) => (answer: Response) =>
  altered(answer, (body) => (typeof body['state'] === 'string' ? change(body) : null));
const ended = ({ errorMessage: _, ...body }: Json, state: string): Json => ({
  ...body,
  state,
  numberRecordsProcessed: 0,
});

const alterations = {
  wrongType: (answer, { arg = 'text/plain' }) =>
    answer.body === undefined && answer.text === undefined
      ? null
      : { ...answer, headers: { ...answer.headers, 'Content-Type': arg } },
  latin1: (answer, { arg = 'declared' }) => {
    const text = isCsv(answer) ? (answer.text ?? '') : JSON.stringify(jsonOf(answer));
    const type = isCsv(answer) ? 'text/csv' : 'application/json';
    const place = lastLetter(text, isCsv(answer));
    if (place === null) return null;
    const { body: _, ...rest } = answer;
    return {
      ...rest,
      text: `${text.slice(0, place)}é${text.slice(place + 1)}`,
      headers: { ...answer.headers, 'Content-Type': `${type};charset=${arg === 'declared' ? 'ISO-8859-1' : 'UTF-8'}` },
      encoding: 'latin1',
    };
  },
  cutRows: csv(cutRows),
  cutInQuotes: csv(cutInQuotes),
  nulByte: csv<'nulByte'>((text, { arg }) => nulByte(text, arg)),
  raggedRow: csv<'raggedRow'>((text, { arg = 'less' }) => raggedRow(text, arg)),
  wrongHeader: csv(wrongHeader),
  missingColumn: csv(missingColumn),
  cutJson: (answer) => {
    const json = jsonOf(answer);
    if (!json) return null;
    const text = JSON.stringify(json);
    const { body: _, ...rest } = answer;
    return { ...rest, text: text.slice(0, Math.floor(text.length / 2)) };
  },
  fewerRecords: page((body, records) => (records.length === 0 ? null : { ...body, records: records.slice(0, -1) })),
  pageAgain: (answer, { arg = 'whole' }, _, { before }) => {
    if (!before || arg === 'whole') return before;
    if (isCsv(answer)) return { ...before, headers: { ...before.headers, ...linkHeader(answer) } };
    return page((body) => ({ ...body, records: recordsOf(jsonOf(before) ?? {}) ?? [] }))(answer);
  },
  locatorMissing: (answer) => withLink(answer, null),
  locatorRepeated: (answer, _, { locator }) => (locator === null ? null : withLink(answer, locator)),
  locatorLooping: (answer, _, { locator }, { link }) =>
    locator === null || link === null ? null : withLink(answer, link),
  foreignNext: (answer, { arg }) => {
    const link = linkOf(answer);
    return typeof link === 'string' && !isCsv(answer) ? withLink(answer, new URL(link, arg).href) : null;
  },
  totalChanges: (answer) => {
    if (isCsv(answer))
      return {
        ...answer,
        headers: { ...answer.headers, [countHeader]: String(Number(answer.headers?.[countHeader]) + 1) },
      };
    return altered(answer, (body) => {
      const name = recordsOf(body) ? 'totalSize' : body['state'] === 'JobComplete' ? 'numberRecordsProcessed' : null;
      return name && { ...body, [name]: Number(body[name]) + 1 };
    });
  },
  jobFailed: (answer, { arg }) =>
    job((body) => ({ ...ended(body, 'Failed'), ...(arg === undefined ? {} : { errorMessage: arg }) }))(answer),
  jobAborted: job((body) => ended(body, 'Aborted')),
  jobStuck: job((body) => ended(body, 'InProgress')),
  fieldHidden: (answer, { arg }) =>
    altered(answer, (body) => {
      const [object = '', field = ''] = arg.toLowerCase().split('.');
      const fields = body['fields'] as readonly { readonly name: string }[] | undefined;
      if (String(body['name']).toLowerCase() !== object || !fields?.some(({ name }) => name.toLowerCase() === field))
        return null;
      return { ...body, fields: fields.filter(({ name }) => name.toLowerCase() !== field) };
    }),
  rowLocked: (answer) =>
    altered(answer, (body) => {
      const [first, ...others] = Array.isArray(body) ? (body as readonly Json[]) : [];
      return first?.['success'] === true
        ? ([{ success: false, errors: [locked] }, ...others] as unknown as Json)
        : null;
    }),
  countDrops: (answer, { arg = 0.5 }) =>
    page((body) => ({ ...body, totalSize: Math.floor(Number(body['totalSize']) * (1 - arg)) }))(answer),
} as const satisfies { [K in FaultKind]?: Alteration<K> };

const locked = {
  statusCode: 'UNABLE_TO_LOCK_ROW',
  message: 'unable to obtain exclusive access to this record or 1 records',
  fields: [],
};

/** Where the last letter of a cell, or of a text in JSON, is; null where there is none. */
function lastLetter(text: string, isCsv: boolean): number | null {
  const first = isCsv ? text.indexOf('\n') : 0;
  const found = Array.from(text.matchAll(isCsv ? /[a-z]/gi : /:"[^"\\]*[a-z](?=")/gi)).at(-1);
  return found === undefined || found.index < first ? null : found.index + found[0].length - 1;
}

function linkHeader({ headers }: Response): Record<string, string> {
  const locator = headers?.[locatorHeader];
  return locator === undefined ? {} : { [locatorHeader]: locator };
}

/** The answer with a fault in it; null where the fault is of another sort or finds nothing to change. */
export function alteration(answer: Response, fault: Fault, visit: Visit, read: Read): Altered | null {
  const change = (alterations as Readonly<Partial<Record<FaultKind, Alteration<FaultKind>>>>)[fault.kind];
  return change?.(answer, fault, visit, read) ?? null;
}
