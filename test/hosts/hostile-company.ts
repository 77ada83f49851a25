// A company whose every text that can reach a page is hostile: its records, written by REST as a client would, and its plans.
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { flagIds } from '../../packages/calc/src/flag-catalogue.ts';
import { standardSegments } from '../../packages/calc/src/segment.ts';
import { expect } from 'vitest';
import { long, nextText, shortest } from '../hostile/texts-of-fields.ts';
import type { Reading } from './reading.ts';

/** One request of an administrator. */
export type Ask = (method: string, resource: string, body?: unknown) => Promise<unknown>;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly updateable: boolean;
}
interface Row {
  readonly Id: string;
  readonly [field: string]: unknown;
}

/** Objects with their fields that hold words of the platform: those keep their values. Stages come before what is in them. */
const objects: Readonly<Record<string, readonly string[]>> = {
  Account: [],
  OpportunityStage: ['ForecastCategory', 'ForecastCategoryName'],
  Opportunity: ['ForecastCategoryName', 'CurrencyIsoCode'],
  Product2: [],
  Task: ['Status'],
  Event: [],
  User: ['Username', 'Alias', 'TimeZoneSidKey', 'LocaleSidKey', 'DefaultCurrencyIsoCode', 'CurrencyIsoCode'],
  UserRole: ['DeveloperName'],
};

/** Fields of which one value stands for the same thing wherever it is, by what they hold: filters and segments go by it. */
const picked: Readonly<Record<string, string>> = {
  ApiName: 'stage',
  MasterLabel: 'stage',
  StageName: 'stage',
  Type: 'type',
  Division: 'division',
};

/** What stands in place of a text. */
export type Replace = (text: string, most: number, field?: string) => string;

/** Texts as they are; but stages have other names, because a deal that is moved to one is not as it was. */
export const harmlessText: Replace = (text, _, field = '') => (picked[field] === 'stage' ? `${text} stage` : text);

/** Replaces every text that can hold anything, where there is one. */
export async function fillOrg(ask: Ask, replace: Replace): Promise<void> {
  for (const [object, kept] of Object.entries(objects)) {
    const { fields } = (await ask('GET', `sobjects/${object}/describe`)) as { fields: Field[] };
    const texts = fields.filter(
      ({ name, type, updateable }) =>
        updateable &&
        !kept.includes(name) &&
        ['string', 'textarea', 'picklist', 'phone'].includes(type) &&
        name !== 'CurrencyIsoCode',
    );
    const soql = `SELECT Id, ${texts.map(({ name }) => name).join(', ')} FROM ${object} ORDER BY Id`;
    const rows: Row[] = [];
    for (let path = `query?q=${encodeURIComponent(soql)}`; path !== '';) {
      const page = (await ask('GET', path)) as { records: Row[]; nextRecordsUrl?: string };
      rows.push(...page.records);
      path = page.nextRecordsUrl?.replace(/^.*\/v\d+\.0\//, '') ?? '';
    }
    const changed = rows.map((row) => ({
      attributes: { type: object },
      Id: row.Id,
      ...Object.fromEntries(
        texts.flatMap(({ name, length }) => {
          const text = row[name];
          return typeof text === 'string' && text !== '' ? [[name, replace(text, length || 255, name)]] : [];
        }),
      ),
    }));
    for (let at = 0; at < changed.length; at += 200) {
      const records = changed.slice(at, at + 200);
      const done = (await ask('PATCH', 'composite/sobjects', { allOrNone: false, records })) as {
        success: boolean;
        errors: unknown;
      }[];
      const failed = done.find(({ success }) => !success);
      if (failed) throw new Error(`${object} takes no hostile text: ${JSON.stringify(failed.errors)}`);
    }
  }
}

const leadsAll = 'helena.lindqvist@';

interface Named {
  name?: string;
  label?: string;
}
interface Filtered {
  where?: { Type?: { eq?: string } };
}
interface PlanFile extends Named {
  measures: Record<string, Named & Filtered & { counts?: Filtered[] }>;
  components: Named[];
}

/** Replaces the texts of plans, settings and entries; names and labels of plans are longer than any field of the org. */
export function fillFolder(dir: string, replace: Replace): void {
  fillPlans(join(dir, 'plans'), replace);
  appendFileSync(join(dir, 'settings.yaml'), stringify(settingsWith(replace)));
  writeFileSync(
    join(dir, 'entries.csv'),
    `id,payee,plan,date,amount,reason\n${entriesWith(replace).map(cells).join('\n')}`,
  );
  // The snapshot of who leads everybody would not fit into the org's field any more, and publishing says so.
  const assignments = join(dir, 'assignments.csv');
  const kept = readFileSync(assignments, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith(leadsAll));
  writeFileSync(assignments, kept.join('\n'));
}

function fillPlans(folder: string, replace: Replace): void {
  for (const file of readdirSync(folder)) {
    const plan = parse(readFileSync(join(folder, file), 'utf8')) as PlanFile;
    const most = file.startsWith('manager') ? 1_000 : 10_000;
    plan.name = replace(plan.name ?? '', most);
    const measures = Object.values(plan.measures);
    for (const one of [...measures, ...plan.components])
      if (one.label !== undefined) one.label = replace(one.label, most);
    for (const { where } of measures.flatMap((one) => [one, ...(one.counts ?? [])]))
      if (where?.Type?.eq !== undefined) where.Type.eq = replace(where.Type.eq, 255, 'Type');
    writeFileSync(join(folder, file), stringify(plan));
  }
}

/** Segments, one of which has no label but its id, and training for each flag. */
function settingsWith(replace: Replace): object {
  const ranges = standardSegments.ranges.map(({ label = '', ...range }, i) =>
    i === 0 ? { ...range, id: replace(label, 1_000) } : { ...range, label: replace(label, 1_000) },
  );
  const training = Object.fromEntries(
    flagIds.map((id) => [
      id,
      { title: replace(`How to: ${id}`, 200), url: `https://example.com/${replace(id, 200).replaceAll(/\s/g, '')}` },
    ]),
  );
  return { segments: { by: standardSegments.by, ranges }, coaching: { training } };
}

const entriesWith = (replace: Replace): string[][] =>
  ['noah.bennett', 'hannah.fischer'].map((name) => [
    `a-${name}`,
    `${name}@harborline.example`,
    'ae-fy26',
    '2026-03-10',
    '120.50',
    replace('A customer’s advance', 1_000),
  ]);
const cells = (row: readonly string[]): string => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

/** Hostile texts in place of those that there are, and back again. */
export class Disguise {
  readonly #next = nextText();
  readonly #origins = new Map<string, string>();
  readonly #picked = new Map<string, string>();
  #longest = 0;

  readonly replace: Replace = (text, most, field) => this.#instead(text, most, field, () => this.#next(most));

  /** Of plans: every second text is as long as it can be. */
  readonly replaceLong: Replace = (text, most, field) =>
    this.#instead(text, most, field, () => {
      if (this.#longest++ % 2) return this.#next(most);
      return `${(long[this.#longest % long.length] ?? long[0])?.text.slice(0, most - 10)} ${this.#longest}`;
    });

  /** What stands in place of a text, and always does where it is a value of a filter; those are whole characters, as files hold them. */
  #instead(text: string, most: number, field: string | undefined, make: () => string): string {
    const value = field && picked[field] && `${picked[field]} ${text}`;
    const known = value && this.#picked.get(value);
    if (known) return known;
    const hostile = value ? make().toWellFormed() : make();
    const harmless = harmlessText(text, most, field);
    this.#origins.set(seen(hostile.slice(0, shortest)), seen(harmless.slice(0, shortest)));
    this.#origins.set(seen(hostile), seen(harmless));
    if (value) this.#picked.set(value, hostile);
    return hostile;
  }

  /** A page's text with every hostile text as it was before. */
  undone(text: string): string {
    let said = seen(text);
    for (const [hostile, origin] of [...this.#origins].sort(([a], [b]) => b.length - a.length))
      if (said.includes(hostile)) said = said.replaceAll(hostile, origin);
    return said;
  }
}

/** A page that was read, with what happened on it that should not. */
export interface Read extends Reading {
  readonly happened: readonly string[];
}

/** Nothing has happened on a page of hostile texts, which is whole, and but for these texts the page of harmless ones. */
export function expectUnharmed(found: Read, as: Read, disguise: Disguise): void {
  expect(found.happened).toEqual([]);
  expect(found.text).not.toBe(as.text);
  expect(disguise.undone(found.text)).toBe(seen(as.text));
  expect(found.elements).toEqual(as.elements);
  expect(found.overflowing).toEqual([]);
  expect(found.backwards).toEqual([]);
}

/** A text as a page holds it: without the marks that keep names apart from what surrounds them, and spaces as one. */
export const seen = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
