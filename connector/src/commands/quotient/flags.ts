import { flags as flagsOf, type Flags as Found } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { asOfFlag, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { flagsText } from '../../flags.ts';
import { peopleNamed, snapshotsInForce } from '../../people.ts';

const messages = messagesOf('quotient.flags');

export interface FlagsResult {
  readonly payee: string;
  readonly flags: Found;
}

export default class CoachingFlags extends QuotientCommand<FlagsResult[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    ...payeeFlag,
    team: Flags.string({ summary: messages.getMessage('flags.team.summary'), exclusive: ['payee'] }),
  };

  protected async answer(): Promise<FlagsResult[]> {
    const { flags } = await this.parse(CoachingFlags);
    const { book, people } = this.synced(flags.dir, flags['as-of']);
    const ids = peopleNamed(people, flags.payee, flags.team);
    const held = snapshotsInForce(book, ids, flags.payee ?? flags.team);
    return held.map((snapshot) => {
      const found = flagsOf(snapshot);
      this.log(`${flagsText(people.name(snapshot.payee.Id), found)}\n`);
      return { payee: snapshot.payee.Id, flags: found };
    });
  }
}
