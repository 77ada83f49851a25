// The page of one opportunity: the record as the CRM shows it, and beside it what the deal pays.
import type { CrmRecord, Snapshot } from '@quotient/calc';
import { define } from '@quotient/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { details, draftOf, highlights, path, type Draft } from './record-view.ts';
import { nameOf, openOpportunities, opportunity, related, save, snapshots, stages, type Stage } from './records.ts';
import { PageError, session, today } from './session.ts';
import { ask, bar, day, message, money, pagesOf, run, words } from './shell.ts';

define();
const root = document.querySelector('#page') as HTMLElement;

let record: CrmRecord | undefined;
let shares: Record<string, readonly CrmRecord[]> = {};
let held: readonly (Snapshot | null)[] | undefined;
let list: readonly CrmRecord[] = [];
let owner = '';
let stageList: readonly Stage[] = [];
let draft: Draft = {};
let said: { text: string; kind: 'good' | 'bad' | '' } = { text: '', kind: '' };
let isSaving = false;

/** The viewer's snapshot first, null where there is none, then the owner's if the viewer may see it. */
async function readSnapshots(ownerId: string): Promise<readonly (Snapshot | null)[]> {
  const me = session().userId;
  const found = await snapshots([...new Set([me, ownerId])]);
  const own = found.find(({ payee }) => payee.Id === me) ?? null;
  const others = found.filter((one) => one !== own);
  return own === null && others.length === 0 ? [] : [own, ...others];
}

async function open(id: string): Promise<void> {
  record = undefined;
  held = undefined;
  draft = {};
  draw();
  const first = await opportunity(id, []);
  const found = await readSnapshots(String(first['OwnerId']));
  const plans = found.flatMap((one) => one?.plans.map(({ plan }) => plan) ?? []);
  [record, shares] = await Promise.all([opportunity(id, plans), related(id, plans)]);
  held = found;
  document.title = `${String(record['Name'])} · Quotient`;
  draw();
}

/** The deal as it stands in the fields, saved or not. A stage that is lost says so; any other is counted as won anyway. */
function deal(): unknown {
  if (!record) return undefined;
  const stage = stageList.find(({ name }) => name === draft.StageName);
  const { StageName: _, ...set } = draft;
  const changes = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  const live = stage
    ? {
        ...record,
        StageName: stage.name,
        IsClosed: stage.isClosed && !stage.isWon ? true : record['IsClosed'],
        IsWon: stage.isClosed && !stage.isWon ? false : record['IsWon'],
      }
    : record;
  return { record: live, related: shares, ...(Object.keys(changes).length > 0 ? { set: changes } : {}) };
}

function change(changes: Draft): void {
  if (!record) return;
  draft = draftOf(record, { ...draft, ...changes });
  said = { text: '', kind: '' };
  draw();
}

async function keep(): Promise<void> {
  if (!record || isSaving) return;
  const id = String(record['Id']);
  isSaving = true;
  draw();
  try {
    await save(id, draft);
    await open(id);
    list = await openOpportunities(owner);
    said = { text: 'Saved.', kind: 'good' };
  } catch (error) {
    if (!(error instanceof PageError) || error.isSignedOut) throw error;
    said = { text: `Not saved: ${error.message}`, kind: 'bad' };
  } finally {
    isSaving = false;
  }
  draw();
}

function select(event: CustomEvent<{ record?: string }>): void {
  const id = event.detail.record;
  if (id !== undefined && id !== record?.['Id']) location.assign(`/opportunity.html?id=${id}`);
}

const refresh = async (): Promise<void> => open(String(record?.['Id']));

function others(): TemplateResult {
  return html`<nav class="card list" aria-label="Open opportunities">
    <h2>${owner === session().userId ? 'My open opportunities' : 'Open opportunities'}</h2>
    ${list.length === 0 ? html`<p class="mut">None.</p>` : nothing}
    <ul class="deals">
      ${list.map(
        (one) =>
          html`<li>
            <a
              href=${`/opportunity.html?id=${String(one['Id'])}${owner === session().userId ? '' : `&owner=${owner}`}`}
              aria-current=${one['Id'] === record?.['Id'] ? 'page' : 'false'}
              ><b>${one['Name']}</b><span class="mut">${day(one['CloseDate'])} · ${one['StageName']}</span
              ><span class="amount">${money(one['Amount'], one['CurrencyIsoCode'])}</span></a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function draw(): void {
  render(
    html`${bar(pagesOf('/opportunity.html'))}
      <main class="record">
        ${record ? html`${highlights(record)} ${path(record, stageList)}` : html`<div class="card highlights loading" aria-busy="true"></div>`}
        ${message(said.text, said.kind)}
        <div class="columns">
          ${others()}
          <div class="middle">
            ${record ? details({ record, draft, stages: stageList, isSaving, change, save: () => void run(keep), cancel: () => change({ Amount: undefined, CloseDate: undefined, StageName: undefined, NextStep: undefined }) }) : nothing}
          </div>
          <quotient-estimate
            .snapshots=${held}
            .deal=${deal()}
            .today=${today()}
            .messages=${words}
            @quotientselect=${select}
            @quotientask=${ask}
            @quotientrefresh=${() => void run(refresh)}
          ></quotient-estimate>
        </div>
      </main>`,
    root,
  );
}

function nothingOpen(name: string): void {
  render(
    html`${bar(pagesOf('/opportunity.html'))}
      <main class="alone">
        <section class="card">
          <h1>No open opportunity</h1>
          <p>
            ${name} has no open opportunity. <a href="/team.html">See the team</a>, or sign in as somebody who sells.
          </p>
        </section>
      </main>`,
    root,
  );
}

void run(async () => {
  const asked = new URLSearchParams(location.search);
  owner = asked.get('owner') ?? session().userId;
  const id = asked.get('id');
  [list, stageList] = await Promise.all([openOpportunities(owner), stages()]);
  const first = id ?? list[0]?.['Id'];
  if (typeof first !== 'string') return nothingOpen(owner === session().userId ? session().name : await nameOf(owner));
  await open(first);
});
