// A pass over the rows of a table: as few as a condition's spans allow, in an order that is known beforehand.
import type { Row, Rows } from '../rows.ts';
import type { Span } from './span.ts';
import { order, type Condition } from './where.ts';

/** Places of rows. */
export type Places = Uint32Array;
/** By Id, or by SystemModstamp and then by Id. */
export type Way = 'id' | 'stamp';

/** A list of places that grows. */
export class Found {
  #places: Places = new Uint32Array(16);
  length = 0;

  add(place: number): void {
    if (this.length === this.#places.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places[this.length++] = place;
  }

  get places(): Places {
    return this.#places.slice(0, this.length);
  }
}

/**
 * Places of the rows for which a condition holds, in no order. Rows behind the first `enough` in the order of `way` may
 * be left out.
 */
export function scan(rows: Rows, { test, spans }: Condition<Row>, way: Way, enough: number): Places {
  const found = new Found();
  const holds = (place: number, into?: Row): boolean => !rows.isPurged(place) && test(rows.at(place, into));
  if (spans.listed && spans.listed.size < 10_000) {
    for (const id of spans.listed) {
      const place = rows.placeOf(id);
      if (place !== undefined && holds(place)) found.add(place);
    }
    return found.places;
  }
  const { base } = rows;
  const into = base && base.count > 0 ? base.row(0) : undefined;
  if (base?.stamps && (way === 'stamp' || narrower(rows, spans))) {
    const { first, at, stampOf } = base.stamps;
    const until = spans.stamps ? first(spans.stamps.until + 1) : base.count;
    let last = Number.NaN;
    for (let rank = spans.stamps ? first(spans.stamps.from) : 0; rank < until; rank++) {
      if (way === 'stamp' && found.length >= enough && stampOf(rank) !== last) break;
      const place = at(rank);
      if (rows.stored(place) || !holds(place, into)) continue;
      found.add(place);
      last = stampOf(rank);
    }
    for (const place of rows.storedPlaces()) if (holds(place)) found.add(place);
    return found.places;
  }
  const [start, end] = spans.ids && rows.inOrder ? placesBetween(rows, spans.ids) : [0, rows.places];
  const isEnough = way === 'id' && rows.inOrder ? enough : Number.POSITIVE_INFINITY;
  for (let place = start; place < end && found.length < isEnough; place++) if (holds(place, into)) found.add(place);
  return found.places;
}

/** Are there fewer generated rows in the span of stamps than in that of Ids? */
function narrower(rows: Rows, { ids, stamps }: Condition<Row>['spans']): boolean {
  if (!stamps || !rows.base?.stamps) return false;
  const { first } = rows.base.stamps;
  const byStamp = first(stamps.until + 1) - first(stamps.from);
  if (!ids || !rows.inOrder) return true;
  const [start, end] = placesBetween(rows, ids);
  return byStamp < end - start;
}

/** The places of Ids from one up to another, in a table whose Ids rise with the places. */
function placesBetween(rows: Rows, { from, until }: Span<string>): [number, number] {
  const first = (isBehind: (id: string) => boolean): number => {
    let [low, high] = [0, rows.places];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBehind(String(rows.at(middle)['Id']))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return [first((id) => id >= from), first((id) => id > until)];
}

/** Brings places into an order. */
export function orderedPlaces(rows: Rows, places: Places, way: Way): Places {
  if (way === 'stamp') {
    const stamps = Float64Array.from(places, (place) => stampOf(rows.at(place)));
    const sorted = Array.from(places.keys()).sort(
      (a, b) => (stamps[a] ?? 0) - (stamps[b] ?? 0) || byId(rows, places[a] ?? 0, places[b] ?? 0),
    );
    return Uint32Array.from(sorted, (i) => places[i] ?? 0);
  }
  return rows.inOrder ? places.sort() : places.sort((a, b) => byId(rows, a, b));
}

const byId = (rows: Rows, a: number, b: number): number =>
  rows.inOrder ? a - b : order(rows.at(a)['Id'] ?? null, rows.at(b)['Id'] ?? null);

const stampOf = (row: Row): number => Date.parse(String(row['SystemModstamp']).replace('+0000', 'Z'));
