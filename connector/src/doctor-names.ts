// Checks of names that plans say and only the org knows: types of splits, roles of a team, forecasting types.
import type { Plan } from '@quotient/calc';
import { finding, nearest, type Examine } from './doctor-finding.ts';
import { fieldAt } from './sync/fields.ts';

type Rule = Extract<NonNullable<Plan['measures'][string]['credit']>, { splits: string } | { team: string }>;

/** As the calculation compares texts. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The rules of plans that credit by splits or a team. */
const sharesOf = (plans: readonly Plan[]): { plan: string; rule: Rule }[] =>
  plans.flatMap((plan) =>
    Object.values(plan.measures).flatMap(({ credit }) => {
      const rule = typeof credit === 'object' && 'reports' in credit ? credit.by : credit;
      return typeof rule === 'object' && ('splits' in rule || 'team' in rule) ? [{ plan: plan.id, rule }] : [];
    }),
  );

export const splitTypes: Examine = async ({ rest, describe, folder }) => {
  const rules = sharesOf(folder.plans).flatMap(({ plan, rule }) =>
    'splits' in rule ? [{ plan, type: rule.splits }] : [],
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

export const teamRoles: Examine = async ({ describe, folder }) => {
  const rules = sharesOf(folder.plans).flatMap(({ plan, rule }) => ('team' in rule ? [{ plan, role: rule.team }] : []));
  const description = rules.length === 0 ? null : await describe('OpportunityTeamMember');
  const field = description && (await fieldAt(description, ['TeamMemberRole'], describe));
  const known = (field?.picklistValues ?? []).map(({ value }) => value);
  if (known.length === 0) return [];
  return rules
    .filter(({ role }) => !known.some((one) => isSame(one, role)))
    .map(({ plan, role }) =>
      finding(
        'stops',
        'team-role-missing',
        `The org has no role "${role}" of opportunity teams, by which plan ${plan} credits.`,
        `Write its name as the org does${nearest(role, known)}.`,
        [plan],
      ),
    );
};

export const forecastingTypes: Examine = async ({ rest, describe, folder }) => {
  const asked = folder.plans.flatMap((plan) =>
    plan.components.flatMap(({ id, quota }) =>
      typeof quota === 'object'
        ? [{ plan: plan.id, component: id, type: quota.crm, isWithout: quota.default === undefined }]
        : [],
    ),
  );
  if (asked.length === 0 || !(await describe('ForecastingType'))) return [];
  const rows = await rest.all('SELECT DeveloperName FROM ForecastingType WHERE IsActive = true ORDER BY Id');
  const known = rows.map(({ DeveloperName }) => String(DeveloperName));
  return asked
    .filter(({ type }) => !known.some((one) => isSame(one, type)))
    .map(({ plan, component, type, isWithout }) =>
      finding(
        'degrades',
        'forecasting-type-missing',
        `The org has no forecasting type "${type}", from which ${component} of plan ${plan} takes its quota: ${isWithout ? 'there is none' : 'the default of the plan counts'}, where quotas.csv has none.`,
        `Write its developer name as the org does${nearest(type, known)}.`,
        [plan],
      ),
    );
};
