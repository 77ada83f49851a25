import { Flags } from '@salesforce/sf-plugins-core';
import { snapshotsOf, type PlanLeftOut } from '../../book.ts';
import { asOfFlag, dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { keepRun } from '../../replay.ts';
import { publish, type PublishResult } from '../../publish.ts';

const messages = messagesOf('quotient.publish');

export interface Published extends PublishResult {
  /** Repeats it: quotient verify --run; null for a dry run. */
  readonly run: string | null;
  /** Plans that are left out, since the org lacks what they read: what their people were shown stays as it is. */
  readonly leftOut: readonly PlanLeftOut[];
}

export default class Publish extends QuotientCommand<Published> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
  };

  protected async answer(): Promise<Published> {
    const { flags } = await this.parse(Publish);
    const synced = this.synced(flags.dir, flags['as-of']);
    const rest = await this.rest(flags['target-org']);
    // A snapshot that lacks one of a person's plans would show less than they earn.
    const away = new Set(synced.leftOut.flatMap(({ payees }) => payees));
    const snapshots = snapshotsOf(synced).filter(({ payee }) => !away.has(payee.Id));
    this.spinner.start(`Publishing to ${rest.login.name}`);
    const result = await publish(rest, synced.book.plans, snapshots, { dryRun: flags['dry-run'] });
    this.spinner.stop('done');
    const run = flags['dry-run']
      ? null
      : keepRun(
          flags.dir,
          synced,
          undefined,
          snapshots.map(({ inputs = '', payee }) => [inputs, payee.Id]),
        ).id;
    this.log(
      `${flags['dry-run'] ? 'Would create' : 'Created'} ${result.created.length}, ${flags['dry-run'] ? 'would update' : 'updated'} ${result.updated.length}, left ${result.unchanged} as they are${run === null ? '' : `; run ${run}`}`,
    );
    if (away.size > 0) this.log(messages.getMessage('left-out', [away.size]));
    return { ...result, run, leftOut: synced.leftOut };
  }
}
