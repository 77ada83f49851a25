// Asking a sample org in tests: plain HTTP, as any client does.
import type { SampleOrg } from './server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; null where there is none. */
  readonly body: unknown;
}

/** One request with a person's token; a path without a leading slash begins after the version. */
export async function ask(
  org: SampleOrg,
  username: string | null,
  path: string,
  { body, ...init }: Omit<RequestInit, 'body'> & { readonly body?: unknown } = {},
): Promise<Answer> {
  const token = org.users.find((user) => user.username === username)?.accessToken ?? 'nobody';
  const answer = await fetch(`${org.url}${path.startsWith('/') ? path : `/services/data/v66.0/${path}`}`, {
    ...init,
    headers: {
      ...(username === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(init.headers as Record<string, string> | undefined),
    },
    body: body instanceof URLSearchParams ? body : body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

export interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** The first page of a query. */
export async function query(org: SampleOrg, username: string, soql: string): Promise<Page> {
  const { status, body } = await ask(org, username, `query?q=${encodeURIComponent(soql)}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Page;
}

/** Every record of a query, page by page. */
export async function everyRecord(org: SampleOrg, username: string, soql: string): Promise<Page['records']> {
  let page = await query(org, username, soql);
  const records = [...page.records];
  while (page.nextRecordsUrl !== undefined) {
    page = (await ask(org, username, page.nextRecordsUrl)).body as Page;
    records.push(...page.records);
  }
  return records;
}
