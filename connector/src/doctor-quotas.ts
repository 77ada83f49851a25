// Check of the quotas that are entered in the org, where the settings ask for them.
import { orgQuotas, quotaFields, quotaObject } from '@quotient/salesforce';
import { finding, type Examine } from './doctor-finding.ts';
import { fieldAt } from './sync/fields.ts';

export const enteredQuotas: Examine = async ({ rest, describe, folder: { plans, settings } }) => {
  const description = settings.quotas === 'org' ? await describe(quotaObject) : null;
  if (!description) return [];
  for (const field of quotaFields) if (!(await fieldAt(description, [field], describe))) return [];
  const rows = await rest.all(`SELECT ${quotaFields.join(', ')} FROM ${quotaObject} ORDER BY Id`);
  const { quotas, bad } = orgQuotas(rows, plans);
  return bad.length === 0
    ? [finding('fine', 'quotas', `Quotas that are entered in the org: ${quotas.length}.`)]
    : bad.map(({ place, message, remedy }) =>
        finding('stops', 'quota', `${place}: ${message} No plan is calculated before it is mended.`, remedy),
      );
};
