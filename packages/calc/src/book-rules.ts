// The rules that need the whole book: every id once, references that exist, dates that make sense.
import { checkAmount, checkShare } from './bound-rules.ts';
import { isRecord, type Book, type CrmRecord } from './book.ts';
import { parseDecimal } from './decimal.ts';
import { collect, under, type Path, type Report } from './error.ts';
import { checkCoaching } from './flag-rules.ts';
import { measureOf } from './measure-rules.ts';
import { badDay } from './payable-rules.ts';
import { checkPeople } from './people-rules.ts';
import { civil, parseDay } from './period.ts';
import { checkPlan, checkRange } from './plan-rules.ts';
import type { Plan } from './plan.ts';
import { endBefore, inOrder, once, overlaps } from './rows.ts';
import { suggest } from './schema.ts';
import { checkVersions, versionsOf, type Versions } from './version-rules.ts';

/** @throws QuotientError with every problem found. */
export function checkBook(book: Book): void {
  collect((report) => {
    book.plans.forEach((plan, i) => checkPlan(plan, under(['plans', i], report)));
    const versions = versionsOf(book.plans);
    checkVersions(book.plans, report);
    if (parseDay(book.asOf) === null) badDay(book.asOf, ['asOf'], report);
    checkAssignments(book, versions, report);
    checkQuotas(book, versions, report);
    checkEntries(book, versions, report);
    checkCurrencies(book, report);
    checkPeople(book, report);
    checkCoaching(book, under(['coaching'], report));
    for (const [object, records] of Object.entries(book.records ?? {})) checkRecords(object, records, report);
  });
}

function checkAssignments({ assignments, asOf }: Book, versions: Versions, report: Report): void {
  assignments.forEach(({ plan, from, to, ramp, targets }, i) => {
    const inside = under(['assignments', i], report);
    checkRange(from, to, [], inside);
    ramp?.forEach((share, k) => checkShare(share, ['ramp', k], inside));
    const found = known(versions, plan, inside);
    const begins = found?.plans.map(({ effective }) => effective.from).sort()[0] ?? from;
    checkAge(begins > from ? begins : from, asOf, ['from'], inside);
    for (const [id, amount] of Object.entries(targets ?? {})) {
      checkAmount(amount, 'A target', ['targets', id], inside);
      if (found) checkComponent(id, found.components, ['targets', id], inside);
    }
  });
  const sorted = inOrder(assignments, (assignment) => assignment);
  for (const own of Map.groupBy(sorted, ({ row }) => JSON.stringify([row.payee, row.plan])).values())
    overlaps(own, ({ row, i }, _, inWords) =>
      report(
        ['assignments', i],
        'overlap',
        `Two assignments of ${row.payee} to plan ${row.plan} overlap: ${inWords}.`,
        endBefore,
      ),
    );
}

/** Statements are made for every payment period up to the as-of date. */
const mostYears = 100;

function checkAge(from: string, asOf: string, path: Path, report: Report): void {
  const [day, end] = [parseDay(from), parseDay(asOf)];
  if (day === null || end === null || civil(end).year - civil(day).year <= mostYears) return;
  report(
    path,
    'too-long-ago',
    `From ${from} to the as-of date (${asOf}) it is more than ${mostYears} years.`,
    'Correct one of the two dates.',
  );
}

function known(versions: Versions, id: string, report: Report): ReturnType<Versions['get']> {
  const found = versions.get(id);
  if (!found) {
    const ids = [...versions.keys()];
    report(
      ['plan'],
      'unknown-plan',
      `There is no plan "${id}".`,
      suggest(id, ids, `Plans here: ${ids.slice(0, 20).join(', ') || 'none'}.`),
    );
  }
  return found;
}

function checkComponent(id: string, components: ReadonlySet<string>, path: Path, report: Report): void {
  if (!components.has(id))
    report(
      path,
      'unknown-component',
      `There is no component "${id}".`,
      suggest(id, [...components], 'Name the id of a component of the plan.'),
    );
}

function checkQuotas({ quotas = [] }: Book, versions: Versions, report: Report): void {
  const all = new Set([...versions.values()].flatMap(({ components }) => [...components]));
  quotas.forEach(({ plan, component, amount }, i) => {
    const inside = under(['quotas', i], report);
    checkAmount(amount, 'A quota', ['amount'], inside);
    const found = plan === undefined ? undefined : known(versions, plan, inside);
    if (plan === undefined || found) checkComponent(component, found?.components ?? all, ['component'], inside);
  });
  once(
    quotas.map(({ payee, plan, component, period }) => JSON.stringify([payee, plan ?? null, component, period])),
    (_, i) => {
      const { payee, component, period } = quotas[i] as (typeof quotas)[number];
      report(
        ['quotas', i],
        'duplicate-quota',
        `Two quotas stand for the same payee, component and period (${payee}, ${component}, ${period}).`,
        'Keep one of them.',
      );
    },
  );
}

function checkEntries({ entries = [], asOf }: Book, versions: Versions, report: Report): void {
  entries.forEach(({ plan, date, amount, measure, value }, i) => {
    const inside = under(['entries', i], report);
    if (parseDay(date) === null) badDay(date, ['date'], inside);
    checkAge(date, asOf, ['date'], inside);
    const found = known(versions, plan, inside);
    const isAchievement = measure !== undefined && value !== undefined;
    if ((amount === undefined) !== isAchievement || (amount !== undefined && (measure ?? value) !== undefined))
      inside(
        [],
        'entry',
        'An entry has an amount, or a measure with a value: one of them.',
        'Write amount:, or measure: and value:.',
      );
    if (found && measure !== undefined) checkEntered(measure, found.plans, inside);
  });
  once(
    entries.map(({ id }) => id),
    (id, i) => report(['entries', i, 'id'], 'duplicate-id', `Two entries have the id ${id}.`, 'Give each its own id.'),
  );
}

function checkEntered(name: string, plans: readonly Plan[], report: Report): void {
  const measures = plans.flatMap((plan) => measureOf(plan, name) ?? []);
  const names = plans.flatMap((plan) => Object.keys(plan.measures).filter((one) => measureOf(plan, one)?.entered));
  if (measures.length === 0)
    report(
      ['measure'],
      'unknown-measure',
      `There is no measure "${name}".`,
      suggest(name, names, `Measures with entered: true here: ${names.join(', ') || 'none'}.`),
    );
  else if (!measures.some(({ entered }) => entered))
    report(
      ['measure'],
      'not-entered',
      `The measure "${name}" counts something else than entries.`,
      `Measures with entered: true here: ${names.join(', ') || 'none'}.`,
    );
}

function checkCurrencies({ plans, rates = [], corporateCurrency }: Book, report: Report): void {
  rates.forEach(({ from, rate }, i) => {
    const inside = under(['rates', i], report);
    checkRange(from, null, [], inside);
    if ((parseDecimal(rate)?.n ?? 0n) <= 0n)
      inside(['rate'], 'rate', `A rate of ${rate} converts nothing.`, 'Write how much of it one unit is worth.');
  });
  once(
    rates.map(({ currency, from }) => JSON.stringify([currency, from ?? null])),
    (_, i) => {
      const { currency, from } = rates[i] as (typeof rates)[number];
      report(
        ['rates', i],
        'duplicate-rate',
        `Two rates of ${currency} hold ${from ? `from ${from}` : 'without a date'}.`,
        'Keep one of them.',
      );
    },
  );
  const [first, second] = [...new Set(plans.map(({ currency }) => currency))];
  if (corporateCurrency === undefined && second !== undefined)
    report(
      ['corporateCurrency'],
      'missing-key',
      `The plans pay in ${first} and in ${second}, and nothing says in which of them a record without currency is.`,
      `Add corporateCurrency: ${first}, or another one.`,
    );
}

/** Records come from an org by rising Ids, so one pass over them sees that all is well. */
export function checkRecords(object: string, records: readonly CrmRecord[], report: Report): void {
  let before = '';
  let rises = true;
  for (let i = 0; i < records.length; i++) {
    const record: unknown = records[i];
    const id = isRecord(record) ? record['Id'] : undefined;
    if (typeof id === 'string') {
      rises &&= before < id;
      before = id;
    } else if (!isRecord(record))
      report(['records', object, i], 'bad-record', 'Expected a record.', 'Write an object with API field names.');
    else if (object !== 'OpportunityTeamMember' || id !== undefined)
      report(['records', object, i], 'id-missing', 'A record has no Id.', 'Give it the Id it has in the CRM.');
  }
  if (rises) return;
  once(
    records.map((record: unknown) => (isRecord(record) && typeof record['Id'] === 'string' ? record['Id'] : undefined)),
    (id, i) =>
      report(
        ['records', object, i, 'Id'],
        'duplicate-id',
        `Two records of ${object} have the Id ${String(id)}.`,
        'Keep one of them.',
      ),
  );
}
