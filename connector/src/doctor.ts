// The doctor: what an org lacks for the plans of a folder, what that costs, and how to mend it.
import { accessTo, fieldsOf, leftOut, namedValues, remedyOf, type Need, type ObjectNeeds } from '@quotient/salesforce';
import { finding, nearest, type Asked, type Examine, type Finding, type Level } from './doctor-finding.ts';
import { fiscalYear } from './doctor-fiscal.ts';
import { enteredQuotas } from './doctor-quotas.ts';
import { forecastingTypes, splitTypes, teamRoles } from './doctor-names.ts';
import { currencies, limits, people, publishing, roles, sight } from './doctor-org.ts';
import { readers } from './doctor-readers.ts';
import { lostWithout } from './doctor-words.ts';
import type { PlanFolder } from './folder/folder.ts';
import { apiVersion, type Rest } from './org/rest.ts';
import { describing, fieldAt, lacksOf, type Description } from './sync/fields.ts';

/** Examines an org for a plan folder: what stops plans first. @throws ConnectorError where the org cannot be asked at all */
export async function examine(rest: Rest, folder: PlanFolder): Promise<Finding[]> {
  const describe = describing(rest);
  const found: Finding[] = [];
  for (const check of checks) found.push(...(await check({ rest, describe, folder })));
  const order: readonly Level[] = ['stops', 'degrades', 'fine'];
  return found.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

const version: Examine = async ({ rest }) => {
  const versions = (await rest.call('GET', '/services/data')) as readonly { readonly version?: string }[] | null;
  return versions?.some((one) => `v${one.version ?? ''}` === apiVersion)
    ? [finding('fine', 'version', `The org serves version ${apiVersion.slice(1)} of the API.`)]
    : [
        finding(
          'stops',
          'version',
          `The org does not serve version ${apiVersion.slice(1)} of the API.`,
          'Wait for the release that brings it, or use a version of Quotient from before.',
        ),
      ];
};

const objects: Examine = async (asked) => {
  const { describe, folder } = asked;
  const found: Finding[] = [];
  for (const needs of fieldsOf(folder.plans, folder.settings)) {
    const description = await describe(needs.object);
    const by = Object.values(needs.neededBy).flat();
    if (description) found.push(...(await fields(needs, description, asked)));
    else if (needs.needed.length === 0)
      found.push(
        finding(
          'degrades',
          'object-missing',
          `The org has no object ${needs.object} that this login may read: no plan counts it, and pages leave it out.`,
          'If the org has it, give the login read access to it.',
        ),
      );
    else
      found.push(
        finding(
          'stops',
          'object-missing',
          `The org has no object ${needs.object} that this login may read: ${stopped(by)}.`,
          `${remedyOf(needs.object, `Switch on the feature that brings ${needs.object}, or give the login ${accessTo({ object: needs.object, field: null })}`)}.`,
          plansOf(by),
        ),
      );
  }
  return found;
};

async function fields(needs: ObjectNeeds, description: Description, { describe, folder }: Asked): Promise<Finding[]> {
  const { object, needed, wanted, neededBy } = needs;
  const found: Finding[] = [];
  let whole = true;
  for (const field of [...needed, ...wanted]) {
    const known = await fieldAt(description, field.split('.'), describe);
    if (known?.calculated === true)
      found.push(
        finding(
          'degrades',
          'field-computed',
          `${object}.${field} is computed by the org, which leaves no trace of its changes: ${object} is read anew at each sync.`,
          'Let the plan read the fields that it is computed from.',
          plansOf(neededBy[field] ?? []),
        ),
      );
    if (known || field === 'CurrencyIsoCode') continue;
    whole = false;
    const remedy = `If the org has it, give the login ${accessTo({ object, field })}; else create it`;
    if (needed.includes(field))
      found.push(
        finding(
          'stops',
          'field-missing',
          `${object} has no field ${field} that this login may read: ${stopped(neededBy[field] ?? [])}.`,
          `${remedyOf(object, `${remedy}, or correct its name in the plan`)}.`,
          plansOf(neededBy[field] ?? []),
        ),
      );
    else
      found.push(
        finding(
          'degrades',
          'field-missing',
          `${object} has no field ${field} that this login may read: ${lostWithout(field, folder.settings)}.`,
          `${remedy}.`,
        ),
      );
  }
  if (description.replicateable !== true)
    found.push(
      finding(
        'degrades',
        'not-replicated',
        `The org lists no deletions of ${object}: all its Ids are compared at each sync.`,
        'Nothing needs to be done; a sync takes longer.',
      ),
    );
  return whole
    ? [...found, finding('fine', 'fields', `${object}: all ${needed.length + wanted.length} fields can be read.`)]
    : found;
}

const plansOf = (by: readonly Need[]): string[] => [...new Set(by.map(({ plan }) => plan))];

/** What cannot be calculated, in words. */
function stopped(by: readonly Need[]): string {
  if (by.length === 0) return 'no plan can be calculated';
  const said = [...Map.groupBy(by, ({ plan }) => plan)].map(([plan, own]) => {
    const components = [...new Set(own.flatMap(({ component }) => component ?? []))];
    return `plan ${plan} is left out${components.length > 0 ? ` (${components.join(', ')} cannot do without)` : ''}`;
  });
  return `${said.join(', ')}; other plans are calculated`;
}

/** Plans that count what people earn by plans that cannot be calculated. */
const dependents: Examine = async ({ describe, folder: { plans, settings } }) => {
  const lacks = await lacksOf(fieldsOf(plans, settings), describe);
  return leftOut(plans, lacks, settings)
    .filter((one) => one.lacks.length === 0)
    .map(({ plan, message, remedy }) => finding('stops', 'plan-left-out', message, remedy, [plan]));
};

/** Values of picklists that filters name and the org does not have. */
const values: Examine = async ({ describe, folder }) => {
  const found: Finding[] = [];
  const said = new Set<string>();
  for (const { object, field, value, plan } of namedValues(folder.plans)) {
    const description = await describe(object);
    const known = description && (await fieldAt(description, field.split('.'), describe));
    const list = (known?.picklistValues ?? []).map((one) => one.value);
    const key = `${object} ${field} ${value} ${plan}`;
    if (known?.type !== 'picklist' || list.length === 0 || list.includes(value) || said.has(key)) continue;
    said.add(key);
    found.push(
      finding(
        'degrades',
        'value-unknown',
        `${object}.${field} has no value "${value}", which plan ${plan} names: it counts nothing by it.`,
        `Write it as the org does${nearest(value, list)}.`,
        [plan],
      ),
    );
  }
  return found;
};

const checks: readonly Examine[] = [
  version,
  objects,
  dependents,
  values,
  currencies,
  splitTypes,
  teamRoles,
  forecastingTypes,
  enteredQuotas,
  fiscalYear,
  people,
  roles,
  publishing,
  readers,
  sight,
  limits,
];
