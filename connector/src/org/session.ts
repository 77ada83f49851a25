// A session with an org: the token that lets us in, bound to one address, and got anew where it has expired.
import { ConnectorError, exitCode } from '../error.ts';

/** Where an org is and what lets us in. */
export interface Login {
  readonly instanceUrl: string;
  readonly accessToken: string;
  /** Alias or username, for messages. */
  readonly name: string;
  /** Gets a new token; absent where there is no way to. */
  readonly refresh?: () => Promise<string>;
}

/** A token is got anew so often in one run: an org that accepts none would have us ask for ever. */
const mostRefreshes = 3;

export class Session {
  readonly name: string;
  readonly origin: string;
  #token: string;
  readonly #refresh: (() => Promise<string>) | undefined;
  #refreshes = 0;
  #underWay: Promise<boolean> | null = null;

  /** @throws ConnectorError `bad-url` (2) where the address would send the token over an open line */
  constructor({ instanceUrl, accessToken, name, refresh }: Login) {
    this.name = name;
    this.origin = originOf(instanceUrl);
    this.#token = accessToken;
    this.#refresh = refresh;
  }

  get authorization(): string {
    return `Bearer ${this.#token}`;
  }

  /** Gets another token than the one that was refused, once for all who ask; false where there is none. */
  renew(refused: string): Promise<boolean> {
    if (refused !== this.authorization) return Promise.resolve(true);
    this.#underWay ??= this.#renew().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #renew(): Promise<boolean> {
    if (!this.#refresh || this.#refreshes >= mostRefreshes) return false;
    this.#refreshes++;
    try {
      this.#token = await this.#refresh();
      return true;
    } catch {
      // The refusal itself is what is told.
      return false;
    }
  }
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function originOf(instanceUrl: string): string {
  const wrong = (why: string): ConnectorError =>
    new ConnectorError('bad-url', exitCode.usage, `The address of the org is ${why}.`, [
      'Write the address of the org like https://example.my.salesforce.com.',
    ]);
  if (!URL.canParse(instanceUrl)) throw wrong('no address');
  const { protocol, hostname, origin } = new URL(instanceUrl);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback.test(hostname)))
    throw wrong('not secure: a token is sent by https only, or to this machine');
  return origin;
}
