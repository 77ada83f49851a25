// A snapshot: enough to answer a page, nothing of anybody else, and one reader for its own version only.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calculate } from './calculate.ts';
import type { Plan } from './plan.ts';
import { publishedFlags } from './published.ts';
import { snapshotSchema, type Snapshot } from './snapshot-schema.ts';
import { readSnapshot } from './snapshot-read.ts';
import { snapshot, snapshots } from './snapshot.ts';
import { statements } from './snapshot-account.ts';
import { team } from './team.ts';
import { explain } from './trace.ts';
import type { Trace } from './result.ts';

const read = (name: string): { book: { asOf: string } } =>
  JSON.parse(readFileSync(new URL(`../../../test/cases/${name}.json`, import.meta.url), 'utf8')) as {
    book: { asOf: string };
  };
const books = [
  'marginal-accelerator',
  'manager-rollup',
  'split-credit',
  'ratio-win-rate',
  'recoverable-draw',
  'fiscal-year',
  'gate-opens',
  'against-to-date',
].map((name) => [name, read(name).book] as const);

describe.each(books)('the snapshots of %s', (_, book) => {
  test('keep to their schema, and come through JSON as they are', () => {
    for (const one of snapshots(book)) {
      expect(snapshotSchema.safeParse(one).error).toBeUndefined();
      expect(readSnapshot(JSON.parse(JSON.stringify(one)))).toEqual(one);
    }
  });

  test('give the statements of the book for the periods that they cover', () => {
    const all = new Map(calculate(book).statements.map((one) => [`${one.payee} ${one.plan} ${one.period}`, one]));
    for (const one of snapshots(book)) {
      const own = statements(one);
      expect(own.length).toBeGreaterThan(0);
      for (const statement of own)
        expect(statement).toEqual(all.get(`${statement.payee} ${statement.plan} ${statement.period}`));
    }
  });

  test('explain each component down to its records', () => {
    const sum = (traces: readonly Trace[]): number => traces.reduce((total, { result }) => total + Number(result), 0);
    for (const one of snapshots(book))
      for (const { plan } of one.plans)
        for (const { id } of statements(one).findLast((row) => row.plan === plan.id)?.components ?? []) {
          const trace = explain(one, { plan: plan.id, component: id });
          const component = statements(one)
            .findLast((row) => row.plan === plan.id)
            ?.components.find((row) => row.id === id);
          expect(trace.result).toBe(component?.earnedInWindow);
          const find = (node: Trace): Trace | undefined =>
            node.label === 'Credited' ? node : node.inputs.map(find).find((found) => found !== undefined);
          const credited = find(trace);
          if (credited?.by === 'sum') expect(sum(credited.inputs)).toBeCloseTo(Number(credited.result), 6);
        }
  });
});

test('a snapshot names nobody whom its payee does not lead', () => {
  const { book } = read('manager-rollup');
  for (const one of snapshots(book)) {
    const text = JSON.stringify(one);
    for (const other of snapshots(book))
      if (
        other.payee.Id !== one.payee.Id &&
        one.below[other.payee.Id] === undefined &&
        one.payee.ManagerId !== other.payee.Id
      )
        expect(text).not.toContain(other.payee.Id);
  }
});

test('a payee without a plan has none', () =>
  expect(() => snapshot(read('manager-rollup').book, 'nobody')).toThrow(/nobody is assigned to no plan/));

test.each([
  ['a later major version', { version: '2.0' }, /has version 2\.0; this page reads 1\.3.*Publish again/],
  ['nothing', null, /is no snapshot/],
  ['a part', { version: '1.0', asOf: '2026-01-01' }, /or a part of one.*Publish it again/],
])('%s is not read', (_, document, says) => expect(() => readSnapshot(document)).toThrow(says));

describe('what a later version may have in a plan', () => {
  const [one] = snapshots(read('gate-opens').book) as [Snapshot];
  const plan = one.plans[0]?.plan as Plan;
  const [component] = plan.components as [Plan['components'][number]];
  const [measure] = Object.keys(plan.measures) as [string];
  const paid = (change: object): object => ({ components: [{ ...component, ...change }, ...plan.components.slice(1)] });
  const measured = (change: object): object => ({
    measures: { ...plan.measures, [measure]: { ...plan.measures[measure], ...change } },
  });
  const inside = 'plans[0].plan';
  const first = `${inside}.components[0]`;

  test.each<[name: string, change: object, says: string]>([
    [
      'a type of rate',
      paid({ rate: { ...component.rate, type: 'progressive' } }),
      `${first}.rate.type: This page does not know "progressive" as type.`,
    ],
    [
      'a type that objects inherit',
      paid({ rate: { type: 'constructor' } }),
      `${first}.rate.type: This page does not know "constructor" as type.`,
    ],
    [
      'a key of a rate',
      paid({ rate: { ...component.rate, floor: 1 } }),
      `${first}.rate.floor: This page does not know "floor" in rate.`,
    ],
    [
      'a kind of component',
      paid({ accrual: 'monthly' }),
      `${first}.accrual: This page does not know "accrual" in components.`,
    ],
    ['a window', paid({ window: 'week' }), `${first}.window: This page does not know "week" as window.`],
    [
      'a kind of gate',
      paid({ gate: { component: component.id, count: 5 } }),
      `${first}.gate.count: This page does not know "count" in gate.`,
    ],
    ['a kind of cap', paid({ cap: { margin: '5%' } }), `${first}.cap.margin: This page does not know "margin" in cap.`],
    [
      'a kind of limit',
      { limit: { payout: 1, per: 'decade' } },
      `${inside}.limit.per: This page does not know "decade" as per.`,
    ],
    [
      'a kind of measure',
      measured({ forecasted: true }),
      `${inside}.measures.${measure}.forecasted: This page does not know "forecasted" in ${measure}.`,
    ],
    [
      'who is credited',
      measured({ credit: 'territory' }),
      `${inside}.measures.${measure}.credit: This page does not know "territory" as credit.`,
    ],
    [
      'an operator of a filter',
      measured({ where: { Name: { near: 'x' } } }),
      `${inside}.measures.${measure}.where.Name.near: This page does not know "near" in Name.`,
    ],
    ['a rounding', { rounding: 'up' }, `${inside}.rounding: This page does not know "up" as rounding.`],
  ])('is refused with its place and what to do: %s', (_, change, says) => {
    const changed = { ...one, plans: [{ ...one.plans[0], plan: { ...plan, ...change } }] };
    expect(() => readSnapshot(changed)).toThrow(`${says} Publish again with the connector of the same version.`);
    expect(team([changed as Snapshot, one]).leftOut).toMatchObject([{ cannotSay: { code: 'unknown-kind' } }]);
    expect(publishedFlags(changed as Snapshot).cannotSay?.code).toBe('unknown-kind');
  });
});

test('a bonus for each of nothing, and a matrix without its rows, are damaged and nothing new', () => {
  const [one] = snapshots(read('marginal-accelerator').book);
  const [plan] = (one as Snapshot).plans;
  const [component] = plan?.plan.components ?? [];
  for (const rate of [
    { type: 'bonus', every: '0', pays: 5 },
    { type: 'matrix', columns: { from: [0] }, rates: [['5%']] },
  ]) {
    const changed = { ...one, plans: [{ ...plan, plan: { ...plan?.plan, components: [{ ...component, rate }] } }] };
    expect(() => readSnapshot(changed)).toThrow('This is no snapshot, or a part of one.');
  }
});

test('a credit is read with all of its digits', () => {
  const [one] = snapshots(read('marginal-accelerator').book);
  const [plan] = (one as Snapshot).plans;
  const [measure = '', rows = []] = Object.entries(plan?.credits ?? {})[0] ?? [];
  const long = rows.map(([record]) => [record, `${'9'.repeat(120)}.25`]);
  const held = { ...one, plans: [{ ...plan, credits: { ...plan?.credits, [measure]: long } }] };
  expect(readSnapshot(held)).toBe(held);
});

test('a later minor version is read: it adds keys', () => {
  const [one] = snapshots(read('marginal-accelerator').book);
  const later = { ...one, version: '1.7', more: true };
  expect(readSnapshot(later)).toBe(later);
});

test('a team’s totals are sums of its rows, each currency on its own', () => {
  const { rows, totals } = team(books.flatMap(([, book]) => snapshots(book)));
  expect(rows.length).toBeGreaterThan(4);
  for (const total of totals) {
    const own = rows.filter(({ currency }) => currency === total.currency);
    const cents = own.reduce((sum, { earned }) => sum + BigInt(earned.replace('.', '')), 0n);
    expect(BigInt(total.earned.replace('.', ''))).toBe(cents);
    expect(total.people).toBe(new Set(own.map(({ payee }) => payee.Id)).size);
  }
});
