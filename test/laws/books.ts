// Random books over the plan format: plans of every kind with people, records and everything around them.
import fc from 'fast-check';
import type {
  Amount,
  Assignment,
  Book,
  Component,
  CreditRule,
  Draw,
  Gate,
  Holdback,
  Measure,
  Modifier,
  Plan,
  Rate,
} from '../reference/types.ts';

/** What books may hold besides what every version calculates. */
export interface Space {
  /** Matrix, per record, crossing whole, factors, modifiers, a cap per record. */
  readonly steps: boolean;
  /** Holdback, clawback and plan limit. */
  readonly later: boolean;
  /** Overrides on the earnings of others. */
  readonly overrides: boolean;
}

/** The part of the space that this version calculates. */
export const calculated: Space = { steps: false, later: false, overrides: false };

export const people = ['A', 'B', 'C', 'M'] as const;

const someDay = (from: string, to: string): fc.Arbitrary<string> =>
  fc
    .integer({ min: Date.parse(from) / 86_400_000, max: Date.parse(to) / 86_400_000 })
    .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));
const percent = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map((n) => `${n}%`);
/** A value in one of so many books. */
const oneIn = <T>(count: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: count - 1, arbitrary: fc.constant(undefined) }, value);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => oneIn(2, value);
const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => oneIn(4, value);
const rising = (max: number, size = 4): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.oneof(fc.constant(0), fc.integer({ min: 1, max })), { minLength: 1, maxLength: size })
    .map((values) => values.sort((a, b) => a - b));
/** A record without the keys whose value is undefined. */
const dense = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const units = ['month', 'quarter', 'half', 'year'] as const;

const creditRule = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CreditRule>('owner') },
  fc.constantFrom<CreditRule>(
    { splits: 'Revenue' },
    { splits: 'Overlay' },
    { team: 'Sales Engineer' },
    { team: 'Sales Engineer', share: '40%' },
    { reports: 'direct' },
    { reports: 'all' },
    { reports: { 1: '20%', 2: '7.5%' } },
    { reports: 'all', by: { splits: 'Revenue' } },
    { owner: 'Owner2__c' },
  ),
);
const where = fc.constantFrom<Measure['where']>(
  { IsWon: { eq: true } },
  { IsWon: { eq: true }, Type: { in: ['New', 'renewal'] } },
  { or: [{ Type: { ne: 'New' } }, { Years__c: { gte: 2 } }] },
  { not: { Type: { like: 'ren%' } }, IsWon: { ne: null } },
);
const counts = fc.constantFrom<Measure['counts']>(
  [{ where: { Type: { eq: 'Renewal' } }, times: '50%' }],
  [{ where: { Years__c: { lt: 2 } }, times: '33%' }, { times: '0%' }],
);

const measureOf = (kind: string): fc.Arbitrary<Measure> => {
  const base = fc.record({ where, credit: creditRule, counts: seldom(counts) });
  switch (kind) {
    case 'count':
      return base.map((rest) => dense({ object: 'Opportunity', value: 'count', date: 'CloseDate', ...rest }));
    case 'number':
      return base.map((rest) =>
        dense({ object: 'Opportunity', value: 'Seats__c', unit: 'number' as const, date: 'CloseDate', ...rest }),
      );
    case 'entered':
      return fc
        .record({ credit: fc.constantFrom<CreditRule>('owner', { reports: 'all' }) })
        .map((rest) => ({ entered: true, ...rest }));
    case 'ratio':
      return fc
        .record({ value: fc.constantFrom('count', 'Amount'), credit: creditRule, counts: seldom(counts) })
        .map(({ value, ...rest }) =>
          dense({
            ratio: {
              of: { object: 'Opportunity', value, where: { IsWon: { eq: true } } },
              per: { object: 'Opportunity', value },
            },
            date: 'CloseDate',
            ...rest,
          }),
        );
    case 'earnings':
      return fc
        .record({ reports: fc.constantFrom('direct' as const, 'all' as const) })
        .map(({ reports }) => ({ earnings: { reports, components: ['c0', 'c1'] } }));
    default:
      return base.map((rest) => dense({ object: 'Opportunity', value: 'Amount', date: 'CloseDate', ...rest }));
  }
};

interface Setting {
  readonly space: Space;
  readonly kind: string;
  /** Components that this one may read. */
  readonly others: readonly string[];
}

function tableOf({ space, kind, others }: Setting): fc.Arbitrary<Rate> {
  const hasSlices = kind !== 'ratio' && kind !== 'blend';
  const onMoney = kind === 'money' || kind === 'earnings';
  const scale = onMoney ? 150 : kind === 'ratio' ? 0.02 : 0.2;
  const rateValue = fc.oneof(
    { weight: 3, arbitrary: onMoney ? percent(0, 40) : fc.integer({ min: 0, max: 60 }) },
    fc.constantFrom<Amount>('1x', '1.5x', '2x'),
  );
  const boundsBy = (by: string, max = 220): fc.Arbitrary<Amount[]> =>
    rising(max).map((list) => list.map((n) => (by === 'attainment' ? `${n}%` : Number((n * scale).toFixed(4)))));
  const by = fc.constantFrom<'attainment' | 'value'>(
    ...(kind === 'blend' ? (['attainment'] as const) : (['attainment', 'value'] as const)),
  );
  const fill = <K extends 'rate' | 'pays'>(bounds: readonly Amount[], key: K, values: readonly Amount[]) =>
    bounds.map((from, i) => ({ from, [key]: values[i % values.length] }) as { from: Amount } & Record<K, Amount>);
  const amounts = fc.array(fc.integer({ min: -50, max: 2500 }), { minLength: 4, maxLength: 4 });
  const rates = fc.array(rateValue, { minLength: 4, maxLength: 4 });
  const foreign = others.length > 0 ? fc.constantFrom(...others) : fc.constant('');
  const foreignBounds = fc.oneof(
    boundsBy('attainment', 150),
    rising(30).map((list) => list.map((n) => n * 40)),
  );
  const perRecord = space.steps && hasSlices ? seldom(fc.constant('record' as const)) : fc.constant(undefined);

  const curve = fc
    .record({
      bounds: rising(200),
      pays: fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 4, maxLength: 4 }),
      below: maybe(fc.constantFrom('flat' as const, 'nothing' as const)),
      beyond: maybe(fc.constantFrom('flat' as const, 'extend' as const)),
    })
    .map(({ bounds, pays, ...rest }): Rate =>
      dense({ type: 'curve' as const, points: bounds.map((n, i) => ({ at: `${n}%`, pays: `${pays[i]}%` })), ...rest }),
    );
  const bonus = fc
    .record({ by, per: perRecord, stack: maybe(fc.boolean()), amounts })
    .chain(({ by: given, per, stack, amounts: pays }) => {
      const own = per ? 'value' : given;
      return boundsBy(own).map((bounds): Rate =>
        dense({ type: 'bonus' as const, by: own, per, stack, tiers: fill(bounds, 'pays', pays) }),
      );
    });
  const every = fc
    .record({ by, step: fc.integer({ min: 1, max: 40 }), pays: fc.integer({ min: 1, max: 300 }) })
    .map(({ by: own, step, pays }): Rate => ({
      type: 'bonus',
      by: own,
      every: own === 'attainment' ? `${step}%` : Number((step * scale).toFixed(4)),
      pays,
    }));
  const marginal = fc
    .record({
      by,
      per: perRecord,
      crossing: space.steps ? seldom(fc.constantFrom('whole' as const, 'split' as const)) : fc.constant(undefined),
      rates,
    })
    .chain(({ by: given, per, crossing, rates: values }) => {
      const own = per ? 'value' : given;
      return boundsBy(own).map((bounds): Rate =>
        dense({
          type: 'marginal' as const,
          by: own,
          per,
          crossing: per ? undefined : crossing,
          tiers: fill(bounds, 'rate', values),
        }),
      );
    });
  const cliff = fc
    .record({ by, per: perRecord, of: maybe(fc.constantFrom('all' as const, 'above' as const)), rates })
    .chain(({ by: given, per, of, rates: values }) => {
      const own = per ? 'value' : given;
      return boundsBy(own).map((bounds): Rate =>
        dense({ type: 'cliff' as const, by: own, per, of, tiers: fill(bounds, 'rate', values) }),
      );
    });
  const cliffBy = fc
    .record({ foreign, bounds: foreignBounds, rates })
    .map(({ foreign: component, bounds, rates: values }): Rate => ({
      type: 'cliff',
      by: { component },
      tiers: fill(bounds, 'rate', values),
    }));
  const matrix = fc
    .record({
      rows: kind === 'blend' ? boundsBy('attainment') : fc.oneof(boundsBy('attainment'), boundsBy('value')),
      columns: foreignBounds,
      foreign,
      byRates: hasSlices ? fc.boolean() : fc.constant(false),
      cells: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }),
    })
    .map(({ rows, columns, foreign: component, byRates, cells }): Rate => {
      const cell = (i: number, k: number): Amount => {
        const n = cells[(i + k) % 4] ?? 0;
        return byRates ? (onMoney ? `${n}%` : n) : n % 2 === 0 ? `${n * 4}%` : n * 100;
      };
      const grid = rows.map((_, i) => (columns as Amount[]).map((__, k) => cell(i, k)));
      return {
        type: 'matrix',
        rows: { from: rows },
        columns: { component, from: columns },
        [byRates ? 'rates' : 'pays']: grid,
      };
    });
  return fc.oneof(
    curve,
    bonus,
    every,
    ...(hasSlices ? [marginal, marginal, cliff] : []),
    ...(hasSlices && others.length > 0 ? [cliffBy] : []),
    ...(space.steps && others.length > 0 ? [matrix] : []),
  );
}

const factors = fc.constantFrom<Component['factors']>(
  [{ where: { Years__c: { gte: 2 } }, times: '150%' }],
  [{ where: { Type: { eq: 'New' } }, times: '0%' }, { times: '33.3%' }],
);

function componentOf(id: string, setting: Setting, pay: number): fc.Arbitrary<Component> {
  const { space, kind, others } = setting;
  const hasSlices = kind !== 'ratio' && kind !== 'blend';
  const other = others.length > 0 ? fc.constantFrom(...others) : fc.constant(id);
  const gate = fc.oneof(
    fc.record({ component: fc.oneof(other, fc.constant(id)), attainment: percent(0, 120) }),
    fc.record({ component: other, value: fc.integer({ min: -100, max: 4000 }) }),
  ) as fc.Arbitrary<Gate>;
  const modifier = fc.oneof(
    fc.record({
      component: other,
      tiers: rising(150).map((list) => list.map((n, i) => ({ from: `${n}%`, times: `${75 + i * 20}%` }))),
    }),
    fc.record({
      component: other,
      points: rising(150).map((list) => list.map((n, i) => ({ at: `${n}%`, times: `${50 + i * 25}%` }))),
    }),
    fc.record({
      component: other,
      tiers: rising(3000).map((list) => list.map((n, i) => ({ from: n, times: 0.5 + i / 4 }))),
    }),
  ) as fc.Arbitrary<Modifier>;
  const quota =
    kind === 'ratio'
      ? fc.constantFrom<Amount>(0.3, '0.5', 0)
      : fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 100, max: 40_000 }) }, fc.constant(0));
  return fc
    .record({
      window: fc.constantFrom(...units.slice(pay)),
      against: seldom(fc.constant('to-date' as const)),
      settle: maybe(fc.constantFrom('running' as const, 'end' as const)),
      quota:
        kind === 'blend' ? fc.constant(undefined) : fc.oneof({ weight: 6, arbitrary: quota }, fc.constant(undefined)),
      target: fc.integer({ min: 100, max: 9000 }),
      rate: tableOf(setting),
      factors: space.steps && hasSlices ? seldom(factors) : fc.constant(undefined),
      modifiers:
        space.steps && others.length > 0
          ? seldom(fc.array(modifier, { minLength: 1, maxLength: 2 }))
          : fc.constant(undefined),
      payout: seldom(fc.integer({ min: 100, max: 5000 })),
      times: seldom(fc.constantFrom<Amount>(1, '1.5', 3)),
      upTo: hasSlices ? seldom(percent(50, 200)) : fc.constant(undefined),
      each: space.steps && hasSlices ? seldom(fc.integer({ min: 10, max: 900 })) : fc.constant(undefined),
      gate:
        others.length > 0
          ? seldom(fc.oneof(gate, fc.array(gate, { minLength: 2, maxLength: 2 })))
          : fc.constant(undefined),
      weights: fc.tuple(percent(0, 100), percent(0, 100)),
    })
    .map(({ payout, times, upTo, each, weights, rate, ...rest }) => {
      const cap = dense({ payout, target: times, record: each, attainment: 'per' in rate ? undefined : upTo });
      return dense({
        id,
        ...(kind === 'blend'
          ? { blend: others.slice(0, 2).map((component, i) => ({ component, weight: weights[i] ?? '0%' })) }
          : { measure: kind }),
        ...rest,
        rate,
        cap: Object.keys(cap).length > 0 ? cap : undefined,
      }) as Component;
    });
}

function planOf(space: Space): fc.Arbitrary<Plan> {
  const kinds = ['money', 'money', 'count', 'number', 'entered', 'ratio'];
  return fc
    .record({
      pay: fc.constantFrom(0, 0, 0, 1),
      kinds: fc.array(fc.constantFrom(...kinds, 'blend', ...(space.overrides ? ['earnings'] : [])), {
        minLength: 1,
        maxLength: 4,
      }),
    })
    .chain(({ pay, kinds: given }) => {
      // A blend reads components before it.
      const own = given.map((kind, i) => (kind === 'blend' && i === 0 ? 'money' : kind));
      const ids = own.map((_, i) => `c${i}`);
      return fc.record({
        currency: fc.constantFrom('USD', 'USD', 'JPY', 'BHD'),
        rounding: maybe(fc.constantFrom('half-up' as const, 'half-even' as const)),
        calendar: maybe(
          fc.record({
            fiscalYearStart: fc.integer({ min: 1, max: 12 }),
            yearNamedBy: fc.constantFrom('start' as const, 'end' as const),
          }),
        ),
        timeZone: maybe(fc.constantFrom('America/Chicago', 'Asia/Tokyo')),
        effective: fc.record({
          from: fc.constantFrom('2026-01-01', '2026-02-11'),
          to: fc.constantFrom(null, '2026-09-20'),
        }),
        pay: fc.constant(units[pay]),
        proration: maybe(fc.constantFrom('days' as const, 'window-days' as const, 'none' as const)),
        measures: fc.record(
          Object.fromEntries(
            [...new Set(own)].filter((kind) => kind !== 'blend').map((kind) => [kind, measureOf(kind)]),
          ),
        ),
        components: fc
          .tuple(...own.map((kind, i) => componentOf(`c${i}`, { space, kind, others: ids.slice(0, i) }, pay)))
          .chain((components) => fc.shuffledSubarray(components, { minLength: components.length })),
        draw: seldom(draws),
        recovery: seldom(fc.record({ from: fc.integer({ min: 1, max: 4 }), share: percent(0, 100) })),
        limit: space.later
          ? seldom(fc.record({ payout: fc.integer({ min: 0, max: 4000 }), per: fc.constantFrom(...units.slice(pay)) }))
          : fc.constant(undefined),
        holdback: space.later
          ? maybe(fc.array(holdbackOf(ids.filter((_, i) => own[i] === 'money')), { maxLength: 3 }))
          : fc.constant(undefined),
        clawback: space.later ? maybe(clawbacksOf(ids)) : fc.constant(undefined),
      });
    })
    .map(({ holdback, ...plan }) =>
      dense({
        quotient: 1,
        id: 'p',
        name: 'Plan',
        ...plan,
        holdback: holdback?.filter(({ component }) => component !== ''),
      }),
    ) as fc.Arbitrary<Plan>;
}

const drawOf: fc.Arbitrary<Draw> = fc
  .record({
    amount: fc.integer({ min: 0, max: 2000 }),
    recoverable: fc.boolean(),
    to: seldom(someDay('2026-01-01', '2026-06-30')),
    periods: maybe(fc.integer({ min: 1, max: 4 })),
  })
  .map(dense);
const draws = fc.oneof(drawOf, fc.array(drawOf, { minLength: 1, maxLength: 3 }));

const holdbackOf = (ids: readonly string[]): fc.Arbitrary<Holdback> =>
  fc.record({
    component: ids.length > 0 ? fc.constantFrom(...ids) : fc.constant(''),
    share: percent(1, 33),
    until: fc.constantFrom<Holdback['until']>(
      'Paid_Date__c',
      { months: 2 },
      { months: 0 },
      { collected: { object: 'Payment__c', record: 'Opportunity__c', value: 'Amount__c', date: 'Date__c' } },
    ),
  });
const clawbacksOf = (ids: readonly string[]) =>
  fc
    .uniqueArray(
      fc.record({
        component: fc.constantFrom(...ids),
        when: fc.constant('Churn_Date__c'),
        schedule: fc.constantFrom(
          [
            { within: 3, takes: '100%' },
            { within: 6, takes: '33%' },
          ],
          [{ within: 12, takes: 0.5 }],
        ),
      }),
      { selector: ({ component }) => component, maxLength: 2 },
    )
    .map((list) => list);

const amount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -500_000, max: 3_000_000 }).map((minor) => (minor / 100).toFixed(2)) },
  fc.integer({ min: -9000, max: 30_000 }),
  fc.constantFrom<Amount | null>(null, 0, '0.005', '-0.015'),
);
const dateOf = fc.oneof(
  { weight: 5, arbitrary: someDay('2025-12-01', '2027-01-31') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(someDay('2026-01-01', '2026-12-31'), fc.integer({ min: 0, max: 23 }))
      .map(([date, hour]) => `${date}T${String(hour).padStart(2, '0')}:30:00.000+0000`),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
const opportunity = fc.record({
  OwnerId: fc.constantFrom(...people),
  Owner2__c: fc.constantFrom(null, ...people),
  Amount: amount,
  CloseDate: dateOf,
  IsWon: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  Type: fc.constantFrom('New', 'Renewal', null),
  Years__c: fc.constantFrom(1, 2, '3', null),
  Seats__c: fc.constantFrom<Amount | null>(1, 12, '2.5', -3, null),
  CurrencyIsoCode: fc.constantFrom(undefined, undefined, 'USD', 'EUR', 'GBP'),
  Paid_Date__c: fc.oneof(fc.constant(null), someDay('2026-01-01', '2026-12-31')),
  Churn_Date__c: fc.oneof(fc.constant(null), someDay('2026-01-01', '2026-12-31')),
});

function assignmentsOf(payee: string): fc.Arbitrary<Assignment[]> {
  return fc
    .record({
      from: someDay('2025-11-01', '2026-07-01'),
      lengths: fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 70 })), {
        minLength: 1,
        maxLength: 2,
      }),
      isOpen: fc.boolean(),
      ramp: fc.array(
        maybe(
          fc
            .array(percent(0, 100), { minLength: 1, maxLength: 4 })
            .map((list) => list.map((one, i) => (i === 0 && one.length > 2 ? '0%' : one))),
        ),
        { minLength: 2, maxLength: 2 },
      ),
      target: seldom(fc.integer({ min: 0, max: 5000 })),
    })
    .map(({ from, lengths, isOpen, ramp, target }) => {
      let start = Date.parse(from);
      return lengths.map(([days, gap], i) => {
        const to = start + days * 86_400_000;
        const text = (time: number): string => new Date(time).toISOString().slice(0, 10);
        const entry = dense({
          payee,
          plan: 'p',
          from: text(start),
          to: isOpen && i === lengths.length - 1 ? null : text(to),
          ramp: ramp[i],
          targets: target === undefined || i === 0 ? undefined : { c0: target },
        });
        start = to + gap * 86_400_000;
        return entry;
      });
    });
}

const quotaRow = fc
  .record({
    payee: fc.constantFrom(...people),
    plan: maybe(fc.constant('p')),
    component: fc.constant('c0'),
    period: fc.constantFrom('2026-01', '2026-02', '2026-03', '2026-Q1', '2026-Q2', '2026-H1', '2026'),
    amount: fc.integer({ min: 0, max: 20_000 }),
    prorated: maybe(fc.boolean()),
  })
  .map(dense);

/** Books with one plan, four people in three levels, and up to a dozen records. */
export function books(space: Space): fc.Arbitrary<Book> {
  return fc
    .record({
      asOf: someDay('2026-01-15', '2026-12-31'),
      plan: planOf(space),
      assignments: fc.tuple(...people.map(assignmentsOf)),
      quotas: fc.uniqueArray(quotaRow, {
        maxLength: 6,
        selector: (row) => [row.payee, row.plan ?? '', row.period].join(' '),
      }),
      rates: fc.constantFrom<Book['rates']>(
        [],
        [
          { currency: 'EUR', rate: '0.92' },
          { currency: 'EUR', from: '2026-03-01', rate: 0.95 },
          { currency: 'JPY', rate: 150 },
          { currency: 'BHD', rate: '0.376' },
          { currency: 'GBP', from: '2026-02-01', rate: '0.8' },
        ],
      ),
      entries: fc.array(
        fc.record({
          payee: fc.constantFrom(...people),
          date: someDay('2025-12-15', '2026-12-31'),
          value: fc.constantFrom<Amount>(1, '0.7', 12),
          amount: fc.constantFrom<Amount>('-500.005', 120, '0.015'),
          isScore: fc.boolean(),
        }),
        { maxLength: 4 },
      ),
      managers: fc.constantFrom<Book['managers']>(undefined, undefined, [
        { person: 'A', manager: 'B', to: '2026-03-15' },
        { person: 'A', manager: 'M', from: '2026-03-16' },
      ]),
      opportunities: fc.array(opportunity, { maxLength: 12 }),
      splits: fc.array(
        fc.record({
          deal: fc.nat(11),
          who: fc.constantFrom(...people),
          part: fc.constantFrom<Amount>(100, 60, '33.33', 0),
          type: fc.constantFrom('Revenue', 'Overlay'),
        }),
        { maxLength: 8 },
      ),
      team: fc.array(fc.record({ deal: fc.nat(11), who: fc.constantFrom(...people) }), { maxLength: 4 }),
      payments: fc.array(
        fc.record({
          deal: fc.nat(11),
          Amount__c: fc.constantFrom<Amount>(100, '3333.33', 20_000, -400),
          Date__c: someDay('2026-01-01', '2026-12-31'),
          CurrencyIsoCode: fc.constantFrom(undefined, 'EUR', 'GBP'),
        }),
        { maxLength: space.later ? 8 : 0 },
      ),
    })
    .map(({ plan, assignments, entries, opportunities, splits, team, payments, ...rest }): Book => {
      const id = (i: number): string => `D${String(i).padStart(2, '0')}`;
      const hasScores = plan.measures['entered'] !== undefined;
      return dense({
        ...rest,
        corporateCurrency: 'USD',
        plans: [plan],
        assignments: assignments.flat(),
        users: [
          { Id: 'A', ManagerId: 'M' },
          { Id: 'B', ManagerId: 'M' },
          { Id: 'C', ManagerId: 'B' },
          { Id: 'M', ManagerId: null },
        ],
        entries: entries.map(({ isScore, value, amount: paid, ...entry }, i) => ({
          id: `E${i}`,
          plan: 'p',
          ...entry,
          ...(isScore && hasScores ? { measure: 'entered', value } : { amount: paid }),
        })),
        records: {
          Opportunity: opportunities.map((one, i) => dense({ Id: id(i), ...one })),
          OpportunitySplit: splits.map(({ deal, who, part, type }, i) => ({
            Id: `S${i}`,
            OpportunityId: id(deal),
            SplitOwnerId: who,
            SplitPercentage: part,
            SplitType: { DeveloperName: type },
          })),
          OpportunityTeamMember: team.map(({ deal, who }) => ({
            OpportunityId: id(deal),
            UserId: who,
            TeamMemberRole: 'Sales Engineer',
          })),
          Payment__c: payments.map(({ deal, ...one }, i) => dense({ Id: `Y${i}`, Opportunity__c: id(deal), ...one })),
        },
      });
    });
}
