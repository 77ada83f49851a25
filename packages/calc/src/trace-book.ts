// The trace of a statement of a book: with the records' own fields, and who shares a credit by what.
import { accountsOf, type AccountKey } from './accounts.ts';
import { periodsOf, type AccountPeriod } from './balance.ts';
import type { CrmRecord } from './book.ts';
import { readBook } from './calculate.ts';
import type { Source } from './credit.ts';
import { conversion } from './currency.ts';
import { parsePercent } from './decimal.ts';
import { fail } from './error.ts';
import { field, test, textOf } from './filter.ts';
import type { Counted } from './ledger.ts';
import { parseDay, type Day } from './period.ts';
import type { Measure, Where } from './plan.ts';
import type { Trace } from './result.ts';
import { earnedIn, runOf, type Account, type Step } from './run.ts';
import { sourceOf } from './source.ts';
import { parentField } from './targets.ts';
import { convertedTrace } from './trace-credit.ts';
import { all, given, leaf, node, sum, times } from './trace-node.ts';
import { statementTrace } from './trace-statement.ts';
import { minorOf, named, roundedBy, stated, type FromBook, type Rows, type Told } from './trace-told.ts';

/** Which statement. */
export interface StatementAsked {
  readonly payee: string;
  readonly plan: string;
  readonly period: string;
}

/** The trace of one statement after another, from one calculation of a book. */
export type Explainer = (asked: StatementAsked) => Trace;

/**
 * The trace of a statement's payable, with every figure of the statement in it, down to the records' fields and the plan's
 * lines.
 * @throws QuotientError `unknown-statement` where the book makes none such, and what is wrong with the book.
 */
export const explainStatement = (document: unknown, asked: StatementAsked): Trace => explainer(document)(asked);

/**
 * Explains the statements of a book as `explainStatement` does, which calculates the book each time.
 * @throws QuotientError with what is wrong with the book.
 */
export function explainer(document: unknown): Explainer {
  const book = readBook(document);
  const source = sourceOf(book, book.records ?? {});
  const { keys, account } = accountsOf(book, source, parseDay(book.asOf) as Day);
  const { assignments, quotas = [], entries = [], rates = [] } = book;
  const rows: Rows = { assignments, quotas, entries, rates };
  const periods = new Map<Account, AccountPeriod[]>();
  return ({ payee, plan, period }) => {
    const key = keys.find((one) => one.payee === payee && one.plan === plan);
    const own = key && account(key);
    let list = own && periods.get(own);
    if (own && !list) periods.set(own, (list = periodsOf(own)));
    const at = list?.find((one) => one.period.name === period);
    if (!own || !list || !at)
      return fail(
        'unknown-statement',
        [],
        `The book makes no statement for ${payee} in ${period} of plan "${plan}".`,
        'Ask for a payee, a plan and a payment period of a statement.',
      );
    const { corporateCurrency } = source;
    const told: Told = {
      account: own,
      periods: list,
      rows,
      corporateCurrency,
      book: fromBook(source, own, keys, account, rows),
    };
    return statementTrace(told, at);
  };
}

type Rule = NonNullable<Measure['credit']>;
type Accounts = (key: AccountKey) => Account;

function fromBook(source: Source, own: Account, keys: readonly AccountKey[], account: Accounts, rows: Rows): FromBook {
  return {
    share: ({ name, measure }, { at }, i) => {
      const counted = at[i] as Counted;
      const parts = sharesOf(source, own.payee, measure.credit ?? 'owner', `measures.${name}.credit`, counted);
      const k = (measure.counts ?? []).findIndex(({ where }) => test(where)(counted.record ?? {}));
      const weight = measure.counts?.[k];
      return times(
        [
          ...(parts.length > 0 ? [sum(parts)] : []),
          ...(weight ? [given(weight.times, `measures.${name}.counts[${k}].times`, '', 'Counts')] : []),
        ],
        'Share',
        { unit: '%' },
      );
    },
    /** What somebody below earned in a payment period; by plan, where there are several. */
    earning: ({ plan, measure }, { at }, i) => {
      const { id: record, day } = at[i] as Counted;
      const nth = at.slice(0, i).filter((other) => other.id === record && other.day === day).length;
      const ids = measure.earnings?.components ?? [];
      const [theirs, index] = keys
        .filter(({ payee }) => payee === record)
        .flatMap((key) => {
          const one = account(key);
          return runOf(one).steps.flatMap(({ period, version }, step): [Account, number][] =>
            Math.min(period.end, own.asOf) === day &&
            earnedIn(one, ids, step) !== null &&
            conversion(source.rates, version.plan.currency, plan.currency, day)
              ? [[one, step]]
              : [],
          );
        })[nth] as [Account, number];
      const run = runOf(theirs);
      const { period, version } = run.steps[index] as Step;
      const unit = version.plan.currency;
      const earned = run
        .standings(index)
        .filter(({ component }) => ids.includes(component.id))
        .map(({ component, paid, paidBefore }) =>
          stated(
            named(theirs, period.name, component.id)('earned'),
            minorOf(paid - paidBefore, theirs),
            unit,
            component.id,
          ),
        );
      const total = sum(earned, 'Earned', { unit, record });
      if (unit === plan.currency) return total;
      return node(roundedBy(plan), [convertedTrace(rows, total, plan.currency, day)], 'Earned', { record });
    },
  };
}

/** The shares of a record that make up what a payee is credited; none where that is all of it. */
function sharesOf(source: Source, payee: string, rule: Rule, path: string, { record = {}, day }: Counted): Trace[] {
  if (rule === 'owner') return [];
  const rowsOf = (
    { record: link = 'Id' }: { record?: string | undefined },
    object: string,
    where: Where,
  ): readonly CrmRecord[] => source.rows(object, parentField)(field(link)(record)).filter(test(where));
  const splitsOf = (by: { splits: string; record?: string | undefined }): [string, Trace][] =>
    rowsOf(by, 'OpportunitySplit', {
      or: [{ 'SplitType.DeveloperName': { eq: by.splits } }, { 'SplitType.MasterLabel': { eq: by.splits } }],
    }).map((row) => {
      const about = { record: textOf(row['Id']), field: 'SplitPercentage' };
      const share = parsePercent(`${textOf(row['SplitPercentage'] ?? 0)}%`);
      return [textOf(row['SplitOwnerId']), leaf('given', 'Split', 'of the record', share, '%', about)];
    });
  if ('reports' in rule) {
    const { reports, by, owner = 'OwnerId' } = rule;
    const sellers: [string, Trace][] = by ? splitsOf(by) : [[textOf(field(owner)(record)), all]];
    return sellers.flatMap(([person, share]) => {
      const distance = source.above(person, day).find(({ manager }) => manager === payee)?.distance ?? 0;
      if (typeof reports === 'string')
        return distance === 1 || (distance > 1 && reports === 'all') ? [times([share], `Over ${person}`)] : [];
      const part = reports[distance];
      return part === undefined ? [] : [times([share, given(part, `${path}.reports.${distance}`)], `Over ${person}`)];
    });
  }
  if ('splits' in rule) return splitsOf(rule).flatMap(([person, share]) => (person === payee ? [share] : []));
  if (!('team' in rule)) return [];
  return rowsOf(rule, 'OpportunityTeamMember', { TeamMemberRole: { eq: rule.team } }).flatMap((row) =>
    textOf(row['UserId']) !== payee ? [] : [rule.share === undefined ? all : given(rule.share, `${path}.share`)],
  );
}
