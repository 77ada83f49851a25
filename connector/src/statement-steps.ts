// The way of a statement from earned to payable, step by step: what each adds to the pay, and to what is owed.
import { compareDecimals, sumOf, type FigureOf, type Money, type Statement, type Trace } from '@quotient/calc';

/** The kinds of steps, in their order. A draw is an `advance` where it has to be repaid, else a `guarantee`. */
export type Item =
  | 'debtBefore'
  | 'earned'
  | 'held'
  | 'released'
  | 'clawedBack'
  | 'limited'
  | 'adjustment'
  | 'repaid'
  | 'carried'
  | 'advance'
  | 'guarantee';

export interface Step {
  readonly item: Item;
  readonly label: string;
  /** The component that earned it. */
  readonly component?: string;
  /** The amounts of all steps are together what is payable. */
  readonly amount: Money;
  /** The debts of all steps are together what is owed after the statement. */
  readonly debt: Money;
}

/** The figures that a statement's trace works out, by name and component. */
export type Figures = (figure: FigureOf['figure'], component?: string) => Trace | undefined;

export function figuresIn(trace: Trace): Figures {
  const found = new Map<string, Trace>();
  const key = (figure: string, component = ''): string => `${component} ${figure}`;
  const walk = (node: Trace): void => {
    // What is only stated is worked out elsewhere.
    if (node.of && node.by !== 'statement') found.set(key(node.of.figure, node.of.component), node);
    node.inputs.forEach(walk);
  };
  walk(trace);
  return (figure, component) => found.get(key(figure, component));
}

/** Every step of a statement, also those that move nothing. */
export function stepsOf(statement: Statement, figures: Figures, labelOf: (component: string) => string): Step[] {
  const { components, held, released, clawedBack, limited, debt, payable } = statement;
  const none = sumOf([payable, negated(payable)]);
  const adjustments = figures('adjustments')?.inputs ?? [];
  const repaid = figures('repaid');
  const [left, taken] = [figures('left')?.result ?? none, repaid?.result ?? none];
  const debtBefore = repaid?.inputs[0]?.result ?? none;
  const isShort = compareDecimals(left, none) < 0;
  const carried = isShort ? negated(left) : none;
  const drawn = sumOf([payable, negated(isShort ? none : left)]);
  const owed = sumOf([debt, negated(debtBefore), taken, negated(carried)]);
  const step = (item: Item, label: string, amount: Money, owes: Money = none): Step => ({
    item,
    label,
    amount,
    debt: owes,
  });
  return [
    step('debtBefore', 'Debt before', none, debtBefore),
    ...components.map(({ id, earned }) => ({ ...step('earned', labelOf(id), earned), component: id })),
    step('held', 'Held back', negated(held)),
    step('released', 'Released', released),
    step('clawedBack', 'Taken back', negated(clawedBack)),
    step('limited', 'Above the limit of the plan', negated(limited)),
    ...(adjustments.length > 0
      ? adjustments.map(({ label, result }) => step('adjustment', label, result))
      : [step('adjustment', 'Adjustments', none)]),
    step('repaid', 'Debt repaid', negated(taken), negated(taken)),
    step('carried', 'Below 0, carried on as debt', carried, carried),
    isNone(owed)
      ? step('guarantee', 'Guaranteed by the draw', drawn)
      : step('advance', 'Advanced by the draw', drawn, owed),
  ];
}

export const isNone = (amount: Money): boolean => !/[1-9]/.test(amount);

const negated = (amount: Money): Money =>
  isNone(amount) ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`;

/** A row of the table from earned to payable; totals are what the rows above come to. */
export interface WayRow {
  readonly label: string;
  readonly amount: Money;
  readonly isTotal: boolean;
}

/** The rows from earned to payable. Debt and draw stand there where they move something. */
export function wayOf({ period, earned, payable }: Statement, steps: readonly Step[]): WayRow[] {
  const rows = (...items: readonly Item[]): WayRow[] =>
    steps.filter(({ item }) => items.includes(item)).map(({ label, amount }) => ({ label, amount, isTotal: false }));
  const before = rows('held', 'released', 'clawedBack', 'limited', 'adjustment');
  const settled = rows('repaid', 'carried', 'advance', 'guarantee').filter(({ amount }) => !isNone(amount));
  const total = (label: string, amount: Money): WayRow => ({ label, amount, isTotal: true });
  return [
    ...rows('earned'),
    total('Earned', earned),
    ...before,
    ...(settled.length > 0
      ? [total('Balance', sumOf([earned, ...before.map(({ amount }) => amount)])), ...settled]
      : []),
    total(`Payable in ${period}`, payable),
  ];
}

/** What moved a debt; nothing where there is none. */
export const debtOf = (steps: readonly Step[]): Step[] => steps.filter(({ debt }) => !isNone(debt));
