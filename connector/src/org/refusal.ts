// What the org refuses, in our words, with the exit code of its kind.
import { ConnectorError, exitCode } from '../error.ts';

/** The org said no, and why. */
export class Refusal extends ConnectorError {
  /** The platform's own code, such as INVALID_FIELD. */
  readonly errorCode: string;
  readonly status: number;

  constructor(
    code: string,
    exit: number,
    message: string,
    actions: readonly string[],
    errorCode: string,
    status: number,
  ) {
    super(code, exit, message, actions);
    this.errorCode = errorCode;
    this.status = status;
  }
}

export const isRefusal = (error: unknown, errorCode: string): boolean =>
  error instanceof Refusal && error.errorCode === errorCode;

interface Told {
  readonly errorCode?: string;
  readonly error?: string;
  readonly message?: string;
  readonly error_description?: string;
}

/** @param body the parsed body, null where there is none that can be read */
export function refusal({ name, origin }: { name: string; origin: string }, status: number, body: unknown): Refusal {
  const first = (Array.isArray(body) ? body[0] : body) as Told | null;
  const errorCode = first?.errorCode ?? first?.error ?? `HTTP_${status}`;
  const message = (first?.message ?? first?.error_description ?? `status ${status}`).trim().split('\n').at(-1) ?? '';
  const make = (code: string, exit: number, text: string, ...actions: string[]): Refusal =>
    new Refusal(code, exit, text, actions, errorCode, status);
  if (status === 401)
    return make(
      'session-expired',
      exitCode.permission,
      `${name} does not accept the login: ${message} (${errorCode}).`,
      `Log in again: sf org login web --instance-url ${origin}, or set QUOTIENT_ACCESS_TOKEN to a fresh token.`,
    );
  if (errorCode === 'REQUEST_LIMIT_EXCEEDED' && /concurrent/i.test(message))
    return make(
      'busy',
      exitCode.temporary,
      `${name} runs too many requests at once: ${message}`,
      'Run the command again in some minutes: it goes on where it stopped.',
    );
  if (errorCode === 'QUERY_TIMEOUT')
    return make(
      'slow',
      exitCode.unavailable,
      `${name} gave a query up: ${message}`,
      'Run the command again at a quieter time, or allow the login bulk jobs, which may take longer.',
    );
  if (errorCode === 'REQUEST_LIMIT_EXCEEDED')
    return make(
      'limit',
      exitCode.temporary,
      `${name} has used up its API requests: ${message}`,
      'Wait until the limit is free again (24 hours rolling) and run the command again: it goes on where it stopped.',
    );
  if (status === 403)
    return make(
      'forbidden',
      exitCode.permission,
      `${name} does not allow this: ${message} (${errorCode}).`,
      'Ask an administrator for API access and the permission set QuotientConnector.',
    );
  if (status === 414 || status === 431)
    return make(
      'too-long',
      exitCode.missing,
      `${name} does not take a query of this length.`,
      'Let the plans name fewer fields, or allow the login bulk jobs, which take longer ones.',
    );
  if (errorCode === 'INVALID_TYPE' || errorCode === 'INVALID_FIELD' || status === 404)
    return make(
      'missing',
      exitCode.missing,
      `${name} lacks something: ${message} (${errorCode}).`,
      'Install the package in manifests/, or ask for access to the object and its fields.',
    );
  return make(
    'refused',
    exitCode.badData,
    `${name} refused a request: ${message} (${errorCode}).`,
    'Correct what the message names and run the command again.',
  );
}

/** An answer that is none. */
export const protocol = (message: string): ConnectorError =>
  new ConnectorError('protocol', exitCode.badData, message, [
    'Run the command again. If it stays, something between this machine and the org changes answers: a proxy, for example.',
  ]);

/** Another number of records than was declared. */
export const reconciliation = (object: string, expected: number, got: number, what: string): ConnectorError =>
  new ConnectorError(
    'reconciliation',
    exitCode.badData,
    `${object}: the org declared ${expected} records, and ${got} came. ${what}; nothing was kept.`,
    ['Run the command again. If it stays, compare with SELECT COUNT() in the org.'],
  );
