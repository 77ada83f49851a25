// A reader and an org with faults, and what has to hold whatever happens between them.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { asConnectorError, type ConnectorError } from '../../connector/src/error.ts';
import { readFolder } from '../../connector/src/folder/folder.ts';
import { Rest } from '../../connector/src/org/rest.ts';
import { storeFile } from '../../connector/src/store/file.ts';
import { readStore } from '../../connector/src/store/store.ts';
import { sync, type SyncOptions, type SyncResult } from '../../connector/src/sync/sync.ts';
import { logIn } from './client.ts';
import type { Way } from './matrix.ts';

const company = fileURLToPath(new URL('../../packages/sample-org/company', import.meta.url));

export interface Elsewhere {
  readonly origin: string;
  /** What came with requests to it. */
  readonly heard: string[];
  close(): void;
}

/** A server that is not the org, and hears who asks it. */
export async function elsewhere(): Promise<Elsewhere> {
  const heard: string[] = [];
  const server: Server = createServer((request, response) => {
    heard.push(JSON.stringify(request.headers));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"totalSize":0,"done":true,"records":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface World {
  readonly org: SampleOrg;
  readonly dir: string;
  /** How often a new token was got. */
  readonly refreshes: () => number;
  /** One sync; its error where it ends with one. */
  readonly sync: (way: Way, options?: SyncOptions) => Promise<SyncResult | ConnectorError>;
  /** What commands read; null where there is nothing. */
  readonly content: () => unknown;
  /** Fails where a token stands in what was written or said, or a name outside of the store. */
  readonly checkSecrets: (said: unknown) => void;
  close(): Promise<void>;
}

export const isError = (outcome: SyncResult | ConnectorError): outcome is ConnectorError => outcome instanceof Error;

/** The parts of the connector that read. */
export interface Reader {
  readonly Rest: typeof Rest;
  readonly sync: typeof sync;
  readonly asConnectorError: typeof asConnectorError;
}
export const reader: Reader = { Rest, sync, asConnectorError };

/** What every name of a person, an account and a deal begins with. */
export const canary = 'Zanzibarix';

/** Gives all people, accounts and deals of an org names that are told from any other text. */
export function nameAll({ org }: SampleOrg): void {
  for (const object of ['User', 'Account', 'Opportunity'])
    for (const [n, row] of [...org.table(object).rows.values()].entries())
      org.put(object, { ...org.table(object).rows.copy(row), Name: `${canary} ${object} ${n} Ltd` });
}

/** All that stands in the files below a folder, but for the store's and those that tests put there. */
export function writtenIn(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('store.sqlite'),
  );
  return files.map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), 'latin1')}`).join('\n');
}

/** An org and a reader with a folder of its own; time that it waits does not pass. */
export async function world(by: Reader = reader): Promise<World> {
  const org = await startSampleOrg({ faults: true, wait: () => Promise.resolve() });
  nameAll(org);
  const dir = mkdtempSync(join(tmpdir(), 'quotient-faults-'));
  cpSync(company, dir, { recursive: true });
  const { plans } = readFolder(dir);
  let token = org.users[0]?.accessToken ?? '';
  const tokens = new Set([token]);
  let refreshes = 0;
  const login = async (): Promise<string> => {
    token = await logIn(org);
    tokens.add(token);
    return token;
  };
  const content = (): unknown => {
    if (!existsSync(storeFile(dir))) return null;
    const database = new DatabaseSync(storeFile(dir));
    const [whole] = database.prepare('PRAGMA integrity_check').all();
    database.close();
    if (whole?.['integrity_check'] !== 'ok') throw new Error(`the store is broken: ${JSON.stringify(whole)}`);
    try {
      return readStore(dir).records;
    } catch (error) {
      if (asConnectorError(error).code === 'no-store') return null;
      throw error;
    }
  };
  return {
    org,
    dir,
    refreshes: () => refreshes,
    content,
    sync: async (way, options = {}) => {
      const rest = new by.Rest(
        {
          instanceUrl: org.url,
          accessToken: token,
          name: 'sample',
          refresh: () => {
            refreshes++;
            return login();
          },
        },
        { wait: () => Promise.resolve(), random: () => 0.5, idle: 150, headers: 2_000 },
      );
      try {
        return await by.sync(rest, plans, dir, { bulkFrom: way === 'Bulk' ? 1 : 1e9, pageSize: 200, ...options });
      } catch (error) {
        const own = by.asConnectorError(error);
        if (own.code === 'bug') throw error;
        return own;
      } finally {
        await rest.close();
      }
    },
    checkSecrets: (said) => {
      const files = [storeFile(dir), `${storeFile(dir)}-wal`].filter((file) => existsSync(file));
      const written = files.map((file) => readFileSync(file, 'latin1')).join('');
      const text = inspect(said, { depth: 12 }) + JSON.stringify(said) + (said instanceof Error ? said.stack : '');
      for (const token of tokens)
        if (text.includes(token) || written.includes(token)) throw new Error('a token stands where it does not belong');
      if (text.includes(canary) || writtenIn(dir).includes(canary))
        throw new Error('a name stands where it does not belong');
    },
    close: async () => {
      await org.close();
      rmSync(dir, { recursive: true });
    },
  };
}
