// The parts of the team's page: first figures, whom to help first, and one row of the table.
import { html, nothing, type TemplateResult } from 'lit';
import { helpFirst, type TeamRow, type TeamTotal } from '@quotient/calc';
import { isolated } from './isolated.ts';
import { sentence, signOf, type Child, type Ui } from './ui.ts';

/** Figures that can be followed. */
export type TeamFigure = 'attainment' | 'earned' | 'payable';

export interface TeamUi extends Ui {
  readonly openPayee: (payee: string) => void;
  readonly isFiscal: (row: TeamRow) => boolean;
  /** A figure of a row, or a sum of rows, as a button that opens how it came about. */
  readonly why: (of: TeamRow | TeamTotal, what: TeamFigure, text: string, content?: Child) => TemplateResult;
}

/** Share of one as a number to draw with; never shown. */
const drawn = (decimal: string): number => Math.max(0, Number(decimal));
const place = (decimal: string, barEnd: number): string =>
  `${(Math.min(drawn(decimal) / barEnd, 1) * 100).toFixed(2)}%`;

/** The attainment at which bars end: that of the best, at least 125 % and at most 200 %, so that those beyond quota still differ. */
export const barEndOf = (rows: readonly TeamRow[]): number =>
  rows.reduce((end, { attainment }) => Math.min(2, Math.max(end, drawn(attainment ?? '0'))), 1.25);

/** "12 people". */
export const people = (ui: Ui, count: number): string =>
  ui.say(new Intl.PluralRules(ui.format.locale).select(count) === 'one' ? 'team.people.one' : 'team.people.other', {
    count: ui.format.amount(String(count), null),
  });

/** Attainment and earnings of each currency; sums of the rows that are shown. */
export function firstFigures(ui: TeamUi, totals: readonly TeamTotal[], pace: string | null): TemplateResult {
  return html`<div class="figures">
    ${totals.map((total) => {
      const { attainment, quota, earned, payable, currency } = total;
      const [whole, cents] = ui.format.moneyParts(earned, currency);
      return html`<div class="pair">
        ${
          attainment === null
            ? nothing
            : html`<div>
                <p class="figure">
                  ${ui.why(total, 'attainment', ui.format.percent(attainment))}<span class="beside"
                    >${ui.say('team.of', { quota: ui.format.whole(quota, currency) })}</span
                  >
                </p>
                <p class="mut">${pace === null ? nothing : ui.say('team.pace', { pace: ui.format.percent(pace) })}</p>
              </div>`
        }
        <div>
          <p class="figure">
            ${ui.why(total, 'earned', ui.format.money(earned, currency), html`<span>${whole}<span class="cents">${cents}</span></span>`)}<span
              class="beside"
              >${ui.say('team.earned')}</span
            >
          </p>
          <p class="mut num">
            ${sentence(ui, 'team.payable', { payable: ui.why(total, 'payable', ui.format.money(payable, currency)) })}
          </p>
        </div>
      </div>`;
    })}
  </div>`;
}

/** Up to three people with the reason in words. */
export function help(ui: TeamUi, rows: readonly TeamRow[]): unknown {
  if (!rows.some(({ ahead }) => ahead !== null)) return nothing;
  const first = helpFirst(rows);
  return html`<section class="help">
    <h3>${ui.say('help.title')} <span class="dim basis">${ui.say('help.basis')}</span></h3>
    ${
      first.length === 0
        ? html`<p class="mut">${ui.say('help.none')}</p>`
        : html`<ul>
            ${first.map(
              (row) =>
                html`<li>
                  <button type="button" class="link" @click=${() => ui.openPayee(row.payee.Id)}>
                    ${row.payee.Name}
                  </button>
                  <p class="mut">
                    ${ui.say('help.behind', {
                      attainment: ui.format.percent(row.attainment ?? '0'),
                      pace: ui.format.percent(row.pace),
                      gap: ui.format.whole((row.ahead ?? '0').replace('-', ''), unitOf(row)),
                      window: ui.format.period(row.window, ui.isFiscal(row)),
                    })}
                  </p>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

const unitOf = ({ unit, currency }: TeamRow): string | null => (unit === 'money' ? currency : null);

/** How a row stands to pace: ahead, a little behind, or far behind; said in words and by shape, not by colour alone. */
const signFor = ({ attainment, pace, ahead }: TeamRow): 'good' | 'warn' | 'bad' | 'plain' =>
  ahead === null || attainment === null
    ? 'plain'
    : !ahead.startsWith('-')
      ? 'good'
      : Number(attainment) < Number(pace) * 0.6
        ? 'bad'
        : 'warn';

/** One person and plan. */
export function row(ui: TeamUi, one: TeamRow, index: number, barEnd: number): TemplateResult {
  const { payee, attainment, pace, credited, quota, planName, window } = one;
  const unit = unitOf(one);
  const about = [payee.Division, planName]
    .map((name) => isolated(name ?? ''))
    .filter(Boolean)
    .join(' · ');
  return html`<tr role="row" .ariaRowIndex=${String(index + 2)}>
    <th scope="row" role="rowheader">
      <button type="button" class="link name" @click=${() => ui.openPayee(payee.Id)}>${payee.Name}</button
      ><span class="dim about" .title=${about}>${about}</span>
    </th>
    <td class="bars" role="cell">
      ${
        attainment === null
          ? html`<span class="dim">${ui.say('team.no-quota')}</span>`
          : html`<div class="bullet">
                <i .style=${`width:${place(attainment, barEnd)}`}></i
                ><s .style=${`inset-inline-start:${place('1', barEnd)}`}></s
                ><u .style=${`inset-inline-start:${place(pace, barEnd)}`}></u>
              </div>
              <span class="mut line"
                >${signOf(signFor(one))}<b class="strong">${ui.why(one, 'attainment', ui.format.percent(attainment))}</b
                ><span class="num"
                  >${credited !== null && quota !== null ? ofQuota(ui, credited, quota, unit) : nothing}</span
                ><span class="dim win">${ui.format.period(window, ui.isFiscal(one))}</span></span
              >`
      }
    </td>
    ${sums(ui, one)}
  </tr>`;
}

const sums = (ui: TeamUi, of: TeamRow | TeamTotal): TemplateResult => {
  const { earned, payable, currency } = of;
  return html`<td class="n" role="cell">
      ${ui.why(of, 'earned', ui.format.money(earned, currency))}<span class="narrow dim">${ui.say('team.earned')}</span>
    </td>
    <td class="n" role="cell">${ui.why(of, 'payable', ui.format.money(payable, currency))}</td>`;
};

const ofQuota = (ui: Ui, credited: string, quota: string, unit: string | null): string =>
  `${ui.format.whole(credited, unit)} / ${ui.format.whole(quota, unit)}`;

/** The sums of what is shown, one line for each currency. */
export function totalRow(ui: TeamUi, total: TeamTotal): TemplateResult {
  const { currency, attainment, credited, quota } = total;
  return html`<tr role="row">
    <th scope="row" role="rowheader">${ui.say('team.total', { currency })}</th>
    <td class="bars" role="cell">
      <span class="mut line"
        >${attainment === null ? nothing : html`<b class="strong">${ui.why(total, 'attainment', ui.format.percent(attainment))}</b><span class="num">${ofQuota(ui, credited, quota, currency)}</span>`}</span
      >
    </td>
    ${sums(ui, total)}
  </tr>`;
}
