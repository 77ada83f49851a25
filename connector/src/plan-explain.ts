// A plan in words for a terminal: sentences, tables and pictures in 80 columns.
import type { ComponentInWords, PayoutRow, PlanInWords } from '@quotient/calc/plans';
import { drawingOf } from './plan-drawing.ts';
import { terminalPicture } from './plan-terminal.ts';
import { money, percent, plain, table, type Column } from './render.ts';

const columns = 78;

/** The whole plan. */
export function planText(plan: PlanInWords): string {
  return [
    `${plan.name} (${plan.id})`,
    section(plan.payment.title, plan.payment.sentences),
    `${heading('What is counted')}\n${plan.counted.map(({ title, sentences }) => wrapped(`${title}: ${sentences.join(' ')}`)).join('\n')}`,
    ...plan.components.map((component) => componentText(component, plan)),
    section(plan.payable.title, plan.payable.sentences),
  ].join('\n\n');
}

const heading = (title: string): string => `${title}\n${'─'.repeat(Math.min(columns, title.length))}`;

const section = (title: string, sentences: readonly string[]): string =>
  `${heading(title)}\n${sentences.map((sentence) => wrapped(sentence)).join('\n')}`;

function componentText(component: ComponentInWords, { currency }: PlanInWords): string {
  const { title, sentences, rate, assumes, payout } = component;
  const drawing = drawingOf(component);
  return [
    section(title, sentences),
    ...(rate
      ? [
          table(
            rate.rows,
            rate.columns.map((name, i) => ({ title: name, of: (row) => row[i] ?? '', right: i > 0 })),
          ),
        ]
      : []),
    ...(payout ? [`${assumes ? `${wrapped(assumes)}\n` : ''}${payoutTable(payout, component.unit, currency)}`] : []),
    ...(drawing ? [terminalPicture(drawing)] : []),
  ].join('\n\n');
}

/** Columns in which nothing stands are left out. */
function payoutTable(rows: readonly PayoutRow[], unit: ComponentInWords['unit'], currency: string): string {
  const rate = (value: string): string => (unit === 'money' ? percent(value) : money(value, currency));
  const all: readonly (Column<PayoutRow> & { readonly key: keyof PayoutRow })[] = [
    {
      key: 'attainment',
      title: 'Attainment',
      of: ({ attainment }) => (attainment === null ? '' : percent(attainment)),
      right: true,
    },
    { key: 'credited', title: 'Credited', of: ({ credited }) => plain(credited), right: true },
    { key: 'earned', title: 'Pays', of: ({ earned }) => (earned === null ? '' : money(earned, currency)), right: true },
    {
      key: 'effectiveRate',
      title: unit === 'money' ? 'Rate' : 'Per unit',
      of: ({ effectiveRate }) => (effectiveRate === null ? '' : rate(effectiveRate)),
      right: true,
    },
    {
      key: 'ofTarget',
      title: 'Of target',
      of: ({ ofTarget }) => (ofTarget === null ? '' : percent(ofTarget)),
      right: true,
    },
  ];
  return table(
    rows,
    all.filter(({ key }) => rows.some((row) => row[key] !== null)),
  );
}

/** Breaks a sentence into lines; all but the first are set in. */
function wrapped(text: string, indent = '  '): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!%)/)) {
    if (line.length + word.length + 1 > columns && line.trim() !== '') {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
