// One attempt at a request: what is sent, and what came back as headers and bytes, unpacked and within bounds.
import { createGunzip } from 'node:zlib';
import { Pool } from 'undici';
import { protocol } from './refusal.ts';

/** Limits of one attempt, in milliseconds. */
export interface AttemptLimits {
  /** Until the connection stands, and until the headers of the answer have come. */
  readonly headers: number;
  /** Between two pieces of a body. */
  readonly idle: number;
  /** All of it. */
  readonly total: number;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface Received {
  readonly status: number;
  /** A header by its name in small letters; undefined where there is none. @throws ConnectorError `protocol` where it came twice */
  readonly header: (name: string) => string | undefined;
  /** The body, unpacked. @throws Broken where the line or the packing breaks */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of what was not read. */
  readonly drop: () => void;
}

/** The line broke, or what came over it is no answer. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** A body grows to this size at most, in bytes, and to so many times the bytes that came over the line. */
const [largest, mostDense] = [512 * 1024 * 1024, 200];
/** What is left of a body is read to its end up to so many bytes: the connection serves again then. */
const shortest = 16 * 1024;
/** Below this size density says nothing. */
const small = 1024 * 1024;

export class Line {
  readonly #pool: Pool;
  readonly #limits: AttemptLimits;

  constructor(origin: string, limits: AttemptLimits) {
    this.#limits = limits;
    this.#pool = new Pool(origin, {
      connections: 4,
      connect: { timeout: limits.headers },
      headersTimeout: limits.headers,
      bodyTimeout: limits.idle,
    });
  }

  /** @throws Broken where no answer comes */
  async send({ method, path, headers, body }: Sent): Promise<Received> {
    const ended = AbortSignal.timeout(this.#limits.total);
    const answer = await this.#pool
      .request({ method, path, headers: { ...headers, 'accept-encoding': 'gzip' }, body: body ?? null, signal: ended })
      .catch((error: unknown) => {
        throw broken(error);
      });
    const raw = answer.body;
    const header = (name: string): string | undefined => {
      const value = answer.headers[name];
      if (Array.isArray(value))
        throw protocol(`${method} ${path.split('?')[0]} answered with the header ${name} twice.`);
      return value;
    };
    return {
      status: answer.statusCode,
      header,
      body: bounded(raw, header('content-encoding') === 'gzip'),
      drop: () => void raw.dump({ limit: shortest }).catch(() => undefined),
    };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function broken(error: unknown): Broken {
  const { name, code, message, cause } = error as {
    name?: string;
    code?: string;
    message?: string;
    cause?: { code?: string };
  };
  if (name === 'TimeoutError') return new Broken('it took longer than a request may');
  return new Broken(cause?.code ?? code ?? message ?? String(error));
}

/** The pieces of a body, unpacked, none of it growing beyond its bounds. */
async function* bounded(raw: NodeJS.ReadableStream, isPacked: boolean): AsyncGenerator<Uint8Array> {
  let [came, made] = [0, 0];
  try {
    let source: AsyncIterable<string | Buffer> = raw;
    if (isPacked) {
      const unpacked = createGunzip();
      raw.on('data', (piece: Buffer) => (came += piece.length));
      raw.on('error', (error) => unpacked.destroy(error as Error));
      raw.pipe(unpacked);
      source = unpacked;
    }
    for await (const piece of source as AsyncIterable<Buffer>) {
      made += piece.length;
      if (made > largest || (isPacked && made > small && made > came * mostDense))
        throw new Broken('the body is far larger than a page can be');
      yield piece;
    }
  } catch (error) {
    throw error instanceof Broken ? error : broken(error);
  }
}
