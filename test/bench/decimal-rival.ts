// The straightforward way: one pass, a Map by payee and window, decimal.js for each record. It pays the public data set's
// two plans (the agents' tiers with cap, gate and win-rate curve, the managers' curve), with a line for each record.
import { Decimal } from 'decimal.js';

interface Deal {
  readonly Id: string;
  readonly OwnerId: string;
  readonly Amount: number | null;
  readonly CloseDate: string;
  readonly IsWon: boolean;
  readonly IsClosed: boolean;
}

interface Person {
  readonly Id: string;
  readonly ManagerId?: string | null;
}

interface Account {
  position: Decimal;
  paid: Decimal;
  won: number;
  closed: number;
  lines: { record: string; earned: string }[];
}

const tiers = [
  { from: '0', rate: '0.06' },
  { from: '0.5', rate: '0.08' },
  { from: '1', rate: '0.12' },
  { from: '1.5', rate: '0.15' },
].map(({ from, rate }) => ({ from: new Decimal(from), rate: new Decimal(rate) }));
const agentQuota = new Decimal(90_000);
const agentCap = new Decimal(60_000);
const managerQuota = new Decimal(450_000);
const managerTarget = new Decimal(10_000);
const points = [
  { at: '0.5', pays: '0' },
  { at: '1', pays: '1' },
  { at: '1.5', pays: '2.5' },
].map(({ at, pays }) => ({ at: new Decimal(at), pays: new Decimal(pays) }));

function commission(position: Decimal): Decimal {
  let total = new Decimal(0);
  tiers.forEach(({ from, rate }, i) => {
    const low = from.times(agentQuota);
    const next = tiers[i + 1];
    const high = next ? Decimal.min(position, next.from.times(agentQuota)) : position;
    if (high.gt(low)) total = total.plus(high.minus(low).times(rate));
  });
  return Decimal.min(total, agentCap).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

function curve(position: Decimal): Decimal {
  const attainment = position.div(managerQuota);
  const [first] = points;
  if (!first || attainment.lt(first.at)) return new Decimal(0);
  let i = points.findLastIndex(({ at }) => attainment.gte(at));
  if (i === points.length - 1) i--;
  const [a, b] = [points[i] ?? first, points[i + 1] ?? first];
  const share = a.pays.plus(b.pays.minus(a.pays).times(attainment.minus(a.at)).div(b.at.minus(a.at)));
  return share.times(managerTarget).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

const window = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;

/** Pays everybody; returns the accounts by payee and window. */
export function payByDecimals(deals: readonly Deal[], people: readonly Person[]): Map<string, Account> {
  const managers = new Map(people.map(({ Id, ManagerId }) => [Id, ManagerId ?? null]));
  const accounts = new Map<string, Account>();
  const accountOf = (payee: string, date: string): Account => {
    const key = `${payee} ${window(date)}`;
    let account = accounts.get(key);
    if (!account)
      accounts.set(key, (account = { position: new Decimal(0), paid: new Decimal(0), won: 0, closed: 0, lines: [] }));
    return account;
  };
  const credit = (account: Account, { Id, Amount }: Deal, payout: (position: Decimal) => Decimal): void => {
    account.position = account.position.plus(new Decimal(Amount ?? 0));
    const paid = payout(account.position);
    account.lines.push({ record: Id, earned: paid.minus(account.paid).toFixed(2) });
    account.paid = paid;
  };
  const ordered = [...deals].sort((a, b) =>
    a.CloseDate < b.CloseDate ? -1 : a.CloseDate > b.CloseDate ? 1 : a.Id < b.Id ? -1 : 1,
  );
  for (const deal of ordered) {
    if (!deal.IsClosed) continue;
    const account = accountOf(deal.OwnerId, deal.CloseDate);
    account.closed++;
    if (!deal.IsWon) continue;
    account.won++;
    credit(account, deal, commission);
    const manager = managers.get(deal.OwnerId);
    if (manager) credit(accountOf(manager, deal.CloseDate), deal, curve);
  }
  return accounts;
}
