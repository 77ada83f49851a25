// The whole package, converted by the platform's library, deployed to the sample org as clients do.
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { expect, test } from 'vitest';
import { library, manifests, membersOf, source } from './package.ts';

interface Result {
  readonly status: string;
  readonly details: {
    readonly componentSuccesses: readonly {
      readonly fullName: string;
      readonly componentType: string;
      readonly created: boolean;
      readonly changed: boolean;
    }[];
    readonly componentFailures: readonly object[];
  };
}

async function deploy(org: SampleOrg): Promise<Result> {
  const set = library.ComponentSet.fromSource(source);
  set.sourceApiVersion = '66.0';
  const { zipBuffer } = await new library.MetadataConverter().convert(set, 'metadata', { type: 'zip' });
  const form = new FormData();
  form.append('json', JSON.stringify({ deployOptions: { singlePackage: true, testLevel: 'RunLocalTests' } }));
  form.append('file', new Blob([Uint8Array.from(zipBuffer ?? [])], { type: 'application/zip' }), 'package.zip');
  const call = async (path: string, init: RequestInit = {}): Promise<{ id: string; deployResult: Result }> => {
    const headers = { authorization: `Bearer ${org.users[0]?.accessToken ?? ''}` };
    const answer = await fetch(`${org.url}/services/data/v66.0/metadata/deployRequest${path}`, { ...init, headers });
    return (await answer.json()) as { id: string; deployResult: Result };
  };
  const { id } = await call('', { method: 'POST', body: form });
  return (await call(`/${id}?includeDetails=true`)).deployResult;
}

const named = ({ details }: Result, is: 'created' | 'changed'): string[] =>
  details.componentSuccesses.flatMap((one) => (one[is] ? [`${one.componentType} ${one.fullName}`] : [])).toSorted();

test('an org without it has each component afterwards', async () => {
  const org = await startSampleOrg();
  try {
    const result = await deploy(org);
    expect(result.details.componentFailures).toEqual([]);
    const all = [...membersOf(`${manifests}package.xml`)].flatMap(([type, members]) =>
      members.map((name) => `${type} ${name}`),
    );
    expect(named(result, 'created')).toEqual(all.toSorted());
  } finally {
    await org.close();
  }
});

test('in an org that began with it, it changes nothing', async () => {
  const org = await startSampleOrg({ metadata: source });
  try {
    const result = await deploy(org);
    expect(result.status).toBe('Succeeded');
    expect(named(result, 'changed')).toEqual([]);
  } finally {
    await org.close();
  }
});
