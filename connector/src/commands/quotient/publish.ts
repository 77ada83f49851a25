import { Flags } from '@salesforce/sf-plugins-core';
import { snapshotsOf } from '../../book.ts';
import { asOfFlag, dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { publish, type PublishResult } from '../../publish.ts';

const messages = messagesOf('quotient.publish');

export default class Publish extends QuotientCommand<PublishResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
  };

  protected async answer(): Promise<PublishResult> {
    const { flags } = await this.parse(Publish);
    const synced = this.synced(flags.dir, flags['as-of']);
    const rest = await this.rest(flags['target-org']);
    this.spinner.start(`Publishing to ${rest.login.name}`);
    const result = await publish(rest, synced.folder.plans, snapshotsOf(synced), { dryRun: flags['dry-run'] });
    this.spinner.stop('done');
    this.log(
      `${flags['dry-run'] ? 'Would create' : 'Created'} ${result.created.length}, ${flags['dry-run'] ? 'would update' : 'updated'} ${result.updated.length}, left ${result.unchanged} as they are`,
    );
    return result;
  }
}
