// The face of plans as documents: advice, words and pictures, examples, comparisons, schemas for editors. Pages need none of it.
export { advise, type Advice, type Around } from './plan-advice.ts';
export { describe, type ComponentInWords, type PlanInWords, type PlanSection } from './plan-words.ts';
export type { RateWords } from './component-words.ts';
export type { PayoutRow, Picture, PicturePoint } from './payout-table.ts';
export { runScenario, type Difference, type Scenario, type ScenarioResult } from './scenario.ts';
export {
  compare,
  type Compared,
  type ComparedCurrency,
  type ComparedPayee,
  type Comparison,
  type Cost,
} from './compare.ts';
export { periodNamed } from './period-name.ts';
export { bookJsonSchema, planJsonSchema, type JsonSchema } from './plan-schemas.ts';
