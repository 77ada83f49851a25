// The manager's page: the team, and behind each person their open deals.
import type { CrmRecord, Snapshot } from '@quotient/calc';
import { define } from '@quotient/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { openOpportunities, snapshots } from './records.ts';
import { today } from './session.ts';
import { bar, day, message, money, run, words } from './shell.ts';

define();
const root = document.querySelector('#page') as HTMLElement;

let team: readonly Snapshot[] | undefined;
let chosen: Snapshot['payee'] | undefined;
let deals: readonly CrmRecord[] | undefined;

const links = [
  { href: '/team.html', text: 'Team', isHere: true },
  { href: '/opportunity.html', text: 'Opportunities' },
];

async function choose(event: CustomEvent<{ payee?: string }>): Promise<void> {
  chosen = team?.find(({ payee }) => payee.Id === event.detail.payee)?.payee;
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
    html`${bar(links)}
      <main class=${chosen ? 'split' : ''}>
        <h1 class="hidden">Team</h1>
        ${team?.length === 0 ? message('Nobody has published figures that you may see.') : nothing}
        <quotient-team
          .snapshots=${team}
          .today=${today()}
          .messages=${words}
          @quotientselect=${(event: CustomEvent<{ payee?: string }>) => void run(() => choose(event))}
        ></quotient-team>
        ${chosen ? person(chosen, deals) : nothing}
      </main>`,
    root,
  );
}

void run(async () => {
  draw();
  team = await snapshots();
  draw();
});
