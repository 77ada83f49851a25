// For tests: an org whose clock stands still until a test sets it, and a plan folder that is synced with it.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CrmRecord } from '@quotient/calc';
import { startSampleOrg, viewers, type Org, type SampleOrg, type Viewer } from '@quotient/sample-org';
import { afterEach, beforeEach } from 'vitest';
import { readFolder } from '../connector/src/folder/folder.ts';
import { Rest } from '../connector/src/org/rest.ts';
import { readStore } from '../connector/src/store/store.ts';
import type { Thoroughness } from '../connector/src/sync/object.ts';
import { sync, type SyncResult } from '../connector/src/sync/sync.ts';

export const minutes = 60_000;

/** A deal as somebody writes it into the org. */
export const deal = { Name: 'New deal', StageName: 'Closed Won', CloseDate: '2026-04-01', Amount: 1234.56 };

export class World {
  sample!: SampleOrg;
  org!: Org;
  admin!: Viewer;
  dir = '';
  /** The org's clock, in milliseconds. */
  now = 0;

  /** A reader of the org, at its own address or at another that leads to it. */
  rest(url = this.sample.url): Rest {
    return new Rest({ instanceUrl: url, accessToken: this.sample.users[0]?.accessToken ?? '', name: 'sample' });
  }

  /** One sync, whose store is compared with the org field by field. */
  read(
    thoroughness: Thoroughness = 'changes',
    { acceptsLoss = false, url = this.sample.url } = {},
  ): Promise<SyncResult> {
    return sync(this.rest(url), readFolder(this.dir).plans, this.dir, { thoroughness, acceptsLoss, verify: true });
  }

  /** The Id of the n-th opportunity that the plan counts. */
  some(n: number): string {
    const counted = [...this.org.table('Opportunity').rows.values()].filter(
      ({ CloseDate }) => String(CloseDate) >= '2026-02-01',
    );
    return String(counted[n]?.['Id']);
  }

  opportunities(): CrmRecord[] {
    return readStore(this.dir).records['Opportunity'] ?? [];
  }

  stored(id: string): CrmRecord | undefined {
    return this.opportunities().find(({ Id }) => Id === id);
  }

  /** Makes a change visible now as if it had been made some time ago, of which the org has said nothing. */
  late(ago: number, write: () => void): void {
    this.org.asAt(new Date(this.now - ago).toISOString().replace('Z', '+0000'), write);
  }
}

/** A world that begins anew before each test. */
export function worldOfEach(): World {
  const world = new World();
  beforeEach(async () => {
    world.now = Date.parse('2026-04-13T15:00:00Z');
    world.sample = await startSampleOrg({ clock: () => new Date(world.now) });
    world.org = world.sample.org;
    world.admin = viewers(world.org)(world.sample.users[0]?.id ?? '') as Viewer;
    world.dir = mkdtempSync(join(tmpdir(), 'quotient-sync-'));
    const company = fileURLToPath(new URL('../packages/sample-org/company', import.meta.url));
    cpSync(company, world.dir, { recursive: true });
  });
  afterEach(async () => {
    await world.sample.close();
    rmSync(world.dir, { recursive: true });
  });
  return world;
}
