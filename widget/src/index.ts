// The elements' classes; importing them registers nothing, which `define` does.
export { define } from './define.ts';
export { QuotientEstimate } from './quotient-estimate.ts';
export { QuotientTeam } from './quotient-team.ts';
export type { QuotientEvents } from './element.ts';
export type { Messages, MessagesByLanguage } from './messages.ts';
