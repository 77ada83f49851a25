// Which place the row with an id has.
import { numberOf } from './id.ts';

/** Ids that were made one after the other are told by their number, all others by their text. */
export class Places {
  readonly #prefix: string;
  readonly #byId = new Map<string, number>();
  /** Of the ids from `#first` on; -1 where there is none. */
  readonly #byNumber: number[] = [];
  #first = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get(id: string): number | undefined {
    const n = this.#numberOf(id);
    const place = n < 0 ? -1 : (this.#byNumber[n] ?? -1);
    return place >= 0 ? place : this.#byId.size > 0 ? this.#byId.get(id) : undefined;
  }

  set(id: string, place: number): void {
    if (this.#byNumber.length === 0) this.#first = Math.max(0, numberOf(this.#prefix, id));
    const n = this.#numberOf(id);
    if (n >= 0 && n <= this.#byNumber.length) this.#byNumber[n] = place;
    else this.#byId.set(id, place);
  }

  delete(id: string): void {
    const n = this.#numberOf(id);
    if (n >= 0 && (this.#byNumber[n] ?? -1) >= 0) this.#byNumber[n] = -1;
    else this.#byId.delete(id);
  }

  #numberOf(id: string): number {
    const number = numberOf(this.#prefix, id);
    return number < 0 ? -1 : number - this.#first;
  }
}
