import { calculate, type Statement } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { attainmentCsv, attainmentTable, choose, rowsOf, type AttainmentRow } from '../../attainment.ts';
import type { PlanLeftOut } from '../../book.ts';
import { asOfFlag, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { peopleNamed } from '../../people.ts';
import { keepRun } from '../../replay.ts';

const messages = messagesOf('quotient.attainment');

export interface AttainmentResult {
  readonly asOf: string;
  /** Repeats it: quotient verify --run. */
  readonly run: string;
  readonly statements: readonly Statement[];
  readonly rows: readonly AttainmentRow[];
  /** Plans without a result, since the org lacks what they read. */
  readonly leftOut: readonly PlanLeftOut[];
}

export default class Attainment extends QuotientCommand<AttainmentResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    ...payeeFlag,
    period: Flags.string({ summary: messages.getMessage('flags.period.summary') }),
    team: Flags.string({ summary: messages.getMessage('flags.team.summary'), exclusive: ['payee'] }),
    csv: Flags.boolean({ summary: messages.getMessage('flags.csv.summary'), exclusive: ['json'] }),
  };

  protected async answer(): Promise<AttainmentResult> {
    const { flags } = await this.parse(Attainment);
    const synced = this.synced(flags.dir, flags['as-of']);
    const { book, people, leftOut } = synced;
    const result = calculate(book);
    const chosen = choose(result.statements, {
      period: flags.period,
      payees: peopleNamed(people, flags.payee, flags.team),
    });
    if (chosen.length === 0)
      throw new ConnectorError(
        'nothing',
        exitCode.usage,
        `There is no statement for ${flags.payee ?? flags.team ?? 'anybody'}${flags.period ? ` in ${flags.period}` : ''} as of ${book.asOf}.`,
        ['Check the period (2026-03, 2026-Q1) and the assignments.'],
      );
    const { id: run } = keepRun(flags.dir, synced, result);
    const rows = rowsOf(chosen, book.plans, people);
    if (flags.csv) this.print(attainmentCsv(rows));
    else this.log(`As of ${book.asOf}, run ${run}\n\n${attainmentTable(rows)}`);
    for (const { message } of chosen.flatMap(({ warnings }) => warnings)) this.warn(message);
    return { asOf: book.asOf, run, statements: chosen, rows, leftOut };
  }
}
