// Errors that a person can mend: what, where, what to do, and the exit code that scripts can rely on.
import { QuotientError } from '@quotient/calc';

/** Exit codes of every command. */
export const exitCode = {
  usage: 2,
  badData: 65,
  unavailable: 69,
  bug: 70,
  disk: 74,
  temporary: 75,
  permission: 77,
  missing: 78,
} as const;

export class ConnectorError extends Error {
  override readonly name = 'QuotientConnectorError';
  readonly code: string;
  readonly actions: readonly string[];
  readonly exitCode: number;

  constructor(code: string, exit: number, message: string, actions: readonly string[]) {
    super(message);
    this.code = code;
    this.exitCode = exit;
    this.actions = actions;
  }
}

const disk = (message: string): ConnectorError =>
  new ConnectorError('disk', exitCode.disk, message, [
    'Check that the folder is there and may be written to, make room on the disk, and run the command again.',
  ]);

/** What SQLite says of the store, by its result code; null where it is a bug. Source: "Result and Error Codes" of SQLite. */
function ofStore(result: number, message: string): ConnectorError | null {
  const [busy, locked, readOnly, broken, corrupt, full, cannotOpen, notDatabase] = [5, 6, 8, 10, 11, 13, 14, 26];
  if (result === busy || result === locked)
    return new ConnectorError('locked', exitCode.temporary, 'Another command is using the store of this folder.', [
      'Wait until it has ended, and run the command again.',
    ]);
  if (result === corrupt || result === notDatabase)
    return new ConnectorError('broken-store', exitCode.disk, `The store of this folder is not whole: ${message}.`, [
      'Bring a backup back with quotient store restore, or remove .quotient/store.sqlite and run quotient sync.',
    ]);
  return [readOnly, broken, full, cannotOpen].includes(result)
    ? disk(`The store cannot be written: ${message}.`)
    : null;
}

/** Every error as one of ours: bad input of the calculation, the sample org's refusals, a full disk; the rest is a bug. */
export function asConnectorError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof QuotientError)
    return new ConnectorError(
      error.code,
      exitCode.usage,
      error.message,
      error.problems.map(({ remedy }) => remedy).filter(Boolean),
    );
  const { name, code, path, message, actions } = error as {
    name?: string;
    code?: string;
    path?: string;
    message?: string;
    actions?: string[];
  };
  if (name === 'SampleOrgError')
    return new ConnectorError(code ?? 'sample-org', exitCode.usage, message ?? '', actions ?? []);
  // What the system says of a file by its path, such as a folder that is not there, is of the disk too.
  if (code !== undefined && (path !== undefined || ['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EIO'].includes(code)))
    return disk(message ?? code);
  if (code === 'ERR_SQLITE_ERROR') {
    const ours = ofStore((error as { errcode: number }).errcode & 0xff, message ?? code);
    if (ours) return ours;
  }
  return new ConnectorError('bug', exitCode.bug, `This should not have happened: ${message ?? String(error)}`, [
    'Report it with the command that you ran.',
  ]);
}
