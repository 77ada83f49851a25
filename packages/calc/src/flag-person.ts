// Flags on a person's own past and quota, beside the team, the segment and the plan.
import type { Facts, PlanFact } from './flag-facts.ts';
import {
  amongWords,
  counted,
  credited,
  number,
  ofComponent,
  ofPerson,
  percent,
  period,
  shareOf,
  shown,
  text,
  type Found,
} from './flag-found.ts';
import { isSettledIn } from './benchmarks.ts';
import { meanOf } from './benchmarks-deals.ts';
import type { Benchmark, Shown, Values } from './flag-result.ts';
import { compare, divide, fraction, multiply, negate, one, subtract, type Fraction } from './fraction.ts';
import { parseDecimal, printDecimal } from './decimal.ts';

export const personFlags = (facts: Facts): Found[] => [
  ...winRate(facts),
  ...facts.plans.flatMap((plan) => [...hockeyStick(facts, plan), ...volatile(facts, plan), ...quota(facts, plan)]),
];

interface Rate {
  readonly closed: number;
  readonly won: number;
}
const decimal = (value: Fraction): Shown => [printDecimal(value), 'text'];
const rateOf = ({ closed, won }: Rate): Fraction => fraction(BigInt(won), BigInt(closed));

/** In the segment of most open deals, where enough have closed there; else of all deals. */
function winRate(facts: Facts): Found[] {
  const { benchmarks, segment, notes } = facts;
  const id = 'win-rate-low';
  const least = facts.limit(id, 'deals', segment) ?? one;
  const deals = benchmarks?.own.deals ?? [];
  const sum = (list: readonly Rate[]): Rate => ({
    closed: list.reduce((all, { closed }) => all + closed, 0),
    won: list.reduce((all, { won }) => all + won, 0),
  });
  const isEnough = ({ closed }: Rate): boolean => closed > 0 && compare(fraction(BigInt(closed)), least) >= 0;
  const inSegment = segment === null ? null : sum(deals.filter((row) => row.segment === segment));
  const own = inSegment && isEnough(inSegment) ? inSegment : sum(deals);
  const usual = usualRate(facts, own === inSegment ? segment : null);
  if (!isEnough(own) || !usual) {
    notes.other('too-few', id, 'IsWon', 'own', { closed: number(own.closed), least: decimal(least) });
    return [];
  }
  const [rate, limit] = [rateOf(own), facts.limit(id, 'share', segment) ?? one];
  if (usual.rate.n <= 0n || compare(rate, multiply(limit, usual.rate)) >= 0) return [];
  return [
    {
      id,
      severity: 'watch',
      ...ofPerson(facts),
      write: () => ({
        as: usual.as,
        values: { ...usual.values, won: number(own.won), rate: shareOf(rate), usual: shareOf(usual.rate) },
        evidence: [
          percent('Win rate', rate),
          counted('Closed deals', own.closed, 'deal'),
          counted('Won', own.won, 'deal'),
        ],
        benchmark: usual.benchmark,
      }),
    },
  ];
}

/** The win rate to compare with: of the team, for all deals; else of the segment, else of all segments. */
function usualRate(
  facts: Facts,
  segment: string | null,
): { rate: Fraction; as: string; values: Values; benchmark: Benchmark } | null {
  const team = segment === null ? (facts.benchmarks?.team ?? null) : null;
  if (team) {
    const rate = rateOf(team);
    return {
      rate,
      as: 'team',
      values: { people: number(team.people) },
      benchmark: { ...percent('Win rate of the team', rate), source: 'team', n: team.closed },
    };
  }
  const group = facts.group(segment, (row) => row);
  if (!group) return null;
  const rate = rateOf(group.value);
  return {
    rate,
    as: '',
    values: group.among,
    benchmark: { ...percent(`Win rate ${amongWords(group.among)}`, rate), source: 'segment', n: group.value.closed },
  };
}

/** Evenly spread, a fifth of the credit falls into the last fifth of a window. */
const even: Fraction = { n: 1n, d: 5n };

function hockeyStick(facts: Facts, { own: { plan } }: PlanFact): Found[] {
  const late = facts.benchmarks?.own.late.find((row) => row.plan === plan.id);
  const share = parseDecimal(late?.share);
  if (!late || !share) {
    facts.notes.other('too-few', 'hockey-stick', plan.id, 'windows');
    return [];
  }
  const limit = facts.limit('hockey-stick', 'share', facts.segment) ?? one;
  if (compare(share, limit) < 0) return [];
  const label = plan.components.find(({ id }) => id === late.component)?.label ?? late.component;
  return [
    {
      id: 'hockey-stick',
      severity: 'info',
      ...ofPerson(facts),
      write: () => ({
        as: late.windows === 1 ? 'one' : '',
        values: { share: shareOf(share), component: text(label) },
        evidence: [
          percent('Credited in the last fifth', share),
          counted('Windows that have ended', late.windows, 'number'),
        ],
        benchmark: { ...percent('Evenly spread', even), source: 'plan', n: null },
      }),
    },
  ];
}

function volatile(facts: Facts, { own: { plan, past } }: PlanFact): Found[] {
  const id = 'payout-volatile';
  const periods = past.slice(-12);
  const amounts = periods.flatMap(({ earned }) => parseDecimal(earned) ?? []);
  const least = facts.limit(id, 'periods', facts.segment) ?? one;
  if (amounts.length === 0 || compare(fraction(BigInt(amounts.length)), least) < 0) {
    facts.notes.other('too-few', id, plan.id, 'periods', { known: number(amounts.length), least: decimal(least) });
    return [];
  }
  const mean = meanOf(amounts);
  if (mean.n <= 0n) return [];
  const away = meanOf(amounts.map((amount) => magnitude(subtract(amount, mean))));
  const share = divide(away, mean);
  const limit = facts.limit(id, 'share', facts.segment) ?? one;
  if (compare(share, limit) < 0) return [];
  return [
    {
      id,
      severity: 'info',
      ...ofPerson(facts),
      subject: { kind: 'plan', id: plan.id, name: plan.name },
      write: () => ({
        values: { periods: number(amounts.length), share: shareOf(share) },
        evidence: [
          shown('Earned on average', mean, plan.currency),
          shown('Away from it on average', away, plan.currency),
          percent('Of the average', share),
        ],
        benchmark: { ...shown('Own average', mean, plan.currency), source: 'own', n: amounts.length },
      }),
    },
  ];
}

const magnitude = (value: Fraction): Fraction => (value.n < 0n ? negate(value) : value);

function quota(facts: Facts, { own, assigned, components }: PlanFact): Found[] {
  const id = 'quota-out-of-line';
  const times = facts.limit(id, 'times', facts.segment) ?? one;
  return components.flatMap((component): Found[] => {
    const { standing } = component;
    const { amount } = standing.quota;
    const usual = facts.benchmarks?.quotas.find(
      (row) =>
        row.plan === own.plan.id && row.component === standing.component.id && row.window === standing.window.name,
    );
    const median = parseDecimal(usual?.median);
    // A quota after a ramp or of a part of the window is no smaller quota.
    if (
      !usual ||
      !median ||
      median.n <= 0n ||
      amount === null ||
      amount.n <= 0n ||
      !isSettledIn(assigned, standing.window)
    )
      return [];
    const isAbove = compare(amount, multiply(times, median)) >= 0;
    const isBelow = compare(multiply(amount, times), median) <= 0;
    if (!isAbove && !isBelow) return [];
    const ratio = divide(amount, median);
    return [
      {
        id,
        severity: 'info',
        ...ofComponent(component, null),
        write: () => ({
          values: { window: period(standing.window), people: number(usual.n) },
          evidence: [credited('Quota', amount, component), shown('Of the median', ratio, 'times')],
          benchmark: { ...credited('Median quota', median, component), source: 'plan', n: usual.n },
        }),
      },
    ];
  });
}
