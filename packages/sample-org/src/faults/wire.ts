// Faults on the wire: an answer that is right, and arrives broken, late, in an odd form or not at all.
import { STATUS_CODES, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { Fault, FaultKind } from './fault.ts';

const zip = promisify(gzip);
const mebibyte = 1024 * 1024;

/** An answer before it goes out: its headers stand on `response`, without those of length and encoding. */
export interface Outgoing {
  readonly response: ServerResponse;
  readonly status: number;
  readonly payload: Buffer;
  /** Waits so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** The head of the answer as bytes, with more headers. */
function head({ response, status }: Outgoing, more: readonly (readonly [string, string | number])[]): string {
  const headers = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)] as const);
  const lines = [...headers, ...more].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${lines.join('')}\r\n`;
}

/** Writes bytes past the server, and does something once they have left. */
function writeRaw({ response }: Outgoing, parts: readonly (string | Buffer)[], then: 'reset' | 'end'): void {
  const { socket } = response;
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
  if (then === 'end') socket?.end(bytes);
  else socket?.write(bytes, () => socket.resetAndDestroy());
}

const half = (payload: Buffer): Buffer => payload.subarray(0, Math.floor(payload.length / 2));
const length = ({ payload }: Outgoing) => ['Content-Length', payload.length] as const;

function whole({ response, status, payload }: Outgoing): void {
  response.setHeader('Content-Length', payload.length);
  response.writeHead(status).end(payload);
}

async function brokenGzip({ response, status, payload }: Outgoing): Promise<void> {
  const bytes = await zip(payload);
  const middle = Math.floor(bytes.length / 2);
  bytes.fill(0xff, middle, middle + 8);
  response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', bytes.length);
  response.writeHead(status).end(bytes);
}

/** The whole answer, then so many spaces that it unpacks to more than 200 times what came. */
async function gzipBomb({ response, status, payload }: Outgoing): Promise<void> {
  const packed = (await zip(payload)).length;
  const spaces = Buffer.alloc(mebibyte, ' ');
  const stream = createGzip({ level: 9 });
  response.setHeader('Content-Encoding', 'gzip');
  response.writeHead(status);
  stream.pipe(response);
  response.once('close', () => stream.destroy());
  stream.write(payload);
  for (let i = Math.ceil(Math.max(32, (300 * packed) / mebibyte)); i > 0; i--) stream.write(spaces);
  stream.end();
}

type Sending<K extends FaultKind> = (outgoing: Outgoing, fault: Fault<K>) => void | Promise<void>;

/** Kinds that need no body come first. */
const sendings = {
  resetBeforeAnswer: ({ response }) => void response.socket?.resetAndDestroy(),
  lostAnswer: ({ response }) => void response.socket?.resetAndDestroy(),
  slowAnswer: async (outgoing, { arg = 100 }) => {
    await outgoing.wait(arg);
    whole(outgoing);
  },
  hugeHeader: (outgoing) => {
    outgoing.response.setHeader('X-Padding', 'x'.repeat(100 * 1024));
    whole(outgoing);
  },
  resetAfterHeaders: (outgoing) => writeRaw(outgoing, [head(outgoing, [length(outgoing)])], 'reset'),
  resetInBody: (outgoing) => writeRaw(outgoing, [head(outgoing, [length(outgoing)]), half(outgoing.payload)], 'reset'),
  shortBody: (outgoing) => writeRaw(outgoing, [head(outgoing, [length(outgoing)]), half(outgoing.payload)], 'end'),
  openChunks: (outgoing) =>
    writeRaw(
      outgoing,
      [
        head(outgoing, [['Transfer-Encoding', 'chunked']]),
        `${outgoing.payload.length.toString(16)}\r\n`,
        outgoing.payload,
        '\r\n',
      ],
      'end',
    ),
  brokenGzip,
  gzipBomb,
  stalledBody: (outgoing) => {
    const { response, status, payload } = outgoing;
    response.setHeader('Content-Length', payload.length);
    response.writeHead(status).write(half(payload));
  },
  oneByteChunks: ({ response, status, payload }) => {
    response.writeHead(status);
    response.socket?.cork();
    for (const byte of payload) response.write(Buffer.of(byte));
    response.end();
    response.socket?.uncork();
  },
  duplicateHeader: (outgoing, { arg = 'Content-Length' }) => {
    const { response, payload } = outgoing;
    const again = arg === 'Content-Length' ? payload.length : String(response.getHeader(arg) ?? '');
    writeRaw(outgoing, [head(outgoing, [length(outgoing), [arg, again]]), payload], 'end');
  },
} as const satisfies { [K in FaultKind]?: Sending<K> };

const bodiless: readonly FaultKind[] = ['resetBeforeAnswer', 'lostAnswer', 'slowAnswer', 'hugeHeader'];

/** Whether a fault is one of the wire and shows in an answer with or without a body. */
export const isOfWire = ({ kind }: Fault, hasBody: boolean): boolean =>
  kind in sendings && (hasBody || bodiless.includes(kind));

/** Sends an answer as a fault of the wire has it; ready when all is sent, or given up. */
export async function sendFaulty(fault: Fault, outgoing: Outgoing): Promise<void> {
  const send = (sendings as Readonly<Partial<Record<FaultKind, Sending<FaultKind>>>>)[fault.kind];
  await send?.(outgoing, fault);
}
