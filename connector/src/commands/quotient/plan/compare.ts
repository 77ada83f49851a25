import type { Plan } from '@quotient/calc';
import type { Comparison } from '@quotient/calc/plans';
import { Args } from '@oclif/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { checkedDay, dirFlag, asOfFlag, messagesOf, QuotientCommand } from '../../../command.ts';
import {
  bookFromFile,
  comparePlans,
  comparisonCsv,
  comparisonText,
  daysOf,
  wholePlan,
  type Days,
} from '../../../plan-compare.ts';
import { planNamed } from '../../../plan-files.ts';

const messages = messagesOf('quotient.plan.compare');

export interface PlanComparison extends Comparison {
  readonly asOf: string;
  readonly a: string;
  readonly b: string;
  readonly days: Days;
}

export default class PlanCompare extends QuotientCommand<PlanComparison> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly args = {
    a: Args.string({ required: true, description: messages.getMessage('args.a.summary') }),
    b: Args.string({ required: true, description: messages.getMessage('args.b.summary') }),
  };
  static override readonly flags = {
    ...dirFlag,
    ...asOfFlag,
    book: Flags.string({ summary: messages.getMessage('flags.book.summary'), exclusive: ['as-of'] }),
    period: Flags.string({ summary: messages.getMessage('flags.period.summary'), exclusive: ['from', 'to'] }),
    from: Flags.string({ summary: messages.getMessage('flags.from.summary') }),
    to: Flags.string({ summary: messages.getMessage('flags.to.summary') }),
    csv: Flags.boolean({ summary: messages.getMessage('flags.csv.summary'), exclusive: ['json'] }),
  };

  protected async answer(): Promise<PlanComparison> {
    const { args, flags } = await this.parse(PlanCompare);
    const { book, people } =
      flags.book === undefined ? this.synced(flags.dir, flags['as-of']) : bookFromFile(flags.book, args.a);
    const [a, b] = [planNamed(args.a, book.plans), planNamed(args.b, book.plans)];
    const days = daysAsked(flags, a);
    const comparison = comparePlans(book, a, b, days);
    const names = { a: titleOf(a, args.a), b: titleOf(b, args.b), person: people.name };
    if (flags.csv) this.print(comparisonCsv(comparison, names));
    else {
      this.log(messages.getMessage('title', [book.asOf, days.from, days.to]));
      this.log(`\n${comparisonText(comparison, names)}`);
    }
    return { asOf: book.asOf, a: a.id, b: b.id, days, ...comparison };
  }
}

const titleOf = ({ name }: Plan, file: string): string => `${name} (${file})`;

function daysAsked(
  flags: { period?: string | undefined; from?: string | undefined; to?: string | undefined },
  plan: Plan,
): Days {
  if (flags.period !== undefined) return daysOf(flags.period, plan);
  const whole = wholePlan(plan);
  return { from: checkedDay(flags.from) ?? whole.from, to: checkedDay(flags.to) ?? whole.to };
}
