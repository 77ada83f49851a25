// What every page has: the bar with who is signed in, a place for messages, and how failures are shown.
import { de } from '@quotient/widget/messages.de';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { Question } from '@quotient/widget';
import { PageError, session, signOut } from './session.ts';

const mark = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M3 19.5 9.5 14l4 2.6L21 6.5"
    fill="none"
    stroke="currentColor"
    stroke-width="2.6"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
  <circle cx="21" cy="6.5" r="2.4" fill="currentColor" />
</svg>`;

/** The elements' words besides English. */
export const words = { de };

/** The bar at the top. */
export function bar(
  links: readonly { readonly href: string; readonly text: string; readonly isHere?: boolean }[] = [],
): TemplateResult {
  const { name } = session();
  const leave = async (): Promise<void> => {
    await signOut();
    location.assign('/');
  };
  return html`<header class="bar">
    <a class="brand" href="/">${mark}<span>Quotient</span></a>
    <nav aria-label="Pages">
      ${links.map(({ href, text, isHere }) => html`<a href=${href} aria-current=${isHere ? 'page' : 'false'}>${text}</a>`)}
    </nav>
    <span class="me"
      ><span class="avatar" aria-hidden="true">${initials(name)}</span><span class="my-name">${name}</span
      ><button type="button" class="quiet" @click=${leave}>Sign out</button></span
    >
  </header>`;
}

/** The pages of who is signed in: a team's only for those who lead one. */
export function pagesOf(here: string): { href: string; text: string; isHere: boolean }[] {
  const leads = (sessionStorage.getItem('quotient-leads') ?? '') === session().userId;
  return [
    ...(leads ? [{ href: '/team.html', text: 'Team' }] : []),
    { href: '/home.html', text: 'Home' },
    { href: '/opportunity.html', text: 'Opportunities' },
  ].map((one) => ({ ...one, isHere: one.href === here }));
}

/** Opens a message with the question and the steps of its figure. */
export function ask({ detail: { subject, trace } }: CustomEvent<Question>): void {
  location.assign(`mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(trace.join('\n'))}`);
}

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

/** Runs a page; what fails is said in words, with the way on. */
export async function run(page: () => Promise<void>): Promise<void> {
  const root = document.querySelector('#page') as HTMLElement;
  try {
    await page();
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    render(failure(error), root);
  }
}

export function failure({ message, isSignedOut }: PageError): TemplateResult {
  return html`<main class="alone">
    <section class="card" role="alert">
      <h1>${isSignedOut ? 'Sign in again' : 'This page can’t be shown'}</h1>
      <p>${message}</p>
      <p><a class="button" href=${isSignedOut ? '/' : location.href}>${isSignedOut ? 'Sign in' : 'Load again'}</a></p>
    </section>
  </main>`;
}

/** A message above the page's content. */
export const message = (text: string, kind: 'good' | 'bad' | '' = ''): TemplateResult | typeof nothing =>
  text === '' ? nothing : html`<p class="message ${kind}" role=${kind === 'bad' ? 'alert' : 'status'}>${text}</p>`;

const moneys = new Map<string, Intl.NumberFormat>();
/** An amount of a record, in the currency it has. */
export function money(value: unknown, currency: unknown): string {
  if (value === null || value === undefined) return '–';
  const code = typeof currency === 'string' ? currency : 'USD';
  let format = moneys.get(code);
  if (!format)
    moneys.set(
      code,
      (format = new Intl.NumberFormat(document.documentElement.lang, {
        style: 'currency',
        currency: code,
        trailingZeroDisplay: 'stripIfInteger',
      })),
    );
  return format.format(String(value) as `${number}`);
}

const days = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeZone: 'UTC' });
export const day = (iso: unknown): string =>
  typeof iso === 'string' ? days.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)) : '–';
