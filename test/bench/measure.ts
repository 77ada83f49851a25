// How figures are measured: both sides in one process, in turn, after a warm-up; the ratio is the median of the rounds' ratios.

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

/** A round is so long for each side that what else the machine does weighs on both alike, in milliseconds. */
const roundTime = 150;

/** Times two pieces of work in turn: the median milliseconds of one run of each, and the median of rival ÷ ours. */
export function inTurn(
  ours: () => unknown,
  rival: () => unknown,
  rounds = 15,
): { ours: number; rival: number; ratio: number } {
  const warm = (work: () => unknown): number => Math.max(1, Math.round(roundTime / (time(work, 8), time(work, 3))));
  const runs = [warm(ours), warm(rival)] as const;
  const pairs = Array.from({ length: rounds }, () => [time(ours, runs[0]), time(rival, runs[1])] as const);
  return {
    ours: median(pairs.map(([one]) => one)),
    rival: median(pairs.map(([, one]) => one)),
    ratio: median(pairs.map(([a, b]) => b / a)),
  };
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
