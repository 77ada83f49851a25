// The script of faults: which request meets which of them, what has fired, and what was asked.
import type { Org } from '../org.ts';
import type { Response } from '../rest.ts';
import { alteration, type Altered } from './alteration.ts';
import type { Changes } from './change.ts';
import type { Fault } from './fault.ts';
import { isLast, Reads } from './reads.ts';
import { refusal } from './refusals.ts';
import { visitOf, type Asked, type Visit } from './visit.ts';
import { isOfWire } from './wire.ts';

/** A request that the org was asked. */
export interface RequestRecord {
  readonly method: string;
  /** The path with its query string. */
  readonly path: string;
  /** The access token; null where there was none. */
  readonly token: string | null;
  /** The org's clock, epoch ms. */
  readonly at: number;
}

/** A fault, and the requests at which it fired: their places in the log of requests, from 1. */
export interface FaultRecord {
  readonly fault: Fault;
  readonly fired: readonly number[];
}

/** One request's way through the script. */
export interface Meeting {
  /** What is answered without carrying the request out; null where it is carried out. */
  readonly refusal: Response | null;
  /** The answer as it goes out, and the fault of the wire that it goes out with. */
  leave(answer: Response): { readonly answer: Altered; readonly wire: Fault | null };
}

interface Scripted {
  readonly fault: Fault;
  readonly fired: number[];
  met: number;
}

/** A request under way, and which faults it meets. */
interface Request {
  readonly visit: Visit;
  readonly asked: Asked;
  readonly object: string | null;
  /** Its place in the log. */
  readonly place: number;
  readonly meets: readonly Scripted[];
}

/** These go on for the cursor or job that they have met: asked again, it answers the same. */
const lasting: readonly Fault['kind'][] = ['locatorExpired', 'jobGone', 'jobFailed', 'jobAborted', 'jobStuck'];

export class FaultScript {
  readonly #org: Org;
  readonly #changes: Changes;
  readonly #revoke: (token: string) => void;
  readonly #actions = new Map<number, (() => void | Promise<void>)[]>();
  readonly #lasting = new Map<string, Fault>();
  readonly #reads = new Reads();
  #scripted: Scripted[] = [];
  #requests: RequestRecord[] = [];
  #minutes = 0;

  /** Takes over the org's clock. `revoke` ends a token. */
  constructor(org: Org, changes: Changes, revoke: (token: string) => void) {
    this.#org = org;
    this.#changes = changes;
    this.#revoke = revoke;
    const { clock } = org;
    org.clock = () => new Date(clock().getTime() + this.#minutes * 60_000);
  }

  inject(faults: readonly Fault[]): void {
    this.#scripted.push(...faults.map((fault) => ({ fault, fired: [], met: 0 })));
  }

  faults(): readonly FaultRecord[] {
    return this.#scripted.map(({ fault, fired }) => ({ fault, fired: [...fired] }));
  }

  requests(): readonly RequestRecord[] {
    return [...this.#requests];
  }

  /** Forgets faults, actions and requests; the org's clock is right again. */
  clear(): void {
    this.#scripted = [];
    this.#requests = [];
    this.#actions.clear();
    this.#lasting.clear();
    this.#minutes = 0;
  }

  /** Does something when the n-th request of the log comes, from 1, before it is carried out. */
  onRequest(n: number, action: () => void | Promise<void>): void {
    this.#actions.set(n, [...(this.#actions.get(n) ?? []), action]);
  }

  /** A request comes in. */
  async meet(asked: Asked): Promise<Meeting> {
    const { method, url, token } = asked;
    const place = this.#requests.push({ method, path: url, token, at: this.#org.clock().getTime() });
    for (const action of this.#actions.get(place) ?? []) await action();
    const visit = visitOf(asked);
    const object = visit.object ?? this.#reads.of(visit).object;
    const meets = this.#scripted.filter(({ fault }) => isMet(fault, visit, object));
    for (const scripted of meets) scripted.met++;
    const request = { visit, asked, object, place, meets };
    const lasts = this.#lasting.get(visit.read ?? '');
    const refused = lasts && refusal(lasts, visit, this.#org.clock());
    if (refused) return { refusal: refused, leave: (answer) => ({ answer, wire: null }) };
    for (const scripted of meets.filter(isDue)) {
      if (this.#acts(scripted, request)) continue;
      const refused = this.#refuses(scripted, request);
      if (!refused) continue;
      const wire = isOfWire(scripted.fault, false) ? scripted.fault : null;
      return { refusal: refused, leave: (answer) => ({ answer, wire }) };
    }
    return { refusal: null, leave: (answer) => this.#leave(answer, request) };
  }

  /** The answer of a request that is carried out goes out. */
  #leave(answer: Response, request: Request): ReturnType<Meeting['leave']> {
    const { visit, asked, place, meets } = request;
    const read = this.#reads.remember(visit, asked.url, answer);
    const ends = isLast(visit, answer);
    const lasts = this.#lasting.get(visit.read ?? '');
    let left: Altered = (lasts && alteration(answer, lasts, visit, read)) ?? answer;
    let wire: Fault | null = null;
    for (const scripted of meets) {
      const { fault, fired } = scripted;
      if (fault.at === 'last') {
        if (!ends || isSpent(scripted) || this.#acts(scripted, request)) continue;
        const refused = this.#refuses(scripted, request);
        if (refused) return { answer: refused, wire: isOfWire(fault, false) ? fault : null };
      } else if (!isDue(scripted) || fired.at(-1) === place) continue;
      const altered = alteration(left, fault, visit, read);
      if (altered) left = altered;
      else if (wire === null && isOfWire(fault, left.body !== undefined || left.text !== undefined)) wire = fault;
      else continue;
      this.#fires(scripted, request);
    }
    return { answer: left, wire };
  }

  /** What happens beside the answer; whether the fault is of that sort. */
  #acts(scripted: Scripted, request: Request): boolean {
    const { fault } = scripted;
    if (fault.kind === 'clockJumps') this.#minutes += fault.arg ?? 10;
    else if (fault.kind !== 'change') return false;
    if (fault.kind === 'clockJumps' || this.#changes.make(fault.arg)) this.#fires(scripted, request);
    return true;
  }

  #refuses(scripted: Scripted, request: Request): Response | null {
    const { fault } = scripted;
    const { visit, object, asked } = request;
    const answer = refusal(fault, { ...visit, object }, this.#org.clock());
    if (!answer) return null;
    if (fault.kind === 'sessionExpired' && asked.token !== null) this.#revoke(asked.token);
    this.#fires(scripted, request);
    return answer;
  }

  #fires({ fault, fired }: Scripted, { place, visit }: Request): void {
    fired.push(place);
    if (visit.read !== null && lasting.includes(fault.kind)) this.#lasting.set(visit.read, fault);
  }
}

function isMet({ route, object, at }: Fault, visit: Visit, of: string | null): boolean {
  if (object !== undefined && object.toLowerCase() !== of?.toLowerCase()) return false;
  return (
    route === 'any' || route === visit.route || (at === 'last' && route === 'query' && visit.route === 'queryMore')
  );
}

function isDue({ fault: { at, times = 1 }, met }: Scripted): boolean {
  return at !== 'last' && met >= at && (times < 0 || met < at + times);
}

const isSpent = ({ fault: { times = 1 }, fired }: Scripted): boolean => times >= 0 && fired.length >= times;
