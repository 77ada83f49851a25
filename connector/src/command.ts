// What all commands share: flags, the plan folder, and errors in words with their exit code.
import { ux } from '@oclif/core';
import { Messages, SfError } from '@salesforce/core';
import type { LeftOut } from '@quotient/salesforce';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { asOfDay, readBookOf, type SyncedBook } from './book.ts';
import { asConnectorError, ConnectorError, exitCode } from './error.ts';
import { readFolder, type PlanFolder } from './folder/folder.ts';
import { logIn } from './org/login.ts';
import { Rest } from './org/rest.ts';
import type { Progress } from './sync/sync.ts';
import { escaped, visible } from './visible.ts';

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
  return new SfError(visible(ours.message), ours.code, ours.actions.map(visible), ours.exitCode);
}

/** What says that something is not there: it may be of a plan that was left out. */
const notThere = ['nothing', 'no-statement', 'no-plan'];

/** A command whose errors are sentences. Subclasses implement `answer`. */
export abstract class QuotientCommand<T> extends SfCommand<T> {
  #leftOut: readonly LeftOut[] = [];

  protected abstract answer(): Promise<T>;

  async run(): Promise<T> {
    try {
      return await this.answer();
    } catch (error) {
      // What the parser of flags says is the CLI's own.
      if (error instanceof Error && 'oclif' in error) throw error;
      const ours = asConnectorError(error);
      const isOfLeftOut = this.#leftOut.length > 0 && notThere.includes(ours.code);
      const { code, message } = ours;
      throw asSfError(
        isOfLeftOut
          ? new ConnectorError(code, exitCode.missing, message, [
              ...ours.actions,
              ...new Set(this.#leftOut.map(({ remedy }) => remedy)),
            ])
          : ours,
      );
    }
  }

  /** The CLI's envelope, without what only the authors of an error read, and without what a terminal obeys. */
  public override logJson(json: unknown): void {
    const { stack: _stack, cause: _cause, ...shown } = json as Record<string, unknown>;
    ux.stdout(escaped(ux.colorizeJson(shown, { theme: this.config.theme?.json })));
  }

  public override warn(input: SfCommand.Warning): SfCommand.Warning {
    return super.warn(typeof input === 'string' ? visible(input) : input);
  }

  /** Says something to people. */
  public override log(message?: string, ...values: unknown[]): void {
    super.log(message === undefined ? message : visible(message), ...values);
  }

  /** Hands out a document for programs as it is; a terminal gets it as people read it. */
  protected print(document: string): void {
    super.log(process.stdout.isTTY ? visible(document) : document);
  }

  /** Connects to the org that the flags or the environment name. */
  protected async rest(targetOrg: string | undefined): Promise<Rest> {
    return new Rest(await logIn(targetOrg));
  }

  /** Shows how many records of an object are done while a spinner turns. */
  protected readonly counted: Progress = (object, count, total) => {
    this.spinner.status = `${object} ${count.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
  };

  /** The plan folder and the book of what was synced into it; plans that are left out are told. */
  protected synced(dir: string, asOf: string | undefined): SyncedBook & { folder: PlanFolder } {
    const folder = readFolder(dir);
    const read = readBookOf(folder, asOfDay(folder, checkedDay(asOf)));
    this.tellLeftOut(read.leftOut);
    for (const message of read.refusedQuotas) this.warn(message);
    return { folder, ...read };
  }

  /** Says which plans are left out, why and what to do; the command then ends with exit code 78, the rest of it done. */
  protected tellLeftOut(leftOut: readonly LeftOut[]): void {
    this.#leftOut = leftOut;
    for (const { message, remedy } of leftOut) this.warn(`${message} ${remedy}`);
    if (leftOut.length > 0) process.exitCode = exitCode.missing;
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
      ? `${escaped(JSON.stringify({ name: code, message, exitCode: exit, code, status: exit, actions, warnings: [] }))}\n`
      : visible(`Error (${exit}): ${message}\n${actions.map((action) => `\nTry this: ${action}\n`).join('')}`),
  );
  process.exit(exit);
}
