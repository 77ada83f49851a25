// lightning/uiRecordApi over HTTP: a record that several components read is one, and a change of it reaches them all.
import { frozen, rest, type FetchError } from './person.ts';

interface Config {
  readonly recordId?: string;
  readonly fields?: readonly string[];
  readonly optionalFields?: readonly string[];
}
type Emit = (value: { readonly data: unknown; readonly error: unknown }) => void;

const readers = new Set<Reader>();

class Reader {
  readonly #emit: Emit;
  #config: Config = {};
  #asked = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
    emit({ data: undefined, error: undefined });
  }

  connect(): void {
    readers.add(this);
  }

  disconnect(): void {
    readers.delete(this);
  }

  update(config: Config): void {
    this.#config = config;
    void this.read();
  }

  get recordId(): string | undefined {
    return this.#config.recordId;
  }

  async read(): Promise<void> {
    const { recordId, fields = [], optionalFields = [] } = this.#config;
    if (!recordId || fields.length + optionalFields.length === 0) return;
    const asked = ++this.#asked;
    const query = new URLSearchParams({
      ...(fields.length > 0 ? { fields: fields.join() } : {}),
      ...(optionalFields.length > 0 ? { optionalFields: optionalFields.join() } : {}),
    });
    let answer: { data: unknown; error: unknown };
    try {
      answer = { data: frozen(await rest(`/ui-api/records/${recordId}?${query.toString()}`)), error: undefined };
    } catch (error) {
      answer = { data: undefined, error: frozen(error as FetchError) };
    }
    if (asked === this.#asked) this.#emit(answer);
  }
}

export { Reader as getRecord };

/** The record has changed behind the page's back. */
export async function notifyRecordUpdateAvailable(records: readonly { readonly recordId: string }[]): Promise<void> {
  const ids = new Set(records.map(({ recordId }) => recordId));
  await Promise.all([...readers].filter(({ recordId }) => ids.has(recordId ?? '')).map((one) => one.read()));
}

/** Saves fields of a record, as the page's own edit does, and tells everybody who reads it. */
export async function updateRecord({
  fields: { Id, ...fields },
}: {
  readonly fields: Readonly<Record<string, unknown>>;
}): Promise<void> {
  await rest(`/ui-api/records/${String(Id)}`, { method: 'PATCH', body: JSON.stringify({ fields }) });
  await notifyRecordUpdateAvailable([{ recordId: String(Id) }]);
}

export async function createRecord(record: {
  readonly apiName: string;
  readonly fields: Readonly<Record<string, unknown>>;
}): Promise<unknown> {
  return rest('/ui-api/records', { method: 'POST', body: JSON.stringify(record) });
}
