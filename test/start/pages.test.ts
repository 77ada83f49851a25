// The pages' own port: taken or not.
import { startSampleOrg } from '@quotient/sample-org';
import { expect, test } from 'vitest';
import { servePages } from './pages.ts';

test('a port that is taken is said in a sentence, with what to do', async () => {
  const org = await startSampleOrg();
  try {
    const port = Number(new URL(org.url).port);
    await expect(servePages(org, port, '')).rejects.toMatchObject({
      code: 'port-in-use',
      exitCode: 2,
      message: `Port ${port} is in use on this machine.`,
      actions: [expect.stringContaining('npm start -- --port PORT')],
    });
  } finally {
    await org.close();
  }
});
