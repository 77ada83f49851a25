import { dirFlag, messagesOf, orgFlag, QuotientCommand } from '../../command.ts';
import { examine } from '../../doctor.ts';
import type { Finding, Level } from '../../doctor-finding.ts';
import { exitCode } from '../../error.ts';
import { readFolder } from '../../folder/folder.ts';

const messages = messagesOf('quotient.doctor');
const heads: Readonly<Record<Level, string>> = {
  stops: messages.getMessage('stops'),
  degrades: messages.getMessage('degrades'),
  fine: messages.getMessage('fine'),
};

export interface Examined {
  readonly org: string;
  readonly findings: readonly Finding[];
}

export default class Doctor extends QuotientCommand<Examined> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlag, ...dirFlag };

  protected async answer(): Promise<Examined> {
    const { flags } = await this.parse(Doctor);
    const folder = readFolder(flags.dir);
    const rest = await this.rest(flags['target-org']);
    this.spinner.start(`Examining ${rest.login.name}`);
    const findings = await examine(rest, folder);
    this.spinner.stop('done');
    for (const level of ['stops', 'degrades', 'fine'] as const) {
      const own = findings.filter((one) => one.level === level);
      if (own.length > 0) this.log(`\n${heads[level]}`);
      for (const { message, remedy, plans } of own)
        this.log(`- ${message}${plans.length > 0 ? ` (${plans.join(', ')})` : ''}${remedy ? `\n  ${remedy}` : ''}`);
    }
    if (findings.some(({ level }) => level === 'stops')) process.exitCode = exitCode.missing;
    return { org: rest.login.name, findings };
  }
}
