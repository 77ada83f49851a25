// What is likely: the band of a plan's earnings, what it means in words, and the deals that move it.
import { html, nothing, type TemplateResult } from 'lit';
import type { PlanForecast, publishedForecast } from '@quotient/calc';
import type { Home } from './attainment-parts.ts';
import type { Question } from './element.ts';
import { isFiscal } from './estimate-parts.ts';
import type { Reason } from './messages.ts';
import { sentence, strong, type Ui } from './ui.ts';

const mostMovers = 3;

export type Likely = ReturnType<typeof publishedForecast>;

/** The band of a plan as it was published, or why there is none. */
export function likely(home: Home, forecast: Likely | null, ask: (question: Question) => void): TemplateResult {
  const { ui, view } = home;
  const title = html`<h3>${ui.say('likely.title')}</h3>`;
  const said = forecast?.plans.find(({ plan }) => plan === view.plan.id);
  const cannot = forecast?.cannotSay ?? said?.cannotSay;
  return html`<section class="likely">
    ${title}
    ${cannot ? html`<p class="mut">${ui.words[`say.${cannot.code}` as Reason] ?? cannot.message}</p>` : said ? band(home, said, ask) : nothing}
  </section>`;
}

/** The words of a band, in the order in which they are read. */
export function wordsOf(
  { ui, view }: Home,
  { earned, categories, components, outcomes, currency }: PlanForecast,
): string[] {
  if (!earned || !categories || !outcomes) return [];
  const money = (value: string): string => ui.format.whole(value, currency);
  const count = ui.format.amount(String(categories.pipeline.deals), null);
  const chances = components
    .filter(({ quotaReached }) => quotaReached !== null)
    .map(({ label, quotaReached, window }) =>
      ui.say('likely.quota', {
        component: label,
        window: ui.format.period(window, isFiscal(view.plan)),
        chance: chanceIn(ui, quotaReached ?? '0'),
      }),
    );
  return [
    ui.say('likely.band', { low: money(earned.p10), high: money(earned.p90) }),
    ui.say('likely.closed', { earned: money(categories.closed.earned) }),
    ...chances,
    [
      ui.say('likely.from', { count }),
      ...(earned.error ? [ui.say('likely.sampled', { error: money(earned.error.p50) })] : []),
    ].join(' '),
  ];
}

/** A chance in whole percent: it is no more exact than that. */
const chanceIn = ({ format }: Ui, chance: string): string => format.percent(Number(chance).toFixed(2));

function band(home: Home, said: PlanForecast, ask: (question: Question) => void): unknown {
  const { ui, held } = home;
  const { earned, categories, movers, currency, name } = said;
  if (!earned || !categories) return nothing;
  if (categories.pipeline.deals === 0) return html`<p class="mut">${ui.say('likely.none')}</p>`;
  const money = (value: string): string => ui.format.whole(value, currency);
  const end = Math.max(Number(earned.p90), Number(categories.closed.earned)) * 1.08 || 1;
  const at = (value: string): string => `${Math.min(100, Math.max(0, (Number(value) / end) * 100)).toFixed(2)}%`;
  const width = `${(((Number(earned.p90) - Number(earned.p10)) / end) * 100).toFixed(2)}%`;
  const [meaning = '', ...more] = wordsOf(home, said);
  const put = (): void =>
    ask({
      subject: ui.say('ask.likely', { figure: money(earned.p50), plan: name }),
      payee: held.payee.Id,
      record: null,
      figure: { label: ui.say('likely.title'), value: earned.p50, unit: currency },
      trace: [
        ...wordsOf(home, said),
        ...movers.map((one) => `  ${one.name ?? one.record}: ${mover(ui, one, currency)}`),
      ],
    });
  const moving = movers.filter(({ moves }) => money(moves) !== money('0')).slice(0, mostMovers);
  return html`<p>
      ${sentence(ui, 'likely.figure', { likely: strong(money(earned.p50)) })} <span class="mut">${meaning}</span>
    </p>
    <div class="bullet band">
      <em .style=${`inset-inline-start:${at(earned.p10)};width:${width}`}></em
      ><i .style=${`width:${at(categories.closed.earned)}`}></i><u .style=${`inset-inline-start:${at(earned.p50)}`}></u>
    </div>
    <div class="halves">
      <div>
        ${more.map((one) => html`<p class="mut">${one}</p>`)}
        <p class="acts"><button type="button" class="action noprint" @click=${put}>${ui.say('trace.ask')}</button></p>
      </div>
      ${
        moving.length === 0
          ? nothing
          : html`<div>
              <h4>${ui.say('likely.movers')}</h4>
              <ul class="movers">
                ${moving.map(
                  (one) =>
                    html`<li>
                      <button type="button" class="link" @click=${() => ui.openRecord(one.record)}>
                        ${one.name ?? one.record}</button
                      ><span class="mut">${mover(ui, one, currency)}</span>
                    </li>`,
                )}
              </ul>
            </div>`
      }
    </div>`;
}

const mover = (ui: Ui, { chance, moves }: PlanForecast['movers'][number], currency: string): string =>
  ui.say('likely.mover', { moves: ui.format.whole(moves, currency), chance: chanceIn(ui, chance.won) });
