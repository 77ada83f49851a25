// Quotas that were entered in the org, in the package's own object, as rows of the book.
import { suggest, unitOfName, type CrmRecord, type Plan, type QuotaRow } from '@quotient/calc';
import { keyField, quotaObject } from './org-objects.ts';

export interface OrgQuotas {
  readonly quotas: readonly OrgQuota[];
  /** Records that say no quota. */
  readonly bad: readonly BadQuota[];
}

export interface OrgQuota {
  /** Its payee is an Id, its amount in the plan's currency or what the component counts. */
  readonly row: QuotaRow;
  /** Object and key, as messages name it. */
  readonly place: string;
}

export interface BadQuota {
  readonly place: string;
  /** Why it is no quota, in words, and what to do. */
  readonly message: string;
  readonly remedy: string;
}

type Said = Omit<BadQuota, 'place'>;

/** What the records of the quota object say for plans, of which all versions are given. */
export function orgQuotas(records: readonly CrmRecord[], plans: readonly Plan[]): OrgQuotas {
  const quotas = new Map<string, OrgQuota>();
  const bad: BadQuota[] = [];
  for (const record of records) {
    const place = `${quotaObject} "${textOf(record, keyField)}"`;
    const row = rowOf(record);
    const key = quotaKey(row);
    const problem = emptyIn(record) ?? unknownIn(row, plans) ?? wrongIn(row, plans) ?? twice(row, quotas.get(key));
    if (problem) bad.push({ place, ...problem });
    else quotas.set(key, { row, place });
  }
  return { quotas: [...quotas.values()], bad };
}

/** Says of a quota whether a list has one for the same, or for the same of all plans. */
export function holdsQuota(list: readonly QuotaRow[]): (row: QuotaRow) => boolean {
  const keys = new Set(list.map(quotaKey));
  return (row) => keys.has(quotaKey(row)) || keys.has(quotaKey({ ...row, plan: undefined }));
}

/** What a quota is for: rows with the same are one too many. */
const quotaKey = ({ payee, plan, component, period }: QuotaRow): string =>
  JSON.stringify([payee, plan ?? null, component, period]);

const textOf = (record: CrmRecord, field: string): string => String(record[field] ?? '');

function rowOf(record: CrmRecord): QuotaRow {
  const plan = textOf(record, 'Plan__c');
  return {
    payee: textOf(record, 'Payee__c'),
    ...(plan !== '' && { plan }),
    component: textOf(record, 'Component__c'),
    period: textOf(record, 'Period__c'),
    amount: textOf(record, 'Amount__c'),
  };
}

function emptyIn(record: CrmRecord): Said | undefined {
  const field = ['Payee__c', 'Component__c', 'Period__c', 'Amount__c'].find((name) => textOf(record, name) === '');
  return field === undefined
    ? undefined
    : { message: `${field} is empty.`, remedy: 'Fill it in, or delete the record.' };
}

function unknownIn({ plan, component }: QuotaRow, plans: readonly Plan[]): Said | undefined {
  const ids = [...new Set(plans.map(({ id }) => id))];
  if (plan !== undefined && !ids.includes(plan))
    return { message: `There is no plan "${plan}".`, remedy: suggest(plan, ids, among('Plans', ids)) };
  const components = [...new Set(versionsOf(plan, plans).flatMap((one) => one.components.map(({ id }) => id)))];
  return components.includes(component)
    ? undefined
    : {
        message: `There is no component "${component}"${plan === undefined ? '' : ` in plan ${plan}`}.`,
        remedy: suggest(component, components, among('Components', components)),
      };
}

const versionsOf = (plan: string | undefined, plans: readonly Plan[]): readonly Plan[] =>
  plans.filter(({ id }) => plan === undefined || id === plan);

const among = (what: string, known: readonly string[]): string => `${what} here: ${known.slice(0, 20).join(', ')}.`;

/** A period of each window. */
const examples: Readonly<Record<Plan['components'][number]['window'], string>> = {
  month: '2026-03',
  quarter: '2026-Q1',
  half: '2026-H1',
  year: '2026',
};

/** A period that is no window of the component, under which nobody would look for its quota; an amount below 0. */
function wrongIn({ plan, component, period, amount }: QuotaRow, plans: readonly Plan[]): Said | undefined {
  const meant = versionsOf(plan, plans).flatMap((version) => version.components.filter(({ id }) => id === component));
  const windows = [...new Set(meant.map(({ window }) => window))];
  if (!windows.some((window) => window === unitOfName(period)))
    return {
      message: `Period__c is "${period}", and ${component} has a quota for each ${windows.join(' or ')}.`,
      remedy: `Write it like ${windows.map((window) => examples[window]).join(' or ')}.`,
    };
  return String(amount).startsWith('-')
    ? { message: `Amount__c is ${amount}, which is below 0.`, remedy: 'Write 0 or more.' }
    : undefined;
}

function twice({ component, period }: QuotaRow, first: OrgQuota | undefined): Said | undefined {
  return (
    first && {
      message: `${first.place} is a quota of the same person for the same (${component}, ${period}).`,
      remedy: 'Delete one of them, or correct what it is for.',
    }
  );
}
