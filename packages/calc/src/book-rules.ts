// The rules that need the whole book: every id once, references that exist, dates that make sense.
import { isRecord, type Book, type CrmRecord } from './book.ts';
import { QuotientError, type Problem } from './error.ts';
import { parseDay } from './period.ts';
import { checkPlan } from './plan-rules.ts';
import { nearest } from './schema.ts';

/** @throws QuotientError with every problem found. */
export function checkBook(book: Book): void {
  book.plans.forEach((plan, i) => checkPlan(plan, ['plans', i]));
  const problems: Problem[] = [];
  const report = (path: Problem['path'], code: string, message: string, remedy: string): unknown =>
    problems.push({ code, path, message, remedy });
  const plans = new Map(book.plans.map((plan) => [plan.id, plan]));

  once(
    book.plans.map(({ id }) => id),
    (id, i) =>
      report(
        ['plans', i, 'id'],
        'duplicate-id',
        `Two plans have the id "${id}".`,
        'Give each its own id: versions of one plan are not calculated by this version.',
      ),
  );
  once(
    (book.users ?? []).map(({ Id }) => Id),
    (id, i) => report(['users', i, 'Id'], 'duplicate-id', `Two users have the id ${id}.`, 'Keep one of them.'),
  );
  once(
    (book.entries ?? []).map(({ id }) => id),
    (id, i) => report(['entries', i, 'id'], 'duplicate-id', `Two entries have the id ${id}.`, 'Give each its own id.'),
  );
  for (const [object, records] of Object.entries(book.records ?? {})) checkRecords(object, records);
  once(
    (book.quotas ?? []).map(({ payee, plan, component, period }) => [payee, plan ?? '', component, period].join(' ')),
    (key, i) =>
      report(
        ['quotas', i],
        'duplicate-quota',
        `Two quotas stand for the same payee, component and period (${key.trim()}).`,
        'Keep one of them.',
      ),
  );

  const known = (id: string, path: Problem['path']): void => {
    if (plans.has(id)) return;
    const near = nearest(id, [...plans.keys()]);
    report(
      path,
      'unknown-plan',
      `There is no plan "${id}".`,
      near ? `Did you mean "${near}"?` : `Plans here: ${[...plans.keys()].join(', ') || 'none'}.`,
    );
  };
  book.assignments.forEach(({ plan, from, to }, i) => {
    known(plan, ['assignments', i, 'plan']);
    range(from, to ?? null, ['assignments', i]);
  });
  const sorted = book.assignments
    .map((assignment, i) => ({ ...assignment, i }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.i - b.i));
  for (const own of Map.groupBy(sorted, ({ payee, plan }) => `${payee} ${plan}`).values())
    own.forEach(({ payee, plan, from, i }, k) => {
      const before = own[k - 1];
      if (before && (!before.to || before.to >= from))
        report(
          ['assignments', i],
          'overlap',
          `Two assignments of ${payee} to plan ${plan} overlap: one begins on ${from}, another lasts ${before.to ? `until ${before.to}` : 'without end'}.`,
          'End one before the other begins (`to` is inclusive).',
        );
    });
  book.entries?.forEach(({ plan, date }, i) => {
    known(plan, ['entries', i, 'plan']);
    range(date, null, ['entries', i]);
  });
  book.quotas?.forEach(({ plan, component }, i) => {
    if (plan !== undefined) known(plan, ['quotas', i, 'plan']);
    const ids = [...plans.values()]
      .filter(({ id }) => plan === undefined || id === plan)
      .flatMap(({ components }) => components.map(({ id }) => id));
    if (ids.includes(component) || (plan !== undefined && !plans.has(plan))) return;
    const near = nearest(component, ids);
    report(
      ['quotas', i, 'component'],
      'unknown-component',
      `There is no component "${component}".`,
      near ? `Did you mean "${near}"?` : 'Name the id of a component of the plan.',
    );
  });
  book.plans.forEach(({ effective }, i) => range(effective.from, effective.to ?? null, ['plans', i, 'effective']));
  range(book.asOf, null, ['asOf']);
  if (problems.length > 0) throw new QuotientError(problems);

  /** Records come from an org by rising Ids, so one pass over them sees that all is well. */
  function checkRecords(object: string, records: readonly CrmRecord[]): void {
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
      else if (object !== 'OpportunityTeamMember')
        report(['records', object, i], 'id-missing', 'A record has no Id.', 'Give it the Id it has in the CRM.');
    }
    if (rises) return;
    once(
      records.map(({ Id }) => Id),
      (id, i) =>
        report(
          ['records', object, i, 'Id'],
          'duplicate-id',
          `Two records of ${object} have the Id ${String(id)}.`,
          'Keep one of them.',
        ),
    );
  }

  function range(from: string, to: string | null, path: Problem['path']): void {
    for (const text of [from, to])
      if (text !== null && parseDay(text) === null)
        report(path, 'bad-date', `${text} is no day of the calendar.`, 'Write a date such as 2026-03-31.');
    if (to !== null && to < from)
      report(path, 'range', `The range ends (${to}) before it begins (${from}).`, 'Exchange the two dates.');
  }
}

/** Reports values that come again; `undefined` is none. */
function once<T>(values: readonly T[], again: (value: T, index: number) => void): void {
  const seen = new Set<T>();
  values.forEach((value, i) => {
    if (value === undefined) return;
    if (seen.has(value)) again(value, i);
    seen.add(value);
  });
}
