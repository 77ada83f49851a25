// The plans of a folder that what was read does not allow to calculate, and the folder without them.
import { fieldsOf, leftOut, nameOf, since, type Lack, type LeftOut } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import type { StoreMeta } from '../store/facts.ts';
import type { PlanFolder } from './folder.ts';

/**
 * The plans that are left out: they need what the org did not have or hid when it was read.
 * @throws ConnectorError `not-synced` (2) where the plans read what the last sync did not ask for, 78 where no plan is left
 */
export function leftOutOf({ plans, settings }: PlanFolder, { asked, lacks = [] }: StoreMeta): LeftOut[] {
  const unread = fieldsOf(plans, settings).flatMap(({ object, needed }): Lack[] => {
    const read = asked[object]?.fields;
    if (!read) return needed.length > 0 ? [{ object, field: null }] : [];
    return needed.filter((field) => !read.some(({ path }) => path === field)).map((field) => ({ object, field }));
  });
  const isLacking = ({ object, field }: Lack): boolean =>
    lacks.some((lack) => lack.object === object && (lack.field === null || lack.field === field));
  const out = leftOut(plans, lacks, settings);
  const kept = plans.filter(({ id }) => !out.some(({ plan }) => plan === id));
  const notAsked = leftOut(
    kept,
    unread.filter((lack) => !isLacking(lack)),
    settings,
  )[0];
  const [lack] = notAsked?.lacks ?? [];
  if (notAsked && lack)
    throw new ConnectorError(
      'not-synced',
      exitCode.usage,
      `Plan ${notAsked.plan} reads ${nameOf(lack)}, which the last sync did not ask for.`,
      ['Run quotient sync first.'],
    );
  if (kept.length === 0 && out[0])
    throw new ConnectorError('plan-left-out', exitCode.missing, out.map(({ message }) => message).join(' '), [
      ...new Set(out.map(({ remedy }) => remedy)),
    ]);
  for (const [object, { fields, where }] of Object.entries(asked))
    if ((since(object, kept, fields) ?? null) !== where)
      throw new ConnectorError(
        'not-synced',
        exitCode.usage,
        `The plans count other records of ${object} than the last sync asked for.`,
        ['Run quotient sync first.'],
      );
  return out;
}

/** A folder without the plans that are left out, and without the rows that are of them alone. */
export function folderWithout(folder: PlanFolder, out: readonly LeftOut[]): PlanFolder {
  if (out.length === 0) return folder;
  const isOut = (id: string): boolean => out.some(({ plan }) => plan === id);
  const plans = folder.plans.filter(({ id }) => !isOut(id));
  const componentsOf = (list: PlanFolder['plans']): Set<string> =>
    new Set(list.flatMap(({ components }) => components.map(({ id }) => id)));
  const [all, kept] = [componentsOf(folder.plans), componentsOf(plans)];
  return {
    ...folder,
    plans,
    assignments: folder.assignments.filter(({ row }) => !isOut(row.plan)),
    entries: folder.entries.filter(({ row }) => !isOut(row.plan)),
    quotas: folder.quotas.filter(({ row }) =>
      row.plan === undefined ? kept.has(row.component) || !all.has(row.component) : !isOut(row.plan),
    ),
  };
}
