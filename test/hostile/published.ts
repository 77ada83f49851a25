// The documents that `publish` writes for the sample org's company, whose representatives are paid for their splits of deals too.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg } from '@quotient/sample-org';
import { asOfDay, publishSynced, readBookOf, readFolder, Rest, sync } from '@quotient/sf-plugin';
import { parse, stringify } from 'yaml';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** One document by the username of its payee, as the org holds it. */
export async function publishedDocuments(): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  const dir = mkdtempSync(join(tmpdir(), 'quotient-documents-'));
  try {
    cpSync(path('packages/sample-org/company'), dir, { recursive: true });
    payForSplits(join(dir, 'plans/ae-fy26.yaml'));
    const folder = readFolder(dir);
    const rest = new Rest({
      instanceUrl: org.url,
      accessToken: org.users[0]?.accessToken ?? '',
      name: 'the sample org',
    });
    await sync(rest, folder.plans, dir, { settings: folder.settings });
    await publishSynced(rest, dir, readBookOf(folder, asOfDay(folder)), {});
    const rows = [...org.org.table('QuotientSnapshot__c').rows.values()];
    return new Map(
      org.users.flatMap(({ id, username }) => {
        const body = rows.find((row) => row['Payee__c'] === id)?.['Body__c'];
        return typeof body === 'string' ? [[username, JSON.parse(body) as Record<string, unknown>]] : [];
      }),
    );
  } finally {
    await org.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface PlanFile {
  readonly measures: Record<string, object>;
  readonly components: object[];
}

function payForSplits(file: string): void {
  const { measures, components, ...plan } = parse(readFileSync(file, 'utf8')) as PlanFile;
  const splits = { ...measures['bookings'], label: 'Splits', credit: { splits: 'Revenue' } };
  const rate = { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '1%' }] };
  const shared = { id: 'shared', label: 'Shared deals', measure: 'splits', window: 'quarter', rate };
  writeFileSync(file, stringify({ ...plan, measures: { ...measures, splits }, components: [...components, shared] }));
}
