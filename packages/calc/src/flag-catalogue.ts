// The catalogue of flags: how long its next step takes, and the thresholds that can be configured.

/** A share of one, a number of times, a whole number of days, or a count of things. */
export type ThresholdKind = 'share' | 'times' | 'days' | 'count';

interface Threshold {
  readonly kind: ThresholdKind;
  /** What holds where nothing is configured; null where the benchmark alone decides. */
  readonly standard: string | null;
}

interface Rule {
  /** Minutes that its next step takes. */
  readonly minutes: number;
  readonly thresholds: Readonly<Record<string, Threshold>>;
}

const share = (standard: string) => ({ kind: 'share', standard }) as const;
const times = (standard: string) => ({ kind: 'times', standard }) as const;
const days = (standard: string) => ({ kind: 'days', standard }) as const;
const count = (standard: string) => ({ kind: 'count', standard }) as const;

/** Every flag by its id. The rules stand in flag-attainment.ts, flag-tiers.ts, flag-deals.ts, flag-offers.ts and flag-person.ts. */
export const catalogue = {
  /** Attainment is `behind` or more below the share of the window that has passed. */
  'behind-pace': { minutes: 240, thresholds: { behind: share('10%') } },
  /** Attainment is `behind` or more of the quota below what the ramp asks for to date. */
  'behind-ramp': { minutes: 120, thresholds: { behind: share('10%') } },
  /** All open deals of the window together are below `share` of what is missing to quota. */
  'gap-above-coverage': {
    minutes: 480,
    thresholds: { share: share('100%') },
  },
  /** They are below `times` what is missing; where nothing is configured, below 1 ÷ the win rate. */
  'coverage-thin': {
    minutes: 240,
    thresholds: { times: { kind: 'times', standard: null } },
  },
  /** Won, a deal leaves the position `within` its own value, or less, below a bound that pays more. */
  'deal-below-tier': { minutes: 60, thresholds: { within: share('10%') } },
  /** The next bound that pays more is `within` the quota, or less, away, and open deals reach it. */
  'accelerator-in-reach': { minutes: 60, thresholds: { within: share('15%') } },
  /** A cap limits what the position pays. */
  'cap-reached': { minutes: 30, thresholds: {} },
  /** The close date has been put off so many `times` or more. */
  'close-date-moved': { minutes: 60, thresholds: { times: count('3') } },
  /** The close date passed so many `days` ago or more. */
  overdue: { minutes: 15, thresholds: { days: days('1') } },
  /** In one stage for longer than `times` the days that half of the won deals of its segment took altogether. */
  'stage-old': { minutes: 60, thresholds: { times: times('1') } },
  /** No activity is planned; where nobody knows, the last one is so many `days` ago or more. */
  'no-activity': { minutes: 30, thresholds: { days: days('14') } },
  /** No next step is written down for a deal that closes within so many `days`. */
  'no-next-step': { minutes: 15, thresholds: { days: days('30') } },
  /** The amount is above `times` the upper quartile of the won deals of its segment. */
  'amount-unusual': { minutes: 30, thresholds: { times: times('3') } },
  /** The discount is above `percent`; where nothing is configured, above the upper quartile of won deals. */
  'discount-high': {
    minutes: 30,
    thresholds: { percent: { kind: 'share', standard: null } },
  },
  /** One deal is `share` or more of the open deals of the window. */
  concentration: { minutes: 120, thresholds: { share: share('50%') } },
  /** On a deal as somebody else than its owner, with a share of nothing. */
  'overlay-without-credit': { minutes: 15, thresholds: {} },
  /** The own win rate is below `share` of the benchmark, over `deals` closed deals or more. */
  'win-rate-low': { minutes: 120, thresholds: { share: share('75%'), deals: count('10') } },
  /** In past windows `share` or more was credited in their last fifth. */
  'hockey-stick': { minutes: 60, thresholds: { share: share('50%') } },
  /** Earnings of past payment periods lie on average `share` of their mean or more away from it. */
  'payout-volatile': {
    minutes: 60,
    thresholds: { share: share('60%'), periods: count('6') },
  },
  /** The quota is `times` the median of the same component or more, or that part of it or less. */
  'quota-out-of-line': { minutes: 60, thresholds: { times: times('1.5') } },
} as const satisfies Readonly<Record<string, Rule>>;

export type FlagId = keyof typeof catalogue;

export const flagIds = Object.keys(catalogue) as FlagId[];

export type ThresholdOf<I extends FlagId> = keyof (typeof catalogue)[I]['thresholds'] & string;

/** The thresholds of a flag by their names. */
export const thresholdsOf = (id: FlagId): Readonly<Record<string, Threshold>> => catalogue[id].thresholds;

/** The fields of an org's own that flags read, by what they hold. */
export const ownFields = {
  /** A discount in percent: 25 is 25 %. */
  discount: 'a discount in percent',
  /** Is an activity planned? Such as `HasOpenActivity`. */
  openActivity: 'whether an activity is planned',
} as const;

/** So many flags are for today, where nothing is configured: a day holds no more. */
export const standardPerDay = 5;
