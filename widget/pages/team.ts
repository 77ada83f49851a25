// The manager's page: the team, and behind each person their open deals.
import type { CrmRecord, Snapshot } from '@quotient/calc';
import { define } from '@quotient/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { openOpportunities, reportsOf, snapshots } from './records.ts';
import { session, today } from './session.ts';
import { ask, bar, day, message, money, pagesOf, run, words } from './shell.ts';

define();
const root = document.querySelector('#page') as HTMLElement;

let team: readonly Snapshot[] | undefined;
/** Everybody who reports to the viewer. */
let reports: readonly { readonly Id: string }[] | undefined;
let chosen: Snapshot['payee'] | undefined;
let deals: readonly CrmRecord[] | undefined;

/** Those of others than the viewer; everybody's where there is nobody else. */
let below: readonly Snapshot[] | undefined;

const select = (event: CustomEvent<{ payee?: string; record?: string }>): void => {
  const { payee, record } = event.detail;
  if (record !== undefined) location.assign(`/opportunity.html?id=${record}`);
  else void run(() => choose(payee));
};

const refresh = (): void => void run(read);

async function choose(id: string | undefined): Promise<void> {
  chosen = team?.find(({ payee }) => payee.Id === id)?.payee;
  deals = undefined;
  draw();
  document.querySelector<HTMLElement>('#person')?.focus();
  if (chosen) deals = await openOpportunities(chosen.Id);
  draw();
}

function person(
  { Id, Name, Title, Division }: Snapshot['payee'],
  list: readonly CrmRecord[] | undefined,
): TemplateResult {
  const close = (): void => {
    chosen = undefined;
    draw();
  };
  return html`<aside class="card side" id="person" tabindex="-1" aria-label=${Name}>
    <div class="head">
      <div>
        <h2>${Name}</h2>
        <p class="mut">${[Title, Division].filter(Boolean).join(' · ')}</p>
      </div>
      <button type="button" class="quiet" @click=${close}>Close</button>
    </div>
    <p><a href=${`/home.html?payee=${Id}`}>Attainment, pay and coaching</a></p>
    <h3>Open opportunities</h3>
    ${
      list === undefined
        ? html`<p class="mut">Loading …</p>`
        : list.length === 0
          ? html`<p class="mut">None.</p>`
          : html`<ul class="deals">
              ${list.map(
                (deal) =>
                  html`<li>
                    <a href=${`/opportunity.html?id=${String(deal['Id'])}&owner=${Id}`}
                      ><b>${deal['Name']}</b><span class="mut">${day(deal['CloseDate'])} · ${deal['StageName']}</span
                      ><span class="amount">${money(deal['Amount'], deal['CurrencyIsoCode'])}</span></a
                    >
                  </li>`,
              )}
            </ul>`
    }
  </aside>`;
}

function draw(): void {
  render(
    html`${bar(pagesOf('/team.html'))}
      <main class=${chosen ? 'split' : ''}>
        <h1 class="hidden">Team</h1>
        ${team?.length === 0 ? message('Nobody has published figures that you may see.') : nothing}
        <div class="stack">
          <quotient-team
            .snapshots=${team}
            .people=${reports}
            .today=${today()}
            .messages=${words}
            @quotientselect=${select}
            @quotientask=${ask}
            @quotientrefresh=${refresh}
          ></quotient-team>
          <quotient-coaching
            .snapshots=${below}
            .today=${today()}
            .messages=${words}
            @quotientselect=${select}
            @quotientask=${ask}
            @quotientrefresh=${refresh}
          ></quotient-coaching>
        </div>
        ${chosen ? person(chosen, deals) : nothing}
      </main>`,
    root,
  );
}

async function read(): Promise<void> {
  draw();
  [team, reports] = await Promise.all([snapshots(), reportsOf(session().userId)]);
  const others = team.filter(({ payee }) => payee.Id !== session().userId);
  below = others.length > 0 ? others : team;
  draw();
}

void run(read);
