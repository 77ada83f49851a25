// Elements on a page of a test: with an open root to look into, ready before the test goes on.
import type { ReactiveElement } from 'lit';
import type Axe from 'axe-core';
import 'axe-core/axe.js';
import { expect } from 'chai';
import { de } from '../src/messages.de.ts';
import { QuotientAttainment } from '../src/quotient-attainment.ts';
import { QuotientCoaching } from '../src/quotient-coaching.ts';
import { QuotientEstimate } from '../src/quotient-estimate.ts';
import { QuotientTeam } from '../src/quotient-team.ts';

// A script from before modules: it stands on the window.
const { axe } = globalThis as unknown as { readonly axe: typeof Axe };

class OpenEstimate extends QuotientEstimate {
  static override shadowRootOptions: ShadowRootInit = { mode: 'open' };
}
class OpenTeam extends QuotientTeam {
  static override shadowRootOptions: ShadowRootInit = { mode: 'open' };
}
class OpenAttainment extends QuotientAttainment {
  static override shadowRootOptions: ShadowRootInit = { mode: 'open' };
}
class OpenCoaching extends QuotientCoaching {
  static override shadowRootOptions: ShadowRootInit = { mode: 'open' };
}
customElements.define('open-attainment', OpenAttainment);
customElements.define('open-coaching', OpenCoaching);
customElements.define('open-estimate', OpenEstimate);
customElements.define('open-team', OpenTeam);

interface Made<T> {
  readonly element: T;
  readonly root: ShadowRoot;
}

async function make<T extends ReactiveElement>(element: T, width: number): Promise<Made<T>> {
  document.documentElement.lang = 'en';
  document.documentElement.style.colorScheme = 'light dark';
  const box = document.createElement('div');
  box.style.width = `${width}px`;
  box.append(element);
  document.body.append(box);
  await element.updateComplete;
  await nextFrame();
  return { element, root: element.shadowRoot as ShadowRoot };
}

export const nextFrame = (): Promise<number> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

export function estimateOn(
  properties: Partial<Pick<QuotientEstimate, 'snapshots' | 'deal' | 'locale' | 'today' | 'messages'>>,
  width = 380,
): Promise<Made<QuotientEstimate>> {
  const element = document.createElement('open-estimate') as QuotientEstimate;
  return make(Object.assign(element, { today: '2026-04-13', messages: { de }, ...properties }), width);
}

export function teamOn(
  properties: Partial<Pick<QuotientTeam, 'snapshots' | 'people' | 'locale' | 'today'>>,
  width = 860,
): Promise<Made<QuotientTeam>> {
  const element = document.createElement('open-team') as QuotientTeam;
  return make(Object.assign(element, { today: '2026-04-13', messages: { de }, ...properties }), width);
}

type Home = Partial<Pick<QuotientAttainment, 'snapshot' | 'locale' | 'today'>>;

export function attainmentOn(properties: Home, width = 760): Promise<Made<QuotientAttainment>> {
  const element = document.createElement('open-attainment') as QuotientAttainment;
  return make(Object.assign(element, { today: '2026-04-13', messages: { de }, ...properties }), width);
}

type Coached = Partial<Pick<QuotientCoaching, 'snapshot' | 'snapshots' | 'locale' | 'today'>>;

export function coachingOn(properties: Coached, width = 420): Promise<Made<QuotientCoaching>> {
  const element = document.createElement('open-coaching') as QuotientCoaching;
  return make(Object.assign(element, { today: '2026-04-13', messages: { de }, ...properties }), width);
}

/** Waits frame by frame until something is there: files that come when they are needed, and what is worked out from them. */
export async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let frame = 0; frame < 600; frame++) {
    const found = find();
    if (found) return found;
    await nextFrame();
  }
  throw new Error(`It did not come: ${String(find)}`);
}

/** The next event of a name that leaves the page's elements. */
export const heard = (name: string): Promise<CustomEvent> =>
  new Promise((resolve) =>
    document.body.addEventListener(name, (event) => resolve(event as CustomEvent), { once: true }),
  );

/** The next error of a promise that nobody awaits; it is no failure of the test. */
export const lostError = (): Promise<unknown> =>
  new Promise((resolve) => {
    const listen = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      resolve(event.reason);
    };
    window.addEventListener('unhandledrejection', listen, { once: true, capture: true });
  });

export function clear(): void {
  document.body.replaceChildren();
}

/** What a reader sees and hears, in one line. */
export function text(root: ShadowRoot): string {
  const words: string[] = [];
  const walk = (node: Node): void => {
    if (node instanceof HTMLStyleElement) return;
    if (node instanceof Element && (node.hasAttribute('hidden') || getComputedStyle(node).display === 'none')) return;
    if (node.nodeType === Node.TEXT_NODE) words.push(node.textContent ?? '');
    const isBlock = node instanceof HTMLElement && !getComputedStyle(node).display.startsWith('inline');
    if (isBlock) words.push(' ');
    node.childNodes.forEach(walk);
    if (isBlock) words.push(' ');
  };
  root.childNodes.forEach(walk);
  return words
    .join('')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
}

/** @throws AssertionError that names what is not accessible. */
export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { region: { enabled: false } },
  });
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('; ')}`,
    ),
  ).to.deep.equal([]);
}

const isClipped = (node: Element): boolean => {
  for (let parent: Element | null = node; parent; parent = parent.parentElement)
    if (getComputedStyle(parent).overflowX === 'hidden') return true;
  return false;
};

/** What stands out of its element to either side, unless it is cut off there on purpose. */
export function overflowing(element: HTMLElement, root: ShadowRoot): string[] {
  const { left, right } = element.getBoundingClientRect();
  return [...root.querySelectorAll('*')]
    .filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 1 && !isClipped(node) && (box.left < left - 1 || box.right > right + 1);
    })
    .map((node) => `${node.tagName}.${node.getAttribute('class') ?? ''}`);
}
