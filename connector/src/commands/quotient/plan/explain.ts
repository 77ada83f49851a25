import { describe, type PlanInWords } from '@quotient/calc/plans';
import { Flags } from '@salesforce/sf-plugins-core';
import { messagesOf, QuotientCommand } from '../../../command.ts';
import { ConnectorError, exitCode } from '../../../error.ts';
import { writeDocument } from '../../../output.ts';
import { planText } from '../../../plan-explain.ts';
import { requirePlanFiles } from '../../../plan-files.ts';
import { planSvg } from '../../../plan-svg.ts';

const messages = messagesOf('quotient.plan.explain');

export default class PlanExplain extends QuotientCommand<PlanInWords[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly strict = false;
  static override readonly flags = { svg: Flags.string({ summary: messages.getMessage('flags.svg.summary') }) };

  protected async answer(): Promise<PlanInWords[]> {
    const { argv, flags } = await this.parse(PlanExplain);
    const plans = requirePlanFiles(argv as string[], messages.getMessage('example')).map(({ plan }) => describe(plan));
    const [only, ...more] = plans;
    if (flags.svg === undefined || !only) {
      this.log(plans.map(planText).join('\n\n\n'));
      return plans;
    }
    if (more.length > 0)
      throw new ConnectorError('one-plan', exitCode.usage, messages.getMessage('error.svg', [plans.length]), [
        messages.getMessage('error.svg.actions'),
      ]);
    if (flags.svg === '-') this.print(planSvg(only).trimEnd());
    else {
      writeDocument(flags.svg, planSvg(only));
      this.log(messages.getMessage('written', [flags.svg]));
    }
    return plans;
  }
}
