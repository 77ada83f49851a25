// How figures are measured: both sides in one process, in turn, after a warm-up; the ratio is that of each side's
// fastest round, since whatever else a machine does only ever adds time.

export interface Figure {
  readonly name: string;
  readonly ratio: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly detail: string;
}

/** Milliseconds of one run, of so many in a row. */
function time(work: () => unknown, runs: number): number {
  const start = performance.now();
  for (let i = 0; i < runs; i++) work();
  return (performance.now() - start) / runs;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** A round of the faster side, in milliseconds: long enough for the clock, short enough to fall between other work. */
const roundTime = 60;

/** Times two pieces of work in turn: the milliseconds of one run of each in its fastest round, and rival ÷ ours. */
export function inTurn(
  ours: () => unknown,
  rival: () => unknown,
  rounds = 60,
): { ours: number; rival: number; ratio: number } {
  // Warm is what has run for a second: by then the compiler is done with it.
  const warm = (work: () => unknown): number => {
    time(work, Math.ceil(1000 / time(work, 3)));
    return Math.max(1, Math.round(roundTime / time(work, 5)));
  };
  const runs = [warm(ours), warm(rival)] as const;
  const pairs = Array.from({ length: rounds }, () => [time(ours, runs[0]), time(rival, runs[1])] as const);
  const own = Math.min(...pairs.map(([one]) => one));
  const other = Math.min(...pairs.map(([, one]) => one));
  return { ours: own, rival: other, ratio: other / own };
}

/** Times long pieces of work in turn, once a round: medians, and the median of the rounds' ratios ours ÷ rival. */
export function pairs(
  ours: () => unknown,
  rival: () => unknown,
  rounds: number,
): { ours: number; rival: number; ratio: number } {
  for (let i = 0; i < 2; i++) {
    ours();
    rival();
  }
  const list = Array.from({ length: rounds }, () => [time(ours, 1), time(rival, 1)] as const);
  return {
    ours: median(list.map(([one]) => one)),
    rival: median(list.map(([, one]) => one)),
    ratio: median(list.map(([own, other]) => own / other)),
  };
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
