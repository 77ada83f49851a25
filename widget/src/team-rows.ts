// The rows of a team: read from snapshots, searched, filtered, sorted, and whom to help first.
import { compareDecimals, QuotientError, teamRows, type Snapshot, type TeamRow } from '@quotient/calc';
import { personOf, readOnce } from './estimate-view.ts';

export type Column = 'person' | 'attainment' | 'earned' | 'payable';
export interface Order {
  readonly column: Column;
  readonly isDescending: boolean;
}
export interface Filter {
  readonly text: string;
  /** A segment by its name; null for those without one; undefined for everybody. */
  readonly segment: string | null | undefined;
}

export interface TeamRead {
  readonly asOf: string;
  readonly rows: readonly TeamRow[];
  /** Whose snapshots cannot be read (null where they don't say so): left out, and said so. */
  readonly leftOut: readonly (string | null)[];
  readonly snapshots: readonly Snapshot[];
}

/** Where each person of the snapshots stands. One that cannot be read never takes the others with it. */
export function readTeam(documents: readonly unknown[]): TeamRead {
  const leftOut: (string | null)[] = [];
  const read = documents.flatMap((document) => {
    try {
      const one = readOnce(document);
      if (!(one instanceof QuotientError)) return [{ one, rows: teamRows(one) }];
    } catch (error) {
      if (!(error instanceof QuotientError)) throw error;
    }
    leftOut.push(personOf(document));
    return [];
  });
  return {
    asOf: read.map(({ one }) => one.asOf).sort()[0] ?? '',
    rows: read.flatMap(({ rows }) => rows),
    leftOut,
    snapshots: read.map(({ one }) => one),
  };
}

/** How many of the people of a team no snapshot is about, read or not. */
export function withoutFigures(people: readonly { readonly Id: string }[], documents: readonly unknown[]): number {
  const known = new Set(documents.map((one) => (one as { payee?: { Id?: unknown } } | null)?.payee?.Id));
  return new Set(people.map(({ Id }) => Id).filter((id) => !known.has(id))).size;
}

export const segmentOf = ({ payee }: TeamRow): string | null => payee.Division ?? null;

/** The segments of the rows in order; null last, where somebody has none. */
export function segmentsOf(rows: readonly TeamRow[], locale: string): (string | null)[] {
  const found = new Set(rows.map(segmentOf));
  const named = [...found].filter((one) => one !== null).sort(new Intl.Collator(locale).compare);
  return found.has(null) ? [...named, null] : named;
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The rows whose person, title, segment or plan holds every word, in any case and without accents. */
export function filtered(rows: readonly TeamRow[], { text, segment }: Filter): readonly TeamRow[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0 && segment === undefined) return rows;
  return rows.filter((row) => {
    if (segment !== undefined && segmentOf(row) !== segment) return false;
    const all = folded(`${row.payee.Name} ${row.payee.Title ?? ''} ${row.payee.Division ?? ''} ${row.planName}`);
    return words.every((word) => all.includes(word));
  });
}

/** The rows in an order; equal ones stay by name. Money of several currencies is ordered within each, never across. */
export function sorted(rows: readonly TeamRow[], { column, isDescending }: Order, locale: string): readonly TeamRow[] {
  const names = new Intl.Collator(locale);
  const byName = (a: TeamRow, b: TeamRow): number =>
    names.compare(a.payee.Name, b.payee.Name) || names.compare(a.plan, b.plan);
  const by = (a: TeamRow, b: TeamRow): number => {
    if (column === 'person') return byName(a, b);
    if (column === 'attainment') return compareDecimals(a.attainment, b.attainment);
    return compareDecimals(a[column], b[column]);
  };
  const isMoney = column === 'earned' || column === 'payable';
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) =>
    isMoney && a.currency !== b.currency ? (a.currency < b.currency ? -1 : 1) : sign * by(a, b) || byName(a, b),
  );
}
