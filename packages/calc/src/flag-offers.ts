// Flags on what open deals offer and to whom they are credited: amounts, discounts, shares of nothing.
import { parseDecimal } from './decimal.ts';
import { stillRules } from './flag-deals.ts';
import { closing, numbersIn, raisedBy, reads, type DealRule, type Look } from './flag-deal-rule.ts';
import type { Facts } from './flag-facts.ts';
import { amongWords, configured, counted, percent, shareOf, shown, text, type Found } from './flag-found.ts';
import type { Benchmark, Values } from './flag-result.ts';
import { compare, fraction, multiply, zero, type Fraction } from './fraction.ts';

const amountUnusual: DealRule = {
  id: 'amount-unusual',
  lookIn: (facts, segment) => {
    if (!reads(facts, 'amount-unusual', 'Amount')) return null;
    const byCurrency = new Map<string, Look | null>();
    const currencyOf = facts.open.read('CurrencyIsoCode', (own) =>
      typeof own === 'string' && own !== '' ? own : facts.held.corporateCurrency,
    );
    return (deal) => {
      const currency = currencyOf(deal.row);
      let look = byCurrency.get(currency);
      if (look === undefined) byCurrency.set(currency, (look = amountsIn(facts, segment, currency)));
      return look?.(deal) ?? null;
    };
  },
};

/** Amounts of different currencies are never compared. */
function amountsIn(facts: Facts, segment: string | null, currency: string): Look | null {
  const id = 'amount-unusual';
  const won = facts.group(segment, ({ amounts }) =>
    Object.hasOwn(amounts, currency) ? (amounts[currency] ?? null) : null,
  );
  if (!won) {
    facts.notes.other('too-few', id, `Amount ${currency}`, 'amounts', { currency: text(currency) });
    return null;
  }
  const { among, value } = won;
  const [, , upper] = value.quartiles;
  const usual = parseDecimal(upper) ?? zero;
  const most = multiply(facts.limit(id, 'times', segment) ?? zero, usual);
  const near = Number(most.n) / Number(most.d);
  // Two doubles have the order of their shortest decimals, and most deals lie far below.
  const isFarBelow = facts.open.read('Amount', (given) => typeof given === 'number' && given < near);
  const amountOf = numbersIn(facts, id, 'Amount');
  return (deal) => {
    if (isFarBelow(deal.row)) return null;
    const amount = amountOf(deal);
    if (!amount || usual.n <= 0n || compare(amount, most) <= 0) return null;
    return {
      severity: 'watch',
      write: () => ({
        values: among,
        evidence: [shown('Amount', amount, currency), ...closing(deal)],
        benchmark: {
          label: `Upper quartile of deals won ${amongWords(among)}`,
          value: upper,
          unit: currency,
          source: 'segment',
          n: value.n,
        },
      }),
    };
  };
}

const discountHigh: DealRule = {
  id: 'discount-high',
  lookIn: (facts, segment) => {
    const id = 'discount-high';
    const field = facts.coaching.fields?.['discount'];
    if (field === undefined) {
      facts.notes.other('not-configured', id, 'discount');
      return null;
    }
    if (!reads(facts, id, field)) return null;
    const most = mostDiscount(facts, segment);
    if (!most) {
      facts.notes.other('too-few', id, field, 'discounts');
      return null;
    }
    const discountOf = numbersIn(facts, id, field);
    return (deal) => {
      const discount = discountOf(deal);
      if (!discount) return null;
      const share = fraction(discount.n, discount.d * 100n);
      if (compare(share, most.share) <= 0) return null;
      return {
        severity: 'watch',
        write: () => ({
          as: most.as,
          values: { ...most.values, share: shareOf(share), usual: shareOf(most.share) },
          evidence: [percent('Discount', share), ...closing(deal)],
          benchmark: most.benchmark,
        }),
      };
    };
  },
};

/** The discount above which a deal stands out: as configured, else the upper quartile of won deals. */
function mostDiscount(
  facts: Facts,
  segment: string | null,
): { readonly share: Fraction; readonly as: string; readonly values: Values; readonly benchmark: Benchmark } | null {
  const share = facts.limit('discount-high', 'percent', segment);
  if (share)
    return {
      share,
      as: 'configured',
      values: {},
      benchmark: configured('Largest usual discount', share, '%'),
    };
  const won = facts.group(segment, (group) => group.discount);
  const upper = parseDecimal(won?.value.quartiles[2]);
  if (!won || !upper) return null;
  const usual = fraction(upper.n, upper.d * 100n);
  return {
    share: usual,
    as: '',
    values: won.among,
    benchmark: {
      ...percent(`Upper quartile of deals won ${amongWords(won.among)}`, usual),
      source: 'segment',
      n: won.value.n,
    },
  };
}

const withoutCredit: DealRule = {
  id: 'overlay-without-credit',
  lookIn: ({ held: { payee }, plans, open }) => {
    const components = plans.flatMap((plan) => plan.components);
    const refused = plans.map((plan) => plan.refused());
    const isOwner = open.read('OwnerId', (owner) => owner === payee.Id);
    return (deal) => {
      if (isOwner(deal.row) || refused.some((ids) => ids.has(deal.id))) return null;
      const rows = open.shares(deal.row);
      // An amount of nothing is none, as a number and as a bigint.
      if (rows.length === 0 || components.some(({ credits }) => Boolean(credits()?.amount(deal.row)))) return null;
      const role = rows.map((row) => row['TeamMemberRole']).find((one) => typeof one === 'string');
      return {
        severity: 'watch',
        write: () => ({
          as: role === undefined ? '' : 'role',
          values: { payee: text(payee.Name), ...(role === undefined ? {} : { role: text(String(role)) }) },
          evidence: [counted('Splits and team members', rows.length, 'number'), ...closing(deal)],
          benchmark: null,
        }),
      };
    };
  },
};

/** Each rule looks at all open deals; one whose field was not read says so once. */
export const dealFlags = (facts: Facts): Found[] =>
  raisedBy([...stillRules, amountUnusual, discountHigh, withoutCredit], facts);
