// What flags answer.
import type { FlagId } from './flag-catalogue.ts';
import type { Decimal, Money } from './result.ts';

/** To know, to watch, or to act on. */
export type Severity = 'info' | 'watch' | 'act';

/** A decimal, a day, a period's name or a text, with its unit: as of evidence, or `word`, `period`, `text`. */
export type Shown = readonly [value: string, unit: string];

/** One number that raised a flag. */
export interface Evidence {
  readonly label: string;
  /** A decimal; a date or a text where the unit says so. */
  readonly value: string;
  /** A currency code, `%`, `day`, `month`, `deal`, `times`, `date`, `text`, or `number` for what is counted otherwise. */
  readonly unit: string;
}

/** What the evidence is compared with. */
export interface Benchmark {
  readonly label: string;
  readonly value: Decimal;
  readonly unit: string;
  /** The person's own history, a team, the deals of a segment, what a plan asks for, or what somebody has configured. */
  readonly source: 'own' | 'team' | 'segment' | 'plan' | 'configuration';
  /** How many deals, people or periods it is made of; null for what is one number by itself. */
  readonly n: number | null;
}

export interface Subject {
  readonly kind: 'deal' | 'component' | 'person' | 'plan';
  /** Of a component `plan/component`. */
  readonly id: string;
  readonly name: string;
}

export interface Flag {
  readonly id: FlagId;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly title: string;
  /** One sentence with the evidence. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly benchmark: Benchmark | null;
  /** What the plan would pay for it in its open windows, before gates, all else as it stands; null where that cannot be said. */
  readonly atStake: { readonly amount: Money; readonly currency: string } | null;
  /** What an hour spent on it may bring, in the corporate currency; null where nothing is at stake that can be said. */
  readonly perHour: Decimal | null;
  readonly nextStep: string;
  readonly training: { readonly title: string; readonly url: string } | null;
}

/** What keeps flags from being evaluated, once for each field and reason. */
export interface Diagnostic {
  /**
   * `field-missing`: hidden or absent; `field-invalid`: of some deals it holds nothing sensible; `not-configured`;
   * `too-few`: too little to compare with; `no-quota`; `rate-missing`: a currency without a rate; `after-window`: deals that
   * count only after the open windows.
   */
  readonly code: DiagnosticCode;
  readonly flags: readonly FlagId[];
  readonly field: string;
  readonly message: string;
}

export type DiagnosticCode =
  | 'field-missing'
  | 'field-invalid'
  | 'not-configured'
  | 'too-few'
  | 'no-quota'
  | 'rate-missing'
  | 'after-window';

/** What fills the places of a sentence, beside evidence, benchmark, name, day and stake. */
export type Values = Readonly<Record<string, Shown>>;

/** A flag without its words: `says` is the key of its sentence, `values` what that says beside evidence and benchmark. */
export interface FlagFound extends Omit<Flag, 'title' | 'message' | 'nextStep' | 'training'> {
  readonly says: string;
  readonly values: Values;
}

/** A diagnostic without its words. */
export interface DiagnosticFound extends Omit<Diagnostic, 'message'> {
  readonly says: string;
  readonly values: Values;
}

export interface Flags {
  readonly cannotSay: null | { readonly code: string; readonly message: string };
  readonly asOf: string;
  /** What to act on today, at most one for each subject: what an hour is worth most for comes first. */
  readonly flags: readonly Flag[];
  /** What follows, in the same order, 20 at most. */
  readonly more: readonly Flag[];
  /** How many of each there are altogether. */
  readonly found: Readonly<Partial<Record<FlagId, number>>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is published of flags: all of them without words. */
export interface PublishedFlags extends Pick<Flags, 'found'> {
  readonly today: readonly FlagFound[];
  readonly more: readonly FlagFound[];
  readonly diagnostics: readonly DiagnosticFound[];
}

/** Flags without words. */
export interface FlagsFound extends PublishedFlags, Pick<Flags, 'cannotSay' | 'asOf'> {}
