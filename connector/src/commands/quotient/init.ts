import { dirname, join } from 'node:path';
import { Flags } from '@salesforce/sf-plugins-core';
import { messagesOf, QuotientCommand } from '../../command.ts';
import { defaultTemplate, templates, writeTemplate, type Template } from '../../templates.ts';

const messages = messagesOf('quotient.init');

export interface Written {
  readonly template: string;
  readonly dir: string;
  readonly files: readonly string[];
  /** Commands to run next. */
  readonly next: readonly string[];
}

export default class Init extends QuotientCommand<Written | { readonly templates: readonly Template[] }> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    template: Flags.string({ char: 't', summary: messages.getMessage('flags.template.summary') }),
    dir: Flags.string({ char: 'd', summary: messages.getMessage('flags.dir.summary') }),
    force: Flags.boolean({ summary: messages.getMessage('flags.force.summary') }),
  };

  protected async answer(): Promise<Written | { readonly templates: readonly Template[] }> {
    const { flags } = await this.parse(Init);
    const isUndecided = flags.template === undefined && flags.dir === undefined && !flags.force;
    if (isUndecided && process.stdout.isTTY && !this.jsonEnabled()) return this.list();

    const { template = defaultTemplate, dir = '.' } = flags;
    const files = writeTemplate(template, dir, { force: flags.force });
    const next = this.next(dir, files);
    for (const file of files) this.log(`wrote ${file}`);
    this.log(`\n${messages.getMessage('next')}\n${next.map((command) => `  ${command}`).join('\n')}`);
    return { template, dir, files, next };
  }

  /** What there is to choose from; nothing is written. */
  private list(): { readonly templates: readonly Template[] } {
    const known = templates();
    const width = Math.max(...known.map(({ name }) => name.length));
    for (const { name, summary } of known) this.log(`${name.padEnd(width)}  ${summary}`);
    this.log(`\n${messages.getMessage('choose', [`${this.config.bin} quotient init --template ${defaultTemplate}`])}`);
    return { templates: known };
  }

  private next(dir: string, files: readonly string[]): string[] {
    const sf = `${this.config.bin} quotient`;
    const [plan = ''] = files;
    return [
      `${sf} plan test ${quoted(dirname(plan))}/*.yaml`,
      `${sf} plan explain ${quoted(plan)}`,
      `${sf} sync --target-org my-org${join(dir) === '.' ? '' : ` --dir ${quoted(dir)}`}`,
    ];
  }
}

/** A path as a shell takes it. */
const quoted = (path: string): string =>
  /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
