// Faults of the wire as a bare socket sees them, and as a client of HTTP hears of them.
import { gunzipSync } from 'node:zlib';
import { Agent, request, errors } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import type { Fault } from './fault.ts';
import { askRaw, base, type RawAnswer } from './testing.ts';

const path = `${base}/sobjects/Opportunity/describe`;
const waited: number[] = [];
let org: SampleOrg;
let honest: RawAnswer;
let length: number;
beforeAll(async () => {
  org = await startSampleOrg({
    faults: true,
    clock: () => new Date('2026-04-13T15:00:00Z'),
    wait: async (ms) => void waited.push(ms),
  });
  honest = await askRaw(org, path);
  length = honest.body.length;
  org.clearFaults();
});
afterEach(() => org.clearFaults());
afterAll(() => org.close());

const headersOf = ({ head }: RawAnswer, name: string): string[] =>
  head.flatMap((line) => (line.toLowerCase().startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
/** The pieces of a chunked body, the last empty one too where it came. */
function chunksOf({ body }: RawAnswer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString(), 16);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
  return chunks;
}

type Wire = Pick<Fault, 'kind' | 'arg'>;
/** `hears` is the code of the error that undici gives, or null where it reads the whole answer. */
const cases: readonly (Wire & { readonly sees: (answer: RawAnswer) => void; readonly hears: string | null })[] = [
  {
    kind: 'resetBeforeAnswer',
    sees: (answer) => expect(answer).toMatchObject({ head: [], ending: 'reset' }),
    hears: 'ECONNRESET',
  },
  {
    kind: 'lostAnswer',
    sees: (answer) => expect(answer).toMatchObject({ head: [], ending: 'reset' }),
    hears: 'ECONNRESET',
  },
  {
    kind: 'resetAfterHeaders',
    sees: (answer) => {
      expect(headersOf(answer, 'content-length')).toEqual([String(length)]);
      expect([answer.body.length, answer.ending]).toEqual([0, 'reset']);
    },
    hears: 'ECONNRESET',
  },
  {
    kind: 'resetInBody',
    sees: (answer) => {
      expect(headersOf(answer, 'content-length')).toEqual([String(length)]);
      expect(answer.body).toEqual(honest.body.subarray(0, Math.floor(length / 2)));
      expect(answer.ending).toBe('reset');
    },
    hears: 'ECONNRESET',
  },
  {
    kind: 'shortBody',
    sees: (answer) => {
      expect(headersOf(answer, 'content-length')).toEqual([String(length)]);
      expect(answer.body).toEqual(honest.body.subarray(0, Math.floor(length / 2)));
      expect(answer.ending).toBe('end');
    },
    hears: 'UND_ERR_SOCKET',
  },
  {
    kind: 'openChunks',
    sees: (answer) => {
      expect(headersOf(answer, 'transfer-encoding')).toEqual(['chunked']);
      expect(chunksOf(answer)).toEqual([honest.body]);
      expect(answer.ending).toBe('end');
    },
    hears: 'UND_ERR_SOCKET',
  },
  {
    kind: 'brokenGzip',
    sees: (answer) => {
      expect(headersOf(answer, 'content-encoding')).toEqual(['gzip']);
      expect(headersOf(answer, 'content-length')).toEqual([String(answer.body.length)]);
      expect(() => gunzipSync(answer.body)).toThrow();
    },
    hears: null,
  },
  {
    kind: 'gzipBomb',
    sees: (answer) => {
      const packed = Buffer.concat(chunksOf(answer));
      const text = gunzipSync(packed);
      expect(text.length / packed.length).toBeGreaterThan(200);
      expect(text.toString().trimEnd()).toBe(honest.body.toString());
    },
    hears: null,
  },
  {
    kind: 'oneByteChunks',
    sees: (answer) => {
      const chunks = chunksOf(answer);
      expect(new Set(chunks.slice(0, -1).map((chunk) => chunk.length))).toEqual(new Set([1]));
      expect(chunks.at(-1)).toHaveLength(0);
      expect(Buffer.concat(chunks)).toEqual(honest.body);
    },
    hears: null,
  },
  {
    kind: 'slowAnswer',
    arg: 250,
    sees: (answer) => {
      expect(answer.body).toEqual(honest.body);
      expect(waited.at(-1)).toBe(250);
    },
    hears: null,
  },
  {
    kind: 'duplicateHeader',
    sees: (answer) => {
      expect(headersOf(answer, 'content-length')).toEqual([String(length), String(length)]);
      expect(answer.body).toEqual(honest.body);
    },
    hears: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  },
  {
    kind: 'duplicateHeader',
    arg: 'Content-Type',
    sees: (answer) => expect(headersOf(answer, 'content-type')).toHaveLength(2),
    hears: null,
  },
  {
    kind: 'hugeHeader',
    sees: (answer) => expect(headersOf(answer, 'x-padding')[0]).toHaveLength(100 * 1024),
    hears: 'UND_ERR_HEADERS_OVERFLOW',
  },
];

const once = (wire: Wire): Fault => ({ route: 'describe', at: 1, ...wire }) as Fault;

describe.each(cases)('$kind $arg', ({ sees, hears, ...wire }) => {
  test('is on the wire as it is described, once', async () => {
    org.inject([once(wire)]);
    sees(await askRaw(org, path));
    expect(org.faults().map(({ fired }) => fired)).toEqual([[1]]);
    const { head, body, ending } = await askRaw(org, path);
    const timeless = (lines: readonly string[]) => lines.filter((line) => !/^sforce-limit-info/i.test(line));
    expect({ head: timeless(head), body, ending }).toEqual({ ...honest, head: timeless(honest.head) });
  });

  test(`undici hears ${hears ?? 'the whole answer'}`, async () => {
    org.inject([once(wire)]);
    const dispatcher = new Agent();
    const heard = request(`${org.url}${path}`, {
      dispatcher,
      headers: { authorization: `Bearer ${org.users[0]?.accessToken}` },
    }).then(({ body }) => body.bytes());
    const code = await heard.then(
      () => null,
      (error: { code?: string }) => error.code,
    );
    expect(code).toBe(hears);
    await dispatcher.destroy();
  });
});

describe('stalledBody', () => {
  const stalled = once({ kind: 'stalledBody' });

  test('sends half of the body, then nothing while the connection stays open', async () => {
    org.inject([stalled]);
    const answer = await askRaw(org, path, { enough: (body) => body.length === Math.floor(length / 2) });
    expect(headersOf(answer, 'content-length')).toEqual([String(length)]);
    expect(answer.ending).toBe('open');
  });

  test('lasts until the client gives up', async () => {
    org.inject([stalled]);
    const dispatcher = new Agent({ bodyTimeout: 20 });
    const { statusCode, body } = await request(`${org.url}${path}`, {
      dispatcher,
      headers: { authorization: `Bearer ${org.users[0]?.accessToken}` },
    });
    expect(statusCode).toBe(200);
    await expect(body.text()).rejects.toBeInstanceOf(errors.BodyTimeoutError);
    await dispatcher.destroy();
  });
});

test('a request whose answer is lost is carried out; one that is cut off before is not', async () => {
  const write = (name: string) =>
    askRaw(org, `${base}/composite/sobjects`, {
      method: 'POST',
      body: {
        records: [{ attributes: { type: 'Opportunity' }, Name: name, StageName: 'Proposal', CloseDate: '2026-05-01' }],
      },
    });
  org.inject([
    { route: 'collections', at: 1, kind: 'lostAnswer' },
    { route: 'collections', at: 2, kind: 'resetBeforeAnswer' },
  ]);
  expect((await write('Kept')).ending).toBe('reset');
  expect((await write('Never written')).ending).toBe('reset');
  const q = encodeURIComponent("SELECT Name FROM Opportunity WHERE Name IN ('Kept', 'Never written')");
  const { body } = await askRaw(org, `${base}/query?q=${q}`);
  expect((JSON.parse(body.toString()) as { records: { Name: string }[] }).records.map(({ Name }) => Name)).toEqual([
    'Kept',
  ]);
});
