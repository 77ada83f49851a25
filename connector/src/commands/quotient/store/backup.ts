import { Flags } from '@salesforce/sf-plugins-core';
import { dirFlag, messagesOf, QuotientCommand } from '../../../command.ts';
import { backUp } from '../../../store/upkeep.ts';

const messages = messagesOf('quotient.store.backup');

export default class StoreBackup extends QuotientCommand<{ readonly file: string }> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...dirFlag,
    file: Flags.string({ char: 'f', summary: messages.getMessage('flags.file.summary'), required: true }),
  };

  protected async answer(): Promise<{ readonly file: string }> {
    const { flags } = await this.parse(StoreBackup);
    await backUp(flags.dir, flags.file);
    this.log(`Wrote ${flags.file}; it holds what the store holds, so keep it as safe`);
    return { file: flags.file };
  }
}
