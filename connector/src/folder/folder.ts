// A plan folder: plans, assignments, quotas, entries and settings, read whole and checked before anything is calculated.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  periodName,
  readPlan,
  readSettings,
  type Assignment,
  type Book,
  type Plan,
  type QuotaRow,
  type Settings,
} from '@quotient/calc';
import { ConnectorError, exitCode } from '../error.ts';
import { badFile, readCsv, type CsvRow } from './csv.ts';
import { inFile, readDocument } from './document.ts';

export interface PlanFolder {
  readonly dir: string;
  readonly plans: readonly Plan[];
  readonly assignments: readonly Located<Assignment>[];
  readonly quotas: readonly Located<QuotaRow>[];
  readonly entries: readonly Located<NonNullable<Book['entries']>[number]>[];
  readonly settings: Settings;
}

/** A row with the place that it came from; its payee is an Id or a username until the people are known. */
export interface Located<T> {
  readonly row: T;
  readonly place: string;
}

/** @throws ConnectorError (2) with file, line and column of what is wrong. */
export function readFolder(dir: string): PlanFolder {
  const plansDir = join(dir, 'plans');
  const files = existsSync(plansDir)
    ? readdirSync(plansDir)
        .filter((name) => /\.(ya?ml|json)$/.test(name))
        .sort()
    : [];
  if (files.length === 0)
    throw new ConnectorError(
      'no-plans',
      exitCode.usage,
      `${dir} holds no plans: there is no YAML or JSON file in ${plansDir}.`,
      ['Name the plan folder with --dir, or put a plan file into its folder "plans".'],
    );
  const documents = files.map((name) => readDocument(join(plansDir, name)));
  const plans = documents.map((document) => inFile(document, () => readPlan(document.value)));
  return {
    dir,
    plans,
    assignments: readCsv(join(dir, 'assignments.csv'), {
      required: ['payee', 'plan', 'from'],
      optional: ['to', 'ramp', 'targets'],
    }).map((row) => located(join(dir, 'assignments.csv'), row, assignmentOf)),
    quotas: readCsv(join(dir, 'quotas.csv'), {
      required: ['payee', 'component', 'period', 'amount'],
      optional: ['plan', 'prorated'],
    }).map((row) => located(join(dir, 'quotas.csv'), row, quotaOf)),
    entries: readCsv(join(dir, 'entries.csv'), {
      required: ['id', 'payee', 'plan', 'date'],
      optional: ['amount', 'measure', 'value', 'reason'],
    }).map((row) => located(join(dir, 'entries.csv'), row, entryOf)),
    settings: settingsOf(dir),
  };
}

type Values = CsvRow['values'];

function located<T>(file: string, { line, values }: CsvRow, make: (values: Values, place: string) => T): Located<T> {
  const place = `${file}:${line}`;
  return { place, row: make(values, place) };
}

function assignmentOf(values: Values, place: string): Assignment {
  const { payee = '', plan = '', to = '', ramp = '', targets = '' } = values;
  return {
    payee,
    plan,
    from: date(values['from'] ?? '', place, 'from'),
    to: to === '' ? null : date(to, place, 'to'),
    ...(ramp === ''
      ? {}
      : { ramp: ramp.split(/[;\s]+/).map((part) => match(part, /^\d+(\.\d+)?%?$/, place, 'ramp', '25% 50% 75%')) }),
    ...(targets === ''
      ? {}
      : {
          targets: Object.fromEntries(
            targets.split(';').map((part) => {
              const [id = '', amount = ''] = part.split('=').map((text) => text.trim());
              return [id, number(amount, place, 'targets')];
            }),
          ),
        }),
  };
}

function quotaOf(values: Values, place: string): QuotaRow {
  const { payee = '', component = '', plan = '', prorated = '' } = values;
  return {
    payee,
    component,
    period: match(values['period'] ?? '', periodName, place, 'period', '2026-Q1'),
    amount: number(values['amount'] ?? '', place, 'amount'),
    ...(plan === '' ? {} : { plan }),
    ...(prorated === ''
      ? {}
      : { prorated: match(prorated, /^(true|false)$/, place, 'prorated', 'true or false') === 'true' }),
  };
}

function entryOf(values: Values, place: string): NonNullable<Book['entries']>[number] {
  const { id = '', payee = '', plan = '', amount = '', measure = '', value = '', reason = '' } = values;
  if ((amount === '') === (measure === '' || value === ''))
    throw badFile(place, 'an entry has an amount, or a measure with a value.', 'Fill in one of them.');
  return {
    id,
    payee,
    plan,
    date: date(values['date'] ?? '', place, 'date'),
    ...(amount === ''
      ? { measure, value: number(value, place, 'value') }
      : { amount: number(amount, place, 'amount') }),
    ...(reason === '' ? {} : { reason }),
  };
}

function match(text: string, pattern: RegExp, place: string, column: string, example: string): string {
  if (!pattern.test(text)) throw badFile(place, `"${column}" is "${text}".`, `Write it like ${example}.`);
  return text;
}

const number = (text: string, place: string, column: string): string =>
  match(text, /^[+-]?\d+(\.\d+)?$/, place, column, '300000 or 1200.50');

function date(text: string, place: string, column: string): string {
  const isDay =
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  if (!isDay)
    throw badFile(place, `"${column}" is "${text}", which is no day of the calendar.`, 'Write it like 2026-03-31.');
  return text;
}

function settingsOf(dir: string): Settings {
  const file = ['settings.yaml', 'settings.yml'].map((name) => join(dir, name)).find((path) => existsSync(path));
  if (!file) return {};
  const document = readDocument(file);
  return inFile(document, () => readSettings(document.value ?? {}));
}
