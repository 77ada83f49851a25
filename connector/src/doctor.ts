// The doctor: what an org lacks for the plans of a folder, what that costs, and how to mend it.
import type { Plan } from '@quotient/calc';
import { fieldsOf, namedValues, planObject, snapshotObject, type ObjectNeeds } from '@quotient/salesforce';
import { lostWithout } from './doctor-words.ts';
import type { PlanFolder } from './folder/folder.ts';
import { Refusal } from './org/refusal.ts';
import { apiVersion, servicePath, type Rest } from './org/rest.ts';
import { describing, type Describe, type Description } from './sync/fields.ts';

/** `stops`: a plan cannot be calculated. `degrades`: something is left out, slower, or cannot be told. */
export type Level = 'stops' | 'degrades' | 'fine';

export interface Finding {
  readonly level: Level;
  readonly code: string;
  readonly message: string;
  /** What to do; empty where all is well. */
  readonly remedy: string;
  /** The plans that it is about. */
  readonly plans: readonly string[];
}

type Examine = (asked: Asked) => Promise<Finding[]>;

interface Asked {
  readonly rest: Rest;
  readonly describe: Describe;
  readonly folder: PlanFolder;
}

const finding = (level: Level, code: string, message: string, remedy = '', plans: readonly string[] = []): Finding => ({
  level,
  code,
  message,
  remedy,
  plans,
});

/** Examines an org for a plan folder: what stops plans first. @throws ConnectorError where the org cannot be asked at all */
export async function examine(rest: Rest, folder: PlanFolder): Promise<Finding[]> {
  const describe = describing(rest);
  const found: Finding[] = [];
  for (const check of [version, objects, values, currencies, splits, fiscalYear, people, publishing, sight, limits])
    found.push(...(await check({ rest, describe, folder })));
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

const objects: Examine = async ({ describe, folder }) => {
  const found: Finding[] = [];
  for (const needs of fieldsOf(folder.plans, folder.settings)) {
    const description = await describe(needs.object);
    const plans = [...new Set(Object.values(needs.neededBy).flat())];
    if (description) found.push(...(await fields(needs, description, describe)));
    else
      found.push(
        finding(
          'stops',
          'object-missing',
          `The org has no object ${needs.object} that this login may read.`,
          `Switch on the feature that brings ${needs.object}, or give the login read access to it.`,
          plans,
        ),
      );
  }
  return found;
};

async function fields(needs: ObjectNeeds, description: Description, describe: Describe): Promise<Finding[]> {
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
          neededBy[field] ?? [],
        ),
      );
    if (known || field === 'CurrencyIsoCode') continue;
    whole = false;
    const remedy = `If the org has it, give the login read access to ${object}.${field}; else create it`;
    if (needed.includes(field))
      found.push(
        finding(
          'stops',
          'field-missing',
          `${object} has no field ${field} that this login may read.`,
          `${remedy}, or correct its name in the plan.`,
          neededBy[field] ?? [],
        ),
      );
    else
      found.push(
        finding(
          'degrades',
          'field-missing',
          `${object} has no field ${field} that this login may read: ${lostWithout(field)}.`,
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

type FieldDescription = Description['fields'][number];

/** A field by its path, through the objects that it leads over; undefined where there is none. */
async function fieldAt(
  from: Description,
  [head = '', ...rest]: readonly string[],
  describe: Describe,
): Promise<FieldDescription | undefined> {
  const same = (name: string | null): boolean => name?.toLowerCase() === head.toLowerCase();
  if (rest.length === 0) return from.fields.find(({ name }) => same(name));
  const parent = from.fields.find(({ relationshipName }) => same(relationshipName))?.referenceTo[0];
  const description = parent === undefined ? null : await describe(parent);
  return description ? fieldAt(description, rest, describe) : undefined;
}

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

/** The value that is most like another, as a hint. */
function nearest(value: string, list: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const like =
    list.find((one) => plain(one) === plain(value)) ??
    list.find((one) => plain(one).startsWith(plain(value).slice(0, 4)));
  return like === undefined ? `: ${list.slice(0, 6).join(', ')}` : `: "${like}"`;
}

const currencies: Examine = async ({ rest, describe, folder }) => {
  const wanted = new Map(folder.plans.map((plan) => [plan.currency, plan.id]));
  if (!(await describe('CurrencyType')))
    return [finding('fine', 'currencies', 'The org has one currency; plans are calculated in their own.')];
  const rows = await rest.all('SELECT IsoCode FROM CurrencyType WHERE IsActive = true ORDER BY IsoCode');
  const known = rows.map(({ IsoCode }) => String(IsoCode));
  const unknown = [...wanted].filter(([currency]) => !known.includes(currency));
  const dated = await describe('DatedConversionRate');
  return [
    ...unknown.map(([currency, plan]) =>
      finding(
        'degrades',
        'rate-missing',
        `The org has no rate of ${currency}, the currency of plan ${plan}: records in other currencies are not credited in it.`,
        `Add ${currency} under Manage Currencies.`,
        [plan],
      ),
    ),
    finding('fine', 'currencies', `Rates of ${known.join(', ')}${dated ? ', dated ones too' : ', one for all days'}.`),
  ];
};

/** Split types and team roles that plans credit by. */
const splits: Examine = async ({ rest, describe, folder }) => {
  const rules = folder.plans.flatMap((plan) =>
    Object.values(plan.measures).flatMap(({ credit }) => {
      const rule = typeof credit === 'object' && 'reports' in credit ? credit.by : credit;
      return typeof rule === 'object' && 'splits' in rule ? [{ plan: plan.id, type: rule.splits }] : [];
    }),
  );
  if (rules.length === 0 || !(await describe('OpportunitySplitType'))) return [];
  const rows = await rest.all('SELECT DeveloperName, MasterLabel FROM OpportunitySplitType ORDER BY Id');
  const known = rows.flatMap((row) => [String(row['DeveloperName']), String(row['MasterLabel'])]);
  return rules
    .filter(({ type }) => !known.includes(type))
    .map(({ plan, type }) =>
      finding(
        'stops',
        'split-type-missing',
        `The org has no type of splits "${type}", by which plan ${plan} credits.`,
        `Write its name as the org does${nearest(type, known)}.`,
        [plan],
      ),
    );
};

const fiscalYear: Examine = async ({ rest, folder }) => {
  const [org] = await rest.all('SELECT FiscalYearStartMonth FROM Organization');
  const month = Number(org?.['FiscalYearStartMonth'] ?? 1);
  const startOf = (plan: Plan): number => plan.calendar?.fiscalYearStart ?? 1;
  return folder.plans
    .filter((plan) => startOf(plan) !== month)
    .map((plan) =>
      finding(
        'degrades',
        'fiscal-year',
        `The fiscal year of plan ${plan.id} begins in month ${startOf(plan)}, that of the org in month ${month}: their quarters have one name and other days.`,
        'Set calendar.fiscalYearStart of the plan to that of the org, if that is meant.',
        [plan.id],
      ),
    );
};

/** People of assignments and quotas whom the org does not know, or who are not active. */
const people: Examine = async ({ rest, folder }) => {
  const users = await rest.all('SELECT Id, Username, IsActive FROM User ORDER BY Id');
  const known = new Map(
    users.flatMap((user) => [
      [String(user['Id']).toLowerCase(), user],
      [String(user['Username']).toLowerCase(), user],
    ]),
  );
  const rows = [...folder.assignments, ...folder.quotas];
  const named = new Map(rows.map(({ row, place }) => [row.payee.toLowerCase(), { name: row.payee, place }]));
  const of = (name: string) =>
    known.get(name) ?? [...known].find(([key]) => name.length === 15 && key.startsWith(name))?.[1];
  const unknown = [...named].filter(([name]) => !of(name));
  const gone = [...named].filter(([name]) => of(name)?.['IsActive'] === false);
  return [
    ...unknown.map(([, { name, place }]) =>
      finding(
        'stops',
        'person-unknown',
        `${place}: there is no person "${name}" in the org.`,
        'Write the Id or username of a user of the org.',
      ),
    ),
    ...(gone.length === 0
      ? []
      : [
          finding(
            'degrades',
            'person-inactive',
            `${gone.map(([, { name }]) => name).join(', ')}: no longer active in the org; what they earned is calculated, and nothing can be published to them.`,
            'End their assignments on their last day.',
          ),
        ]),
    ...(unknown.length === 0 ? [finding('fine', 'people', `All ${named.size} people are known to the org.`)] : []),
  ];
};

const publishing: Examine = async ({ describe }) => {
  const missing: string[] = [];
  for (const object of [snapshotObject, planObject]) if (!(await describe(object))?.createable) missing.push(object);
  return missing.length === 0
    ? [finding('fine', 'publishing', 'Snapshots and plans can be published.')]
    : [
        finding(
          'degrades',
          'publishing',
          `This login cannot write ${missing.join(' and ')}: nothing is published, and pages show nothing.`,
          'Install the package in manifests/, and give the login the permission set QuotientConnector.',
        ),
      ];
};

/** May the login see all records? */
const sight: Examine = async ({ rest }) => {
  const unknown = finding(
    'degrades',
    'sight-unknown',
    'It cannot be told whether this login sees all records: what it does not see is not counted.',
    'Give it "View All" of the objects that plans read.',
  );
  try {
    const me = (await rest.call('GET', '/services/oauth2/userinfo')) as { readonly user_id?: string } | null;
    if (!/^\w{15,18}$/.test(me?.user_id ?? '')) return [unknown];
    const [user] = await rest.all(`SELECT Profile.PermissionsViewAllData FROM User WHERE Id = '${me?.user_id ?? ''}'`);
    const profile = user?.['Profile'] as { readonly PermissionsViewAllData?: unknown } | null | undefined;
    if (profile?.PermissionsViewAllData === true) return [finding('fine', 'sight', 'This login sees all records.')];
    return [
      finding(
        'degrades',
        'sight',
        'The profile of this login does not see all records: what it does not see is not counted.',
        'Give it "View All" of the objects that plans read, or use another login.',
      ),
    ];
  } catch (error) {
    if (error instanceof Refusal) return [unknown];
    throw error;
  }
};

const limits: Examine = async ({ rest }) => {
  const found = ((await rest.call('GET', `${servicePath}/limits`, { missing: true })) ?? {}) as Readonly<
    Record<string, { readonly Max?: number; readonly Remaining?: number } | undefined>
  >;
  const { DailyApiRequests: requests, DailyBulkV2QueryJobs: jobs } = found;
  const few = requests?.Remaining !== undefined && requests.Remaining < 1_000;
  return [
    few
      ? finding(
          'degrades',
          'limits',
          `The org has ${requests.Remaining} API requests left today.`,
          'Run long syncs when there are more again: the limit is for 24 hours.',
        )
      : finding(
          'fine',
          'limits',
          `API requests left today: ${requests?.Remaining ?? 'not told'}; bulk jobs: ${jobs?.Remaining ?? 'not told'}.`,
        ),
  ];
};
