// Who is signed in: the token of this tab, and requests to the org with it.

/** A request that did not work, in words for the page. */
export class PageError extends Error {
  override readonly name = 'PageError';
  /** The person has to sign in again. */
  readonly isSignedOut: boolean;

  constructor(message: string, isSignedOut = false) {
    super(message);
    this.isSignedOut = isSignedOut;
  }
}

export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly name: string;
}

const key = 'quotient-session';
const version = 'v66.0';

export function session(): Session {
  const kept = sessionStorage.getItem(key);
  if (kept === null) throw new PageError('You are signed out.', true);
  return JSON.parse(kept) as Session;
}

export const isSignedIn = (): boolean => sessionStorage.getItem(key) !== null;

/** Signs a person in with OAuth's password grant, and keeps the token for this tab only. */
export async function signIn(username: string, password: string): Promise<Session> {
  const form = new URLSearchParams({ grant_type: 'password', client_id: 'quotient-pages', username, password });
  const answer = await ask('/services/oauth2/token', { method: 'POST', body: form });
  const body = (await read(answer)) as { access_token?: string; error_description?: string };
  if (!answer.ok || body.access_token === undefined)
    throw new PageError(`Signing in did not work: ${body.error_description ?? `the org answered ${answer.status}`}.`);
  const told = await ask('/services/oauth2/userinfo', { headers: { authorization: `Bearer ${body.access_token}` } });
  const { user_id: userId, name } = (await read(told)) as { user_id: string; name: string };
  const signedIn: Session = { token: body.access_token, userId, name };
  sessionStorage.setItem(key, JSON.stringify(signedIn));
  return signedIn;
}

/** Revokes the token and forgets it. */
export async function signOut(): Promise<void> {
  const { token } = session();
  sessionStorage.removeItem(key);
  await ask('/services/oauth2/revoke', { method: 'POST', body: new URLSearchParams({ token }) }).catch(() => undefined);
}

let clock: string | undefined;
/** The day on the org's clock, as its last answer said. */
export const today = (): string => clock ?? new Date().toISOString().slice(0, 10);

/** One REST request with the person's token; the path begins after the version. */
export async function rest(path: string, init: RequestInit = {}): Promise<unknown> {
  const { token } = session();
  const answer = await ask(path.startsWith('/services/') ? path : `/services/data/${version}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${token}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(date)) clock = new Date(date).toISOString().slice(0, 10);
  if (answer.status === 204) return null;
  const body = await read(answer);
  if (answer.ok) return body;
  const [first] = Array.isArray(body) ? (body as { message?: string; errorCode?: string }[]) : [];
  if (answer.status === 401) {
    sessionStorage.removeItem(key);
    throw new PageError('Your session has ended. Sign in again; nothing of what you saved is lost.', true);
  }
  throw new PageError(first?.message?.trim() ?? `The org answered with ${answer.status}.`);
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new PageError('The org does not answer. See that npm start is still running, then load this page again.');
  }
}

async function read(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new PageError(
      `The org sent something that is not JSON (status ${answer.status}). See that npm start is still running.`,
    );
  }
}
