// The curve in words: the texts of the chart, and the sentence that says what it shows.
import type { Curve } from '@quotient/calc';
import { isFiscal, paysIn, unitFor, whenPaid, type Shown } from './estimate-parts.ts';
import { fill } from './messages.ts';
import type { ChartTexts } from './payout-layout.ts';
import { isZero } from './zero.ts';
import type { Ui } from './ui.ts';

/** The texts on a payout curve. */
export function chartTexts(
  ui: Ui,
  view: Shown,
  { unit, component, quota, position, currency, cap }: Curve,
): ChartTexts {
  const counted = unitFor({ unit }, currency);
  const pays = paysIn(ui, view.plan, component, currency);
  const { planEstimate } = view;
  const isApart = position[0] !== position[1];
  const drawn = planEstimate.components.find(({ id }) => id === component);
  return {
    bound: ({ label }) => {
      const written =
        counted !== null && !label.endsWith('%') ? ui.format.short(label, counted) : ui.format.written(label, counted);
      return label.endsWith('%') ? [ui.say('curve.of-quota', { at: written }), written] : [written];
    },
    pays,
    now: drawn
      ? ui.say('curve.now', { earned: ui.format.money(drawn.earnedInWindow[view.kind === 'earned' ? 1 : 0], currency) })
      : null,
    deal: isApart && drawn && view.kind === 'worth' && !isZero(drawn.worth) ? signed(ui, drawn.worth, currency) : null,
    cap: cap === null ? null : ui.say('curve.cap', { cap: ui.format.amount(String(cap), currency) }),
    start: (credited) =>
      quota !== null && Number(quota) > 0
        ? ui.format.percent((credited / Number(quota)).toFixed(3))
        : ui.format.short(credited.toFixed(0), counted),
  };
}

const signed = (ui: Ui, worth: string, currency: string): string =>
  worth.startsWith('-') ? ui.format.money(worth, currency) : `+${ui.format.money(worth, currency)}`;

/** The answer and its picture in one sentence after the other, for those who do not see them. */
export function summary(ui: Ui, view: Shown, curve: Curve | null): string {
  const { plan, planEstimate, component, isViewer, snapshot } = view;
  const window = ui.format.period(component.window, isFiscal(plan));
  const whose = isViewer ? ui.say('deal.for-you') : ui.say('deal.for', { name: snapshot.payee.Name });
  const money = ui.format.money(view.kind === 'earned' ? view.total : planEstimate.worth, planEstimate.currency);
  const [before, after] = component.attainment;
  const move =
    before === null || after === null
      ? ''
      : `, ${fill(ui.words['move.quota'], { before: ui.format.percent(before), after: ui.format.percent(after), window })}`;
  const when = view.kind === 'worth' ? whenPaid(ui, plan, planEstimate, component, view.answer.asOf) : '';
  const answer = `${money} ${whose}${when === '' ? '' : `, ${when}`}${view.kind === 'worth' ? move : ''}.`;
  if (!curve) return answer;
  const [from, to] = [Math.min(...curve.position), Math.max(...curve.position)];
  const crossed = curve.marks
    .filter(({ credited }) => credited > from && credited <= to)
    .map(({ label, pays }) =>
      ui.say('curve.crosses', {
        at: ui.format.written(label, unitFor(curve, curve.currency)),
        pays: paysIn(ui, plan, curve.component, curve.currency)(pays),
      }),
    );
  return [
    answer,
    ui.say('curve.label', { component: curve.label, window }),
    ...(view.kind === 'worth' ? crossed : []),
  ].join(' ');
}
