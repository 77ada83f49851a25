// What the Lightning web components take of the elements: how to register them, what a deal must bring, words and traces.
import type { Plan, Trace } from '@quotient/calc';
import { define } from '@quotient/widget';
import { de } from '@quotient/widget/messages.de';
import { fieldsOf } from '../../packages/salesforce/src/fields.ts';
import { readable } from '../../widget/src/estimate-view.ts';

/** What plans read of a deal. Fields are paths from the opportunity, such as `Account.Industry`. */
export interface DealNeeds {
  /** Fields without which a figure would be another one. */
  readonly needed: readonly string[];
  /** Fields that are shown, or that plans can do without. */
  readonly wanted: readonly string[];
  /** Fields of rows that say who shares the deal, by object. */
  readonly related: Readonly<Record<string, readonly string[]>>;
}

const shares = ['OpportunitySplit', 'OpportunityTeamMember'];

/** What the plans of snapshots read of a deal; a document that is no snapshot of this version asks for nothing. */
export function dealNeeds(documents: readonly unknown[]): DealNeeds {
  const plans = readable(documents).flatMap((snapshot) =>
    snapshot.plans.flatMap(({ plan, versions = [] }): Plan[] => [plan, ...versions.map((one) => one.plan)]),
  );
  const needs = fieldsOf(plans);
  const deal = needs.find(({ object }) => object === 'Opportunity');
  return {
    needed: (deal?.needed ?? []).filter((field) => field !== 'Id'),
    wanted: (deal?.wanted ?? []).filter((field) => field !== 'Id'),
    related: Object.fromEntries(
      needs.filter(({ object }) => shares.includes(object)).map(({ object, needed }) => [object, needed]),
    ),
  };
}

/** A trace as indented lines, a figure a line, no longer than a text of the CRM may be. */
export function traceText(trace: Trace, most = 30_000): string {
  const lines: string[] = [];
  const say = ({ label, formula, result, unit, record, field, inputs }: Trace, depth: number): void => {
    const source = record === undefined ? '' : ` [${[record, field].filter(Boolean).join('.')}]`;
    lines.push(
      `${'  '.repeat(depth)}${[label, `${result} ${unit}`.trim()].filter(Boolean).join(': ')}${formula ? ` = ${formula}` : ''}${source}`,
    );
    for (const input of inputs) say(input, depth + 1);
  };
  say(trace, 0);
  const text = lines.join('\n');
  return text.length <= most ? text : `${text.slice(0, text.lastIndexOf('\n', most - 4))}\n…`;
}

/** The elements' words besides English. */
export const messages = { de };

export { define };
