import { messagesOf, QuotientCommand } from '../../../command.ts';
import { ConnectorError, exitCode } from '../../../error.ts';
import { inFile, readDocument } from '../../../folder/document.ts';
import { readPlan } from '@quotient/calc';

const messages = messagesOf('quotient.plan.check');

export interface Checked {
  readonly file: string;
  readonly plan: string;
  readonly components: readonly string[];
}

export default class PlanCheck extends QuotientCommand<Checked[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly strict = false;

  protected async answer(): Promise<Checked[]> {
    const { argv } = await this.parse(PlanCheck);
    if (argv.length === 0)
      throw new ConnectorError('no-file', exitCode.usage, 'No plan file was named.', [
        'quotient plan check plans/account-executive.yaml',
      ]);
    const failures: ConnectorError[] = [];
    const checked = (argv as string[]).flatMap((file) => {
      try {
        const document = readDocument(file);
        const plan = inFile(document, () => readPlan(document.value));
        this.log(
          `${file}: ${plan.name} is a valid plan with ${plan.components.length} ${plan.components.length === 1 ? 'component' : 'components'}`,
        );
        return [{ file, plan: plan.id, components: plan.components.map(({ id }) => id) }];
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        failures.push(error);
        return [];
      }
    });
    const [first] = failures;
    if (first)
      throw new ConnectorError(
        first.code,
        first.exitCode,
        failures.map(({ message }) => message).join('\n'),
        failures.flatMap(({ actions }) => actions),
      );
    return checked;
  }
}
