// Which objects and fields of the CRM a calculation with given plans reads.
import { fieldsIn, type Component, type Measure, type Plan, type Settings } from '@quotient/calc';
import { quotaFields, quotaObject } from './org-objects.ts';

/** Fields of one object. A plan cannot be calculated without the needed ones; the wanted ones are read where they exist. */
export interface ObjectNeeds {
  readonly object: string;
  readonly needed: readonly string[];
  readonly wanted: readonly string[];
  /** Who needs a field, for messages. */
  readonly neededBy: Readonly<Record<string, readonly Need[]>>;
}

/** A component of a plan that reads a field; null where none counts the measure that does. */
export interface Need {
  readonly plan: string;
  readonly component: string | null;
}

/** What estimates and pages show of a deal beside what plans read. */
const shownOfDeals = [
  'Name',
  'StageName',
  'Amount',
  'CloseDate',
  'IsClosed',
  'IsWon',
  'ForecastCategoryName',
  'Probability',
  'CreatedDate',
  'LastActivityDate',
  'LastStageChangeDate',
  'PushCount',
  'NextStep',
  'Type',
  'Account.Name',
  'Account.NumberOfEmployees',
];

/** The org's own fields that segments and coaching read of a deal. */
const fieldsNamedIn = ({ segments, coaching }: Settings): string[] => [
  ...(segments?.by === undefined ? [] : [segments.by]),
  ...Object.values(coaching?.fields ?? {}),
];

/** What is read of people, and of their roles where those say who leads whom: plans that count for leaders need them then. */
function peopleNeeds(plans: readonly Plan[], { hierarchy }: Settings): ObjectNeeds[] {
  const people: ObjectNeeds = {
    object: 'User',
    needed: ['Id', 'Name', 'Username', 'ManagerId', 'IsActive'],
    wanted: ['Title', 'Division'],
    neededBy: {},
  };
  if (hierarchy !== 'roles') return [people];
  const by = plans.flatMap((plan) =>
    plan.components
      .filter(({ measure }) => measure !== undefined && countsReports(plan.measures[measure]))
      .map(({ id }): Need => ({ plan: plan.id, component: id })),
  );
  const need = (object: ObjectNeeds, fields: readonly string[]): ObjectNeeds =>
    by.length === 0
      ? { ...object, wanted: [...object.wanted, ...fields] }
      : {
          ...object,
          needed: [...object.needed, ...fields],
          neededBy: Object.fromEntries(fields.map((field) => [field, by])),
        };
  const roles: ObjectNeeds = { object: 'UserRole', needed: [], wanted: [], neededBy: {} };
  return [need(people, ['UserRoleId']), need(roles, ['Id', 'ParentRoleId'])];
}

/** Quotas that are entered in the org, where the settings ask for them: any component that counts something may have one. */
function quotaNeeds(plans: readonly Plan[], { quotas }: Settings): ObjectNeeds[] {
  if (quotas !== 'org') return [];
  const by = plans.flatMap((plan) =>
    plan.components
      .filter(({ measure }) => measure !== undefined)
      .map(({ id }): Need => ({ plan: plan.id, component: id })),
  );
  const neededBy = Object.fromEntries(quotaFields.map((field) => [field, by]));
  return [{ object: quotaObject, needed: quotaFields, wanted: [], neededBy }];
}

const countsReports = (measure: Measure | undefined): boolean =>
  measure?.earnings !== undefined || (typeof measure?.credit === 'object' && 'reports' in measure.credit);

/**
 * Needs of all plans, by object, in order of name; of deals also what the settings name. An object of which nothing is needed
 * is read where the org has it.
 */
export function fieldsOf(plans: readonly Plan[], settings: Settings = {}): ObjectNeeds[] {
  const ofDeals = [...new Set([...shownOfDeals, ...fieldsNamedIn(settings)])];
  const needs = new Map<string, Map<string, Map<string, Need>>>();
  const need = (object: string, field: string, by: Need): void => {
    const fields = needs.get(object) ?? new Map<string, Map<string, Need>>();
    needs.set(object, fields);
    fields.set(field, (fields.get(field) ?? new Map()).set(`${by.plan} ${by.component}`, by));
  };
  for (const plan of plans) {
    for (const [name, measure] of Object.entries(plan.measures)) {
      const counting = plan.components.filter((one) => one.measure === name).map(({ id }) => id);
      needsOf(name, measure, plan, (object, field) => {
        for (const component of counting.length > 0 ? counting : [null])
          need(object, field, { plan: plan.id, component });
      });
    }
    for (const component of plan.components)
      for (const field of crmQuotaFields(component, plan))
        need('ForecastingQuota', field, { plan: plan.id, component: component.id });
    for (const { component, until } of plan.holdback ?? [])
      if (typeof until === 'object' && 'collected' in until) {
        const { object, record, value, date } = until.collected;
        for (const field of [record, value, date]) need(object, field, { plan: plan.id, component });
      }
  }
  const objects = [...needs].map(([object, fields]): ObjectNeeds => {
    const needed = ['Id', ...[...fields.keys()].filter((field) => field !== 'Id').sort()];
    const wanted = ['CurrencyIsoCode', ...(object === 'Opportunity' ? ofDeals : [])].filter(
      (field) => !needed.includes(field),
    );
    return {
      object,
      needed,
      wanted,
      neededBy: Object.fromEntries([...fields].map(([field, by]) => [field, [...by.values()]])),
    };
  });
  if (!needs.has('Opportunity'))
    objects.push({
      object: 'Opportunity',
      needed: [],
      wanted: ['Id', 'OwnerId', 'CurrencyIsoCode', ...ofDeals],
      neededBy: {},
    });
  return [...objects, ...peopleNeeds(plans, settings), ...quotaNeeds(plans, settings)].sort((a, b) =>
    a.object < b.object ? -1 : 1,
  );
}

/** Fields of the CRM's quotas that a component asks for. */
function crmQuotaFields(component: Component, plan: Plan): string[] {
  const { quota } = component;
  if (typeof quota !== 'object') return [];
  return [
    'QuotaOwnerId',
    quotaField(component, plan),
    'StartDate',
    'Period.EndDate',
    'ForecastingType.DeveloperName',
    ...(quota.productFamily === undefined ? [] : ['ProductFamily']),
  ];
}

/** Which of the two a quota of the CRM is read from: money, or a quantity where the component counts something else. */
export function quotaField({ measure }: Component, { measures }: Plan): 'QuotaAmount' | 'QuotaQuantity' {
  const counted = measure === undefined ? undefined : measures[measure];
  return counted?.value === 'count' || counted?.unit === 'number' ? 'QuotaQuantity' : 'QuotaAmount';
}

function needsOf(name: string, measure: Measure, plan: Plan, need: (object: string, field: string) => void): void {
  const sides = measure.ratio
    ? [measure.ratio.of, measure.ratio.per]
    : measure.object === undefined
      ? []
      : [{ ...measure, object: measure.object, value: measure.value ?? 'count' }];
  for (const { object, value, where } of sides) {
    if (value !== 'count') need(object, value);
    if (measure.date) need(object, measure.date);
    for (const field of fieldsIn(where)) need(object, field);
    for (const entry of measure.counts ?? []) for (const field of fieldsIn(entry.where)) need(object, field);
    for (const field of creditFields(measure, need)) need(object, field);
    for (const component of plan.components.filter((one) => one.measure === name))
      for (const field of componentFields(component, plan)) need(object, field);
  }
}

/** Fields that a crediting rule reads of the record itself; those of splits and teams are needed of their objects. */
function creditFields({ credit }: Measure, need: (object: string, field: string) => void): string[] {
  const rule = typeof credit === 'object' && 'reports' in credit ? (credit.by ?? credit) : credit;
  if (typeof rule === 'object' && 'splits' in rule) {
    for (const field of ['OpportunityId', 'SplitOwnerId', 'SplitPercentage', 'SplitType.DeveloperName'])
      need('OpportunitySplit', field);
    return rule.record ? [rule.record] : [];
  }
  if (typeof rule === 'object' && 'team' in rule) {
    for (const field of ['OpportunityId', 'UserId', 'TeamMemberRole']) need('OpportunityTeamMember', field);
    return rule.record ? [rule.record] : [];
  }
  return [typeof rule === 'object' && 'owner' in rule && rule.owner ? rule.owner : 'OwnerId'];
}

function componentFields(component: Component, plan: Plan): string[] {
  const until = (plan.holdback ?? [])
    .filter((one) => one.component === component.id)
    .flatMap((one) => (typeof one.until === 'string' ? [one.until] : []));
  const when = (plan.clawback ?? []).filter((one) => one.component === component.id).map((one) => one.when);
  return [...until, ...when, ...(component.factors ?? []).flatMap(({ where }) => fieldsIn(where))];
}
