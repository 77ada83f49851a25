// Crediting: which records count for whom, on which day, with which value.
import { isAssigned, type Stretch } from './assignment.ts';
import type { CrmRecord, Entry } from './book.ts';
import { conversion, type RateOn } from './currency.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, test } from './filter.ts';
import { multiply, one } from './fraction.ts';
import { collect, draft, type Draft, type Value } from './ledger.ts';
import { fit, minorDigits, roundToMinor, toMinor } from './money.ts';
import { printDay, type Day } from './period.ts';
import type { Component, Measure, Plan } from './plan.ts';
import type { Warning } from './result.ts';
import { targets, type Around, type Draftees, type Share } from './targets.ts';
import { inOrder, type Dated, type Timeline } from './timeline.ts';

/** What crediting reads besides the plan. */
export interface Source extends Around {
  readonly entries: readonly Entry[];
  readonly rates: RateOn;
  readonly corporateCurrency: string;
  readonly timeline: Timeline;
}

/** Who can be credited, and until when: the stretches in which a payee is assigned (undefined: never), and the as-of date. */
export interface Eligible {
  readonly assigned: ReadonlyMap<string, readonly Stretch[]>;
  readonly asOf: Day;
}

export type DatedWarning = Warning & { readonly day: Day };

/** The credits of one plan: by measure (of a ratio `measure#of` and `measure#per`) and payee. */
export interface Credits {
  readonly byMeasure: ReadonlyMap<string, ReadonlyMap<string, Draft>>;
  readonly warnings: ReadonlyMap<string, readonly DatedWarning[]>;
}

/** The keys under which a measure's credits stand. */
export const creditKeys = (name: string, measure: Measure): string[] =>
  measure.ratio ? [`${name}#of`, `${name}#per`] : [name];

/** Is a measure's value an amount of money in the plan's currency? */
export const isMoney = (measure: Measure): boolean =>
  !measure.ratio && !measure.entered && measure.value !== 'count' && measure.unit !== 'number';

/** What a component's position counts. */
export function unitOf(plan: Plan, { measure: name }: Component): 'money' | 'number' | 'ratio' {
  const measure = name === undefined ? undefined : plan.measures[name];
  return !measure || measure.ratio ? 'ratio' : isMoney(measure) ? 'money' : 'number';
}

/** Credits all records of the source for one plan. */
export function credit(plan: Plan, source: Source, eligible: Eligible): Credits {
  const byMeasure = new Map<string, Map<string, Draft>>();
  const warnings = new Map<string, DatedWarning[]>();
  const warn: Warn = (payee, warning) => {
    const list = warnings.get(payee) ?? [];
    if (!list.some(({ code, record }) => code === warning.code && record === warning.record)) list.push(warning);
    warnings.set(payee, list);
  };
  for (const [name, measure] of Object.entries(plan.measures)) {
    const sides: readonly { key: string; part: Part }[] = measure.ratio
      ? [
          { key: `${name}#of`, part: measure.ratio.of },
          { key: `${name}#per`, part: measure.ratio.per },
        ]
      : [{ key: name, part: measure }];
    for (const { key, part } of sides) byMeasure.set(key, collectAll(plan, measure, part, source, eligible, warn));
  }
  return { byMeasure, warnings };
}

function valueBase(plan: Plan, measure: Measure, value: string | undefined): number | null {
  if (value === 'count') return 0;
  return measure.entered || measure.unit === 'number' ? null : minorDigits(plan.currency);
}

type Warn = (payee: string, warning: DatedWarning) => void;

/** One measure, or one side of a ratio. */
type Part = Pick<Measure, 'object' | 'value' | 'where'>;

/** Collects the credits of one measure by payee, in the order in which they count. */
function collectAll(
  plan: Plan,
  measure: Measure,
  part: Part,
  source: Source,
  { assigned, asOf }: Eligible,
  warn: Warn,
): Map<string, Draft> {
  const digits = valueBase(plan, measure, part.value);
  const draftees: Draftees = new Map(
    [...assigned].map(([payee, days]) => [payee, { payee, assigned: days, draft: draft(digits) }]),
  );
  const people = targets(measure.credit ?? 'owner', source, draftees);
  const times = (measure.counts ?? []).map((entry) => ({
    holds: test(entry.where),
    share: parsePercent(entry.times) ?? one,
  }));
  const read = valueReader(plan, measure, part, source);
  const timeZone = plan.timeZone ?? 'UTC';
  const holds = test(part.where);
  const records = measure.entered
    ? inOrder(achievements(plan, measure, source), 'date', timeZone).filter(({ record }) => holds(record))
    : source.timeline(part.object ?? '', measure.date ?? '', timeZone, part.where);
  for (let i = 0; i < records.length; i++) {
    const dated = records[i] as Dated;
    const { day } = dated;
    if (day > asOf) break;
    const credited = people(dated);
    if (credited.length === 0) continue;
    const value = read(dated);
    const weight = times.length === 0 ? undefined : times.find((entry) => entry.holds(dated.record))?.share;
    for (let k = 0; k < credited.length; k++) {
      const { to, share } = credited[k] as Share;
      if (!isAssigned(to.assigned, day)) continue;
      if (isWarning(value)) {
        warn(to.payee, value);
        continue;
      }
      collect(to.draft, dated, value, weight ? multiply(share, weight) : share);
    }
  }
  return new Map([...draftees].map(([payee, { draft: collected }]) => [payee, collected]));
}

const isWarning = (value: Value | DatedWarning): value is DatedWarning => typeof value === 'object' && 'code' in value;

/** Reads a record's value as a measure counts it, or says why it cannot be credited. */
function valueReader(plan: Plan, measure: Measure, part: Part, source: Source): (dated: Dated) => Value | DatedWarning {
  if (part.value === 'count') return () => 1;
  const { currency } = plan;
  const digits = minorDigits(currency);
  const rounding = plan.rounding ?? 'half-up';
  const name = part.value ?? 'value';
  const valueOf = field(name);
  const currencyOf = field('CurrencyIsoCode');
  const missing = ({ id, day }: Dated, message: string): DatedWarning => ({
    code: 'value-missing',
    message,
    record: id,
    day,
  });
  const money = isMoney({ ...measure, value: part.value, ratio: undefined });

  return (dated) => {
    const { record, id, day } = dated;
    const raw = valueOf(record);
    if (raw === null || raw === '') return missing(dated, `${id} has no ${name} and is not credited.`);
    const noNumber = (): DatedWarning =>
      missing(dated, `${name} of ${id} is "${String(raw)}", which is no number; it is not credited.`);
    if (!money) return parseDecimal(raw) ?? noNumber();
    const own = currencyOf(record) ?? source.corporateCurrency;
    if (own === currency) return toMinor(raw, digits, rounding) ?? noNumber();
    const factor = conversion(source.rates, String(own), currency, day);
    if (!factor) {
      const date = printDay(day);
      return {
        code: 'rate-missing',
        message: `${id} is in ${String(own)}: no rate to ${currency} on ${date}, so it is not credited.`,
        record: id,
        currency: String(own),
        date,
        day,
      };
    }
    const parsed = parseDecimal(raw);
    return parsed ? fit(roundToMinor(multiply(parsed, factor), digits, rounding)) : noNumber();
  };
}

/** Achievements entered by hand, as records. */
function achievements(plan: Plan, measure: Measure, source: Source): CrmRecord[] {
  const name = Object.entries(plan.measures).find(([, candidate]) => candidate === measure)?.[0];
  return source.entries
    .filter((entry) => entry.plan === plan.id && entry.measure === name)
    .map((entry) => ({ ...entry, Id: entry.id, OwnerId: entry.payee }));
}
