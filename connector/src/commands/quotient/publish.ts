import { Flags } from '@salesforce/sf-plugins-core';
import { asOfFlag, dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { publishFlags, tellPublished } from '../../publish/flags.ts';
import { publishSynced, type Publishing } from '../../publish/publishing.ts';

const messages = messagesOf('quotient.publish');

export default class Publish extends QuotientCommand<Publishing> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    ...publishFlags,
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    full: Flags.boolean({ summary: messages.getMessage('flags.full.summary') }),
  };

  protected async answer(): Promise<Publishing> {
    const { flags } = await this.parse(Publish);
    const synced = this.synced(flags.dir, flags['as-of']);
    const rest = await this.rest(flags['target-org']);
    this.spinner.start(`Publishing to ${rest.login.name}`);
    const result = await publishSynced(rest, flags.dir, synced, {
      dryRun: flags['dry-run'],
      isFull: flags.full,
      keepsOthers: flags['keep-others'],
      acceptsLoss: flags['accept-loss'],
      progress: this.counted,
    });
    this.spinner.stop('done');
    tellPublished(this, result);
    return result;
  }
}
