// What all commands share: flags, the plan folder, and errors in words with their exit code.
import { Messages, SfError } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { asOfDay, readBookOf, type SyncedBook } from './book.ts';
import { asConnectorError, ConnectorError, exitCode } from './error.ts';
import { readFolder, type PlanFolder } from './folder/folder.ts';
import { logIn } from './org/login.ts';
import { Rest } from './org/rest.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);

export const messagesOf = (command: string): Messages<string> => Messages.loadMessages('@quotient/sf-plugin', command);
const shared = messagesOf('shared');

export const orgFlag = {
  'target-org': Flags.string({ char: 'o', summary: shared.getMessage('flags.target-org.summary') }),
};
export const dirFlag = {
  dir: Flags.string({ char: 'd', default: '.', summary: shared.getMessage('flags.dir.summary') }),
};
export const asOfFlag = { 'as-of': Flags.string({ summary: shared.getMessage('flags.as-of.summary') }) };
export const payeeFlag = { payee: Flags.string({ summary: shared.getMessage('flags.payee.summary') }) };

/** An error of ours as the CLI shows it. */
function asSfError(error: unknown): SfError {
  const ours = asConnectorError(error);
  return new SfError(ours.message, ours.code, [...ours.actions], ours.exitCode);
}

/** A command whose errors are sentences. Subclasses implement `answer`. */
export abstract class QuotientCommand<T> extends SfCommand<T> {
  protected abstract answer(): Promise<T>;

  async run(): Promise<T> {
    try {
      return await this.answer();
    } catch (error) {
      // What the parser of flags says is the CLI's own.
      if (error instanceof Error && 'oclif' in error) throw error;
      throw asSfError(error);
    }
  }

  /** The CLI's envelope of an error, without what only its authors read. */
  public override logJson(json: unknown): void {
    const { stack: _stack, cause: _cause, ...shown } = json as Record<string, unknown>;
    super.logJson(shown);
  }

  /** Connects to the org that the flags or the environment name. */
  protected async rest(targetOrg: string | undefined): Promise<Rest> {
    return new Rest(await logIn(targetOrg));
  }

  /** The plan folder and the book of what was synced into it. */
  protected synced(dir: string, asOf: string | undefined): SyncedBook & { folder: PlanFolder } {
    const folder = readFolder(dir);
    return { folder, ...readBookOf(folder, asOfDay(folder, checkedDay(asOf))) };
  }
}

/** @throws ConnectorError (2) where a date flag is none. */
export function checkedDay(text: string | undefined): string | undefined {
  if (
    text !== undefined &&
    !(
      /^\d{4}-\d\d-\d\d$/.test(text) &&
      !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
      new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
    )
  )
    throw new ConnectorError('bad-date', exitCode.usage, `"${text}" is no day of the calendar.`, [
      'Write it like 2026-03-31.',
    ]);
  return text;
}

/** For commands whose --json prints a bare document: their errors go to stderr, in the CLI's envelope. */
export function bareFailure(error: unknown, json: boolean): never {
  const { code, message, actions, exitCode: exit } = asConnectorError(error);
  process.stderr.write(
    json
      ? `${JSON.stringify({ name: code, message, exitCode: exit, code, status: exit, actions, warnings: [] })}\n`
      : `Error (${exit}): ${message}\n${actions.map((action) => `\nTry this: ${action}\n`).join('')}`,
  );
  process.exit(exit);
}
