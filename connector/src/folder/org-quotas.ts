// Quotas that were entered in the org, beside those of quotas.csv.
import type { CrmRecord } from '@quotient/calc';
import { holdsQuota, orgQuotas, quotaObject } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import type { PlanFolder } from './folder.ts';

/** So many bad records are told at once. */
const most = 5;

/**
 * A folder with the quotas of the org, where its settings ask for them: a row of quotas.csv for the same comes first.
 * @throws ConnectorError `bad-quota` (65) with the keys of records that say no quota, or the same as another one
 */
export function withOrgQuotas(
  folder: PlanFolder,
  records: Readonly<Record<string, readonly CrmRecord[]>>,
  people: { readonly find: (idOrUsername: string) => string | undefined },
): PlanFolder {
  if (folder.settings.quotas !== 'org') return folder;
  const { quotas, bad } = orgQuotas(records[quotaObject] ?? [], folder.plans);
  if (bad.length > 0) {
    const said = bad.slice(0, most).map(({ place, message }) => `${place}: ${message}`);
    const more = bad.length > most ? [`${bad.length - most} more: quotient doctor names them all.`] : [];
    throw new ConnectorError('bad-quota', exitCode.badData, [...said, ...more].join('\n'), [
      ...new Set(bad.slice(0, most).map(({ remedy }) => remedy)),
      'Then run quotient sync.',
    ]);
  }
  const isOwn = holdsQuota(folder.quotas.map(({ row }) => ({ ...row, payee: people.find(row.payee) ?? row.payee })));
  return { ...folder, quotas: [...folder.quotas, ...quotas.filter(({ row }) => !isOwn(row))] };
}
