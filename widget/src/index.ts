// The elements' classes; importing them registers nothing, which `define` does.
export { define } from './define.ts';
export { QuotientAttainment } from './quotient-attainment.ts';
export { QuotientCoaching } from './quotient-coaching.ts';
export { QuotientEstimate } from './quotient-estimate.ts';
export { QuotientTeam } from './quotient-team.ts';
export type { Question, QuotientEvents } from './element.ts';
export type { Messages, MessagesByLanguage } from './messages.ts';
