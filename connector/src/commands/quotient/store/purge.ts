import { Flags } from '@salesforce/sf-plugins-core';
import { checkedDay, dirFlag, messagesOf, QuotientCommand } from '../../../command.ts';
import { purge, type Purged } from '../../../store/upkeep.ts';

const messages = messagesOf('quotient.store.purge');

export default class StorePurge extends QuotientCommand<Purged> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...dirFlag,
    before: Flags.string({ summary: messages.getMessage('flags.before.summary'), required: true }),
  };

  protected async answer(): Promise<Purged> {
    const { flags } = await this.parse(StorePurge);
    const purged = purge(flags.dir, checkedDay(flags.before) as string);
    const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KB`;
    this.log(
      `Left behind ${purged.syncs} syncs and ${purged.runs} runs; ${kilobytes(purged.before)} before, ${kilobytes(purged.after)} now`,
    );
    return purged;
  }
}
