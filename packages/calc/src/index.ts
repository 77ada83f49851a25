// The face of the calculation package.
export { calculate, readBook } from './calculate.ts';
export { calculation, type Calculation, type Changes } from './calculation.ts';
export { readPlan } from './plan-rules.ts';
export { readSettings, type Settings } from './settings.ts';
export { inWords, pathInWords, QuotientError, type Problem } from './error.ts';
export { fieldsIn } from './filter-fields.ts';
export { suggest } from './schema.ts';
export { planSchema, type Component, type Measure, type Plan } from './plan.ts';
export {
  bookSchema,
  type Assignment,
  type Book,
  type CrmRecord,
  type QuotaRow,
  type RateRow,
  type User,
} from './book.ts';
export { converter } from './currency.ts';
export { unitOf } from './part.ts';
export { compareDecimals, sumOf } from './decimal.ts';
export { periodName, unitOfName } from './period-name.ts';
export { calendarOf, monthOf, parseDay, periodOf, periodsBetween, printDay, type Period } from './period.ts';
export type * from './result.ts';
export { snapshot, snapshots } from './snapshot.ts';
export { statements } from './snapshot-account.ts';
export { readSnapshot, snapshotVersion } from './snapshot-read.ts';
export { snapshotSchema, type Snapshot } from './snapshot-schema.ts';
export { publishedFlags, publishedForecast } from './published.ts';
export { fillPlaces, valuesOf } from './places.ts';
export { flagWords, type FlagWord } from './flag-words.ts';
export { publication } from './publication.ts';
export { closingOrders } from './closing-orders.ts';
export { estimate } from './estimate.ts';
export { estimateOf, paydayOf } from './estimate-plans.ts';
export type * from './estimate-result.ts';
export { flags } from './flags.ts';
export type * from './flag-result.ts';
export type { FlagId } from './flag-catalogue.ts';
export { solve } from './solve.ts';
export type * from './solve-result.ts';
export { forecast } from './forecast.ts';
export type * from './forecast-result.ts';
export type { Chance } from './chance.ts';
export { curve, curveOf, type Curve, type CurveMark, type CurvePoint } from './curve.ts';
export {
  countedTowards,
  helpFirst,
  team,
  teamRows,
  totals,
  type AttainmentBand,
  type Distribution,
  type HelpFirst,
  type LeftOutOfTeam,
  type Team,
  type TeamGroup,
  type TeamRow,
  type TeamTotal,
} from './team.ts';
export { explain, explainComponent, explainDeals, type Asked } from './trace.ts';
export { explainer, explainStatement, type Explainer, type StatementAsked } from './trace-book.ts';
