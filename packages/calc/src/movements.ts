// What is held, released and taken back in each payment period of a run.
import { isPaidOut, type Standing } from './component.ts';
import { heldLines, minusMoved, movedBy, plusMoved, undone, unmoved, type Held, type Moved } from './holdback.ts';
import type { DatedWarning } from './part-readers.ts';
import { monthOf, type Day } from './period.ts';
import type { Account, Carried, Run, Step } from './run.ts';

const eventsOf = ({ releases, taken }: Held): Day[] => [
  ...releases.flatMap((list) => list.map(({ day }) => day)),
  ...(taken ? [taken.day] : []),
];

/** Whether a line stated in a payment period is paid out then and later in its window, wherever that changes. */
function turns(run: Run, stated: number, { component, window }: Standing): { index: number; isPaid: boolean }[] {
  const list: { index: number; isPaid: boolean }[] = [];
  for (let index = stated; index < run.steps.length; index++) {
    if ((run.steps[index] as Step).period.start > window.end) break;
    const standing = run.standing(component.id, index);
    if (standing?.window.name !== window.name) continue;
    const isPaid = isPaidOut(standing);
    if (list.at(-1)?.isPaid !== isPaid) list.push({ index, isPaid });
  }
  return list;
}

export interface Movements {
  /** What moved in each payment period, by its index. */
  readonly moved: ReadonlyMap<number, Moved>;
  readonly warnings: readonly DatedWarning[];
}

/** What is held, released and taken back in each payment period of an account. */
export function movements(account: Account, run: Run): Movements {
  const moved = new Map<number, Moved>();
  const warnings: DatedWarning[] = [];
  const add = (index: number, change: Moved): unknown =>
    moved.set(index, plusMoved(moved.get(index) ?? unmoved, change));
  const { steps } = run;
  const origin = steps[0]?.period;
  const retains = account.versions.some(({ plan }) => plan.holdback !== undefined || plan.clawback !== undefined);
  if (!origin || (!retains && account.carried.length === 0)) return { moved, warnings };
  const indexOf = (day: Day): number => Math.floor((monthOf(day) - origin.first) / origin.months);
  for (const [day, held, released, clawedBack] of account.carried)
    if (day <= account.asOf) add(indexOf(day), { held, released, clawedBack });

  steps.forEach(({ version }, stated) => {
    if (!version.plan.holdback && !version.plan.clawback) return;
    for (const standing of run.standings(stated)) {
      const found = account.like
        ? movementsKept(account, run, stated, standing, indexOf)
        : movementsOf(account, run, stated, standing, turns(run, stated, standing), indexOf);
      for (const [index, change] of found.changes) add(index, change);
      warnings.push(...found.warnings);
    }
  });
  return { moved, warnings };
}

/** What the lines of one payment period and component move, and when. */
interface LinesMoved {
  readonly changes: readonly (readonly [index: number, change: Moved])[];
  readonly warnings: readonly DatedWarning[];
}

function movementsOf(
  account: Account,
  { steps }: Run,
  stated: number,
  standing: Standing,
  states: ReturnType<typeof turns>,
  indexOf: (day: Day) => number,
): LinesMoved {
  const changes: [number, Moved][] = [];
  const warnings: DatedWarning[] = [];
  const lines = heldLines(standing, account.payments, (warning) => {
    if (warning.day <= account.asOf) warnings.push(warning);
  });
  for (const [, line] of lines) {
    const indexes = states.map(({ index }) => index);
    for (const day of eventsOf(line)) if (day <= account.asOf) indexes.push(Math.max(indexOf(day), stated));
    if (indexes.length > 1) indexes.sort((a, b) => a - b);
    let before = unmoved;
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i] as number;
      if (index === indexes[i - 1]) continue;
      const on = Math.min((steps[index] as Step).period.end, account.asOf);
      const isPaid = states.findLast((state) => state.index <= index)?.isPaid ?? false;
      const now = isPaid ? movedBy(line, on) : undone(before);
      changes.push([index, minusMoved(now, before)]);
      before = now;
    }
  }
  return { changes, warnings };
}

const kept = new WeakMap<Standing, { readonly key: string; readonly moved: LinesMoved }>();

/** The same, remembered for a standing that runs share, as long as it is paid out in the same payment periods. */
function movementsKept(
  account: Account,
  run: Run,
  stated: number,
  standing: Standing,
  indexOf: (day: Day) => number,
): LinesMoved {
  const states = turns(run, stated, standing);
  const key = `${account.asOf} ${states.map(({ index, isPaid }) => `${index}${isPaid ? '+' : '-'}`).join(' ')}`;
  const known = kept.get(standing);
  if (known?.key === key) return known.moved;
  const found = movementsOf(account, run, stated, standing, states, indexOf);
  const sums = new Map<number, Moved>();
  for (const [index, change] of found.changes) sums.set(index, plusMoved(sums.get(index) ?? unmoved, change));
  const moved = { changes: [...sums], warnings: found.warnings };
  kept.set(standing, { key, moved });
  return moved;
}

/** What the lines before a day will still bring on that day and later, by day: for a snapshot that begins there. */
export function carriedFrom(account: Account, run: Run, from: Day): Carried[] {
  const byDay = new Map<Day, Moved>();
  const add = (day: Day, change: Moved): unknown => byDay.set(day, plusMoved(byDay.get(day) ?? unmoved, change));
  for (const [day, held, released, clawedBack] of account.carried)
    if (day >= from) add(day, { held, released, clawedBack });
  run.steps.forEach(({ period }, stated) => {
    if (period.end >= from) return;
    for (const standing of run.standings(stated)) {
      const lines = heldLines(standing, account.payments, () => undefined);
      if (lines.length === 0 || !(turns(run, stated, standing).at(-1)?.isPaid ?? false)) continue;
      for (const [, line] of lines) {
        let before = movedBy(line, from - 1);
        for (const day of [...new Set(eventsOf(line))].filter((one) => one >= from).sort((a, b) => a - b)) {
          const now = movedBy(line, day);
          add(day, minusMoved(now, before));
          before = now;
        }
      }
    }
  });
  return [...byDay]
    .filter(([, { held, released, clawedBack }]) => held !== 0n || released !== 0n || clawedBack !== 0n)
    .sort(([a], [b]) => a - b)
    .map(([day, { held, released, clawedBack }]) => [day, held, released, clawedBack]);
}
