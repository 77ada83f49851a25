import { calculate, type Result } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { attainmentTable, rowsOf } from '../../attainment.ts';
import { bareFailure, messagesOf, QuotientCommand } from '../../command.ts';
import { calcFiles } from '../../calc-files.ts';
import { escaped } from '../../visible.ts';

const messages = messagesOf('quotient.calc');

export default class Calc extends QuotientCommand<Result | undefined> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly enableJsonFlag = false;
  static override readonly flags = {
    plan: Flags.string({ summary: messages.getMessage('flags.plan.summary'), multiple: true }),
    book: Flags.string({ summary: messages.getMessage('flags.book.summary'), required: true }),
    json: Flags.boolean({ summary: messages.getMessage('flags.json.summary') }),
  };

  protected async answer(): Promise<Result | undefined> {
    const { flags } = await this.parse(Calc);
    try {
      const book = calcFiles(flags.book, flags.plan ?? []);
      const result = book.run((document) => calculate(document));
      if (flags.json) this.print(escaped(JSON.stringify(result)));
      else this.log(`As of ${result.asOf}\n\n${attainmentTable(rowsOf(result.statements, [], book.people))}`);
      return result;
    } catch (error) {
      return bareFailure(error, flags.json);
    }
  }
}
