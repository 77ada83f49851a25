// A run: one payee's plan through its payment periods, each component followed as far as somebody asks for it.
import { overlaps } from './assignment.ts';
import type { Entry } from './book.ts';
import { componentOf, follow, type Standing, type Subject, type Version } from './component.ts';
import type { DatedWarning } from './part-readers.ts';
import { fail } from './error.ts';
import type { Payments } from './holdback.ts';
import { parseDay, periodsBetween, type Day, type Period } from './period.ts';
import { unread, type Reading } from './table.ts';

/** One version of a plan for one payee, with what could not be credited. */
export interface OwnVersion extends Version {
  readonly warnings: () => readonly DatedWarning[];
}

/** What lines before the first payment period still bring: held, released and clawed back on a day, in minor units. */
export type Carried = readonly [day: Day, held: bigint, released: bigint, clawedBack: bigint];

/** One payee in one plan, with all that its statements are made of. */
export interface Account extends Subject {
  readonly payee: string;
  /** The plan's versions, by their first day. */
  readonly versions: readonly [OwnVersion, ...OwnVersion[]];
  readonly entries: readonly Entry[];
  readonly payments: Payments;
  /** The first payment period is the one that holds this day. */
  readonly from: Day;
  /** Debt carried into it, in minor units. */
  readonly debt: bigint;
  readonly carried: readonly Carried[];
  /** An account of the same rules whose credits are the same before a day; its run is gone on with from there. */
  readonly like?: { readonly account: Account; readonly before: Day };
}

/** A payment period of an account, with the rules in force at its end. */
export interface Step {
  readonly period: Period;
  readonly version: OwnVersion;
  /** Is there an assigned day in it? */
  readonly isMember: boolean;
}

export interface Run {
  readonly steps: readonly Step[];
  /** A component at the end of the payment period of an index; undefined where the payee or the rules have none then. */
  readonly standing: (id: string, index: number) => Standing | undefined;
  /** The components of the rules in force, in their order. */
  readonly standings: (index: number) => readonly Standing[];
}

/** The version in force at the end of a payment period, else the last before it, else the first. */
export const versionIn = <T extends Version>(versions: readonly [T, ...T[]], { end }: Pick<Period, 'end'>): T =>
  versions.findLast(({ plan }) => (parseDay(plan.effective.from) as Day) <= end) ?? versions[0];

const runs = new WeakMap<Account, Run>();

/** The run of an account, made once. */
export function runOf(account: Account): Run {
  let run = runs.get(account);
  if (!run) runs.set(account, (run = makeRun(account)));
  return run;
}

interface Follower {
  readonly next: ReturnType<typeof follow>;
  readonly standings: (Standing | undefined)[];
  isBusy: boolean;
}

function makeRun(account: Account): Run {
  const { versions, assigned, calendar, asOf, from, like } = account;
  const pay = versions[0].plan.pay ?? 'month';
  const steps = Array.from(periodsBetween(from, asOf, pay, calendar), (period): Step => ({
    period,
    version: versionIn(versions, period),
    isMember: overlaps(assigned, period),
  }));
  const followers = new Map<string, Follower>();
  const same = like
    ? { run: runOf(like.account), count: steps.findIndex(({ period }) => period.end >= like.before) }
    : null;
  const followed = (id: string): Follower => {
    const standings = Array.from({ length: same?.count ?? 0 }, (_, index) => same?.run.standing(id, index));
    return {
      next: follow(
        id,
        account,
        standings.findLast((one) => one !== undefined),
      ),
      standings,
      isBusy: false,
    };
  };

  const standing = (id: string, index: number): Standing | undefined => {
    let follower = followers.get(id);
    if (!follower) followers.set(id, (follower = followed(id)));
    const { standings, next } = follower;
    while (standings.length <= index) {
      const at = standings.length;
      const { period, version, isMember } = steps[at] as Step;
      if (follower.isBusy)
        fail(
          'circle',
          ['plans'],
          `${id} of ${account.payee} counts earnings that depend on it, through people who lead each other at different times.`,
          'Let one of their plans count something else.',
        );
      follower.isBusy = true;
      standings.push(isMember ? next(period, version, (other): Reading => standing(other, at) ?? unread) : undefined);
      follower.isBusy = false;
    }
    return standings[index];
  };
  return {
    steps,
    standing,
    standings: (index) => (steps[index] as Step).version.plan.components.flatMap(({ id }) => standing(id, index) ?? []),
  };
}

/** What each of some components earned in each payment period of an account whose run is over, in minor units. */
type Earned = ReadonlyMap<string, readonly (bigint | null)[]>;
const released = new WeakMap<Account, { readonly earned: Earned; readonly steps: readonly Step[] }>();

/**
 * Lets go of an account's run, once its statements are made: of all that it holds, only what some components earned is kept,
 * for those who count it.
 */
export function release(account: Account, ids: Iterable<string>): void {
  const { steps, standing } = runOf(account);
  const earned: Earned = new Map(
    Array.from(ids, (id) => [
      id,
      steps.map(({ version }, index) => {
        if (!componentOf(version.plan, id)) return null;
        const found = standing(id, index);
        return found ? found.paid - found.paidBefore : 0n;
      }),
    ]),
  );
  released.set(account, { earned, steps });
  runs.delete(account);
}

/** The payment periods of an account, whether or not its run is over. */
export const stepsOf = (account: Account): readonly Step[] => (released.get(account) ?? runOf(account)).steps;

/** What components, each named once, earned in a payment period, in minor units; null where the rules in force have none of them. */
export function earnedIn(account: Account, ids: readonly string[], index: number): bigint | null {
  const { version, isMember } = stepsOf(account)[index] as Step;
  if (!isMember) return null;
  const kept = released.get(account)?.earned;
  let sum: bigint | null = null;
  for (const id of ids) {
    if (!componentOf(version.plan, id)) continue;
    const known = kept?.get(id)?.[index];
    const found = known === undefined || known === null ? runOf(account).standing(id, index) : undefined;
    sum = (sum ?? 0n) + (known ?? (found ? found.paid - found.paidBefore : 0n));
  }
  return sum;
}
