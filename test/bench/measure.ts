// How figures are measured: both sides in one process, in turn, the median of the ratios' sides, after a warm-up.

export interface Figure {
  readonly name: string;
  readonly ratio: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly detail: string;
}

const time = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Times two pieces of work in turn and answers the medians in milliseconds. */
export function inTurn(
  ours: () => unknown,
  rival: () => unknown,
  rounds = 25,
  warmUp = 8,
): { ours: number; rival: number } {
  const [a, b]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUp + rounds; round++) {
    const [first, second] = [time(ours), time(rival)];
    if (round >= warmUp) {
      a.push(first);
      b.push(second);
    }
  }
  return { ours: median(a), rival: median(b) };
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
