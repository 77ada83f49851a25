import { dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { readFolder } from '../../folder/folder.ts';
import { sync, type Progress, type SyncResult } from '../../sync.ts';

const messages = messagesOf('quotient.sync');

export default class Sync extends QuotientCommand<SyncResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlag, ...dirFlag };

  protected async answer(): Promise<SyncResult> {
    const { flags } = await this.parse(Sync);
    const { plans, settings } = readFolder(flags.dir);
    const rest = await this.rest(flags['target-org']);
    this.spinner.start(`Reading ${rest.login.name}`);
    const progress: Progress = (object, count, total) => {
      this.spinner.status = `${object} ${count.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
    };
    const result = await sync(rest, plans, flags.dir, progress, settings);
    this.spinner.stop('done');
    for (const [object, count] of Object.entries(result.counts))
      this.log(
        `${object}: ${count.toLocaleString('en-US')} records by ${result.by[object] ?? 'REST'}, all that the org declared`,
      );
    if (result.absent.length > 0)
      this.warn(`Not in this org or hidden, so pages leave them out: ${result.absent.join(', ')}`);
    return result;
  }
}
