// Who looks at the page, and what the page has done: set by the test before anything is shown.

/** A signed-in person of an org. */
export interface Person {
  readonly url: string;
  readonly token: string;
  readonly userId: string;
  readonly locale: string;
}

interface Page {
  person: Person;
  /** What components asked of the platform, in order. */
  readonly done: { readonly what: 'navigate' | 'toast'; readonly detail: unknown }[];
  /** Handlers of the page's own refresh. */
  readonly refreshers: Map<number, () => unknown>;
}

const page = globalThis as unknown as { readonly quotientPage: Page };
export const thePage = (): Page => page.quotientPage;

/** An answer of the org that is no success, as the platform's modules hand it on. */
export interface FetchError {
  readonly status: number;
  readonly body: unknown;
}

/** One request with the person's token. @throws FetchError where the org refuses, with the first of what it says */
export async function rest(path: string, init: RequestInit = {}): Promise<unknown> {
  const { url, token } = thePage().person;
  const answer = await fetch(`${url}/services/data/v66.0${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${token}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  const text = await answer.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (answer.ok) return body;
  const error: FetchError = { status: answer.status, body: Array.isArray(body) ? (body[0] as unknown) : body };
  // The platform's modules hand on plain objects.
  // oxlint-disable-next-line typescript/only-throw-error
  throw error;
}

/** What a wire hands out cannot be written to. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
