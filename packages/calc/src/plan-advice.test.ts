// Advice on plans: each finding with its place and figures, and none on plans that are as they should be.
import { describe, expect, test } from 'vitest';
import { advise, type Around } from './plan-advice.ts';
import { readPlan } from './plan-rules.ts';
import type { Plan } from './plan.ts';

const bookings = {
  object: 'Opportunity',
  value: 'Amount',
  date: 'CloseDate',
  where: { IsWon: { eq: true } },
  credit: 'owner',
};
const commission = {
  id: 'commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 300000,
  target: 24000,
  rate: {
    type: 'marginal',
    tiers: [
      { from: '0%', rate: '8%' },
      { from: '100%', rate: '12%' },
    ],
  },
  cap: { payout: 60000 },
};
const sound = {
  quotient: 1,
  id: 'ae',
  name: 'Account Executive',
  currency: 'USD',
  effective: { from: '2026-01-01', to: '2026-12-31' },
  measures: { bookings },
  components: [commission],
};
const renewals = {
  id: 'renewals',
  measure: 'renewals',
  window: 'quarter',
  quota: 50000,
  rate: { type: 'bonus', tiers: [{ from: '100%', pays: 1000 }] },
};
const changed = (change: object): object => ({ ...sound, components: [{ ...commission, ...change }] });
const rate = (rate_: object, rest: object = {}): object => changed({ rate: rate_, ...rest });
const beside = (other: object, change: object = {}): object => ({
  ...sound,
  measures: { bookings, renewals: { ...bookings, where: { StageName: { eq: 'Renewed' } } } },
  components: [
    { ...commission, ...change },
    { ...renewals, ...other },
  ],
});
const tiers = (...list: [from: string | number, rate: string][]): object[] =>
  list.map(([from, value]) => ({ from, rate: value }));

const said = (plan: object, around?: Around): string[] =>
  advise(readPlan(plan), around).map(
    ({ severity, code, path, message, remedy }) => `${severity} ${code} ${path.join('.')}: ${message} ${remedy}`,
  );

test('a sound plan gets no advice', () => expect(said(sound)).toEqual([]));

describe('more brings less', () => {
  test.each<[name: string, plan: object, says: RegExp]>([
    [
      'a cliff whose rate falls',
      rate({ type: 'cliff', tiers: tiers(['0%', '8%'], ['100%', '7%']) }),
      /^warning pay-falls components\.0\.rate\.tiers\.1: At 300,000 \(100 % of quota\) the quarter's pay falls from 24,000\.00 to 21,000\.00/,
    ],
    [
      'a bonus that falls',
      rate({
        type: 'bonus',
        tiers: [
          { from: '100%', pays: 5000 },
          { from: '120%', pays: 4000 },
        ],
      }),
      /pay-falls components\.0\.rate\.tiers\.1: At 360,000 \(120 % of quota\) .* from 5,000\.00 to 4,000\.00/,
    ],
    [
      'a curve that leads down',
      rate({
        type: 'curve',
        points: [
          { at: '0%', pays: '0%' },
          { at: '100%', pays: '100%' },
          { at: '150%', pays: '50%' },
        ],
      }),
      /pay-falls components\.0\.rate\.points\.1: From 300,000 \(100 % of quota\) to 450,000 \(150 % of quota\) .* from 24,000\.00 to 12,000\.00/,
    ],
    [
      'a falling cliff without a quota in the plan',
      rate({ type: 'cliff', tiers: tiers(['0%', '8%'], ['100%', '7%']) }, { quota: undefined, target: undefined }),
      /At 100 % of quota the quarter's pay falls from 8 % of the quota to 7 % of the quota/,
    ],
    [
      'records taken one by one',
      rate(
        { type: 'cliff', per: 'record', by: 'value', tiers: tiers([0, '10%'], [50000, '6%']) },
        { quota: undefined, target: undefined },
      ),
      /At 50,000 a record's pay falls from 5,000\.00 to 3,000\.00/,
    ],
    [
      'a whole crossing into a lower tier',
      rate({ type: 'marginal', crossing: 'whole', tiers: tiers(['0%', '8%'], ['100%', '5%']) }),
      /pay-falls .*A sale of 30,000 that stays below 300,000 \(100 % of quota\) earns 2,400\.00, one that reaches it 1,500\.00/,
    ],
    [
      'a return of a sale that crossed whole',
      rate({ type: 'marginal', crossing: 'whole', tiers: tiers(['0%', '8%'], ['100%', '12%']) }),
      /^note return-costs-other-rate .*a sale of 30,000 that reaches 300,000 \(100 % of quota\) earns 3,600\.00, and its return costs 2,400\.00/,
    ],
    [
      'a tier chosen by another component',
      beside(
        {},
        { rate: { type: 'cliff', by: { component: 'renewals' }, tiers: tiers(['0%', '8%'], ['100%', '7%']) } },
      ),
      /pay-falls components\.0\.rate\.tiers\.1: When renewals reaches 100%, the rate falls from 8 % to 7 %/,
    ],
    [
      'a matrix',
      beside(
        {},
        {
          rate: {
            type: 'matrix',
            rows: { from: ['0%', '100%'] },
            columns: { component: 'renewals', from: ['0%', '100%'] },
            pays: [
              ['50%', '100%'],
              ['40%', '120%'],
            ],
          },
        },
      ),
      /pay-falls components\.0\.rate\.pays\.1\.0: When row 100% is reached, the cell falls from 50 % of target to 40 % of target/,
    ],
    [
      'a modifier',
      beside(
        {},
        {
          modifiers: [
            {
              component: 'renewals',
              tiers: [
                { from: '0%', times: '100%' },
                { from: '100%', times: '90%' },
              ],
            },
          ],
        },
      ),
      /modifier-falls components\.0\.modifiers\.0\.tiers\.1: When renewals reaches 100%, the pay is multiplied by 90 % instead of 100 %/,
    ],
  ])('%s', (_, plan, says) => expect(said(plan)).toContainEqual(expect.stringMatching(says)));

  test.each<[name: string, plan: object]>([
    ['a cliff that rises', rate({ type: 'cliff', tiers: tiers(['0%', '8%'], ['100%', '12%']) })],
    [
      'a cap that a bound does not lower',
      rate({ type: 'cliff', tiers: tiers(['0%', '8%'], ['50%', '12%']) }, { cap: { payout: 24000 } }),
    ],
    ['a table with a debt below 0', rate({ type: 'marginal', tiers: tiers(['0%', '8%'], ['100%', '12%']) })],
  ])('not %s', (_, plan) => expect(said(plan).filter((line) => line.includes('pay-falls'))).toEqual([]));
});

describe('tables and caps', () => {
  test.each<[name: string, plan: object, says: RegExp]>([
    [
      'a tier above a cap on attainment',
      rate({ type: 'marginal', tiers: tiers(['0%', '8%'], ['150%', '12%']) }, { cap: { attainment: '150%' } }),
      /^warning unreachable-tier components\.0\.rate\.tiers\.1: What begins at 150% is never reached: .* up to 150 %/,
    ],
    [
      'a tier above a cap in money',
      rate({ type: 'marginal', tiers: tiers(['0%', '8%'], ['100%', '12%'], ['300%', '15%']) }),
      /unreachable-tier components\.0\.rate\.tiers\.2: What begins at 300% changes nothing: the cap of 60,000\.00 is reached at 600,000 \(200 % of quota\)/,
    ],
    [
      'a win rate beyond all',
      {
        ...sound,
        measures: {
          won: {
            date: 'CloseDate',
            credit: 'owner',
            ratio: {
              of: { object: 'Opportunity', value: 'count', where: { IsWon: { eq: true } } },
              per: { object: 'Opportunity', value: 'count', where: { IsClosed: { eq: true } } },
            },
          },
        },
        components: [
          {
            id: 'won',
            measure: 'won',
            window: 'quarter',
            quota: 0.6,
            rate: {
              type: 'bonus',
              tiers: [
                { from: '100%', pays: 100 },
                { from: '200%', pays: 200 },
              ],
            },
          },
        ],
      },
      /unreachable-tier components\.0\.rate\.tiers\.1: .* 100 % of a quota of 60 % is an attainment of 166\.67 %/,
    ],
    [
      'a cap in money below the target',
      changed({ cap: { payout: 20000 } }),
      /cap-below-target components\.0\.cap\.payout: The cap of 20,000\.00 lies below the target of 24,000\.00/,
    ],
    [
      'a cap below once the target',
      changed({ cap: { target: 0.5 } }),
      /cap-below-target components\.0\.cap\.target: The cap is 0\.5 × the target, 12,000\.00 of 24,000\.00/,
    ],
    [
      'a cap below the quota',
      changed({ cap: { attainment: '90%' } }),
      /cap-below-target components\.0\.cap\.attainment: .* up to 90 %/,
    ],
    [
      'a limit below the targets',
      { ...sound, limit: { payout: 90000, per: 'year' } },
      /limit-below-targets limit\.payout: The limit of 90,000\.00 a year lies below the sum of the targets, 96,000\.00/,
    ],
    [
      'pay without limit',
      changed({ cap: undefined }),
      /^note unlimited-pay components\.0\.rate: Nothing limits what commission pays: at 900,000 \(300 % of quota\) it is 96,000\.00/,
    ],
    [
      'a bonus without end',
      rate({ type: 'bonus', by: 'value', every: 20, pays: 100 }, { cap: undefined }),
      /^note unlimited-pay/,
    ],
    [
      'a target that 100 % does not pay',
      changed({ target: 25000 }),
      /^note target-not-paid components\.0\.target: At 100 % of quota \(300,000\) the table pays 24,000\.00, the target is 25,000\.00/,
    ],
    [
      'a component that never pays',
      rate({ type: 'marginal', tiers: tiers(['0%', '0%']) }, { target: 0 }),
      /^warning never-pays components\.0: commission never pays anything/,
    ],
    [
      'a curve that pays before the first sale',
      rate({
        type: 'curve',
        points: [
          { at: '50%', pays: '25%' },
          { at: '100%', pays: '100%' },
        ],
      }),
      /^warning pays-at-zero components\.0\.rate\.points\.0: With nothing credited the quarter pays 6,000\.00: below 50% the curve is flat/,
    ],
    [
      'a first tier of nothing',
      rate({ type: 'marginal', tiers: tiers(['50%', '0%'], ['80%', '12%']) }),
      /^note tier-without-effect components\.0\.rate\.tiers\.0: The first tier begins at 50% and pays 0/,
    ],
    [
      'a bound at which nothing changes',
      rate({ type: 'marginal', tiers: tiers(['0%', '8%'], ['50%', '8%']) }),
      /tier-without-effect components\.0\.rate\.tiers\.1: Nothing changes at 50%/,
    ],
  ])('%s', (_, plan, says) => expect(said(plan)).toContainEqual(expect.stringMatching(says)));

  test('a modifier that is not 100 % is no other target', () =>
    expect(
      said(beside({}, { modifiers: [{ component: 'renewals', tiers: [{ from: '0%', times: '120%' }] }] })).filter(
        (line) => line.includes('target-not-paid'),
      ),
    ).toEqual([]));
  test('a plan limit is a limit', () =>
    expect(said({ ...changed({ cap: undefined }), limit: { payout: 450000, per: 'year' } })).toEqual([]));
  test('what only measures for others need not pay', () =>
    expect(
      said(
        beside(
          { rate: { type: 'marginal', by: 'value', tiers: tiers([0, '0%']) } },
          { gate: { component: 'renewals', value: 1000 } },
        ),
      ).filter((line) => line.includes('never-pays')),
    ).toEqual([]));
});

describe('parts that do not fit', () => {
  test.each<[name: string, plan: object, says: RegExp]>([
    [
      'a gate on a shorter window',
      beside({ window: 'month' }, { gate: { component: 'renewals', attainment: '80%' } }),
      /^warning shorter-window components\.0\.gate.*: commission has a window of a quarter and reads renewals, whose window is a month/,
    ],
    [
      'a gate that forfeits',
      beside({}, { gate: { component: 'renewals', attainment: '80%' } }),
      /^note gate-forfeits components\.0\.gate: What the gate on renewals keeps back is forfeited when the quarter ends with the gate shut/,
    ],
    [
      'weights that do not add up',
      {
        ...beside({}),
        components: [
          commission,
          renewals,
          {
            id: 'score',
            window: 'quarter',
            target: 1000,
            blend: [
              { component: 'commission', weight: '60%' },
              { component: 'renewals', weight: '30%' },
            ],
            rate: {
              type: 'curve',
              points: [
                { at: '0%', pays: '0%' },
                { at: '100%', pays: '100%' },
              ],
            },
          },
        ],
      },
      /shares-do-not-add-up components\.2\.blend: The weights of the blend add up to 90 %/,
    ],
    [
      'a modifier that pays nothing',
      beside({}, { modifiers: [{ component: 'renewals', tiers: [{ from: '80%', times: '100%' }] }] }),
      /modifier-below-first components\.0\.modifiers\.0: Below 80% of renewals the factor is 0/,
    ],
    [
      'a measure that nobody uses',
      { ...sound, measures: { bookings, spare: bookings } },
      /^warning unused-measure measures\.spare/,
    ],
    [
      'open deals that count',
      { ...sound, measures: { bookings: { ...bookings, where: { Type: { eq: 'New' } } } } },
      /counts-open-deals measures\.bookings\.where/,
    ],
    [
      'a depth that is left out',
      { ...sound, measures: { bookings: { ...bookings, credit: { reports: { 1: '20%', 3: '5%' } } } } },
      /depth-left-out measures\.bookings\.credit\.reports\.3: Depth 3 is credited and depth 2 is not/,
    ],
    [
      'records that are paid twice',
      { ...sound, components: [commission, { ...commission, id: 'again' }] },
      /^note paid-twice components\.1: commission and again both pay rates on bookings/,
    ],
    [
      'a clawback that rises',
      {
        ...sound,
        clawback: [
          {
            component: 'commission',
            when: 'Churn__c',
            schedule: [
              { within: 3, takes: '50%' },
              { within: 6, takes: '100%' },
            ],
          },
        ],
      },
      /clawback-rises clawback\.0\.schedule\.1: Between 3 and 6 months 100 % is taken back, earlier only 50 %/,
    ],
    [
      'a draw behind an endless one',
      {
        ...sound,
        draw: [
          { amount: 100, recoverable: true },
          { amount: 50, recoverable: true },
        ],
      },
      /unreachable-draw draw\.1: Draw 2 never begins/,
    ],
    [
      'a draw that is over before',
      { ...sound, draw: { amount: 100, recoverable: true, to: '2025-12-31' } },
      /unreachable-draw draw\.to/,
    ],
    ['a recovery of nothing', { ...sound, recovery: { share: '0%' } }, /without-effect recovery\.share/],
    [
      'a plan that begins inside of a window',
      { ...sound, effective: { from: '2026-02-01' } },
      /^note begins-inside-window effective\.from: .* inside of 2026-Q1, the first window of commission/,
    ],
  ])('%s', (_, plan, says) => expect(said(plan)).toContainEqual(expect.stringMatching(says)));
});

describe('among people', () => {
  const users = [
    { Id: 'u1', Name: 'Ann Lee' },
    { Id: 'u2', Name: 'Bo Chen' },
  ];
  const byPerson = changed({ quota: undefined });
  const assigned = (...rows: [payee: string, from: string, to?: string][]) =>
    rows.map(([payee, from, to]) => ({ payee, plan: 'ae', from, to: to ?? null }));
  const row = (payee: string, period: string, amount = 300000) => ({ payee, component: 'commission', period, amount });

  test('quotas that are missing, now and later', () => {
    const lines = said(byPerson, {
      asOf: '2026-04-13',
      users,
      assignments: assigned(['u1', '2026-01-01'], ['u2', '2026-04-01', '2026-06-30']),
      quotas: [row('u1', '2026-Q1')],
    });
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning quota-missing components\.0: 2 people have no quota for commission: Ann Lee \(2026-Q2\) and Bo Chen \(2026-Q2\)\. Without one the table pays 0\./,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^note quota-not-yet components\.0: 1 person has no quota for commission yet: Ann Lee \(2026-Q3 and 2026-Q4\)/,
      ),
    );
  });

  test('nobody misses a quota that the plan, a row or nobody needs', () => {
    const around: Around = {
      assignments: assigned(['u1', '2026-01-01', '2026-03-31']),
      quotas: [row('u1', '2026-Q1')],
    };
    expect(said(byPerson, around).filter((line) => /quota-/.test(line))).toEqual([]);
    expect(said(sound, { ...around, quotas: [] })).toEqual([]);
    const byValue = rate({ type: 'marginal', by: 'value', tiers: tiers([0, '8%']) }, { quota: undefined });
    expect(said(byValue, { ...around, quotas: [] })).toEqual([]);
  });

  test('an attainment that a gate reads needs a quota', () =>
    expect(
      said(
        beside(
          { quota: undefined, rate: { type: 'marginal', by: 'value', tiers: tiers([0, '1%']) }, cap: { payout: 1 } },
          { gate: { component: 'renewals', attainment: '80%' } },
        ),
        {
          assignments: assigned(['u1', '2026-01-01', '2026-03-31']),
        },
      ),
    ).toContainEqual(
      expect.stringMatching(/quota-missing components\.1: .*u1 \(2026-Q1\)\. Without one there is no attainment/),
    ));

  test('days in no plan', () => {
    const gap = said(sound, { users, assignments: assigned(['u1', '2026-01-01', '2026-03-31'], ['u1', '2026-05-01']) });
    expect(gap).toEqual([
      expect.stringMatching(/^warning assignment-gap .*Ann Lee is in no plan from 2026-04-01 to 2026-04-30/),
    ]);
    const elsewhere = [
      ...assigned(['u1', '2026-01-01', '2026-03-31'], ['u1', '2026-05-01']),
      { payee: 'u1', plan: 'other', from: '2026-04-01', to: '2026-04-30' },
    ];
    expect(said(sound, { assignments: elsewhere })).toEqual([]);
  });

  test('an assignment before the plan, and nobody at all', () => {
    expect(said(sound, { assignments: assigned(['u1', '2025-11-01']) })).toEqual([
      expect.stringMatching(/^note assigned-before-plan .*u1 \(2025-11-01\) is assigned before/),
    ]);
    expect(said(sound, { assignments: [] })).toEqual([expect.stringMatching(/^note nobody-assigned/)]);
  });

  test('versions that overlap, and a gap between them', () => {
    const version = (from: string, to: string): Plan => readPlan({ ...sound, name: 'Before', effective: { from, to } });
    expect(said(sound, { plans: [version('2025-01-01', '2026-01-31'), readPlan(sound)] })).toEqual([
      expect.stringMatching(
        /versions-overlap effective: Another version of ae \("Before"\) holds from 2025-01-01 to 2026-01-31, this one from 2026-01-01/,
      ),
    ]);
    expect(said(sound, { plans: [version('2025-01-01', '2025-11-30')] })).toEqual([
      expect.stringMatching(/versions-gap effective\.from: No version of ae holds from 2025-12-01 to 2025-12-31/),
    ]);
    expect(said(sound, { plans: [version('2025-01-01', '2025-12-31')] })).toEqual([]);
  });

  test('revenue splits that are not everything', () => {
    const split = (id: string, opportunity: string, share: number, type: string) => ({
      Id: id,
      OpportunityId: opportunity,
      SplitPercentage: share,
      SplitType: { DeveloperName: type },
    });
    const plan = { ...sound, measures: { bookings: { ...bookings, credit: { splits: 'Revenue' } } } };
    const records = {
      OpportunitySplit: [
        split('s1', 'a', 60, 'Revenue'),
        split('s2', 'a', 30, 'Revenue'),
        split('s3', 'b', 100, 'Revenue'),
        split('s4', 'b', 50, 'Overlay'),
      ],
    };
    expect(said(plan, { records })).toEqual([
      expect.stringMatching(
        /shares-do-not-add-up measures\.bookings\.credit: The Revenue splits of 1 record do not add up to 100 %: a \(90 %\)/,
      ),
    ]);
  });
});

test('warnings come before notes', () => {
  const severities = advise(
    readPlan({ ...changed({ cap: undefined, target: 25000 }), measures: { bookings, spare: bookings } }),
  ).map(({ severity }) => severity);
  expect(severities).toEqual(['warning', 'note', 'note']);
});
