// Plans that cannot be calculated, since the org lacks what they read, and those that count what such plans earn.
import type { Plan, Settings } from '@quotient/calc';
import { fieldsOf } from './fields.ts';
import { quotaObject } from './org-objects.ts';

/** An object, or a field of one, that plans need and that cannot be read. */
export interface Lack {
  readonly object: string;
  /** null: the whole object. */
  readonly field: string | null;
}

/** A plan without a result: why, and what to do, in words. */
export interface LeftOut {
  readonly plan: string;
  /** The components that need what cannot be read; the whole plan is left out. */
  readonly components: readonly string[];
  /** Empty for a plan that itself lacks nothing, but counts what people earn by one that does. */
  readonly lacks: readonly Lack[];
  readonly message: string;
  readonly remedy: string;
}

/** Which plans are left out, in their order; all versions of a plan are, since positions and debts go on across them. */
export function leftOut(plans: readonly Plan[], lacks: readonly Lack[], settings: Settings = {}): LeftOut[] {
  const needs = fieldsOf(plans, settings);
  const found = lacks.flatMap((lack) => {
    const neededBy = needs.find(({ object }) => object === lack.object)?.neededBy ?? {};
    const all = lack.field === null ? Object.values(neededBy).flat() : (neededBy[lack.field] ?? []);
    return all.map((need) => ({ ...need, lack }));
  });
  const out = new Map(
    [...Map.groupBy(found, ({ plan }) => plan)].map(([plan, own]) => [plan, lacking(plan, own)] as const),
  );
  for (let size = -1; size !== out.size;) {
    size = out.size;
    for (const plan of plans.filter(({ id }) => !out.has(id))) {
      const dependent = countsEarningsOf(plan, plans, out);
      if (dependent) out.set(plan.id, dependent);
    }
  }
  return [...new Set(plans.map(({ id }) => id))].flatMap((id) => out.get(id) ?? []);
}

/** What cannot be read, as it is said. */
export const nameOf = ({ object, field }: Lack): string => (field === null ? object : `${object}.${field}`);

/** What a login needs to read an object or a field: quotas are seen by who may see forecasts. Source: the platform's object reference. */
export const accessTo = (lack: Lack): string =>
  lack.object.startsWith('Forecasting')
    ? `the permission "View All Forecasts", and read access to ${nameOf(lack)}`
    : `read access to ${nameOf(lack)}`;

/** What makes an object or a field readable that comes with the package; where it is the org's own, what is said otherwise. */
export const remedyOf = (object: string, otherwise: string): string =>
  object === quotaObject
    ? 'Install the package in manifests/, and give the login the permission set QuotientConnector; or remove quotas: org from settings.yaml'
    : otherwise;

const inWords = new Intl.ListFormat('en', { type: 'conjunction' });

function lacking(plan: string, found: readonly { component: string | null; lack: Lack }[]): LeftOut {
  const lacks = [...new Set(found.map(({ lack }) => lack))];
  const readBy = (lack: Lack): string[] => [
    ...new Set(found.filter((one) => one.lack === lack).flatMap(({ component }) => component ?? [])),
  ];
  const said = lacks.map((lack) => {
    const own = readBy(lack);
    const who = own.length === 0 ? 'it needs' : `${inWords.format(own)} ${own.length === 1 ? 'needs' : 'need'}`;
    return `${who} ${nameOf(lack)}, which the org does not have or this login may not read`;
  });
  return {
    plan,
    components: [...new Set(lacks.flatMap(readBy))],
    lacks,
    message: `Plan ${plan} is left out: ${said.join('; ')}.`,
    remedy: `${[...Map.groupBy(lacks, (lack) => lack.object === quotaObject).values()].map(remedyOfAll).join('. ')}; then sync again.`,
  };
}

/** What to do about lacks that are either all of the package's own object or none of them. */
function remedyOfAll(lacks: readonly Lack[]): string {
  const named = inWords.format(lacks.map(nameOf));
  const brought = lacks.every(({ field }) => field === null)
    ? `Switch on what brings ${named}`
    : `Create ${named}, or correct the plan`;
  return remedyOf(
    lacks[0]?.object ?? '',
    `${brought}, or give the connector's user ${inWords.format(lacks.map(accessTo))}`,
  );
}

function countsEarningsOf(plan: Plan, plans: readonly Plan[], out: ReadonlyMap<string, LeftOut>): LeftOut | undefined {
  for (const [name, { earnings }] of Object.entries(plan.measures)) {
    const source = plans.find(
      ({ id, components }) => out.has(id) && components.some((one) => earnings?.components.includes(one.id)),
    );
    if (!source) continue;
    const components = plan.components.filter(({ measure }) => measure === name).map(({ id }) => id);
    return {
      plan: plan.id,
      components,
      lacks: [],
      message: `Plan ${plan.id} is left out: ${components.length === 0 ? 'it counts' : `${inWords.format(components)} ${components.length === 1 ? 'counts' : 'count'}`} what people earn by plan ${source.id}, which is left out.`,
      remedy: `Mend what plan ${source.id} lacks.`,
    };
  }
  return undefined;
}
