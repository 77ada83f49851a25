// Logging in by a signed assertion: who signs what with the right key is let in, and nobody else.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';

const pair = (): { publicKey: KeyObject; privateKey: KeyObject } => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [own, other] = [pair(), pair()];
let org: SampleOrg;
beforeAll(async () => {
  const certificate = own.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  org = await startSampleOrg({ apps: [{ consumerKey: 'quotient', certificate }] });
});
afterAll(() => org.close());

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** What is asked for, signed with a key. */
function assertion(more: object = {}, key = own.privateKey, algorithm = 'RS256'): string {
  const claims = {
    iss: 'quotient',
    sub: org.users[0]?.username,
    aud: org.url,
    exp: Math.floor(Date.now() / 1000) + 120,
    ...more,
  };
  const text = `${part({ alg: algorithm })}.${part(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}
async function ask(text: string): Promise<{ status: number; body: Record<string, string> }> {
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text };
  const answer = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

test.each([
  ['the org', () => org.url],
  ['the login of production orgs', () => 'https://login.salesforce.com'],
])('an app that the org knows logs people in with an assertion for %s', async (_name, aud) => {
  const { status, body } = await ask(assertion({ aud: aud() }));
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'Bearer', instance_url: org.url });
  expect(body).not.toHaveProperty('refresh_token');
  const limits = await fetch(`${org.url}/services/data/v66.0/limits`, {
    headers: { authorization: `Bearer ${body['access_token']}` },
  });
  expect(limits.status).toBe(200);
});

const now = Math.floor(Date.now() / 1000);
test.each<[what: string, text: () => string, error: string, description: string]>([
  ['of another key', () => assertion({}, other.privateKey), 'invalid_grant', 'invalid assertion'],
  ['of an app that is not known', () => assertion({ iss: 'x' }), 'invalid_client_id', 'client identifier invalid'],
  ['for another org', () => assertion({ aud: 'https://x.example' }), 'invalid_grant', 'audience is invalid'],
  ['that has ended', () => assertion({ exp: now - 1 }), 'invalid_grant', 'expired authorization code'],
  ['without an end', () => assertion({ exp: undefined }), 'invalid_grant', 'expired authorization code'],
  ['for nobody', () => assertion({ sub: 'nobody' }), 'invalid_grant', "user hasn't approved this consumer"],
  ['that is not signed', () => assertion({}, own.privateKey, 'none'), 'invalid_grant', 'invalid assertion'],
  [
    'that was changed',
    () => assertion().replace(/\.[^.]+\./, `.${part({ iss: 'quotient' })}.`),
    'invalid_grant',
    'invalid assertion',
  ],
  ['that is none', () => 'x', 'invalid_grant', 'invalid assertion'],
])('an assertion %s is refused', async (_what, text, error, error_description) => {
  expect(await ask(text())).toEqual({ status: 400, body: { error, error_description } });
});

test('a certificate that is none is told at the start', async () => {
  await expect(startSampleOrg({ apps: [{ consumerKey: 'quotient', certificate: 'x' }] })).rejects.toMatchObject({
    code: 'bad-certificate',
  });
});
