// The trace of a component: what it earned, what a gate keeps back, and the line of each record.
import type { AccountPeriod } from './balance.ts';
import { lastAssigned, type Standing } from './component.ts';
import { grouped, printMinor } from './decimal.ts';
import type { Counted, Int } from './ledger.ts';
import type { Trace } from './result.ts';
import { gatesOf } from './table.ts';
import { all, dayLeaf, leaf, minus, nil, node, over, reached, sum, times } from './trace-node.ts';
import { payoutTrace, type PayoutTrace } from './trace-payout.ts';
import { earlierIn, labelOf, minorOf, named, stated, type Told } from './trace-told.ts';

/** What a component earned in a payment period, with its lines and its other figures beside it. */
export function componentTrace(told: Told, at: AccountPeriod, standing: Standing): Trace {
  const { account } = told;
  const { component, quota, position, attainment, totals, first } = standing;
  const made = payoutTrace(told, at, standing);
  const { currency: unit, of, payout } = made;
  const name = labelOf(component);
  const { trace: paid, gates, settled } = paidTrace(told, at, standing, made);
  const earlier = earlierIn(told, at, standing);
  const last = earlier.at(-1);
  const money = (minor: bigint): { value: ReturnType<typeof minorOf>; unit: string } => ({
    value: minorOf(minor, account),
    unit,
  });
  const before = last
    ? stated(
        named(account, last.period, component.id)('earnedInWindow'),
        minorOf(last.standing.paid, account),
        unit,
        'Before',
      )
    : nil(unit);

  const lines = earlier.map((one) =>
    stated(named(account, one.period, component.id)('lines'), minorOf(movedIn(one.standing), account), unit),
  );
  const again = node('again', [made.startAt(first)], payout.label, {
    ...money(totals.length > 0 ? BigInt(totals[first] as Int) : standing.total),
    words: 'with the records before, as things stand now',
  });
  const rest = minus(
    [again, sum(lines, 'As it stood', { unit })],
    standing.rest.reason === 'base' ? 'Paid at 0' : 'Revalued',
  );
  const moved = money(movedIn(standing));
  const given = made.quota.amount && { ...made.quota.amount, of: of('quota') };
  const about = { unit: '%', of: of('attainment') };
  const attained = quota.rampedToZero
    ? times([], 'Attainment', { ...about, words: 'no quota yet: met' })
    : attainment && position && given
      ? over([stated(of('credited'), position, given.unit), given], 'Attainment', about)
      : leaf('none', 'Attainment', 'no quota', null, '%', about);
  return node(
    'first',
    [
      minus([paid, before], `${name}, earned`, { of: of('earned') }),
      sum(linesTrace(rest, standing, made, account.currency.digits), `${name}, lines`, {
        ...moved,
        of: of('lines'),
        words: 'what no record brought, and each record',
      }),
      gates.length > 0
        ? times(
            [sum([...lines, stated(of('lines'), moved.value, unit)]), ...settled, minus([all, times(gates)])],
            'Withheld by a gate',
            { unit, of: of('withheld') },
          )
        : nil(unit, 'Withheld', of('withheld')),
      ...(component.blend ? [] : [attained, ...(given && !attained.inputs[1] ? [given] : [])]),
    ],
    name,
    { words: 'earned in the period; its other figures stand beside it' },
  );
}

/** What a component has earned in its window: the payout, unless a gate or the settlement keeps it back. */
export function paidTrace(
  { account }: Told,
  { period }: AccountPeriod,
  standing: Standing,
  { payout, own, read, currency: unit, of }: PayoutTrace,
): { trace: Trace; gates: Trace[]; settled: Trace[] } {
  const { component, window, shut } = standing;
  const gates = gatesOf(component.gate).flatMap((gate, i) =>
    (['attainment', 'value'] as const).flatMap((key) =>
      gate[key] === undefined
        ? []
        : [
            reached(
              read(gate.component, key === 'value' ? 1 : '%'),
              own(`gate${Array.isArray(component.gate) ? `[${i}]` : ''}.${key}`),
              `Gate of ${gate.component}`,
            ),
          ],
    ),
  );
  const settled =
    component.settle === 'end'
      ? [
          reached(
            dayLeaf('End of the period', period.end),
            dayLeaf('Last assigned day', lastAssigned(account.assigned, window)),
            'Settled',
          ),
        ]
      : [];
  const words =
    shut.length > 0
      ? `withheld until ${shut.join(' and ')} reaches its gate`
      : standing.settled
        ? `all of ${grouped(payout.result)}`
        : `paid when ${window.name} ends`;
  const trace = times([payout, ...gates, ...settled], `${labelOf(component)}, earned in ${window.name}`, {
    words,
    unit,
    of: of('earnedInWindow'),
  });
  return { trace, gates, settled };
}

/** What moved without a record, and the line of each record of the payment period: what the payout rises by with it. */
function linesTrace(
  rest: Trace,
  { totals, first, after, ledger }: Standing,
  { payout: { label }, brought, currency: unit }: PayoutTrace,
  digits: number,
): Trace[] {
  const lines = [rest];
  if (totals.length === 0) return lines;
  const { at } = ledger;
  let before = totals[first] as Int;
  for (let i = first; i < after; i++) {
    const now = totals[i + 1] as Int;
    const more = brought[i] as Trace;
    const formula = `${more.result} on top of what stands before`;
    const { id: record } = at[i] as Counted;
    lines.push({
      label,
      formula,
      result: printMinor(now - before, digits),
      unit,
      by: 'onward',
      record,
      inputs: [more],
    });
    before = now;
  }
  return lines;
}

/** What a payment period's lines add up to. */
const movedIn = ({ totals, first, after, rest }: Standing): bigint =>
  rest.earned + (totals.length > 0 ? BigInt(totals[after] as Int) - BigInt(totals[first] as Int) : 0n);
