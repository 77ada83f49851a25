// Rules on the way from earned to payable: holdback, clawback, plan limit and draw.
import { checkAmount, checkShare } from './bound-rules.ts';
import { componentKind } from './component-rules.ts';
import { parsePercent } from './decimal.ts';
import { under, type Path, type Report } from './error.ts';
import { add, compare, one, zero, type Fraction } from './fraction.ts';
import type { Kind } from './measure-rules.ts';
import { lengthOf, parseDay } from './period.ts';
import type { Plan } from './plan.ts';
import { suggest } from './schema.ts';

export function checkPayable(plan: Plan, report: Report): void {
  checkHoldbacks(plan, report);
  checkClawbacks(plan, report);
  const { limit, pay = 'month', recovery } = plan;
  if (limit) {
    checkAmount(limit.payout, 'A limit', ['limit', 'payout'], report);
    if (lengthOf(pay) > lengthOf(limit.per))
      report(
        ['limit', 'per'],
        'window',
        `The limit is for each ${limit.per}, which is shorter than the payment period (${pay}).`,
        `Limit by ${pay} or longer.`,
      );
  }
  if (recovery?.share !== undefined) checkShare(recovery.share, ['recovery', 'share'], report);
  [plan.draw ?? []].flat().forEach(({ amount, to }, i) => {
    const path = Array.isArray(plan.draw) ? ['draw', i] : ['draw'];
    checkAmount(amount, 'A draw', [...path, 'amount'], report);
    if (to !== undefined && parseDay(to) === null) badDay(to, [...path, 'to'], report);
  });
}

/** A day that looks like one and is none, such as 2026-02-30. */
export function badDay(text: string, path: Path, report: Report): void {
  report(path, 'bad-date', `${text} is no day of the calendar.`, 'Write a date such as 2026-03-31.');
}

function checkHoldbacks(plan: Plan, report: Report): void {
  const shares = new Map<string, Fraction>();
  plan.holdback?.forEach(({ component, share, until }, i) => {
    const inside = under(['holdback', i], report);
    const kind = checkLines(plan, component, 'held', inside);
    checkShare(share, ['share'], inside);
    const before = shares.get(component) ?? zero;
    const sum = add(before, parsePercent(share) ?? zero);
    shares.set(component, sum);
    if (compare(sum, one) > 0 && compare(before, one) <= 0 && before.n > 0n)
      inside(
        ['share'],
        'share-above-1',
        `The holdbacks of "${component}" add up to more than 100 %.`,
        'Let them hold at most everything.',
      );
    if (typeof until === 'object' && 'collected' in until && kind && kind !== 'money' && kind !== 'number')
      inside(
        ['until', 'collected'],
        'misplaced',
        `What is collected is a part of a record's value, and ${reasons[kind]}.`,
        'Release it by a date field or after months.',
      );
  });
}

const reasons: Readonly<Record<Exclude<Kind, 'money' | 'number'>, string>> = {
  count: 'a count has none',
  entered: 'an achievement is not collected',
  earnings: 'earnings are not collected',
  ratio: 'a ratio has no record lines',
  blend: 'a blend has no record lines',
};

function checkClawbacks(plan: Plan, report: Report): void {
  const seen = new Set<string>();
  plan.clawback?.forEach(({ component, schedule }, i) => {
    const inside = under(['clawback', i], report);
    checkLines(plan, component, 'taken back', inside);
    if (seen.has(component))
      inside(
        ['component'],
        'duplicate-clawback',
        `Two clawbacks stand for "${component}".`,
        'Put the steps into one schedule.',
      );
    seen.add(component);
    schedule.forEach(({ within, takes }, k) => {
      checkShare(takes, ['schedule', k, 'takes'], inside);
      const before = schedule[k - 1];
      if (before && within <= before.within)
        inside(
          ['schedule', k, 'within'],
          'bound-order',
          `${within} months do not lie above the step before it (${before.within}).`,
          'Order the steps from short to long, each once.',
        );
    });
  });
}

/** Holdback and clawback look at record lines: the component is there and has some. */
function checkLines(plan: Plan, id: string, what: string, report: Report): Kind | undefined {
  const component = plan.components.find((one_) => one_.id === id);
  if (!component) {
    const ids = plan.components.map((one_) => one_.id);
    report(
      ['component'],
      'unknown-component',
      `There is no component "${id}".`,
      suggest(id, ids, 'Name the id of a component of this plan.'),
    );
    return undefined;
  }
  const kind = componentKind(plan, component);
  if (kind === 'ratio' || kind === 'blend')
    report(
      ['component'],
      'misplaced',
      `"${id}" is a ${kind}: it has no record lines that could be ${what}.`,
      'Name a component that counts records.',
    );
  return kind;
}
