// Asking GraphQL of a sample org in tests.
import type { SampleOrg } from '../server.ts';
import { ask } from '../testing.ts';

interface Envelope {
  readonly value: unknown;
  readonly displayValue?: string | null;
}
export interface Connection {
  readonly edges: readonly { readonly node: Readonly<Record<string, Envelope>> & { readonly Id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}
export interface Answer {
  readonly data: { readonly uiapi: { readonly query: Readonly<Record<string, Connection>> } };
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly ErrorType: string } }[];
}
/** An answer, errors among it. */
export async function graphql(org: SampleOrg, username: string, text: string, variables?: object): Promise<Answer> {
  const { status, body } = await ask(org, username, 'graphql', { method: 'POST', body: { query: text, variables } });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Answer;
}
