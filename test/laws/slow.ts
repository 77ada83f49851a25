// A second calculation, straight from the terms and slow: fractions that are never reduced, every figure computed from the
// records anew. It shares no code with the first, and knows credit by owner and by reports, the four tables and the caps.

/** n ÷ d, with d above 0. */
type Q = readonly [n: bigint, d: bigint];
const plus = ([a, b]: Q, [c, d]: Q): Q => [a * d + c * b, b * d];
const minus = (a: Q, [c, d]: Q): Q => plus(a, [-c, d]);
const times = ([a, b]: Q, [c, d]: Q): Q => [a * c, b * d];
const over = ([a, b]: Q, [c, d]: Q): Q => (c < 0n ? [-a * d, -b * c] : [a * d, b * c]);
const less = ([a, b]: Q, [c, d]: Q): boolean => a * d < c * b;
const least = (a: Q, b: Q): Q => (less(b, a) ? b : a);
const none: Q = [0n, 1n];
const whole = (value: number): Q => [BigInt(value), 1n];

/** "12.5%", "1000.50" or 7 as a fraction. */
function read(text: string | number): Q {
  const [number, percent] = String(text).endsWith('%') ? [String(text).slice(0, -1), 100n] : [String(text), 1n];
  const [left = '0', right = ''] = number.split('.');
  return [BigInt(left + right), 10n ** BigInt(right.length) * percent];
}

/** To whole cents, a half away from zero. */
function cents([n, d]: Q): bigint {
  const [size, unit] = [(n < 0n ? -n : n) * 200n + d, 2n * d];
  return (n < 0n ? -1n : 1n) * (size / unit);
}

export interface SlowPlan {
  readonly effective: { readonly from: string };
  readonly window: 1 | 3 | 6 | 12;
  readonly fiscalYearStart: number;
  readonly by: 'attainment' | 'value';
  readonly quota: number;
  readonly target: number;
  readonly credit: 'owner' | { readonly reports: 'direct' | 'all' };
  readonly rate: {
    readonly type: 'marginal' | 'cliff' | 'curve' | 'bonus';
    readonly of?: 'all' | 'above';
    readonly stack?: boolean;
    readonly below?: 'flat' | 'nothing';
    readonly beyond?: 'flat' | 'extend';
    /** Bounds with what begins there: a rate, a share of the target, or an amount. */
    readonly steps: readonly (readonly [from: string, pays: string])[];
  };
  readonly cap?: number;
}

export interface SlowBook {
  readonly asOf: string;
  readonly plan: SlowPlan;
  readonly assigned: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
  readonly managers: Readonly<Record<string, string | null>>;
  readonly deals: readonly {
    readonly Id: string;
    readonly OwnerId: string;
    readonly Amount: string;
    readonly CloseDate: string;
    readonly IsWon: boolean;
  }[];
}

export interface SlowStatement {
  readonly payee: string;
  readonly month: string;
  readonly credited: Q;
  readonly attainment: Q;
  readonly earnedInWindow: bigint;
  readonly earned: bigint;
  readonly lines: readonly { readonly record: string; readonly earned: bigint }[];
}

const lastDay = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
const shift = (month: string, by: number): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1)).toISOString().slice(0, 7);
const daysBetween = (from: string, to: string): number =>
  Math.max(0, (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1);
const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/** What the table pays for a position, with the share of the window's days that is assigned. */
function table({ rate, by, ...plan }: SlowPlan, x: Q, share: Q): Q {
  const [quota, target] = [times(whole(plan.quota), share), times(whole(plan.target), share)];
  const steps = rate.steps.map(([from, pays]) => ({
    from: by === 'attainment' ? times(read(from), quota) : read(from),
    pays: read(pays),
  }));
  const first = steps[0];
  if (!first) return none;
  const reached = steps.filter(({ from }) => !less(x, from));
  const top = reached.at(-1);
  const isBelowZero = less(x, none);
  switch (rate.type) {
    case 'marginal':
      if (isBelowZero) return less(none, first.from) ? none : times(first.pays, x);
      return steps.reduce((sum, { from, pays }, i) => {
        const until = steps[i + 1] ? least(x, (steps[i + 1] as typeof first).from) : x;
        return less(from, until) ? plus(sum, times(pays, minus(until, from))) : sum;
      }, none);
    case 'cliff':
      if (isBelowZero || !top) return none;
      return times(top.pays, rate.of === 'above' ? minus(x, first.from) : x);
    case 'bonus':
      if (isBelowZero || !top) return none;
      return rate.stack ? reached.reduce((sum, { pays }) => plus(sum, pays), none) : top.pays;
    case 'curve': {
      if (isBelowZero) return none;
      if (!top) return rate.below === 'nothing' ? none : times(first.pays, target);
      const next = steps[reached.length];
      const [a, b] = next ? [top, next] : [steps.at(-2) ?? top, top];
      const isFlat = a === b || (!next && rate.beyond !== 'extend');
      const slope = isFlat ? none : over(minus(b.pays, a.pays), minus(b.from, a.from));
      return times(plus(top.pays, times(slope, minus(x, top.from))), target);
    }
  }
}

/** Every statement, month by month. */
export function slowly({ asOf, plan, assigned, managers, deals }: SlowBook): SlowStatement[] {
  const paid = (x: Q, share: Q): bigint => {
    const earned = table(plan, x, share);
    return cents(plan.cap === undefined ? earned : least(earned, whole(plan.cap)));
  };
  const above = (person: string): string[] => {
    const manager = managers[person];
    return manager ? [manager, ...above(manager)] : [];
  };
  const credits = (payee: string, owner: string): boolean =>
    plan.credit === 'owner'
      ? owner === payee
      : plan.credit.reports === 'all'
        ? above(owner).includes(payee)
        : managers[owner] === payee;

  return Object.entries(assigned).flatMap(([payee, { from, to }]) => {
    const statements: SlowStatement[] = [];
    const begin = later(from, plan.effective.from);
    for (let month = begin.slice(0, 7); `${month}-01` <= asOf; month = shift(month, 1)) {
      if (daysBetween(later(begin, `${month}-01`), earlier(to, lastDay(month))) === 0) continue;
      const into = (Number(month.slice(5)) - plan.fiscalYearStart + 12) % plan.window;
      const months = Array.from({ length: plan.window }, (_, i) => shift(month, i - into));
      const share = months.reduce((sum, one) => {
        const days = daysBetween(later(begin, `${one}-01`), earlier(to, lastDay(one)));
        return plus(sum, [BigInt(days), BigInt(plan.window) * BigInt(lastDay(one).slice(8))]);
      }, none);
      const counted = (until: string) =>
        deals
          .filter(
            (deal) =>
              deal.IsWon && credits(payee, deal.OwnerId) && deal.CloseDate >= later(begin, `${months[0] ?? ''}-01`),
          )
          .filter(({ CloseDate }) => CloseDate <= earlier(earlier(until, to), asOf))
          .sort((a, b) => (a.CloseDate + a.Id < b.CloseDate + b.Id ? -1 : 1));
      const position = (list: readonly { readonly Amount: string }[]): Q =>
        list.reduce((sum, { Amount }) => plus(sum, read(Amount)), none);
      const [now, before] = [counted(lastDay(month)), into === 0 ? [] : counted(lastDay(shift(month, -1)))];
      const hadBefore =
        into > 0 && daysBetween(later(begin, `${months[0] ?? ''}-01`), earlier(to, lastDay(shift(month, -1)))) > 0;
      const lines = now.slice(before.length).map((deal, i) => {
        const upTo = before.length + i;
        return {
          record: deal.Id,
          earned: paid(position(now.slice(0, upTo + 1)), share) - paid(position(now.slice(0, upTo)), share),
        };
      });
      const earnedInWindow = paid(position(now), share);
      statements.push({
        payee,
        month,
        credited: position(now),
        attainment: over(position(now), times(whole(plan.quota), share)),
        earnedInWindow,
        earned: earnedInWindow - (hadBefore ? paid(position(before), share) : 0n),
        lines,
      });
    }
    return statements;
  });
}
