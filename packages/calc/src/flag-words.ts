// The words of flags in English: titles, sentences and next steps with places for what they say of a person.
import type { FlagId } from './flag-catalogue.ts';
import type { DiagnosticCode, Shown } from './flag-result.ts';
import { fillPlaces } from './places.ts';
import { grouped } from './decimal.ts';

/**
 * By flag and part. `{0}` is the first piece of evidence, `{benchmark}` what it is compared with, `{name}` whom it is about,
 * `{asOf}` the day, `{stake}` the money at stake; all else is said by the rule. `{2:deal|deals}` is a number with its noun.
 * Sentences of one flag that differ have a word of their own after `.says`.
 */
export const flagWords = {
  'flag.behind-pace': 'Behind pace',
  'flag.behind-pace.says':
    '{name} is at {share} of the {window} quota where an even pace asks for {asked} by {asOf}: {1} behind.',
  'flag.behind-pace.next': 'Pick the deals that can still close {1} by {3}, and agree on a next step for each.',
  'flag.behind-ramp': 'Behind the ramp',
  'flag.behind-ramp.says':
    '{name} is at {share} of the {window} quota where the ramp asks for {asked} by {asOf}: {1} behind.',
  'flag.behind-ramp.next':
    "Go through this month's deals with your manager, and agree on two that can still close by {3}.",
  'flag.gap-above-coverage': 'Open deals cannot close the gap',
  'flag.gap-above-coverage.says':
    '{0} are missing to the {window} quota of {name}, and {2:open deal|open deals} until {end} bring {1} if all are won.',
  'flag.gap-above-coverage.says.none':
    '{0} are missing to the {window} quota of {name}, and no open deal counts until {end}.',
  'flag.gap-above-coverage.next': 'Find {more} of new deals that can close by {end}, or pull later ones forward.',
  'flag.coverage-thin': 'Thin coverage',
  'flag.coverage-thin.says':
    '{2:open deal|open deals} until {end} are {3:times|times} the {0} missing to the {window} quota of {name}; {why} asks for {benchmark:times|times}.',
  'flag.coverage-thin.next': 'Add {more} of deals that can close by {end}.',
  'flag.deal-below-tier': 'Just below a tier',
  'flag.deal-below-tier.says':
    'Won as it stands, {name} leaves {0} to {2} of {component}, where {3} begins: the rest would pay {stake}.',
  'flag.deal-below-tier.says.unvalued': 'Won as it stands, {name} leaves {0} to {2} of {component}, where {3} begins.',
  'flag.deal-below-tier.next':
    'See whether {name} has room for {0} more, such as a service or another seat; else name the deal that brings it by {end}.',
  'flag.accelerator-in-reach': 'An accelerator is in reach',
  'flag.accelerator-in-reach.says':
    '{0} more bring {name} to {3}, where {4} begins; {2:open deal|open deals} until {5} hold {1}. Getting there pays {stake}.',
  'flag.accelerator-in-reach.says.unvalued':
    '{0} more bring {name} to {3}, where {4} begins; {2:open deal|open deals} until {5} hold {1}.',
  'flag.accelerator-in-reach.next': 'Work first on the deals that together bring {0} by {5}.',
  'flag.cap-reached': 'The cap is reached',
  'flag.cap-reached.says':
    '{name} has reached its cap with {0} at {share} of quota: more credit in {window} pays nothing here ({1:open deal|open deals} until {2}).',
  'flag.cap-reached.says.unmeasured':
    '{name} has reached its cap with {0}: more credit in {window} pays nothing here ({1:open deal|open deals} until {2}).',
  'flag.cap-reached.next':
    'Talk with your manager about the cap before the next deal closes, and see what your other components still pay for it.',
  'flag.close-date-moved': 'The close date keeps moving',
  'flag.close-date-moved.says':
    'The close date of {name} has been put off {0:times|times}; that of deals won {among} was put off {benchmark:times|times} on average.',
  'flag.close-date-moved.says.alone': 'The close date of {name} has been put off {0:times|times}.',
  'flag.close-date-moved.next':
    'Ask the buyer of {name} what has to happen before a signature and by when, and date the deal by the answer.',
  'flag.overdue': 'Overdue',
  'flag.overdue.says': '{name} should have closed on {0}, {1:day|days} ago, and is still open.',
  'flag.overdue.next': 'Agree on a new date for {name} with the buyer and enter it, or close it as lost.',
  'flag.stage-old': 'Stuck in its stage',
  'flag.stage-old.says':
    '{name} has been in {stage} for {0:day|days}; half of the deals won {among} took {benchmark:days|days} from beginning to end.',
  'flag.stage-old.next': 'Name what {name} needs to leave its stage and who decides on it, or give it up.',
  'flag.no-activity': 'No activity',
  'flag.no-activity.says': 'Nothing has happened with {name} for {quiet:day|days}.',
  'flag.no-activity.says.none': 'No activity with {name} is known.',
  'flag.no-activity.says.unplanned': 'No activity is planned for {name}; the last one was {quiet:day|days} ago.',
  'flag.no-activity.says.unplanned-none': 'No activity is planned for {name}; none is known.',
  'flag.no-activity.next': 'Put a call or a meeting with {name} into the calendar.',
  'flag.no-next-step': 'No next step',
  'flag.no-next-step.says': '{name} is to close on {0}, and no next step is written down.',
  'flag.no-next-step.next': 'Write down the next step of {name}: what, with whom, by when.',
  'flag.amount-unusual': 'An unusual amount',
  'flag.amount-unusual.says': '{name} stands at {0}; three in four deals won {among} were at most {benchmark}.',
  'flag.amount-unusual.next':
    'Check the amount of {name} line by line; if it is right, plan the approvals that a deal of this size needs.',
  'flag.discount-high': 'A high discount',
  'flag.discount-high.says':
    '{name} is offered at a discount of {share}; three in four deals won {among} had at most {usual}.',
  'flag.discount-high.says.configured': '{name} is offered at a discount of {share}; at most {usual} is usual here.',
  'flag.discount-high.next':
    'Ask what {name} gives in return for the discount: a longer term, a larger volume, or a date.',
  'flag.concentration': 'Much hangs on one deal',
  'flag.concentration.says':
    '{name} alone is {share} of the {3:open deal|open deals} that {component} counts in {window}; it is worth {stake}.',
  'flag.concentration.says.unvalued':
    '{name} alone is {share} of the {3:open deal|open deals} that {component} counts in {window}.',
  'flag.concentration.next':
    'Write down what would stop {name}, win a second sponsor there, and bring one more deal of its size forward.',
  'flag.overlay-without-credit': 'On the deal without credit',
  'flag.overlay-without-credit.says': '{payee} is on {name}, and no component credits anything for it.',
  'flag.overlay-without-credit.says.role': '{payee} is on {name} as {role}, and no component credits anything for it.',
  'flag.overlay-without-credit.next': 'Ask the owner of {name} to enter the share that was agreed on.',
  'flag.win-rate-low': 'A low win rate',
  'flag.win-rate-low.says': '{won} of {1:closed deal|closed deals} were won, {rate}; deals {among} win {usual}.',
  'flag.win-rate-low.says.team':
    '{won} of {1:closed deal|closed deals} were won, {rate}; the {people:person|people} of the team win {usual}.',
  'flag.win-rate-low.next':
    'Go through the last three lost deals with your manager: when was each really lost, and by what sign?',
  'flag.hockey-stick': 'Closed at the last moment',
  'flag.hockey-stick.says':
    '{share} of what {component} credited in the last {1:windows|windows} came in their last fifth.',
  'flag.hockey-stick.says.one': '{share} of what {component} credited in the last window came in their last fifth.',
  'flag.hockey-stick.next':
    'Choose three deals that are due at the end of this window, and plan with the buyers what would let them sign earlier.',
  'flag.payout-volatile': 'Earnings go up and down',
  'flag.payout-volatile.says':
    'Over {periods:payment period|payment periods} {0} were earned on average, and a period lay {1} away from that: {share}.',
  'flag.payout-volatile.next':
    'Spread the dates of your large deals over the windows, and ask what a draw or another window would change.',
  'flag.quota-out-of-line': 'The quota is out of line',
  'flag.quota-out-of-line.says':
    'The {window} quota of {name}, {0}, is {1:times|times} the median of {people:person|people}, {benchmark}.',
  'flag.quota-out-of-line.next': 'Ask what the quota is based on: territory, accounts, or last year.',
  'note.field-missing':
    "{field} of open deals is hidden or absent. Let the connector's user read it, and publish again.",
  'note.field-invalid':
    '{field} of {deals:deal|deals} is no {expected}: of {deal} it is {held}. Mend it in the record.',
  'note.no-quota': 'There is no quota for {name} in {window}. Add one to say how far it is reached.',
  'note.no-quota.ramp': 'The ramp leaves no quota yet for {name} in {window}.',
  'note.not-configured': 'Which field holds the discount is not configured. Name it as coaching.fields.discount.',
  'note.too-few.amounts':
    'Too few closed deals of too few people say how large deals won in {currency} are; 10 deals of 5 people are needed.',
  'note.too-few.discounts':
    'Too few closed deals of too few people say what discounts won deals had; 10 deals of 5 people are needed.',
  'note.too-few.days':
    'Too few closed deals of too few people say how long won deals took; 10 deals of 5 people are needed.',
  'note.too-few.own':
    '{closed:own deal has|own deals have} closed; {least} are needed, and 10 of 5 people to compare with.',
  'note.too-few.windows': 'No window of a quarter or longer has ended in which this person was assigned all along.',
  'note.too-few.periods':
    '{known:payment period|payment periods} before the open windows are known; {least} are needed.',
  'note.rate-missing': '{deals:deal|deals} cannot be credited: {why}',
  'note.uncredited': '{deals:deal|deals} cannot be credited: {why}',
  'note.after-window': '{deals:deal|deals} would count only after the open windows, so what they pay is not said.',
  'word.all-segments': 'of all segments',
  'word.in-segment': 'in {segment}',
  'word.its-stage': 'its stage',
  'word.configuration': 'the configuration',
  'word.own-rate': "the person's own win rate",
  'word.segment-rate': 'the win rate {among}',
  'word.usual-rule': 'the usual rule',
  'word.number': 'number',
  'word.date': 'date',
  'word.percentage': 'percentage from 0 to 100',
  'word.nothing': 'nothing',
} as const satisfies Readonly<
  Record<`flag.${FlagId}` | `note.${DiagnosticCode}${string}` | `${string}.${string}`, string>
>;

export type FlagWord = keyof typeof flagWords;

/** A value as English sentences have it: "USD 12,000", "96 %", "2026-06-30". */
function plainly([value, unit]: Shown): string {
  if (unit === 'text' || unit === 'date' || unit === 'period') return value;
  const number = grouped(value);
  return unit === '%' ? `${number} %` : /^[A-Z]{3}$/.test(unit) ? `${unit} ${number}` : number;
}

/** A sentence of flags in English. */
export const inEnglish = (key: string, values: Readonly<Record<string, Shown>>): string =>
  fillPlaces(key, values, (word) => flagWords[word as FlagWord], plainly);
