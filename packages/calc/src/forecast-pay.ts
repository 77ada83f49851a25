// What an outcome pays: its digits say where each position ends, and the payout function what that earns.
import { attainmentOf, factorAt, modifiedBy, ratio, shutBy, unlined, type Standing } from './component.ts';
import { creditsOf, Digits, orderedAxis, summedAxis, type Axis, type Sides } from './forecast-axis.ts';
import type { Columns, Digit } from './forecast-outcomes.ts';
import type { Closing } from './forecast-run.ts';
import type { Int } from './ledger.ts';
import { creditKeys } from './part.ts';
import { payoutsAfter } from './forecast-payouts.ts';
import { currencyOf, isPlain, type Currency, type Terms } from './payout.ts';
import { references } from './references.ts';
import { runOf, type Account } from './run.ts';
import { nowhere, reachedBy, unread, type Read, type Reading } from './table.ts';
import { termsOf } from './terms.ts';

/** How a component ends. */
export type Ending = Pick<Standing, 'position' | 'attainment' | 'terms' | 'paid'>;

export interface Pay {
  readonly digits: readonly Digit[];
  /** The closings in an outcome. The same ending is the same object as far as it is remembered. */
  readonly at: (columns: Columns, outcome: number) => readonly Ending[];
}

/** A component in a payment period, with those that it reads. */
interface Node {
  readonly index: number;
  readonly standing: Standing;
  readonly currency: Currency;
  readonly reads: ReadonlyMap<string, Node>;
  /** Of a ratio, the numerator and the denominator. */
  axes: readonly Axis[];
  /** All digits that it depends on. */
  digits: readonly number[];
  readonly known: Map<Int | string, Ending>;
  pays: ((terms: Terms, columns: Columns, outcome: number) => bigint) | null;
}

/**
 * What outcomes pay. Where only the sum of the credits decides, their digits are sums; where their order does too (a tier for
 * whole deals, factors, limits on one record), they say which deals are won.
 */
export function payOf(sides: Sides, closings: readonly Closing[], deals: readonly string[]): Pay {
  const ids = new Map(deals.map((id, i) => [id, i]));
  const nodes = nodesOf(sides.without, closings);
  const ordered = new Set(
    [...nodes.values()].flatMap((node) =>
      isPlain(node.standing.terms) ? [] : keysOf(node).map((key) => placeOf(node, key)),
    ),
  );
  const digits = new Digits(deals.length);
  const axes = new Map<string, Axis>();
  const axisOf = (node: Node, key: string): Axis => {
    const place = placeOf(node, key);
    let axis = axes.get(place);
    if (!axis) {
      const credits = creditsOf(sides, node.standing, node.index, key, ids);
      axis = ordered.has(place) ? orderedAxis(credits, digits) : summedAxis(credits, digits);
      axes.set(place, axis);
    }
    return axis;
  };
  // What is read stands before what reads it.
  for (const node of nodes.values()) {
    node.axes = keysOf(node).map((key) => axisOf(node, key));
    node.digits = [...new Set([...node.axes, ...node.reads.values()].flatMap((one) => one.digits))];
    const [axis] = node.axes;
    if (axis && node.axes.length === 1) node.pays = paysOf(node, axis);
  }
  const top = closings.map((one) => nodes.get(nodeKey(one)) as Node);
  return { digits: digits.list, at: (columns, outcome) => top.map((node) => endingOf(node, columns, outcome)) };
}

const nodeKey = ({ id, index }: Pick<Closing, 'id' | 'index'>): string => `${index} ${id}`;

/** The closings and what they read, each after what it reads. */
function nodesOf(account: Account, closings: readonly Closing[]): Map<string, Node> {
  const { standing } = runOf(account);
  const nodes = new Map<string, Node>();
  const visit = (id: string, index: number): Node | undefined => {
    const own = standing(id, index);
    if (!own) return undefined;
    const key = nodeKey({ id, index });
    let node = nodes.get(key);
    if (!node) {
      const reads = new Map(
        references(own.component).flatMap(([other]) => {
          const read = other === id ? undefined : visit(other, index);
          return read ? [[other, read] as const] : [];
        }),
      );
      const currency = currencyOf(own.version.plan);
      node = { index, standing: own, currency, reads, axes: [], digits: [], known: new Map(), pays: null };
      nodes.set(key, node);
    }
    return node;
  };
  for (const { id, index } of closings) visit(id, index);
  return nodes;
}

function keysOf({ standing: { component, version } }: Node): string[] {
  const name = component.measure;
  const measure = name === undefined ? undefined : version.plan.measures[name];
  return name !== undefined && measure ? creditKeys(name, measure) : [];
}

/** Components of one window in one payment period share what they count. */
const placeOf = ({ index, standing }: Node, key: string): string => `${index} ${standing.window.name} ${key}`;

/** What the credits of an outcome earn on some terms, made once for each of them. */
function paysOf({ standing: { component, version }, currency }: Node, axis: Axis): Node['pays'] {
  const { bounds, first } = axis;
  const factor = component.factors ? factorAt(component, version.plan.timeZone) : null;
  const which = factor ? bounds.at.map(({ record }) => factor(record ?? {})) : [];
  const before = { amounts: bounds.amounts.slice(0, first), which: which.slice(0, first) };
  const made = new Map<Terms, ReturnType<typeof payoutsAfter>>();
  return (terms, columns, outcome) => {
    let earned = made.get(terms);
    if (!earned) made.set(terms, (earned = payoutsAfter(terms, bounds, before, currency)));
    const { amounts, places } = axis.tail(columns, outcome);
    return BigInt(earned(amounts, factor ? places.map((i) => which[i] as number) : which));
  };
}

/** Of more digits so many values differ that hardly any outcome comes again. */
const mostRemembered = 12;

function endingOf(node: Node, columns: Columns, outcome: number): Ending {
  const { digits, known } = node;
  if (digits.length > mostRemembered) return madeOf(node, columns, outcome);
  const [only] = digits;
  const key =
    only !== undefined && digits.length === 1
      ? (columns[only]?.[outcome] as Int)
      : digits.map((i) => columns[i]?.[outcome]).join(' ');
  let found = known.get(key);
  if (!found) known.set(key, (found = madeOf(node, columns, outcome)));
  return found;
}

function madeOf({ standing, reads, axes, pays, currency }: Node, columns: Columns, outcome: number): Ending {
  const [of, per] = axes;
  const own = of ? of.tail(columns, outcome).position : null;
  const position = own && per ? ratio(own, per.tail(columns, outcome).position) : own;
  const read = (id: string): Reading => {
    const other = reads.get(id);
    return other ? endingOf(other, columns, outcome) : unread;
  };
  const { attainment, terms, isPaid } = ruledAt(standing, position, read);
  const paid = !isPaid
    ? 0n
    : pays
      ? pays(terms, columns, outcome)
      : unlined(standing.component, terms, position, attainment, currency);
  return { position, attainment, terms, paid };
}

/** What rules a component at another position than its own, as other components would stand then. */
function ruledAt(
  { component, quota, settled, terms: own }: Standing,
  position: Ending['position'],
  read: Read,
): Pick<Ending, 'attainment' | 'terms'> & { readonly isPaid: boolean } {
  const attainment = attainmentOf(component, position, quota, read);
  const reached = reachedBy(component.rate, read);
  const stands = reached === nowhere && !component.modifiers;
  return {
    attainment,
    terms: stands ? own : termsOf(component, quota, reached, modifiedBy(component, read)),
    isPaid: settled && shutBy(component, { attainment, position }, read).length === 0,
  };
}
