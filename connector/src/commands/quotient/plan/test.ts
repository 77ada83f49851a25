import { SfError } from '@salesforce/core';
import { messagesOf, QuotientCommand } from '../../../command.ts';
import { ConnectorError, exitCode } from '../../../error.ts';
import { requirePlanFiles } from '../../../plan-files.ts';
import { testedText, testPlan, type TestedPlan } from '../../../plan-scenarios.ts';

const messages = messagesOf('quotient.plan.test');

export default class PlanTest extends QuotientCommand<TestedPlan[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly strict = false;

  private tested: TestedPlan[] = [];

  protected async answer(): Promise<TestedPlan[]> {
    const { argv } = await this.parse(PlanTest);
    this.tested = requirePlanFiles(argv as string[], messages.getMessage('example')).map(testPlan);
    for (const plan of this.tested) this.log(testedText(plan));
    const all = this.tested.flatMap(({ scenarios }) => scenarios);
    const failed = all.filter(({ passed }) => !passed);
    if (failed.length > 0)
      throw new ConnectorError(
        'scenario-failed',
        exitCode.badData,
        messages.getMessage('error.failed', [failed.length, all.length, failed.map(({ name }) => name).join(', ')]),
        [messages.getMessage('error.failed.actions')],
      );
    this.log(messages.getMessage('passed', [all.length]));
    return this.tested;
  }

  /** An error says how each scenario ended. */
  override async run(): Promise<TestedPlan[]> {
    try {
      return await super.run();
    } catch (error) {
      throw error instanceof SfError ? error.setData(this.tested) : error;
    }
  }
}
