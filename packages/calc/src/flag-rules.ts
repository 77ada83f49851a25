// The rules that refuse bad coaching: thresholds that mean nothing, fields that no flag reads, segments that are not there.
import type { Book } from './book.ts';
import type { Thresholds } from './coaching-schema.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { under, type Path, type Report } from './error.ts';
import { ownFields, thresholdsOf, type FlagId, type ThresholdKind } from './flag-catalogue.ts';
import { compare, one } from './fraction.ts';
import { suggest } from './schema.ts';
import { standardSegments } from './segment.ts';
import { isPercent } from './table.ts';
import { fieldPath } from './where.ts';

/** Checks what a book says of coaching beyond its schema; paths begin at the coaching itself. */
export function checkCoaching(
  { coaching, segments = standardSegments }: Pick<Book, 'coaching' | 'segments'>,
  report: Report,
): void {
  const { fields = {}, thresholds, bySegment = {} } = coaching ?? {};
  const known = Object.keys(ownFields);
  for (const [name, path] of Object.entries(fields)) {
    if (!known.includes(name))
      report(
        ['fields', name],
        'unknown-key',
        `No flag reads a field "${name}".`,
        suggest(name, known, `Known here: ${known.join(', ')}.`),
      );
    if (!fieldPath.safeParse(path).success)
      report(['fields', name], 'wrong-form', `"${path}" is no field path.`, 'Write one such as Discount__c.');
  }
  if (thresholds) checkThresholds(thresholds, under(['thresholds'], report));
  const ids = segments.ranges.map(({ id }) => id);
  for (const [id, own] of Object.entries(bySegment)) {
    if (!ids.includes(id))
      report(
        ['bySegment', id],
        'unknown-segment',
        `There is no segment "${id}".`,
        suggest(id, ids, `Segments here: ${ids.join(', ')}.`),
      );
    checkThresholds(own, under(['bySegment', id], report));
  }
}

function checkThresholds(thresholds: Thresholds, report: Report): void {
  for (const [id, own] of Object.entries(thresholds))
    for (const [name, value] of Object.entries(own ?? {})) {
      const kind = thresholdsOf(id as FlagId)[name]?.kind;
      if (kind && value !== undefined) checkThreshold(kind, value, [id, name], report);
    }
}

function checkThreshold(kind: ThresholdKind, value: string | number, path: Path, report: Report): void {
  const refuse = (what: string, example: string): void =>
    report(path, 'threshold', `${value} is not ${what}.`, `Write ${what} such as ${example}.`);
  const parsed = kind === 'share' ? parsePercent(value) : isPercent(value) ? null : parseDecimal(value);
  if (kind === 'share') {
    if (!parsed || parsed.n < 0n || compare(parsed, one) > 0) refuse('a share between 0 % and 100 %', '"25%"');
  } else if (kind === 'times') {
    if (!parsed || parsed.n <= 0n) refuse('a number of times above 0', '1.5');
  } else if (!parsed || parsed.d !== 1n || parsed.n < (kind === 'count' ? 1n : 0n)) {
    refuse(kind === 'count' ? 'a whole number of at least 1' : 'a whole number of days', '3');
  }
}
