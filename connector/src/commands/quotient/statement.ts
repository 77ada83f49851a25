import type { Statement as PlainStatement, Trace } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import type { PlanLeftOut } from '../../book.ts';
import { asOfFlag, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { writeDocument } from '../../output.ts';
import { personNamed } from '../../people.ts';
import { keepRun } from '../../replay.ts';
import { statementCsv } from '../../statement-csv.ts';
import { statementHtml } from '../../statement-html.ts';
import { statementText } from '../../statement-text.ts';
import { sheetsOf, type Sheets } from '../../statement.ts';
import { escaped } from '../../visible.ts';

const messages = messagesOf('quotient.statement');

const formats = ['html', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

/** Pay is for its reader alone: a new file is the user's own. */
const ownOnly = 0o600;

/** A statement as the calculation gives it, with the payee's name, and its trace unless that is left out. */
export interface ExplainedStatement extends PlainStatement {
  readonly name: string;
  readonly trace?: Trace;
}

export interface StatementResult {
  readonly asOf: string;
  /** Repeats it: quotient verify --run. */
  readonly run: string;
  readonly statements: readonly ExplainedStatement[];
  /** Plans without a statement, since the org lacks what they read. */
  readonly leftOut: readonly PlanLeftOut[];
}

export default class Statement extends QuotientCommand<StatementResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    ...payeeFlag,
    period: Flags.string({ summary: messages.getMessage('flags.period.summary') }),
    format: Flags.option({ summary: messages.getMessage('flags.format.summary'), options: formats })(),
    output: Flags.string({ summary: messages.getMessage('flags.output.summary') }),
    trace: Flags.boolean({ summary: messages.getMessage('flags.trace.summary'), default: true, allowNo: true }),
  };

  protected async answer(): Promise<StatementResult> {
    const { flags } = await this.parse(Statement);
    const { output, trace } = flags;
    const format = flags.format ?? formats.find((one) => output?.endsWith(`.${one}`));
    if (this.jsonEnabled() && output === undefined && format !== undefined && format !== 'json')
      throw new ConnectorError('no-output', exitCode.usage, messages.getMessage('error.json', [format]), [
        messages.getMessage('error.json.actions'),
      ]);
    const synced = this.synced(flags.dir, flags['as-of']);
    const payee = flags.payee === undefined ? undefined : personNamed(synced.people, flags.payee);
    const sheets = sheetsOf(synced, { payee, period: flags.period });
    const { id: run } = keepRun(flags.dir, synced, sheets.result);
    const document = documentOf(sheets, format, trace, run, synced.leftOut).trimEnd();
    if (output === undefined && format === undefined) this.log(document);
    else if (output === undefined) this.print(document);
    else {
      writeDocument(output, `${document}\n`, ownOnly);
      this.log(messages.getMessage('written', [output]));
    }
    // Where there is room for them, the document has them itself.
    if (this.jsonEnabled() || format === 'csv' || format === 'json')
      for (const { message } of sheets.sheets.flatMap(({ statement }) => statement.warnings)) this.warn(message);
    return resultOf(sheets, trace && this.jsonEnabled(), run, synced.leftOut);
  }
}

function documentOf(
  sheets: Sheets,
  format: Format | undefined,
  withTrace: boolean,
  run: string,
  leftOut: readonly PlanLeftOut[],
): string {
  switch (format) {
    case 'html':
      return statementHtml(sheets, withTrace);
    case 'csv':
      return statementCsv(sheets);
    case 'json':
      return escaped(JSON.stringify(resultOf(sheets, withTrace, run, leftOut), null, 2));
    case undefined:
      return statementText(sheets, withTrace);
  }
}

const resultOf = (
  { asOf, sheets }: Sheets,
  withTrace: boolean,
  run: string,
  leftOut: readonly PlanLeftOut[],
): StatementResult => ({
  asOf,
  run,
  statements: sheets.map(({ statement, name, trace }) => ({
    ...statement,
    name,
    ...(withTrace && { trace: trace() }),
  })),
  leftOut,
});
