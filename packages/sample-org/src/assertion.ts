// Logging in by a signed assertion: an app that the org knows says for whom it asks, and signs it with its key.
// Source: "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration" of Salesforce Help.
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { SampleOrgError } from './error.ts';

/** An app that may log people in. */
export interface ConnectedApp {
  readonly consumerKey: string;
  /** Its certificate, or its public key, in PEM. */
  readonly certificate: string;
}

/** Where assertions of apps may be meant for, beside the org itself. */
const logins = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** Why an assertion is refused, in OAuth's own form. */
export interface Refused {
  readonly error: string;
  readonly error_description: string;
}

export class Assertions {
  readonly #keys: ReadonlyMap<string, KeyObject>;

  /** @throws SampleOrgError where a certificate is none. */
  constructor(apps: readonly ConnectedApp[]) {
    this.#keys = new Map(apps.map(({ consumerKey, certificate }) => [consumerKey, keyOf(consumerKey, certificate)]));
  }

  /** For whom an assertion asks: a username; `origin` is the org's address, `now` in seconds since 1970. */
  subjectOf(assertion: string, origin: string, now: number): string | Refused {
    const invalid = { error: 'invalid_grant', error_description: 'invalid assertion' };
    const [head = '', body = '', signature = '', ...more] = assertion.split('.');
    const [header, claims] = [objectIn(head), objectIn(body)];
    if (!header || !claims || more.length > 0 || header['alg'] !== 'RS256') return invalid;
    const key = this.#keys.get(String(claims['iss']));
    if (!key) return { error: 'invalid_client_id', error_description: 'client identifier invalid' };
    if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return invalid;
    const audience = String(claims['aud']).replace(/\/$/, '');
    if (audience !== origin && !logins.includes(audience))
      return { error: 'invalid_grant', error_description: 'audience is invalid' };
    // The CLI writes ends that lie far ahead, and orgs let it in.
    if (!(Number(claims['exp']) > now))
      return { error: 'invalid_grant', error_description: 'expired authorization code' };
    return String(claims['sub'] ?? claims['prn'] ?? '');
  }
}

function keyOf(consumerKey: string, certificate: string): KeyObject {
  try {
    return createPublicKey(certificate);
  } catch (error) {
    throw new SampleOrgError(
      'bad-certificate',
      `The certificate of the app ${consumerKey} is none: ${(error as Error).message}.`,
      ['Give a certificate or a public key in PEM, such as openssl req -x509 writes.'],
    );
  }
}

/** What a part of an assertion holds; null where it is no object. */
function objectIn(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
