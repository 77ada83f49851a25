// Checks of the org itself: currencies, people, rights and limits.
import type { CrmRecord, Plan } from '@quotient/calc';
import { keyField, planObject, snapshotFields, snapshotObject } from '@quotient/salesforce';
import { finding, type Examine, type Finding } from './doctor-finding.ts';
import { Refusal } from './org/refusal.ts';
import { servicePath } from './org/rest.ts';
import { onlyCurrency } from './sync/org-facts.ts';

export const currencies: Examine = async ({ rest, describe, folder }) => {
  const wanted = new Map(folder.plans.map((plan) => [plan.currency, plan.id]));
  if (!(await describe('CurrencyType'))) return oneCurrency(folder.plans);
  const rows = await rest.all('SELECT IsoCode FROM CurrencyType ORDER BY IsoCode');
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

/** An org of one currency has no rates: plans in another one cannot credit its records. */
export function oneCurrency(plans: readonly Plan[]): Finding[] {
  const only = onlyCurrency(plans);
  const others = plans.filter(({ currency }) => currency !== only);
  if (others.length === 0) return [finding('fine', 'currencies', `The org has one currency, taken to be ${only}.`)];
  const ids = [...new Set(others.map(({ id }) => id))];
  return [
    finding(
      'degrades',
      'rate-missing',
      `The org has one currency and no rates. Its records are taken to be in ${only}: plan ${ids.join(', ')} pays in another one and credits none.`,
      'Give all plans the currency of the org, or switch on multiple currencies.',
      ids,
    ),
  ];
}

/** People of assignments and quotas whom the org does not know, or who are not active. */
export const people: Examine = async ({ rest, folder }) => {
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

/** Where roles say who leads whom: people of plans without a role, whom nobody leads. */
export const roles: Examine = async ({ rest, describe, folder }) => {
  if (folder.settings.hierarchy !== 'roles' || !(await describe('UserRole'))) return [];
  const users = await rest.all('SELECT Id, Username FROM User WHERE UserRoleId = null ORDER BY Id');
  const without = folder.assignments.flatMap(({ row: { payee } }) => {
    const isNamed = ({ Id, Username }: CrmRecord): boolean =>
      String(Id).slice(0, 15) === payee.slice(0, 15) || String(Username).toLowerCase() === payee.toLowerCase();
    return users.filter(isNamed).map(({ Username }) => String(Username));
  });
  return without.length === 0
    ? [finding('fine', 'roles', 'Everybody in a plan has a role.')]
    : [
        finding(
          'degrades',
          'role-missing',
          `${[...new Set(without)].join(', ')}: without a role in the org, so nobody leads them, and what counts for leaders leaves them out.`,
          'Give them a role, or let settings.yaml say hierarchy: managers.',
        ),
      ];
};

/** Fields that publishing writes; the Id is the org's. */
const written: readonly (readonly [object: string, fields: readonly string[]])[] = [
  [snapshotObject, snapshotFields.filter((name) => name !== 'Id')],
  [planObject, [keyField, 'Body__c']],
];

/** May the login write our objects, and each of their fields? An administrator may not, before a permission set says so. */
export const publishing: Examine = async ({ describe }) => {
  const missing: string[] = [];
  for (const [object, names] of written) {
    const description = await describe(object);
    const may = new Set(description?.fields.flatMap(({ name, createable }) => (createable ? [name] : [])));
    if (!description?.createable) missing.push(object);
    else missing.push(...names.filter((name) => !may.has(name)).map((name) => `${object}.${name}`));
  }
  return missing.length === 0
    ? [finding('fine', 'publishing', 'Snapshots and plans can be published.')]
    : [
        finding(
          'degrades',
          'publishing',
          `This login cannot write ${missing.join(', ')}: nothing is published, and pages show nothing.`,
          'Install the package in manifests/, and give the login the permission set QuotientConnector.',
        ),
      ];
};

/** May the login see all records? */
export const sight: Examine = async ({ rest }) => {
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

export const limits: Examine = async ({ rest }) => {
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
