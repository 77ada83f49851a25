// An estimate in a terminal: what the deal pays first, then why.
import { explain, type CrmRecord, type Estimate, type Snapshot, type Trace } from '@quotient/calc';
import { money, percent, plain } from './render.ts';

/** The estimate of one deal for one person, in words. */
export function estimateText(name: string, deal: CrmRecord, { cannotSay, notes, plans }: Estimate): string {
  const title = `${String(deal['Name'] ?? deal['Id'])}, if it closes on ${String(deal['CloseDate'] ?? 'no date')} with ${plain(deal['Amount'] === null || deal['Amount'] === undefined ? null : String(deal['Amount'])) || 'no amount'}`;
  if (cannotSay) return `${title}\n  Cannot say: ${cannotSay.message}`;
  const blocks = plans.map((plan) => {
    const periods = plan.periods.map(
      ({ period, payday, change }) =>
        `  ${money(change, plan.currency)} in ${period}${payday ? `, payable on ${payday}` : ''}`,
    );
    const components = plan.components
      .filter(
        ({ worth, change, credited }) => Number(worth) !== 0 || Number(change) !== 0 || credited[0] !== credited[1],
      )
      .flatMap(({ label, worth, window, attainment, slices, next, acts, when, unit }) => [
        `  ${label}: ${money(worth, plan.currency)}${attainment[1] === null ? '' : `, ${percent(attainment[0])} → ${percent(attainment[1])} of ${window}`}${when === 'now' ? '' : `, ${'gate' in when ? `once ${when.gate} opens the gate` : `paid with ${when.period}`}`}${acts.length > 0 ? ` (${acts.join(', ')})` : ''}`,
        ...slices.map(
          (slice) =>
            `    ${unit === 'money' ? money(slice.value, plan.currency) : plain(slice.value)} at ${slice.rate} = ${money(slice.earned, plan.currency)}`,
        ),
        ...(next && unit !== 'ratio'
          ? [
              `    ${unit === 'money' ? money(next.remaining, plan.currency) : plain(next.remaining)} more reaches ${next.at}: ${/^\d+(\.\d+)?$/.test(next.pays) ? money(next.pays, plan.currency) : next.pays}`,
            ]
          : []),
      ]);
    return [`${money(plan.worth, plan.currency)} for ${name} (${plan.name})`, ...periods, ...components].join('\n');
  });
  return [title, ...notes.map(({ message }) => `  ${message}`), ...blocks].join('\n');
}

/** The trace of a deal's worth, indented. */
export function traceText(snapshot: Snapshot, deal: CrmRecord): string {
  return snapshot.plans
    .map(({ plan }) => traceLines(explain(snapshot, { plan: plan.id, deals: [{ record: deal }] })).join('\n'))
    .join('\n');
}

/** A node a line, its inputs below it. Long lists of records come after what is short, and a line of a table in one line. */
export function traceLines(trace: Trace, depth = 0): string[] {
  const { by, label, formula, result, unit, record, inputs } = trace;
  const name = [label, record].filter(Boolean).join(' ');
  const said = by === 'line' ? formula : `${result || 'nothing'}${unit && unit !== 'day' ? ` ${unit}` : ''}`;
  const how = by === 'line' ? placeIn(trace) : (trace.path ?? formula);
  const shown = by === 'line' ? [] : inputs.filter((one) => one.label !== '' || one.inputs.length > 0);
  return [
    `${'  '.repeat(depth)}${name ? `${name}: ` : ''}${said}${how ? `  (${how})` : ''}`,
    ...shown.toSorted((a, b) => Number(isLong(a)) - Number(isLong(b))).flatMap((input) => traceLines(input, depth + 1)),
  ];
}

const isLong = ({ inputs }: Trace): boolean => inputs.length > 6 && inputs.at(-1)?.record !== undefined;

/** Where the plan says it: the first place in a tree. */
const placeIn = ({ path, inputs }: Trace): string => inputs.reduce((found, one) => found || placeIn(one), path ?? '');
