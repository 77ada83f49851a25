// lightning/graphql over HTTP: the same query with the same variables is asked once, until somebody refreshes it.
import { frozen, rest, type FetchError } from './person.ts';

interface Config {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
}
type Emit = (value: Answer & { readonly refresh?: () => Promise<void> }) => void;

const kept = new Map<string, Promise<Answer>>();

async function ask(body: string): Promise<Answer> {
  try {
    const { data, errors } = (await rest('/graphql', { method: 'POST', body })) as Answer;
    return frozen({ data, errors: errors && errors.length > 0 ? errors : undefined });
  } catch (error) {
    const { body: said } = error as FetchError;
    return frozen({ data: undefined, errors: [said ?? error] });
  }
}

export class graphql {
  readonly #emit: Emit;
  #body = '';

  constructor(emit: Emit) {
    this.#emit = emit;
    emit({ data: undefined, errors: undefined });
  }

  connect(): void {}

  disconnect(): void {
    this.#body = '';
  }

  update({ query, variables = {} }: Config): void {
    if (query === undefined) return;
    this.#body = JSON.stringify({ query, variables });
    void this.#read();
  }

  async #read(): Promise<void> {
    const body = this.#body;
    if (!kept.has(body)) kept.set(body, ask(body));
    const answer = await kept.get(body);
    if (body !== this.#body) return;
    const refresh = async (): Promise<void> => {
      kept.delete(body);
      await this.#read();
    };
    this.#emit({ ...answer, refresh });
  }
}

/** The text of a query. The platform's takes no expressions in it but other queries. */
export const gql = (texts: TemplateStringsArray): string => texts.join('');
