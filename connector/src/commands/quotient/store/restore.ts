import { Flags } from '@salesforce/sf-plugins-core';
import { dirFlag, messagesOf, QuotientCommand } from '../../../command.ts';
import { restore } from '../../../store/upkeep.ts';

const messages = messagesOf('quotient.store.restore');

export default class StoreRestore extends QuotientCommand<{ readonly file: string }> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...dirFlag,
    file: Flags.string({ char: 'f', summary: messages.getMessage('flags.file.summary'), required: true }),
  };

  protected async answer(): Promise<{ readonly file: string }> {
    const { flags } = await this.parse(StoreRestore);
    await restore(flags.dir, flags.file);
    this.log(`The store of ${flags.dir} is what ${flags.file} holds; quotient sync brings it up to date`);
    return { file: flags.file };
  }
}
