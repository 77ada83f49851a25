import { SfError } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { messagesOf, QuotientCommand } from '../../../command.ts';
import { ConnectorError, exitCode } from '../../../error.ts';
import { adviceOn, adviceText, plansOf, surroundings, type PlacedAdvice } from '../../../plan-check.ts';
import { readPlanFiles } from '../../../plan-files.ts';

const messages = messagesOf('quotient.plan.check');

export interface Checked {
  readonly file: string;
  readonly plan: string;
  readonly components: readonly string[];
  readonly advice: readonly PlacedAdvice[];
}

export default class PlanCheck extends QuotientCommand<Checked[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly strict = false;
  static override readonly flags = {
    dir: Flags.string({ char: 'd', summary: messages.getMessage('flags.dir.summary') }),
    strict: Flags.boolean({ summary: messages.getMessage('flags.strict.summary') }),
  };

  private checked: Checked[] = [];

  protected async answer(): Promise<Checked[]> {
    const { argv, flags } = await this.parse(PlanCheck);
    const files = argv.length === 0 && flags.dir !== undefined ? plansOf(flags.dir) : (argv as string[]);
    const { read, failure } = readPlanFiles(files, messages.getMessage('example'));
    const around =
      flags.dir === undefined || failure ? { around: {}, placeOf: () => undefined } : surroundings(flags.dir);
    this.checked = read.map((planFile) => ({
      file: planFile.file,
      plan: planFile.plan.id,
      components: planFile.plan.components.map(({ id }) => id),
      advice: adviceOn(planFile, around),
    }));
    for (const [i, { file, components, advice }] of this.checked.entries()) {
      this.log(
        `${file}: ${read[i]?.plan.name} is a valid plan with ${components.length} ${components.length === 1 ? 'component' : 'components'}`,
      );
      for (const one of advice) this.log(adviceText(one));
    }
    if (failure) throw failure;
    const warnings = this.checked.flatMap(({ advice }) => advice).filter(({ severity }) => severity === 'warning');
    if (flags.strict && warnings.length > 0)
      throw new ConnectorError('warnings', exitCode.usage, messages.getMessage('error.strict', [warnings.length]), [
        messages.getMessage('error.strict.actions'),
      ]);
    return this.checked;
  }

  /** An error says what was found in the other files too. */
  override async run(): Promise<Checked[]> {
    try {
      return await super.run();
    } catch (error) {
      throw error instanceof SfError ? error.setData(this.checked) : error;
    }
  }
}
