// Our objects in the org: a snapshot or a plan as a row, and back; what is read of quotas.
import { QuotientError, readSnapshot, type CrmRecord, type Plan, type Snapshot } from '@quotient/calc';

export const snapshotObject = 'QuotientSnapshot__c';
export const planObject = 'QuotientPlan__c';
export const quotaObject = 'QuotientQuota__c';
/** Who was given a snapshot to read that they do not own. */
export const snapshotShareObject = 'QuotientSnapshot__Share';
/** The external id of all three. */
export const keyField = 'Key__c';
/** Fields that say what a published snapshot is. */
export const snapshotFields = [
  'Id',
  keyField,
  'OwnerId',
  'Payee__c',
  'AsOf__c',
  'Version__c',
  'InputsHash__c',
  'Body__c',
] as const;

/** Fields that say what quota a person has. */
export const quotaFields = ['Id', keyField, 'Payee__c', 'Plan__c', 'Component__c', 'Period__c', 'Amount__c'] as const;

/** The most characters that a long text field holds. */
const longest = 131_072;

/** @throws QuotientError `snapshot-too-large` where the org's field cannot hold the snapshot. */
export function snapshotRow(snapshot: Snapshot, body: string): Record<string, string> {
  if (body.length > longest)
    throw new QuotientError([
      {
        code: 'snapshot-too-large',
        path: [snapshot.payee.Id],
        message: `The snapshot of ${snapshot.payee.Name} has ${body.length} characters; the org's field holds ${longest}.`,
        remedy: 'Shorten the longest window of the plan, or split the plan.',
      },
    ]);
  return {
    [keyField]: snapshot.payee.Id,
    Name: snapshot.payee.Name.slice(0, 80),
    OwnerId: snapshot.payee.Id,
    Payee__c: snapshot.payee.Id,
    AsOf__c: snapshot.asOf,
    Version__c: snapshot.version,
    InputsHash__c: snapshot.inputs ?? '',
    Body__c: body,
  };
}

/** The rows that hold plans; of a plan with several versions each has its first day in the key. */
export function planRows(plans: readonly Plan[]): Record<string, string>[] {
  const versions = Map.groupBy(plans, ({ id }) => id);
  return plans.map((plan) => ({
    [keyField]: (versions.get(plan.id)?.length ?? 0) > 1 ? `${plan.id} ${plan.effective.from}` : plan.id,
    Name: plan.name.slice(0, 80),
    Body__c: JSON.stringify(plan),
  }));
}

/** The snapshot that a row holds. @throws QuotientError as `readSnapshot` does. */
export function snapshotOf(row: CrmRecord): Snapshot {
  const body = row['Body__c'];
  if (typeof body !== 'string')
    throw new QuotientError([
      {
        code: 'field-hidden',
        path: ['Body__c'],
        message: 'The snapshot has no Body__c that you may read.',
        remedy: 'Ask for the permission set QuotientRep or QuotientManager.',
      },
    ]);
  try {
    return readSnapshot(JSON.parse(body));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new QuotientError([
      { code: 'snapshot-cut', path: ['Body__c'], message: 'The snapshot is cut short.', remedy: 'Publish again.' },
    ]);
  }
}
