// The straightforward way: one pass over the records in order, a Map by payee and window, decimal.js for each record, the
// plan's texts read where they are needed. It knows what the public data set's plans use (credit by owner and by reports,
// marginal tiers and curves, a cap, a gate, a ratio settled at the window's end) and answers the same statements, whole.
import type { Book, Component, Plan, Result, Statement } from '@quotient/calc';
import { Decimal } from 'decimal.js';

interface Deal {
  readonly Id: string;
  readonly OwnerId: string;
  readonly Amount: number | null;
  readonly CloseDate: string;
  readonly IsWon: boolean;
  readonly IsClosed: boolean;
}

/** A component of one payee in one window, as it stands after the records so far. */
interface Account {
  position: Decimal;
  per: Decimal;
  paid: Decimal;
  /** By payment period: what stood at the end of it, and its lines. */
  periods: Map<string, { position: Decimal; per: Decimal; paid: Decimal; lines: Line[] }>;
}
type Line = Statement['components'][number]['lines'][number];

const share = (text: string | number): Decimal =>
  String(text).endsWith('%') ? new Decimal(String(text).slice(0, -1)).div(100) : new Decimal(text);
const text = (value: Decimal): string => value.toDecimalPlaces(12, Decimal.ROUND_HALF_EVEN).toFixed();
const quarter = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
const periodOf = (plan: Plan, date: string): string => (plan.pay === 'quarter' ? quarter(date) : date.slice(0, 7));

function payout({ rate, quota, target, cap }: Component, position: Decimal): Decimal {
  const whole = new Decimal(quota as number);
  let total = new Decimal(0);
  if (rate.type === 'marginal') {
    rate.tiers.forEach((tier, i) => {
      const next = rate.tiers[i + 1];
      const low = share(tier.from).times(whole);
      const high = next ? Decimal.min(position, share(next.from).times(whole)) : position;
      if (high.gt(low)) total = total.plus(high.minus(low).times(share(tier.rate)));
    });
  }
  if (rate.type === 'curve') {
    const attainment = position.div(whole);
    const i = rate.points.findLastIndex(({ at }) => attainment.gte(share(at)));
    const [a, b] = [rate.points[i], rate.points[i + 1] ?? (rate.beyond === 'extend' ? rate.points[i - 1] : undefined)];
    if (a) total = share(a.pays);
    if (a && b) {
      const slope = share(b.pays)
        .minus(share(a.pays))
        .div(share(b.at).minus(share(a.at)));
      total = total.plus(slope.times(attainment.minus(share(a.at))));
    }
    total = total.times(new Decimal(target as number));
  }
  if (cap?.payout !== undefined) total = Decimal.min(total, new Decimal(cap.payout));
  return total.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Pays everybody of a book. */
export function payByDecimals(book: Book): Result {
  const managers = new Map((book.users ?? []).map(({ Id, ManagerId }) => [Id, ManagerId ?? null]));
  const plansOf = new Map<string, Plan[]>();
  for (const { payee, plan: id } of book.assignments)
    plansOf.set(payee, [...(plansOf.get(payee) ?? []), ...book.plans.filter((plan) => plan.id === id)]);
  const accounts = new Map<string, Account>();
  const deals = [...(book.records?.['Opportunity'] ?? [])] as unknown as Deal[];
  deals.sort((a, b) => (a.CloseDate < b.CloseDate ? -1 : a.CloseDate > b.CloseDate ? 1 : a.Id < b.Id ? -1 : 1));

  for (const deal of deals) {
    if (!deal.CloseDate || deal.CloseDate > book.asOf || !deal.IsClosed) continue;
    for (const plan of plansOf.get(deal.OwnerId) ?? [])
      for (const component of plan.components)
        if (plan.measures[component.measure ?? '']?.credit === 'owner') credit(deal.OwnerId, plan, component, deal);
    for (let above = managers.get(deal.OwnerId); above; above = managers.get(above))
      for (const plan of plansOf.get(above) ?? [])
        for (const component of plan.components)
          if (typeof plan.measures[component.measure ?? '']?.credit === 'object') credit(above, plan, component, deal);
  }

  function credit(payee: string, plan: Plan, component: Component, { Id, Amount, CloseDate, IsWon }: Deal): void {
    const isRatio = plan.measures[component.measure ?? '']?.ratio !== undefined;
    if (!isRatio && !IsWon) return;
    const key = `${payee} ${plan.id} ${component.id} ${quarter(CloseDate)}`;
    let account = accounts.get(key);
    if (!account) {
      const nothing = new Decimal(0);
      accounts.set(key, (account = { position: nothing, per: nothing, paid: nothing, periods: new Map() }));
    }
    const name = periodOf(plan, CloseDate);
    const lines = account.periods.get(name)?.lines ?? [];
    if (isRatio) {
      account.position = account.position.plus(IsWon ? 1 : 0);
      account.per = account.per.plus(1);
    } else {
      const value = new Decimal(Amount ?? 0);
      account.position = account.position.plus(value);
      const paid = payout(component, account.position);
      const earned = paid.minus(account.paid).toFixed(2);
      lines.push({ record: Id, date: CloseDate, value: value.toFixed(2), share: '1', earned });
      account.paid = paid;
    }
    account.periods.set(name, { position: account.position, per: account.per, paid: account.paid, lines });
  }

  const statements: Statement[] = [];
  for (const [payee, plans] of [...plansOf].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const plan of plans) {
      for (let month = 1; month <= 12; month += plan.pay === 'quarter' ? 3 : 1)
        statements.push(statement(payee, plan, `${book.asOf.slice(0, 4)}-${String(month).padStart(2, '0')}-01`));
    }
  return { asOf: book.asOf, statements };

  function statement(payee: string, plan: Plan, date: string): Statement {
    const [period, window] = [periodOf(plan, date), quarter(date)];
    const attainments = new Map<string, Decimal>();
    const isLast = plan.pay === 'quarter' || Number(date.slice(5, 7)) % 3 === 0;
    let sum = new Decimal(0);
    const components = plan.components.map((component) => {
      const account = accounts.get(`${payee} ${plan.id} ${component.id} ${window}`);
      const isRatio = plan.measures[component.measure ?? '']?.ratio !== undefined;
      const until = [...(account?.periods ?? [])].filter(([name]) => name <= period);
      const nothing = new Decimal(0);
      const now = until.at(-1)?.[1] ?? { position: nothing, per: nothing, paid: nothing, lines: [] };
      const before = until.findLast(([name]) => name < period)?.[1];
      const reached = ({ position: of, per }: typeof now): Decimal =>
        !isRatio ? of : per.isZero() ? nothing : of.div(per);
      const position = reached(now);
      const quota = new Decimal(component.quota as number);
      const attainment = position.div(quota);
      attainments.set(component.id, attainment);
      const full = isRatio ? payout(component, position) : now.paid;
      const moved = isRatio ? full.minus(before ? payout(component, reached(before)) : nothing) : nothing;
      const rest: Line = { record: null, reason: 'rerated', earned: moved.toFixed(2) };
      const lines = moved.isZero() ? (account?.periods.get(period)?.lines ?? []) : [rest];
      const gate = Array.isArray(component.gate) ? undefined : component.gate;
      const opens =
        !gate || (attainments.get(gate.component) ?? nothing).gte(share((gate as { attainment: string }).attainment));
      const settled = component.settle !== 'end' || isLast;
      const inWindow = opens && settled ? full : nothing;
      const earned = inWindow.minus(isRatio || !before ? nothing : before.paid);
      sum = sum.plus(earned);
      return {
        id: component.id,
        window,
        credited: text(position),
        quota: text(quota),
        attainment: text(attainment),
        earned: earned.toFixed(2),
        earnedInWindow: inWindow.toFixed(2),
        withheld: (settled && !opens ? full : nothing).toFixed(2),
        lines,
      };
    });
    const none = '0.00';
    return {
      payee,
      plan: plan.id,
      period,
      status: 'closed',
      currency: plan.currency,
      components,
      earned: sum.toFixed(2),
      held: none,
      released: none,
      clawedBack: none,
      limited: none,
      adjustments: none,
      debt: none,
      payable: sum.toFixed(2),
      warnings: [],
    };
  }
}
