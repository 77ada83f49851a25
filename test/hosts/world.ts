// The world of the tests: a published sample org, pages of components in a real browser, and what they show.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { asOfDay, publishSynced, readBookOf, readFolder, Rest, sync } from '@quotient/sf-plugin';
import puppeteer, { type Browser, type ElementHandle, type HTTPRequest, type Page } from 'puppeteer-core';
import { browserArgs, findBrowser } from '../browser.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export type User = SampleOrg['users'][number];
/** A record of the org. */
export type Row = Readonly<Record<string, unknown>> & { readonly Id: string };

/** A page with what it has said and done. */
export interface Shown {
  readonly page: Page;
  /** Warnings and errors of the engine and of scripts. */
  readonly complaints: readonly string[];
}

/** What is special about a world. */
export interface Given {
  /** Changes the folder of plans, and the org, before anything is read. */
  readonly fill?: (
    dir: string,
    ask: (method: string, resource: string, body?: unknown) => Promise<unknown>,
  ) => Promise<void>;
  /** The content security policy of its pages, which may talk to this address. */
  readonly policy?: (org: string) => string;
}

/** Components and elements by the scripts that show them. */
export class World {
  readonly org: SampleOrg;
  readonly #browser: Browser;
  readonly #scripts = new Map<string, string>();
  readonly #site: string;
  readonly #close: () => Promise<void>;

  private constructor(
    org: SampleOrg,
    browser: Browser,
    site: string,
    scripts: Map<string, string>,
    close: () => Promise<void>,
  ) {
    this.org = org;
    this.#browser = browser;
    this.#site = site;
    this.#scripts = scripts;
    this.#close = close;
  }

  /** Starts the built-in company, publishes what it earns, and opens a browser. */
  static async start({ fill, policy }: Given = {}): Promise<World> {
    const org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
    const dir = mkdtempSync(join(tmpdir(), 'quotient-hosts-'));
    cpSync(path('packages/sample-org/company'), dir, { recursive: true });
    await fill?.(dir, (method, resource, body) => requestOf(org, method, resource, body));
    const folder = readFolder(dir);
    const login = { instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'the sample org' };
    const rest = new Rest(login);
    await sync(rest, folder.plans, dir, { settings: folder.settings });
    await publishSynced(rest, dir, readBookOf(folder, asOfDay(folder)), {});
    const browser = await puppeteer.launch({ executablePath: await findBrowser(), args: browserArgs() });
    const scripts = new Map<string, string>();
    const server = createServer(({ url = '/' }, response) => {
      const name = url.slice(1);
      const script = scripts.get(name.replace(/\.js$/, ''));
      if (policy) response.setHeader('content-security-policy', policy(org.url));
      response.setHeader(
        'content-type',
        name.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8',
      );
      response.end(
        name.endsWith('.js')
          ? script
          : `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/${name}.js"></script>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return new World(org, browser, site, scripts, async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await org.close();
      rmSync(dir, { recursive: true, force: true });
    });
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Makes a page of a script. */
  serve(name: string, script: string): void {
    this.#scripts.set(name, script);
  }

  user(name: string): User {
    const found = this.org.users.find((one) => one.name === name);
    if (!found) throw new Error(`Nobody is called ${name}.`);
    return found;
  }

  /** A request of the administrator, or of somebody else. @throws Error with what the org says where it refuses */
  rest(method: string, resource: string, body?: unknown, user?: User): Promise<unknown> {
    return requestOf(this.org, method, resource, body, user);
  }

  async query(soql: string, user?: User): Promise<Row[]> {
    const { records } = (await this.rest('GET', `query?q=${encodeURIComponent(soql)}`, undefined, user)) as {
      records: Row[];
    };
    return records;
  }

  /** A published snapshot, and its row's Id. */
  async snapshot(user: User): Promise<{ readonly id: string; readonly body: Record<string, unknown> }> {
    const [row] = await this.query(`SELECT Id, Body__c FROM QuotientSnapshot__c WHERE Payee__c = '${user.id}'`);
    if (!row) throw new Error(`Nothing is published for ${user.name}.`);
    return { id: row.Id, body: JSON.parse(String(row['Body__c'])) as Record<string, unknown> };
  }

  /** Runs with somebody's published snapshot as another text, or with none. */
  async withSnapshot(
    user: User,
    change: (body: Record<string, unknown>) => string | null,
    run: () => Promise<void>,
  ): Promise<void> {
    const { id, body } = await this.snapshot(user);
    const path = `sobjects/QuotientSnapshot__c/${id}`;
    const text = change(structuredClone(body));
    await this.rest('PATCH', path, text === null ? { Payee__c: null } : { Body__c: text });
    try {
      await run();
    } finally {
      await this.rest('PATCH', path, { Payee__c: user.id, Body__c: JSON.stringify(body) });
    }
  }

  /** Runs while somebody has no permission set. */
  async withoutPermission(user: User, run: () => Promise<void>): Promise<void> {
    const given = await this.query(
      `SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${user.id}'`,
    );
    if (given.length === 0) throw new Error(`${user.name} has no permission set to take away.`);
    for (const { Id } of given) await this.rest('DELETE', `sobjects/PermissionSetAssignment/${Id}`);
    try {
      await run();
    } finally {
      for (const { AssigneeId, PermissionSetId } of given)
        await this.rest('POST', 'sobjects/PermissionSetAssignment', { AssigneeId, PermissionSetId });
    }
  }

  /** Opens a page, of this site or by its whole address, as somebody sees it, on the org's own day, whatever the machine's clock says. */
  async open(
    name: string,
    user: User,
    { before, locale = 'en-US' }: { before?: (page: Page) => unknown; locale?: string | undefined } = {},
  ): Promise<Shown> {
    const page = await this.#browser.newPage();
    await before?.(page);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['warn', 'error'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    const person = { url: this.org.url, token: user.accessToken, userId: user.id, locale };
    await page.evaluateOnNewDocument(
      (of: typeof person, ahead: number) => {
        const Real = Date;
        globalThis.Date = class extends Real {
          constructor(...given: []) {
            if (given.length === 0) super(Real.now() + ahead);
            else super(...given);
          }
          static override now(): number {
            return Real.now() + ahead;
          }
        } as DateConstructor;
        Object.assign(globalThis, { quotientPage: { person: of, done: [], refreshers: new Map() } });
      },
      person,
      this.org.org.clock().getTime() - Date.now(),
    );
    await page.goto(new URL(name, this.#site).href);
    return { page, complaints };
  }
}

async function requestOf(
  { url, users }: SampleOrg,
  method: string,
  resource: string,
  body?: unknown,
  user = users[0],
): Promise<unknown> {
  const answer = await fetch(`${url}/services/data/v66.0/${resource}`, {
    method,
    headers: { authorization: `Bearer ${user?.accessToken ?? ''}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${resource}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** Calls what the page's script offers to show things. */
export const put = (page: Page, how: string, name: string, properties: object): Promise<void> =>
  page.evaluate(
    (call: string, what: string, given: object) => {
      (globalThis as unknown as Record<string, (what: string, given: object) => void>)[call]?.(what, given);
    },
    how,
    name,
    properties,
  );

/** Holds requests to an address back; the function that it answers waits for the first of them and lets all of them go on. */
export async function hold(page: Page, address: RegExp): Promise<() => Promise<void>> {
  const held: HTTPRequest[] = [];
  let isOpen = false;
  let first: (() => void) | undefined;
  const some = new Promise<void>((resolve) => (first = resolve));
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (isOpen || !address.test(request.url())) return void request.continue();
    held.push(request);
    first?.();
  });
  return async () => {
    await some;
    isOpen = true;
    await Promise.all(held.map((request) => request.continue()));
  };
}

/** Where components went and what they said, in order. */
export const doneOn = ({ page }: Shown): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as { quotientPage: { done: unknown } }).quotientPage.done);

interface Node {
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly nodeType: number;
  readonly attributes?: readonly string[];
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

const inside = (node: Node): Node[] => [...(node.shadowRoots ?? []), ...(node.children ?? [])];

/** All visible text of an element, closed roots included; of the whole page where it is not there. */
export async function textOf({ page }: Shown, element: string): Promise<string> {
  const inspector = await page.createCDPSession();
  const find = (node: Node): Node | undefined =>
    node.nodeName.toLowerCase() === element ? node : inside(node).map(find).find(Boolean);
  // What a screen reader is told comes when the reader has paused.
  const isUnseen = ({ nodeName, attributes = [] }: Node): boolean =>
    ['STYLE', 'SCRIPT'].includes(nodeName) || attributes.includes('aria-live');
  const words = (node: Node): string =>
    node.nodeType === 3 ? node.nodeValue : isUnseen(node) ? '' : inside(node).map(words).join(' ');
  const { root } = (await inspector.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: Node };
  await inspector.detach();
  return words(find(root) ?? root)
    .replace(/\s+/g, ' ')
    .trim();
}

/** The text of an element as soon as it says something. @throws Error with what it says instead, after 20 seconds */
export async function textWith(shown: Shown, element: string, pattern: RegExp): Promise<string> {
  let text = '';
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    text = await textOf(shown, element);
    if (pattern.test(text)) return text;
    await shown.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  throw new Error(`${element} never says ${String(pattern)}, but: ${text}\n${shown.complaints.join('\n')}`);
}

/** An element in the host that is shown, for events that nobody but code can send. */
export async function elementIn({ page }: Shown, name: string): Promise<ElementHandle> {
  const found = await page.evaluateHandle(
    (tag: string) => document.querySelector('c-host')?.shadowRoot?.querySelector(tag) ?? null,
    name,
  );
  const element = found.asElement();
  if (!element) throw new Error(`There is no ${name}.`);
  return element as ElementHandle;
}
