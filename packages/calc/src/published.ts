// Flags and forecast as a document holds them that was published: a page shows them and finds nothing itself.
import { fail } from './error.ts';
import type { FlagsFound, PublishedFlags } from './flag-result.ts';
import type { Forecast, PublishedForecast } from './forecast-result.ts';
import { isCurrency, isDay, isFigure, isListOf, isMapOf, isObject, isString, type Row } from './snapshot-parts.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { checkHeld, notWhole, refusalOf } from './snapshot-whole.ts';

/**
 * The flags that were published, without words.
 * Never throws on what a document holds: `cannotSay` has `not-published` where an earlier connector wrote it, `snapshot` where
 * it is damaged, `no-plan`, `another-version`.
 */
export function publishedFlags(held: Snapshot): FlagsFound {
  try {
    checkHeld(held);
    return { cannotSay: null, asOf: held.asOf, ...partOf<PublishedFlags>(held.flags, isFlags) };
  } catch (error) {
    return { ...refusalOf(error, held), today: [], more: [], found: {}, diagnostics: [] };
  }
}

/** The forecast that was published, without what it leaves out; else as `publishedFlags`. */
export function publishedForecast(held: Snapshot): Pick<Forecast, 'cannotSay' | 'asOf' | 'plans'> {
  try {
    checkHeld(held);
    return { cannotSay: null, asOf: held.asOf, ...partOf<PublishedForecast>(held.forecast, isForecast) };
  } catch (error) {
    return { ...refusalOf(error, held), plans: [] };
  }
}

/** @throws QuotientError `not-published`, `snapshot` */
function partOf<T>(part: T | undefined, isWhole: (part: Row) => boolean): T {
  if (part === undefined)
    fail(
      'not-published',
      ['version'],
      'This was published by an earlier version of the connector, which says nothing of it.',
      'Publish again with this version.',
    );
  return isObject(part) && isWhole(part) ? part : notWhole();
}

const orNull = (isOne: (value: unknown) => boolean) => (value: unknown) => value === null || isOne(value);
const areStrings = (row: Row, ...keys: readonly string[]): boolean => keys.every((key) => isString(row[key]));

/** A value and its unit, so that both can be written. */
const isShown = (value: unknown, unit: unknown): boolean =>
  isString(value) &&
  isString(unit) &&
  (unit === 'date' ? isDay(value) : ['text', 'word', 'period'].includes(unit) || isFigure(value));
const isValues = (values: unknown): boolean => isMapOf(values, (one) => Array.isArray(one) && isShown(one[0], one[1]));
const isNamed = (one: unknown): boolean =>
  isObject(one) && isString(one['label']) && isShown(one['value'], one['unit']);

const isFlags = ({ today, more, diagnostics }: Row): boolean =>
  [today, more].every((list) => isListOf(list, isFlag)) &&
  isListOf(diagnostics, (one) => isObject(one) && areStrings(one, 'code', 'field', 'says') && isValues(one['values']));

const isFlag = (flag: unknown): boolean =>
  isObject(flag) &&
  areStrings(flag, 'id', 'says') &&
  ['info', 'watch', 'act'].includes(flag['severity'] as string) &&
  isObject(flag['subject']) &&
  areStrings(flag['subject'], 'kind', 'id', 'name') &&
  isValues(flag['values']) &&
  isListOf(flag['evidence'], isNamed) &&
  orNull(isNamed)(flag['benchmark']) &&
  orNull((stake) => isObject(stake) && isFigure(stake['amount']) && isCurrency(stake['currency']))(flag['atStake']) &&
  orNull(isFigure)(flag['perHour']);

const isForecast = ({ plans }: Row): boolean => isListOf(plans, (one) => isObject(one) && isPlanForecast(one));

const isPlanForecast = ({ cannotSay, categories, earned, components, movers, ...plan }: Row): boolean =>
  areStrings(plan, 'plan', 'name') &&
  isCurrency(plan['currency']) &&
  orNull((why) => isObject(why) && areStrings(why, 'code', 'message'))(cannotSay) &&
  orNull((all) => isObject(all) && isCategory(all['closed']) && isCategory(all['pipeline']))(categories) &&
  orNull(isSpread)(earned) &&
  isListOf(components, isComponent) &&
  isListOf(
    movers,
    (one) =>
      isObject(one) &&
      isString(one['record']) &&
      orNull(isString)(one['name']) &&
      isFigure(one['moves']) &&
      isObject(one['chance']) &&
      isFigure(one['chance']['won']),
  );

const isCategory = (one: unknown): boolean =>
  isObject(one) && Number.isInteger(one['deals']) && isFigure(one['earned']);
const isSpread = (one: unknown): boolean => isQuantiles(one) && orNull(isQuantiles)((one as Row)['error']);
const isQuantiles = (one: unknown): boolean =>
  isObject(one) && ['p10', 'p50', 'p90', 'mean'].every((key) => isFigure(one[key]));
const isComponent = (one: unknown): boolean =>
  isObject(one) &&
  areStrings(one, 'id', 'label', 'window') &&
  orNull(isSpread)(one['credited']) &&
  orNull(isFigure)(one['quotaReached']);
