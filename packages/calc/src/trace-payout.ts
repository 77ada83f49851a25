// The trace of a payout: the position through the table, step by step where a plan says so, modifiers, caps and rounding.
import type { AccountPeriod } from './balance.ts';
import type { Standing } from './component.ts';
import { unitOf } from './part.ts';
import { add, least, subtract, zero, type Fraction } from './fraction.ts';
import { isPlain, positionAfter } from './payout.ts';
import type { Trace } from './result.ts';
import { cutAt, isPercent, payAt, reachedBy, table } from './table.ts';
import { mostCounted } from './terms.ts';
import { creditsTrace } from './trace-credit.ts';
import { givenIn, leaf, minus, nil, node, over, sum, times, valueOf, type Value } from './trace-node.ts';
import { quotaTrace } from './trace-quota.ts';
import { modifierTrace, paysFor, rateLabel, tableLabel, type Setting } from './trace-table.ts';
import { labelOf, named, roundedBy, stated, type Named, type Told } from './trace-told.ts';

export interface PayoutTrace extends Setting {
  readonly of: Named;
  /** R(P(position)). */
  readonly payout: Trace;
  /** What it starts from after the credits before an index: their sum, or that of their steps. */
  readonly startAt: (index: number) => Trace;
  /** What each credit brings to that: the credit itself, or its step. */
  readonly brought: readonly Trace[];
}

const position = 'Credited';

/** The payout of a component in a payment period. `when` names it: "with the deal". */
export function payoutTrace(
  told: Told,
  { period, standings }: AccountPeriod,
  standing: Standing,
  when?: string,
): PayoutTrace {
  const { component, version, window, ledger, per, after, terms } = standing;
  const { plan } = version;
  const { currency } = plan;
  const { account } = told;
  const own = givenIn(component, `components[${plan.components.indexOf(component)}].`);
  const measure = plan.measures[component.measure ?? ''];
  const counts = measure && { plan, name: component.measure ?? '', measure };
  const unit = unitOf(plan, component) === 'money' ? currency : '';
  const of = named(account, period.name, component.id);
  const until = component.against === 'to-date' ? period.first + period.months - 1 : window.first + window.months - 1;
  /** What a component says at the end of the payment period, in this statement. */
  const saysOf = (one: Standing, what: 'attainment' | 'position', label?: string): Trace => {
    const figure = named(account, period.name, one.component.id)(what === 'position' ? 'credited' : what);
    const shown = what === 'attainment' ? '%' : unitOf(one.version.plan, one.component) === 'money' ? currency : '';
    return one[what]
      ? stated(figure, one[what], shown, label)
      : leaf('none', label ?? figure.figure, 'none', null, shown);
  };
  const read: Setting['read'] = (id, bound) => {
    const other = standings.find((one) => one.component.id === id);
    const what = isPercent(bound) ? 'attainment' : 'position';
    return other
      ? saysOf(other, what, `${labelOf(other.component)}, ${what}`)
      : leaf('none', id, 'not in this period', null, '%');
  };
  const quota = quotaTrace(told, standing, own, until, unit, currency);
  const setting: Setting = { standing, own, quota, currency, unit, read };
  const credits = counts && !per ? creditsTrace(told, counts, ledger, after) : [];
  const credited = (list: readonly Trace[], value: Value, label = position): Trace =>
    sum(list, label, { unit, value, words: `${list.length} ${list.length === 1 ? 'record' : 'records'}` });

  const reads = ((): Trace => {
    if (component.blend) {
      const parts = component.blend.map((part, i) => times([own(`blend[${i}].weight`), read(part.component, '%')]));
      return sum(parts, 'Attainment', { of: of('attainment'), unit: '%' });
    }
    if (!per || !counts) return { ...credited(credits, standing.position ?? zero), of: of('credited') };
    const day = Math.min(period.end, account.asOf);
    const beyond = per.at.findIndex((one) => one.day > day);
    const count = beyond < 0 ? per.at.length : beyond;
    const numerator = credited(
      creditsTrace(told, { ...counts, side: 'of' }, ledger, after),
      positionAfter(ledger, after),
      'Numerator',
    );
    const denominator = credited(
      creditsTrace(told, { ...counts, side: 'per' }, per, count),
      positionAfter(per, count),
      'Denominator',
    );
    return over([numerator, denominator], position, { of: of('credited'), unit });
  })();
  const most = mostCounted(component, standing.quota) && quota.amount ? own('cap.attainment', unit) : null;
  const limit = most && (most.unit === '%' ? times([most, quota.amount as Trace]) : most);
  /** A position as far as it counts. */
  const counted = (one: Trace): Trace => (limit ? node('least', [one, limit], 'As far as it counts') : one);

  const steps = counts && !per && !isPlain(terms) ? stepsTrace(setting, credits, counted) : null;
  const summed = (list: readonly Trace[]): Trace =>
    sum(steps?.first ? [steps.first, ...list] : list, 'Steps', { unit: currency });
  const core = steps ? node('first', [summed(steps.list), reads], 'Step by step') : paysFor(setting)(counted(reads));
  const modifiers = (component.modifiers ?? []).map((_, i) => modifierTrace(setting, i));
  const modified = modifiers.length > 0 ? times([core, ...modifiers]) : core;
  const { cap } = component;
  const caps = [
    ...(cap?.payout === undefined ? [] : [own('cap.payout', currency, 'Cap')]),
    ...(cap?.target === undefined || !quota.target
      ? []
      : [times([own('cap.target', 'x', 'Targets at most'), quota.target], 'Cap')]),
  ];
  const capped = caps.length > 0 ? node('least', [modified, ...caps], 'At most the cap') : modified;
  return {
    ...setting,
    of,
    payout: node(roundedBy(plan), [capped], `${labelOf(component)} ${when ?? `in ${window.name}`}`, { unit: currency }),
    startAt: (index) => {
      if (component.blend) return saysOf(standing, 'attainment', 'Attainment');
      if (per) return saysOf(standing, 'position', position);
      return steps
        ? summed(steps.list.slice(0, index))
        : credited(credits.slice(0, index), positionAfter(ledger, index));
    },
    brought: steps?.list ?? credits,
  };
}

/** Each credit's step where records are taken one by one, and what the table pays at 0 if that is paid. */
function stepsTrace(
  setting: Setting,
  credits: readonly Trace[],
  counted: (position: Trace) => Trace,
): { first: Trace | null; list: Trace[] } {
  const { standing, own, unit, currency, read } = setting;
  const { component, quota, terms, which, ledger } = standing;
  const { step } = terms;
  const whole = table(
    component.rate,
    quota,
    reachedBy(component.rate, (id) => ({ attainment: valueOf(read(id, '%')), position: valueOf(read(id, 1)) })),
  );
  const limit = mostCounted(component, quota);
  const kernel = limit && step === 'difference' ? cutAt(whole, limit) : whole;
  const pays = paysFor(setting);
  const rates = paysFor(setting, true);
  const each = component.cap?.record === undefined ? null : own('cap.record', currency);
  const upTo = (x: Fraction): Fraction => (limit ? least(x, limit) : x);

  let before = zero;
  const list = credits.map((credit, i) => {
    const now = add(before, valueOf(credit) ?? zero);
    const alone = (): Trace => sum([credit], position, { unit });
    const onward = (label: string, of: (at: Fraction) => Fraction, unit_: string): Trace =>
      node('onward', [credit], label, { value: subtract(of(now), of(before)), unit: unit_ });
    let brought: Trace;
    if (step === 'difference') brought = onward(tableLabel, (at) => payAt(kernel, at), currency);
    else if (step === 'record')
      brought =
        i === 0
          ? pays(alone())
          : node('again', [alone()], tableLabel, { value: payAt(kernel, valueOf(credit) ?? zero), unit: currency });
    else {
      const at = node(i === 0 ? 'sum' : 'running', [credit], position, { value: now, unit });
      const part = !limit ? credit : i === 0 ? counted(alone()) : onward('As far as it counts', upTo, unit);
      const rate = rates(counted(at));
      brought = times(
        [part, i === 0 ? rate : node('again', [at], rateLabel, { value: valueOf(rate), unit: rate.unit })],
        '',
        { unit: currency },
      );
    }
    before = now;
    const k = which[i] ?? 0;
    if (component.factors?.[k])
      brought = times([brought, own(`factors[${k}].times`)], 'With its factor', { unit: currency });
    if (each)
      brought = node(
        'greatest',
        [node('least', [brought, each]), minus([nil(currency), each])],
        'Within the cap per record',
      );
    return { ...brought, record: ledger.at[i]?.id ?? '' };
  });
  return { first: step === 'difference' ? pays(counted(nil(unit, position))) : null, list };
}
