import { snapshots, team, type Team as Standing } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { asOfFlag, dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { peopleNamed } from '../../people.ts';
import { teamText } from '../../team.ts';

const messages = messagesOf('quotient.team');

export default class Team extends QuotientCommand<Standing> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    team: Flags.string({ summary: messages.getMessage('flags.team.summary') }),
  };

  protected async answer(): Promise<Standing> {
    const { flags } = await this.parse(Team);
    const { book, people } = this.synced(flags.dir, flags['as-of']);
    const shown = peopleNamed(people, undefined, flags.team);
    const result = team(snapshots(book, shown && [...shown]));
    if (result.rows.length === 0)
      throw new ConnectorError(
        'nothing',
        exitCode.usage,
        messages.getMessage('error.nothing', [flags.team ?? 'anybody', book.asOf]),
        [messages.getMessage('error.nothing.actions')],
      );
    this.log(teamText(result, people.name));
    return result;
  }
}
