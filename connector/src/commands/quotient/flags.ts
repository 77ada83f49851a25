import { flags as flagsOf, snapshots, type Flags as Found } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { asOfFlag, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { flagsText } from '../../flags.ts';
import { unknownPerson } from './attainment.ts';

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
    const named = flags.payee ?? flags.team;
    const id = named === undefined ? undefined : (people.find(named) ?? unknownPerson(named));
    const shown = id === undefined ? undefined : flags.team === undefined ? [id] : [id, ...people.below(id)];
    const held = snapshots(book, shown).filter(({ plans }) => plans.length > 0);
    if (held.length === 0)
      throw new ConnectorError(
        'nothing',
        exitCode.usage,
        messages.getMessage('error.nothing', [named ?? 'anybody', book.asOf]),
        [messages.getMessage('error.nothing.actions')],
      );
    return held.map((snapshot) => {
      const found = flagsOf(snapshot);
      this.log(`${flagsText(people.name(snapshot.payee.Id), found)}\n`);
      return { payee: snapshot.payee.Id, flags: found };
    });
  }
}
