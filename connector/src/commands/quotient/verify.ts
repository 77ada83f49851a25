import { Flags } from '@salesforce/sf-plugins-core';
import { dirFlag, messagesOf, QuotientCommand } from '../../command.ts';
import { verifyRun, type Verified } from '../../replay.ts';

const messages = messagesOf('quotient.verify');

export default class Verify extends QuotientCommand<Verified> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...dirFlag,
    run: Flags.string({ summary: messages.getMessage('flags.run.summary'), exactlyOne: ['run', 'digest'] }),
    digest: Flags.string({ summary: messages.getMessage('flags.digest.summary'), exactlyOne: ['run', 'digest'] }),
  };

  protected async answer(): Promise<Verified> {
    const { flags } = await this.parse(Verify);
    const verified = verifyRun(flags.dir, flags);
    const { run, made, asOf, sync, statements } = verified;
    this.log(
      `Run ${run} of ${made}, as of ${asOf}, from sync ${sync}: ${statements} statements come out the same, byte for byte`,
    );
    return verified;
  }
}
