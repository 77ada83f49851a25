// The data of an ingest job on its way in: how long it may be, and who may send it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask } from './testing.ts';

let org: SampleOrg;
let admin: string;
let id: string;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
  const { body } = await ask(org, admin, 'jobs/ingest', {
    method: 'POST',
    body: { object: 'UpsertTable__c', operation: 'insert' },
  });
  ({ id } = body as { id: string });
});
afterAll(() => org.close());
const path = (): string => `${org.url}/services/data/v66.0/jobs/ingest/${id}/batches`;
const headers = (type: string) => ({
  authorization: `Bearer ${org.users[0]?.accessToken ?? ''}`,
  'content-type': type,
});

test('a text that is too long is refused once all of it has come', async () => {
  const piece = new Uint8Array(1024 * 1024).fill(65);
  let sent = 0;
  const answer = await fetch(path(), {
    method: 'PUT',
    headers: headers('text/csv'),
    duplex: 'half',
    body: new ReadableStream({
      pull(controller) {
        if (sent++ < 151) controller.enqueue(piece);
        else controller.close();
      },
    }),
  } as RequestInit);
  expect([answer.status, await answer.json()]).toMatchObject([413, [{ errorCode: 'REQUEST_TOO_LARGE' }]]);
  expect(sent).toBe(152);
  expect((await ask(org, admin, `jobs/ingest/${id}`)).body).toMatchObject({ state: 'Open' });
});

test('a page on this machine may upload and close', async () => {
  const preflight = await fetch(path(), { method: 'OPTIONS', headers: { origin: 'http://localhost:5173' } });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toMatch(/PUT.*PATCH/);
});

test('a text is taken whatever its client calls it', async () => {
  const answer = await fetch(path(), {
    method: 'PUT',
    headers: headers('application/octet-stream'),
    body: 'Name\nOne\n',
  });
  expect(answer.status).toBe(201);
});
