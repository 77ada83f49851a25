// Rules of rates: what each type of table needs, and what does not go together.
import {
  checkBounds,
  checkNotNegative,
  checkRateOnMoney,
  isMultiple,
  isZero,
  type Amount,
  type Reads,
} from './bound-rules.ts';
import type { Path, Report } from './error.ts';
import type { Kind } from './measure-rules.ts';
import type { Component, Rate } from './plan.ts';
import { isPercent } from './table.ts';

/** A component with what it counts; `kindAt` says what another one counts. */
export interface Subject {
  readonly component: Component;
  readonly kind: Kind | undefined;
  readonly kindAt: (component: string) => Kind | undefined;
}
type RateOf<T extends Rate['type']> = Extract<Rate, { type: T }>;

/** Checks a component's rate; paths begin at it. */
export function checkRate(subject: Subject, report: Report): void {
  const { rate } = subject.component;
  const { kind } = subject;
  if ((kind === 'ratio' || kind === 'blend') && (rate.type === 'marginal' || rate.type === 'cliff'))
    report(
      ['type'],
      'rate-type',
      `A ${kind} has no slices, so it cannot be ${rate.type}.`,
      'Use curve, bonus or matrix.',
    );
  if (rate.type === 'curve') checkCurve(rate, subject, report);
  else if (rate.type === 'matrix') checkMatrix(rate, subject, report);
  else {
    if (rate.type === 'bonus') checkBonus(rate, report);
    checkTiers(rate, subject, report);
    if ('per' in rate && rate.per) checkPerRecord(rate, subject, report);
  }
}

/** How bounds on another component may be written: a blend has an attainment and no position. */
export const readsOf = ({ kindAt }: Subject, component: string): Reads =>
  kindAt(component) === 'blend' ? 'attainment' : 'either';

function checkTiers(rate: RateOf<'marginal' | 'cliff' | 'bonus'>, subject: Subject, report: Report): void {
  const by = rate.by ?? 'attainment';
  const tiers: readonly { from: Amount; rate?: Amount }[] = rate.tiers ?? [];
  const bounds = tiers.map(({ from }) => from);
  const place = (i: number): Path => ['tiers', i, 'from'];
  if (typeof by === 'object') checkBounds(bounds, readsOf(subject, by.component), place, report);
  else {
    checkBounds(bounds, by, place, report, ', or by: value if it is a position');
    checkNotNegative(bounds, place, report);
    if (by === 'value' && subject.kind === 'blend')
      report(['by'], 'no-position', 'A blend has an attainment and no position.', 'Write by: attainment.');
  }
  if (rate.type === 'cliff' && rate.of === 'above' && typeof by === 'object')
    report(
      ['of'],
      'misplaced',
      '`of: above` pays above the first bound, and the bounds are those of another component.',
      'Leave out of: above, or by.',
    );
  if (rate.type === 'bonus' && rate.every !== undefined)
    checkBounds([rate.every], by as Reads, () => ['every'], report, ', or by: value if it is a position');
  tiers.forEach(({ rate: value }, i) => {
    if (value !== undefined) checkRateValue(value, ['tiers', i, 'rate'], subject, report);
  });
}

function checkRateValue(value: Amount, path: Path, { component, kind }: Subject, report: Report): void {
  if (isMultiple(value) && component.target === undefined)
    report(
      path,
      'no-target',
      `${value} is a multiple of the base rate, target ÷ quota, and there is no target.`,
      'Add target: to the component.',
    );
  if (kind === 'money' || kind === 'earnings') checkRateOnMoney(value, path, report);
}

/** Each record on its own has a value and no attainment. */
function checkPerRecord(
  rate: RateOf<'marginal' | 'cliff' | 'bonus'>,
  { component, kind }: Subject,
  report: Report,
): void {
  if (kind === 'ratio' || kind === 'blend')
    report(['per'], 'misplaced', `A ${kind} has no record lines.`, 'Leave out per: record.');
  if (rate.by !== 'value')
    report(['per'], 'per-record', 'A table per record goes by the value of each record.', 'Write by: value.');
  if (rate.type === 'marginal' && rate.crossing === 'whole')
    report(
      ['crossing'],
      'misplaced',
      '`crossing: whole` looks at the position, `per: record` at each record.',
      'Keep one of them.',
    );
  if (component.cap?.attainment !== undefined)
    report(
      ['per'],
      'misplaced',
      'A cap on attainment limits a position, and a table per record reads none.',
      'Use cap: { record } or { payout }, or leave out per: record.',
    );
}

function checkBonus({ tiers, every, pays, stack }: RateOf<'bonus'>, report: Report): void {
  if ((tiers === undefined) === (every === undefined))
    report([], 'bonus', 'A bonus has tiers, or every with pays: one of them.', 'Write tiers: or every:.');
  if (every !== undefined && pays === undefined) report([], 'bonus', '`every` needs pays.', 'Add pays: an amount.');
  if (every === undefined && pays !== undefined)
    report(['pays'], 'misplaced', '`pays` beside tiers says nothing: each tier has its own.', 'Leave it out.');
  if (every !== undefined && stack)
    report(['stack'], 'misplaced', '`every` pays for each full step; there is nothing to stack.', 'Leave it out.');
  if (every !== undefined && (isZero(every) || String(every).startsWith('-')))
    report(['every'], 'bonus', 'A step must be more than 0.', 'Write how much makes a full step.');
}

function checkCurve({ points }: RateOf<'curve'>, { component }: Subject, report: Report): void {
  const bounds = points.map(({ at }) => at);
  const place = (i: number): Path => ['points', i, 'at'];
  checkBounds(bounds, 'attainment', place, report);
  checkNotNegative(bounds, place, report);
  points.forEach(({ pays }, i) => {
    if (!isPercent(pays) && !isZero(pays))
      report(
        ['points', i, 'pays'],
        'percent-sign',
        `A curve pays a share of the target: ${pays} needs the percent sign.`,
        `Write "${pays}%".`,
      );
  });
  if (component.target === undefined)
    report([], 'no-target', 'A curve pays shares of a target, and there is none.', 'Add target: to the component.');
}

function checkMatrix(rate: RateOf<'matrix'>, subject: Subject, report: Report): void {
  const { component, kind } = subject;
  for (const side of ['rows', 'columns'] as const) {
    const axis = rate[side];
    const place = (i: number): Path => [side, 'from', i];
    const own: Reads = kind === 'blend' ? 'attainment' : 'either';
    checkBounds(axis.from, axis.component === undefined ? own : readsOf(subject, axis.component), place, report);
    if (axis.component === undefined) checkNotNegative(axis.from, place, report);
  }
  const { pays, rates } = rate;
  if ((pays === undefined) === (rates === undefined))
    report([], 'matrix', 'A matrix has cells that pay, or rates: one of them.', 'Write pays: or rates:.');
  if (rates !== undefined && (kind === 'ratio' || kind === 'blend'))
    report(['rates'], 'rate-type', `A ${kind} has no position to rate.`, 'Write pays: in place of rates:.');
  for (const [name, grid] of [
    ['pays', pays],
    ['rates', rates],
  ] as const) {
    if (grid) checkGrid(rate, name, grid, report);
    grid?.forEach((row, i) =>
      row.forEach((cell, k) => {
        const path = [name, i, k];
        if (name === 'rates') checkRateValue(cell, path, subject, report);
        else if (isPercent(cell) && !isZero(cell) && component.target === undefined)
          report(
            path,
            'no-target',
            `${cell} is a share of a target, and there is none.`,
            'Add target: to the component.',
          );
      }),
    );
  }
}

function checkGrid(
  { rows, columns }: RateOf<'matrix'>,
  name: string,
  grid: readonly (readonly Amount[])[],
  report: Report,
): void {
  if (grid.length !== rows.from.length)
    report(
      [name],
      'matrix',
      `The matrix has ${rows.from.length} bounds for rows and ${grid.length} rows of cells.`,
      'Write one row of cells for each bound.',
    );
  grid.forEach((row, i) => {
    if (row.length !== columns.from.length)
      report(
        [name, i],
        'matrix',
        `The matrix has ${columns.from.length} bounds for columns and ${row.length} cells in this row.`,
        'Write one cell for each bound.',
      );
  });
}
