// The first page: choose who you are, and go to where that person works.
import { html, nothing, render, type TemplateResult } from 'lit';
import { failure, initials } from './shell.ts';
import { snapshots } from './records.ts';
import { PageError, signIn } from './session.ts';

interface Person {
  readonly name: string;
  readonly username: string;
  readonly role: string;
  readonly title: string | null;
  readonly suggested?: boolean;
}

/** The password of every person of the sample org. */
const samplePassword = 'sample';
const root = document.querySelector('#page') as HTMLElement;

let people: readonly Person[] = [];
let text = '';
let problem = '';
let busy = '';

async function enter({ username }: Person): Promise<void> {
  busy = username;
  problem = '';
  draw();
  try {
    const { userId } = await signIn(username, samplePassword);
    const visible = await snapshots();
    const isLead = visible.some(({ payee }) => payee.Id !== userId);
    sessionStorage.setItem('quotient-leads', isLead ? userId : '');
    location.assign(isLead ? '/team.html' : '/home.html');
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    problem = error.message;
    busy = '';
    draw();
  }
}

const leads = ({ title, role }: Person): boolean =>
  /manager|director|vp|president|chief|head/i.test(`${title ?? ''} ${role}`) && !/account manager/i.test(title ?? '');

/** People in groups by what they will see. */
function groups(list: readonly Person[]): [string, string, Person[]][] {
  const of = (person: Person): string =>
    /administrator|operations/i.test(person.role) ? 'office' : leads(person) ? 'leads' : 'sells';
  return [
    [
      'Lead a team',
      'See where everybody stands and whom to help first.',
      list
        .filter((person) => of(person) === 'leads')
        .sort((a, b) => Number(b.suggested ?? false) - Number(a.suggested ?? false)),
    ],
    ['Sell', 'See where you stand, and what each deal pays.', list.filter((person) => of(person) === 'sells')],
    ['Run the org', 'See everything that is published.', list.filter((person) => of(person) === 'office')],
  ];
}

function card(person: Person): TemplateResult {
  return html`<button type="button" class="person" ?disabled=${busy !== ''} @click=${() => enter(person)}>
    <span class="avatar" aria-hidden="true">${initials(person.name)}</span
    ><span
      ><b>${person.name}</b
      ><span class="mut">${busy === person.username ? 'Signing in …' : (person.title ?? person.role)}</span></span
    >
  </button>`;
}

function draw(): void {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = people.filter(({ name, role, title }) =>
    words.every((word) => `${name} ${role} ${title ?? ''}`.toLowerCase().includes(word)),
  );
  render(
    html`<main class="login">
      <h1>Who are you today?</h1>
      <p class="lead">
        This is a sample company on your machine. Sign in as somebody who works there; what they may not see does not
        arrive.
      </p>
      ${problem === '' ? nothing : html`<p class="message bad" role="alert">${problem}</p>`}
      <input
        class="field"
        type="search"
        aria-label="Search people"
        placeholder="Search by name or role"
        .value=${text}
        @input=${search}
      />
      ${groups(shown).map(([title, about, list]) =>
        list.length === 0
          ? nothing
          : html`<section>
              <h2>${title} <span class="mut">${about}</span></h2>
              <div class="people">${list.map(card)}</div>
            </section>`,
      )}
      ${shown.length === 0 ? html`<p class="mut">Nobody matches this search.</p>` : nothing}
    </main>`,
    root,
  );
}

function search(event: Event): void {
  text = (event.currentTarget as HTMLInputElement).value;
  draw();
}

async function begin(): Promise<void> {
  try {
    const answer = await fetch('/people.json');
    if (!answer.ok)
      throw new PageError(
        `The list of people is not there (status ${answer.status}). See that npm start is still running, then load this page again.`,
      );
    people = (await answer.json()) as Person[];
  } catch (error) {
    render(
      failure(
        error instanceof PageError
          ? error
          : new PageError('The org does not answer. See that npm start is still running, then load this page again.'),
      ),
      root,
    );
    return;
  }
  draw();
}

void begin();
