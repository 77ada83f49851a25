// Documents that a command writes into files.
import { writeFileSync } from 'node:fs';
import { ConnectorError, exitCode } from './error.ts';

/** @throws ConnectorError (74) where the file cannot be written. */
export function writeDocument(file: string, text: string, mode = 0o666): void {
  try {
    writeFileSync(file, text, { mode });
  } catch (error) {
    throw new ConnectorError('disk', exitCode.disk, `${file} cannot be written: ${(error as Error).message}.`, [
      'Check the path.',
    ]);
  }
}
