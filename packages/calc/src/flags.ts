// Flags: what of a snapshot somebody should look at, why, what it is worth, and what to do next.
import { conversion } from './currency.ts';
import { printDecimal, printMinor, tenTo } from './decimal.ts';
import { catalogue, flagIds, standardPerDay } from './flag-catalogue.ts';
import { attainmentFlags } from './flag-attainment.ts';
import { isCredited } from './flag-credits.ts';
import { factsOf, type Facts } from './flag-facts.ts';
import type { Found, Rule } from './flag-found.ts';
import { dealFlags } from './flag-offers.ts';
import { personFlags } from './flag-person.ts';
import type { Flag, FlagFound, Flags, FlagsFound, Severity } from './flag-result.ts';
import { inEnglish } from './flag-words.ts';
import { tierFlags } from './flag-tiers.ts';
import type { Fraction } from './fraction.ts';
import { minorDigits } from './money.ts';
import { compareText } from './order.ts';
import { valuesOf } from './places.ts';
import { parseDay } from './period.ts';
import { publishedFlags } from './published.ts';
import { ratesIn } from './snapshot-account.ts';
import { isObject } from './forms.ts';
import { readSnapshot } from './snapshot-read.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { checkHeld, isTable, notWhole, refusalOf } from './snapshot-whole.ts';

const rules: readonly Rule[] = [attainmentFlags, tierFlags, dealFlags, personFlags];

/**
 * The flags of a snapshot by the rules of the catalogue, with the thresholds that its configuration gives to the segment.
 *
 * They are ranked by what an hour of the person is worth: the money at stake (of a deal times its chance; of a component
 * whole) in the corporate currency, divided by the hours that the next step takes. Those of which that cannot be said come
 * after them, by severity; then by id and subject, so that no order of deals matters. For today there is at most one for
 * each subject, and at most as many as are configured. Deals that only people below own are flagged to those people.
 *
 * Of a document that holds no open deals they are those that were published of them.
 * Never throws on what a snapshot or a deal holds: `cannotSay` has the reason, of a field or of some deals `diagnostics`.
 * Source: calculation, "Coaching flags".
 */
export function flags(held: Snapshot): Flags {
  const { cannotSay, asOf, today, more, found, diagnostics } = flagsFound(held);
  const training = cannotSay ? {} : (held.coaching?.training ?? {});
  const said = ({ says, values, ...flag }: FlagFound): Flag => {
    const { id, severity, subject, evidence, benchmark, atStake, perHour } = flag;
    const all = valuesOf({ ...flag, values }, asOf);
    return {
      id,
      severity,
      subject,
      title: inEnglish(`flag.${id}`, all),
      message: inEnglish(says, all),
      evidence,
      benchmark,
      atStake,
      perHour,
      nextStep: inEnglish(`flag.${id}.next`, all),
      training: training[id] ?? null,
    };
  };
  return {
    cannotSay,
    asOf,
    flags: today.map(said),
    more: more.map(said),
    found,
    diagnostics: diagnostics.map(({ says, values, ...one }) => ({
      ...one,
      message: inEnglish(says, { ...values, field: [one.field, 'text'] }),
    })),
  };
}

/** The same without words, as it is published; of a document that holds no open deals what was published of them. */
export function flagsFound(held: Snapshot): FlagsFound {
  try {
    if (isObject(held) && !held.deals && held.flags !== undefined) return publishedFlags(held);
    check(held);
    const facts = factsOf(held);
    const off = new Set<string>(facts.coaching.off ?? []);
    const found = rules.flatMap((rule) => rule(facts)).filter(({ id }) => !off.has(id));
    const [today, more] = ofToday(ranked(facts, found), facts.coaching.perDay ?? standardPerDay);
    const counts = Map.groupBy(found, ({ id }) => id);
    return {
      cannotSay: null,
      asOf: held.asOf,
      today: today.map((one) => flagOf(facts, one)),
      more: more.slice(0, mostMore).map((one) => flagOf(facts, one)),
      found: Object.fromEntries(flagIds.flatMap((id) => (counts.has(id) ? [[id, counts.get(id)?.length ?? 0]] : []))),
      diagnostics: facts.notes.all().flatMap((note) => {
        const ids = note.flags.filter((id) => !off.has(id));
        return note.flags.length > 0 && ids.length === 0 ? [] : [{ ...note, flags: ids }];
      }),
    };
  } catch (error) {
    return { ...refusalOf(error, held), today: [], more: [], found: {}, diagnostics: [] };
  }
}

/** @throws QuotientError where a snapshot is of another version or a part of one, or says nothing of open deals. */
function check(held: Snapshot): void {
  const { asOf, plans, deals, corporateCurrency, benchmarks } = readSnapshot(held);
  const isWhole =
    parseDay(String(asOf)) !== null &&
    typeof corporateCurrency === 'string' &&
    plans.every(
      ({ from, debt, past }) => parseDay(String(from)) !== null && typeof debt === 'string' && Array.isArray(past),
    ) &&
    (deals === undefined || (isTable(deals) && deals.fields['Id'] !== undefined && isCredited(deals))) &&
    (benchmarks === undefined ||
      [benchmarks.deals, benchmarks.quotas, benchmarks.own?.deals, benchmarks.own?.late].every(Array.isArray));
  if (!isWhole) notWhole();
  checkHeld(held);
}

/** So many flags are written beside those for today. */
const mostMore = 20;

interface Ranked {
  readonly one: Found;
  /** What an hour is worth, in the corporate currency; null where that cannot be said. */
  readonly perHour: number | null;
}

const weight: Readonly<Record<Severity, number>> = { act: 0, watch: 1, info: 2 };

/** By what an hour is worth: doubles order it, what is shown of it is exact. */
function ranked(facts: Facts, found: readonly Found[]): Found[] {
  const corporate = corporateBy(facts);
  const perHour = ({ id, stake, chance }: Found): number | null => {
    const factor = stake && corporate(stake.plan.currency);
    if (!factor || !chance) return null;
    if (stake.minor === 0n || chance.n === 0n) return 0;
    return (
      (Number(stake.minor) * near(factor) * near(chance)) /
      10 ** minorDigits(stake.plan.currency) /
      catalogue[id].minutes
    );
  };
  return found
    .map((one): Ranked => ({ one, perHour: perHour(one) }))
    .sort(
      (a, b) =>
        Number(a.perHour === null) - Number(b.perHour === null) ||
        falling(a.perHour ?? 0, b.perHour ?? 0) ||
        weight[a.one.severity] - weight[b.one.severity] ||
        compareText(a.one.id, b.one.id) ||
        compareText(a.one.subject.id, b.one.subject.id),
    )
    .map(({ one }) => one);
}

/** The larger one comes first, even where both are beyond what a double holds. */
const falling = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);

const near = ({ n, d }: Fraction): number => Number(n) / Number(d);

/** The factor from a currency to the corporate one on the as-of date; null without a rate. */
const corporateBy =
  ({ held, today }: Facts) =>
  (currency: string): Fraction | null =>
    conversion(ratesIn(held), currency, held.corporateCurrency, today);

/** Money at stake × chance ÷ hours, in the corporate currency; not always in lowest terms. */
function perHourOf(facts: Facts, { id, stake, chance }: Found): Fraction | null {
  const factor = stake && corporateBy(facts)(stake.plan.currency);
  if (!factor || !chance) return null;
  return {
    n: stake.minor * factor.n * chance.n * 60n,
    d: tenTo(minorDigits(stake.plan.currency)) * factor.d * chance.d * BigInt(catalogue[id].minutes),
  };
}

function flagOf(facts: Facts, found: Found): FlagFound {
  const { id, severity, subject, stake } = found;
  const { as = '', values = {}, evidence, benchmark } = found.write();
  const perHour = perHourOf(facts, found);
  return {
    id,
    severity,
    subject,
    says: `flag.${id}.says${as === '' ? '' : `.${as}`}`,
    values,
    evidence,
    benchmark,
    atStake: stake && {
      amount: printMinor(stake.minor, minorDigits(stake.plan.currency)),
      currency: stake.plan.currency,
    },
    perHour: perHour && printDecimal(perHour, 2),
  };
}

/** The first flag of each subject, as many as a day holds; and the rest. */
function ofToday(found: readonly Found[], most: number): [today: Found[], more: Found[]] {
  const subjects = new Set<string>();
  const today: Found[] = [];
  const more: Found[] = [];
  for (const one of found) {
    const { kind, id } = one.subject;
    if (today.length >= most || subjects.has(`${kind} ${id}`)) more.push(one);
    else today.push(one);
    if (today.length < most) subjects.add(`${kind} ${id}`);
  }
  return [today, more];
}
