import { asOfFlag, dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { readFolder } from '../../folder/folder.ts';
import { publishFlags, tellPublished } from '../../publish/flags.ts';
import { publishSynced, type Publishing } from '../../publish/publishing.ts';
import { sync, type SyncResult } from '../../sync/sync.ts';

const messages = messagesOf('quotient.run');

export interface RunResult {
  readonly sync: SyncResult;
  readonly publish: Publishing;
}

export default class Run extends QuotientCommand<RunResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlag, ...dirFlag, ...asOfFlag, ...publishFlags };

  protected async answer(): Promise<RunResult> {
    const { flags } = await this.parse(Run);
    const { plans, settings } = readFolder(flags.dir);
    const rest = await this.rest(flags['target-org']);
    const acceptsLoss = flags['accept-loss'];
    this.spinner.start(`Reading ${rest.login.name}`);
    const read = await sync(rest, plans, flags.dir, { settings, progress: this.counted, acceptsLoss });
    this.spinner.stop('done');
    const objects = Object.entries(read.objects);
    this.log(
      `Read ${objects
        .map(([object, { count, changed }]) => {
          const all = count.toLocaleString('en-US');
          return `${object}: ${all}${changed === null ? '' : ` (${changed.toLocaleString('en-US')} new or changed)`}`;
        })
        .join(', ')}`,
    );
    const synced = this.synced(flags.dir, flags['as-of']);
    this.spinner.start(`Publishing to ${rest.login.name}`);
    const published = await publishSynced(rest, flags.dir, synced, {
      keepsOthers: flags['keep-others'],
      acceptsLoss,
      progress: this.counted,
    });
    this.spinner.stop('done');
    tellPublished(this, published);
    return { sync: read, publish: published };
  }
}
