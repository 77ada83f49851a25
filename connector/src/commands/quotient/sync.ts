import type { Settings } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { lostWithout } from '../../doctor-words.ts';
import { readFolder } from '../../folder/folder.ts';
import { sync, type SyncResult } from '../../sync/sync.ts';

/** A field or an object that is absent, and what is lost without it. */
const lostInWords = (name: string, settings: Settings): string =>
  `${name} (${lostWithout(name.slice(name.indexOf('.') + 1), settings)})`;

const messages = messagesOf('quotient.sync');

export default class Sync extends QuotientCommand<SyncResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    full: Flags.boolean({ summary: messages.getMessage('flags.full.summary'), exclusive: ['compare'] }),
    compare: Flags.boolean({ summary: messages.getMessage('flags.compare.summary') }),
    'accept-loss': Flags.boolean({ summary: messages.getMessage('flags.accept-loss.summary') }),
    verify: Flags.boolean({ summary: messages.getMessage('flags.verify.summary') }),
  };

  protected async answer(): Promise<SyncResult> {
    const { flags } = await this.parse(Sync);
    const { plans, settings } = readFolder(flags.dir);
    const rest = await this.rest(flags['target-org']);
    this.spinner.start(`Reading ${rest.login.name}`);
    const result = await sync(rest, plans, flags.dir, {
      progress: this.counted,
      settings,
      thoroughness: flags.full ? 'full' : flags.compare ? 'compare' : 'changes',
      acceptsLoss: flags['accept-loss'],
      verify: flags.verify,
    });
    this.spinner.stop('done');
    const number = (count: number): string => count.toLocaleString('en-US');
    for (const [object, { count, changed, gone, told }] of Object.entries(result.objects))
      this.log(
        changed === null
          ? `${object}: ${number(count)} records, all that the org declared (${told})`
          : `${object}: ${number(count)} records, ${number(changed)} of them new or changed, ${number(gone ?? 0)} gone (${told})`,
      );
    for (const { object, count, since } of result.verified ?? [])
      this.log(
        `${object}: ${number(count)} records are the same in store and org${since === 0 ? '' : `, ${number(since)} changed meanwhile`}`,
      );
    if (result.absent.length > 0)
      this.warn(`Not in this org or hidden: ${result.absent.map((name) => lostInWords(name, settings)).join('; ')}.`);
    this.tellLeftOut(result.leftOut);
    return result;
  }
}
