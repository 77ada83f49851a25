// Flags and forecast as a document holds them that was published: a page shows them and finds nothing itself.
import { fail } from './error.ts';
import type { FlagsFound, PublishedFlags } from './flag-result.ts';
import type { Forecast, PublishedForecast } from './forecast-result.ts';
import { faultIn } from './snapshot-forms.ts';
import { isAsPublished, refuse } from './snapshot-read.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { checkHeld, refusalOf } from './snapshot-whole.ts';

/**
 * The flags that were published, without words.
 * Never throws on what a document holds: `cannotSay` has `not-published` where an earlier connector wrote it, `snapshot` where
 * it is damaged, `no-plan`, `another-version`.
 */
export function publishedFlags(held: Snapshot): FlagsFound {
  try {
    checkHeld(held);
    return { cannotSay: null, asOf: held.asOf, ...partOf<PublishedFlags>(held, held.flags, 'Flags') };
  } catch (error) {
    return { ...refusalOf(error, held), today: [], more: [], found: {}, diagnostics: [] };
  }
}

/** The forecast that was published, without what it leaves out; else as `publishedFlags`. */
export function publishedForecast(held: Snapshot): Pick<Forecast, 'cannotSay' | 'asOf' | 'plans'> {
  try {
    checkHeld(held);
    return { cannotSay: null, asOf: held.asOf, ...partOf<PublishedForecast>(held, held.forecast, 'Forecast') };
  } catch (error) {
    return { ...refusalOf(error, held), plans: [] };
  }
}

/** @throws QuotientError `not-published`, `snapshot`, `unknown-kind` */
function partOf<T>(held: Snapshot, part: T | undefined, form: 'Flags' | 'Forecast'): T {
  if (part === undefined)
    fail(
      'not-published',
      ['version'],
      'This was published by an earlier version of the connector, which says nothing of it.',
      'Publish again with this version.',
    );
  const found = isAsPublished(held) ? null : faultIn(part, form);
  if (found) refuse(found.at(form.toLowerCase()));
  return part;
}
