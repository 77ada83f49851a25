// A plan in plain language, as data: who is paid when, what is counted, each component with its payout table and picture, and
// what happens between earned and payable.
import { assumedWords, componentSentences, labelBy, labelOf, rateWords, type RateWords } from './component-words.ts';
import { amountWords, countWords, listWords, shareWords } from './figures.ts';
import { whereWords } from './filter-words.ts';
import { payoutRows, pictureOf, type PayoutRow, type Picture } from './payout-table.ts';
import { countedUnit, paperPayout, paysNothing, type PaperPayout } from './plan-payout.ts';
import type { Credit, Measure, Plan } from './plan.ts';

/** A part of a plan in words. */
export interface PlanSection {
  readonly title: string;
  readonly sentences: readonly string[];
}

export interface ComponentInWords extends PlanSection {
  readonly id: string;
  /** What is counted: of a blend an attainment. */
  readonly unit: PaperPayout['unit'];
  /** The table with its columns in words; null where the sentences say all. */
  readonly rate: RateWords | null;
  /** What the payout table takes for granted, as a sentence; null where it takes nothing for granted. */
  readonly assumes: string | null;
  /** Null where the component pays nothing of its own, or nothing can be said without a quota. */
  readonly payout: readonly PayoutRow[] | null;
  readonly picture: Picture | null;
}

export interface PlanInWords {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly payment: PlanSection;
  readonly counted: readonly PlanSection[];
  readonly components: readonly ComponentInWords[];
  /** Holdback, clawback, limit, draw. */
  readonly payable: PlanSection;
}

/** Says a plan that `readPlan` took in words. Figures are exact, rounded as the plan rounds where they are money. */
export function describe(plan: Plan): PlanInWords {
  return {
    id: plan.id,
    name: plan.name,
    currency: plan.currency,
    payment: { title: 'Who is paid, and when', sentences: payment(plan) },
    counted: Object.entries(plan.measures).map(([name, measure]) => ({
      title: measure.label ?? name,
      sentences: counted(plan, measure),
    })),
    components: plan.components.map((component) => {
      const paper = paperPayout(plan, component);
      const payout = paper && !paysNothing(paper) ? paper : null;
      return {
        id: component.id,
        title: labelOf(component),
        unit: countedUnit(plan, component),
        sentences: [...componentSentences(plan, component), ...withoutTable(paper)],
        rate: rateWords(plan, component),
        assumes: payout && assumedWords(payout),
        payout: payout && payoutRows(payout),
        picture: payout && pictureOf(payout),
      };
    }),
    payable: { title: 'From earned to payable', sentences: payable(plan) },
  };
}

/** Why there is no payout table, where there is none. */
function withoutTable(paper: PaperPayout | null): string[] {
  if (!paper) return ['What it pays depends on the quota, and the plan names none.'];
  return paysNothing(paper) ? ['It pays nothing of its own; what it counts is there for other components.'] : [];
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function payment(plan: Plan): string[] {
  const { effective, pay = 'month', payday, calendar, proration = 'days' } = plan;
  const start = calendar?.fiscalYearStart ?? 1;
  const after = payday?.months ?? 0;
  return [
    `The plan holds from ${effective.from}${effective.to ? ` to ${effective.to}` : ', without end'}, for the people who are assigned to it, on the days on which they are.`,
    `It pays by the ${pay}, in ${plan.currency}, rounded ${plan.rounding === 'half-even' ? 'half to the even cent' : 'half up'}${payday ? `; a ${pay} is paid ${after === 0 ? 'in its last month' : `${countWords(after, 'month')} later`}${payday.day === undefined ? '' : `, on day ${payday.day}`}` : ''}.`,
    ...(start === 1
      ? []
      : [
          `The fiscal year begins in ${monthNames[start - 1]} and is named by the year in which it ${calendar?.yearNamedBy === 'end' ? 'ends' : 'begins'}.`,
        ]),
    {
      days: 'Whoever is assigned for a part of a window has a quota and a target for those days: an even part for each month, and of a month by its days.',
      'window-days': 'Whoever is assigned for a part of a window has a quota and a target by the days of the window.',
      none: 'Quotas and targets are whole, even for whoever is assigned for a part of a window only.',
    }[proration],
  ];
}

function counted(plan: Plan, measure: Measure): string[] {
  const { object, value, where, counts, ratio, earnings, entered, date, unit } = measure;
  const credited = measure.credit === undefined ? [] : [creditWords(measure.credit)];
  const weighted = (counts ?? []).map(({ where: filter, times }) => {
    const words = whereWords(filter);
    return words ? `${shareWords(times)} where ${words}` : `${shareWords(times)} for all others`;
  });
  const parts =
    weighted.length > 0 ? [`It counts in part, by the first that fits: ${weighted.join('; ')}; else in full.`] : [];
  if (earnings)
    return [
      `What the people ${earnings.reports === 'direct' ? 'directly ' : ''}below have earned with ${listWords(earnings.components)}, at the end of each payment period.`,
    ];
  const filtered = (filter: Measure['where']): string =>
    filter && whereWords(filter) ? ` where ${whereWords(filter)}` : '';
  if (entered) return [`Achievements entered by hand${filtered(where)}.`, ...credited, ...parts];
  if (ratio)
    return [
      `${sideWords(ratio.of)}${filtered(ratio.of.where)}, divided by ${sideWords(ratio.per)}${filtered(ratio.per.where)}, by ${date}.`,
      ...credited,
      ...parts,
    ];
  const what = sideWords({ object: object ?? '', value: value ?? '' });
  const money = value === 'count' || unit === 'number' ? '' : `, in ${plan.currency}`;
  return [`${what}${filtered(where)}, by ${date}${money}.`, ...credited, ...parts];
}

const sideWords = ({ object, value }: { readonly object: string; readonly value: string }): string =>
  value === 'count' ? `The number of ${object} records` : `${value} of ${object} records`;

function creditWords(credit: Credit): string {
  if (credit === 'owner') return 'All of it goes to the owner of the record.';
  if ('splits' in credit)
    return `It goes to those who share the record by ${credit.splits} splits, each by the own percentage.`;
  if ('team' in credit)
    return `${credit.share === undefined ? 'All of it' : shareWords(credit.share)} goes to each team member in the role ${credit.team}.`;
  if ('reports' in credit) {
    const from = credit.by ? `their shares by ${credit.by.splits} splits` : 'what they own';
    if (credit.reports === 'direct')
      return `Managers are credited with what the people directly below them bring: ${from}.`;
    if (credit.reports === 'all') return `Managers are credited with what everybody below them brings: ${from}.`;
    const levels = Object.entries(credit.reports).map(([depth, share]) => `${shareWords(share)} at depth ${depth}`);
    return `Managers are credited with a share of what people below them bring (${from}): ${listWords(levels)}.`;
  }
  return `All of it goes to the person in ${credit.owner}.`;
}

function payable(plan: Plan): string[] {
  const { limit, recovery, pay = 'month' } = plan;
  const money = (amount: string | number): string => `${plan.currency} ${amountWords(amount, plan)}`;
  const holdbacks = (plan.holdback ?? []).map(({ component, share, until }) => {
    const event =
      typeof until === 'string'
        ? `the date in ${until} of the record`
        : 'months' in until
          ? `${countWords(until.months, 'month')} after the record's date`
          : `the money comes in: in proportion to ${until.collected.value} of ${until.collected.object}`;
    return `${shareWords(share)} of what a record earns in ${labelBy(plan, component)} is held back until ${event}.`;
  });
  const clawbacks = (plan.clawback ?? []).map(({ component, when, schedule }) => {
    const steps = schedule.map(({ within, takes }) => `${shareWords(takes)} within ${countWords(within, 'month')}`);
    return `When ${when} of a record comes, pay of ${labelBy(plan, component)} is taken back: ${listWords(steps)}; later nothing. The attainment stays.`;
  });
  const draws = (plan.draw === undefined ? [] : [plan.draw].flat()).map(
    ({ amount, recoverable, to, periods }, i) =>
      `${i === 0 ? 'At' : 'Then at'} least ${money(amount)} is paid in a ${pay}${to ? `, up to ${to}` : ''}${periods === undefined ? '' : `, for ${countWords(periods, pay)}`}: ${recoverable ? 'an advance that is repaid from later pay' : 'a guarantee that is not repaid'}.`,
  );
  return [
    ...holdbacks,
    ...clawbacks,
    ...(limit
      ? [
          `All components together pay at most ${money(limit.payout)} a ${limit.per}; what lies above may still come back.`,
        ]
      : []),
    ...draws,
    ...(recovery
      ? [
          `What is owed is repaid${recovery.from === undefined ? '' : ` from the ${nth(recovery.from)} ${pay} on`}, from ${recovery.share === undefined ? 'all' : `at most ${shareWords(recovery.share)}`} of what is earned.`,
        ]
      : []),
    'A negative balance is carried to the next statement; nobody is asked for money.',
  ];
}

function nth(number: number): string {
  const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[number % 10] ?? 'th');
  return `${number}${ending}`;
}
