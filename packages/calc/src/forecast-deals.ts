// The open deals of a forecast: how each closes in a plan, what it is expected to, and which cannot be counted.
import type { Chance } from './chance.ts';
import { parseDecimal } from './decimal.ts';
import { fail } from './error.ts';
import type { Deal } from './estimate-result.ts';
import { dateFields, undated } from './estimate-dates.ts';
import { worldOf } from './estimate-run.ts';
import { countWords } from './figures.ts';
import { field, textOf } from './filter.ts';
import type { Category, Forecast, LeftOut } from './forecast-result.ts';
import { creditKeys } from './part.ts';
import { dayAt, parseDay, printDay, type Day } from './period.ts';
import { openDeals, type OpenDeal } from './open-deals.ts';
import { compareText } from './order.ts';
import { versionsOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

type Note = Forecast['notes'][number];

/** An open deal that a plan counts once it is won. */
export interface Counted {
  readonly id: string;
  readonly name: string | null;
  /** As it counts if it is won, and if it is lost. */
  readonly won: Deal;
  readonly lost: Deal;
  readonly category: Exclude<Category, 'closed'>;
  /** Null where nothing sensible says it. */
  readonly chance: Chance | null;
}

/** The deals of a snapshot in the order of their records, without those that forecasts omit; and what to know of them. */
export function dealsOf(held: Snapshot): { readonly deals: readonly OpenDeal[]; readonly notes: readonly Note[] } {
  const all = openDeals(held).toSorted((a, b) => compareText(idOf(a), idOf(b)));
  if (all.some(({ deal }) => typeof deal.record['Id'] !== 'string'))
    fail('snapshot', ['deals'], 'An open deal of the snapshot has no Id.', 'Publish it again.');
  const deals = all.filter((one) => categoryOf(one) !== 'omitted');
  const today = parseDay(held.asOf) as Day;
  const overdue = deals.filter(({ deal }) => (dayAt(deal.record['CloseDate'], 'UTC') ?? today) < today).length;
  const unnamed = deals.filter((one) => categoryOf(one) === null).length;
  const omitted = all.length - deals.length;
  const notes: Note[] = [];
  if (overdue > 0)
    notes.push({
      code: 'overdue',
      message: `${countWords(overdue, 'deal')} should have closed before ${held.asOf}: counted as closing that day.`,
    });
  if (unnamed > 0)
    notes.push({
      code: 'no-category',
      message: `${countWords(unnamed, 'deal')} without a forecast category: counted as pipeline.`,
    });
  if (omitted > 0)
    notes.push({
      code: 'omitted',
      message: `${countWords(omitted, 'deal')} omitted from forecasts: counted nowhere.`,
    });
  return { deals, notes };
}

const idOf = ({ deal }: OpenDeal): string => String(deal.record['Id']);

const categories: Readonly<Record<string, Counted['category'] | 'omitted'>> = {
  closed: 'commit',
  forecast: 'commit',
  commit: 'commit',
  mostlikely: 'bestCase',
  bestcase: 'bestCase',
  pipeline: 'pipeline',
  omitted: 'omitted',
};

/** By the category's own value, else by its name, which an org may change; null where neither is one that is known. */
function categoryOf({ deal }: OpenDeal): Counted['category'] | 'omitted' | null {
  for (const name of ['ForecastCategory', 'ForecastCategoryName']) {
    const category =
      categories[
        textOf(deal.record[name] ?? '')
          .toLowerCase()
          .replaceAll(' ', '')
      ];
    if (category) return category;
  }
  return null;
}

/** The deals that a plan counts by the end of its open windows, and those of which that cannot be said. */
export function countedIn(
  held: Snapshot,
  own: SnapshotPlan,
  deals: readonly OpenDeal[],
  horizon: Day,
): { readonly counted: readonly Counted[]; readonly leftOut: readonly LeftOut[] } {
  const fields = [...new Set(versionsOf(own).flatMap(({ plan }) => dateFields(plan, 'Opportunity')))];
  const leftOut: LeftOut[] = [];
  const leave = (one: OpenDeal, from: LeftOut['from'], code: string, message: string): void => {
    leftOut.push({ plan: own.plan.id, record: idOf(one), name: nameOf(one), from, cannotSay: { code, message } });
  };
  const dated = deals.flatMap((one) => {
    const missing = versionsOf(own).flatMap(({ plan }) => undated(plan, [one.deal]) ?? [])[0];
    if (missing === undefined) return [{ one, ...closing(held, own, one, fields, horizon) }];
    leave(one, 'everything', 'date-missing', missing);
    return [];
  });
  const { ids, refused } = creditedIf(
    held,
    own,
    dated.map(({ won }) => won),
  );
  const counted = dated.flatMap(({ one, won, lost, after }): Counted[] => {
    const id = idOf(one);
    const why = refused.get(id);
    if (why) leave(one, 'everything', why.code, why.message);
    if (why || !ids.has(id)) return [];
    if (after !== null) {
      const message = `It closes on ${printDay(after)}, after the open windows have ended (${printDay(horizon)}).`;
      leave(one, 'everything', 'after-window', message);
      return [];
    }
    const { chance, reason } = chanceOf(one);
    if (reason) leave(one, 'outcomes', reason.code, reason.message);
    return [
      { id, name: nameOf(one), won, lost, category: (categoryOf(one) ?? 'pipeline') as Counted['category'], chance },
    ];
  });
  return { counted, leftOut };
}

const nameOf = ({ deal }: OpenDeal): string | null => {
  const name = deal.record['Name'];
  return typeof name === 'string' ? name : null;
};

/** A deal won and lost on its own day, today if that is over; today too, and `after` says when, if all its days come too late. */
function closing(held: Snapshot, { plan }: SnapshotPlan, { deal }: OpenDeal, fields: readonly string[], horizon: Day) {
  const today = parseDay(held.asOf) as Day;
  const days = fields.map((name) => ({ name, day: dayAt(field(name)(deal.record), plan.timeZone ?? 'UTC') as Day }));
  const isAfter = days.length > 0 && days.every(({ day }) => day > horizon);
  const moved = days.filter(({ name, day }) => isAfter || (name === 'CloseDate' && day < today));
  const set = Object.fromEntries(moved.map(({ name }) => [name, held.asOf]));
  const { StageName = null } = deal.record;
  return {
    won: { ...deal, set },
    lost: { ...deal, set: { ...set, IsWon: false, StageName } },
    after: isAfter ? Math.min(...days.map(({ day }) => day)) : null,
  };
}

/** Which deals a plan would credit if they were won, and why it could not. */
function creditedIf(held: Snapshot, own: SnapshotPlan, deals: readonly Deal[]) {
  const given = new Set(deals.map(({ record }) => String(record['Id'])));
  const { versions, asOf } = worldOf([held], deals).account(held, own, 'after');
  const used = versions.map(({ plan: { components, measures } }) => {
    const names = components.flatMap(({ measure }) => measure ?? []);
    return Object.entries(measures).filter(([name, { earnings }]) => names.includes(name) && !earnings);
  });
  const ids = new Set(
    versions.flatMap(({ ledgerOf }, i) =>
      (used[i] ?? [])
        .flatMap(([name, measure]) => creditKeys(name, measure))
        .flatMap((key) => ledgerOf(key, asOf).at.flatMap(({ id }) => (given.has(id) ? [id] : []))),
    ),
  );
  const refused = new Map(
    versions.flatMap(({ warnings }, i) =>
      warnings().flatMap(({ record, measure, code, message }) =>
        record !== undefined && given.has(record) && used[i]?.some(([name]) => name === measure)
          ? [[record, { code, message }] as const]
          : [],
      ),
    ),
  );
  return { ids, refused };
}

/** A deal's chance, or why it has none. */
function chanceOf({ deal, chance }: OpenDeal) {
  if (chance) {
    const won = parseDecimal(chance.won);
    if (won && won.n >= 0n && won.n <= won.d) return { chance };
    const message = `Its chance is said to be "${textOf(chance.won)}", which is not between 0 and 1. Publish the snapshot again.`;
    return { chance: null, reason: { code: 'chance-invalid', message } };
  }
  const { Probability: stated } = deal.record;
  const isStated = stated !== null && stated !== undefined && stated !== '';
  return {
    chance: null,
    reason: isStated
      ? {
          code: 'chance-invalid',
          message: `Its probability is "${textOf(stated)}", which is no percentage from 0 to 100. Mend it in the record or the stage.`,
        }
      : {
          code: 'chance-missing',
          message: 'It has no probability, and too few closed deals are like it. Give its stage a probability.',
        },
  };
}
