// OAuth: tokens by password, refresh token or signed assertion, who a token belongs to, and revoking it.
import { Assertions, type ConnectedApp } from './assertion.ts';
import type { Org, Row, Viewer } from './org.ts';
import { ApiError, notFound } from './error.ts';
import { to18 } from './id.ts';
import { tokenFor, viewers } from './people.ts';
import type { Response } from './rest.ts';

/** The password of every person of the sample org. */
export const samplePassword = 'sample';

/** The token that a request brings. */
export const tokenOf = (authorization: string | undefined): string | null =>
  /^(?:Bearer|OAuth)\s+(.+)$/i.exec(authorization ?? '')?.[1] ?? null;

export class Auth {
  readonly #org: Org;
  readonly #byToken = new Map<string, string>();
  readonly #salt = new Map<string, number>();
  readonly #viewer: (id: string) => Viewer | undefined;

  readonly #assertions: Assertions;

  /** @throws SampleOrgError where a certificate of an app is none. */
  constructor(org: Org, apps: readonly ConnectedApp[] = []) {
    this.#org = org;
    this.#assertions = new Assertions(apps);
    this.#viewer = viewers(org);
    for (const user of org.table('User').rows.values())
      if (user['IsActive'] !== false) this.#byToken.set(tokenFor(org, String(user['Username'])), String(user['Id']));
  }

  /** Who makes a request. @throws ApiError INVALID_SESSION_ID. */
  viewer(authorization: string | undefined): Viewer {
    const viewer = this.#viewer(this.#byToken.get(tokenOf(authorization) ?? '') ?? '');
    if (!viewer) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    return viewer;
  }

  /** Ends every token of a person. */
  expire(username: string): void {
    const user = this.#user(username);
    for (const [token, id] of this.#byToken) if (id === user?.['Id']) this.#byToken.delete(token);
  }

  revoke(token: string): void {
    this.#byToken.delete(token);
  }

  #user(username: string): Row | undefined {
    for (const user of this.#org.table('User').rows.values())
      if (String(user['Username']).toLowerCase() === username.toLowerCase() && user['IsActive'] !== false) return user;
    return undefined;
  }

  /** The token endpoint. Errors have OAuth's own form. */
  token(form: URLSearchParams, url: string): { status: number; body: object } {
    const grant = form.get('grant_type');
    const refused = (error: string, error_description: string): { status: number; body: object } => ({
      status: 400,
      body: { error, error_description },
    });
    let user: Row | undefined;
    if (grant === 'password') {
      user = form.get('password') === samplePassword ? this.#user(form.get('username') ?? '') : undefined;
      if (!user) return refused('invalid_grant', 'authentication failure');
    } else if (grant === 'refresh_token') {
      user = this.#user(Buffer.from(form.get('refresh_token')?.replace(/^5Aep/, '') ?? '', 'base64url').toString());
      if (!user) return refused('invalid_grant', 'expired access/refresh token');
    } else if (grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      const subject = this.#assertions.subjectOf(form.get('assertion') ?? '', url, Date.now() / 1000);
      if (typeof subject !== 'string') return { status: 400, body: subject };
      user = this.#user(subject);
      if (!user) return refused('invalid_grant', "user hasn't approved this consumer");
    } else return refused('unsupported_grant_type', 'grant type not supported');
    const id = String(user['Id']);
    let access_token = tokenFor(this.#org, String(user['Username']), this.#salt.get(id) ?? 0);
    if (!this.#byToken.has(access_token)) {
      this.#salt.set(id, (this.#salt.get(id) ?? 0) + 1);
      access_token = tokenFor(this.#org, String(user['Username']), this.#salt.get(id));
      this.#byToken.set(access_token, id);
    }
    return {
      status: 200,
      body: {
        access_token,
        instance_url: url,
        id: `${url}/id/${this.#org.id}/${id}`,
        token_type: 'Bearer',
        issued_at: String(this.#org.clock().getTime()),
        signature: '',
        // An assertion can be made again at any time.
        ...(form.has('assertion')
          ? {}
          : { refresh_token: `5Aep${Buffer.from(String(user['Username'])).toString('base64url')}` }),
      },
    };
  }

  /** Who a token belongs to, in the form of OpenID Connect. */
  userinfo(viewer: Viewer, url: string): object {
    const user = this.#org.table('User').rows.get(viewer.id) as Row;
    return {
      sub: `${url}/id/${this.#org.id}/${viewer.id}`,
      ...person(this.#org, user, url),
      preferred_username: user['Username'],
      nickname: user['Alias'] ?? user['Username'],
      name: user['Name'],
      given_name: user['FirstName'] ?? null,
      family_name: user['LastName'] ?? null,
      zoneinfo: zoneOf(user),
      updated_at: user['SystemModstamp'],
    };
  }

  /**
   * A person of the org, as `/id/{org}/{user}` answers; a token that is not good is refused in plain words.
   * Source: "Identity URLs" of Salesforce Help. @throws ApiError NOT_FOUND where there is no such person.
   */
  identity(authorization: string | undefined, [org, id]: readonly string[], url: string): Response {
    const token = tokenOf(authorization);
    const viewer = this.#viewer(this.#byToken.get(token ?? '') ?? '');
    if (!viewer)
      return {
        status: 403,
        text: token === null ? 'Missing_OAuth_Token' : 'Bad_OAuth_Token',
        headers: { 'Content-Type': 'text/html;charset=UTF-8' },
      };
    const user = this.#org.table('User').rows.get(to18(id ?? ''));
    if (to18(org ?? '') !== this.#org.id || !user) throw notFound();
    const body = {
      id: `${url}/id/${this.#org.id}/${String(user['Id'])}`,
      asserted_user: user['Id'] === viewer.id,
      ...person(this.#org, user, url),
      username: user['Username'],
      nick_name: user['Alias'] ?? user['Username'],
      display_name: user['Name'],
      first_name: user['FirstName'] ?? null,
      last_name: user['LastName'] ?? null,
      timezone: zoneOf(user),
      mobile_phone: user['MobilePhone'] ?? null,
      mobile_phone_verified: false,
      is_lightning_login_user: false,
      status: { created_date: null, body: null },
      last_modified_date: user['LastModifiedDate'],
      is_app_installed: true,
    };
    return { status: 200, body };
  }
}

const zoneOf = (user: Row): string => String(user['TimeZoneSidKey'] ?? 'America/Los_Angeles');

/** What both answers say of a person alike. */
const person = (org: Org, user: Row, url: string): object => ({
  user_id: user['Id'],
  organization_id: org.id,
  email: user['Email'],
  email_verified: true,
  active: user['IsActive'] !== false,
  user_type: 'STANDARD',
  language: 'en_US',
  locale: user['LocaleSidKey'] ?? 'en_US',
  utcOffset: -28_800_000,
  photos: {
    picture: `${url}/profilephoto/005/F`,
    thumbnail: `${url}/profilephoto/005/T`,
  },
  urls: {
    rest: `${url}/services/data/v{version}/`,
    sobjects: `${url}/services/data/v{version}/sobjects/`,
    query: `${url}/services/data/v{version}/query/`,
    profile: `${url}/${String(user['Id'])}`,
    custom_domain: url,
  },
});
