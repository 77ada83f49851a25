// A company whose every text that can reach a page is hostile: its records, written by REST as a client would, and its plans.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { long, nextText } from '../hostile/texts-of-fields.ts';

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

/** Objects with their fields that decide figures: those keep their values. */
const objects: Readonly<Record<string, readonly string[]>> = {
  Account: ['Type'],
  Opportunity: ['StageName', 'Type', 'ForecastCategoryName', 'CurrencyIsoCode'],
  OpportunityStage: ['ApiName', 'ForecastCategory', 'ForecastCategoryName'],
  Product2: [],
  Task: ['Status'],
  Event: [],
  User: ['Username', 'Alias', 'TimeZoneSidKey', 'LocaleSidKey', 'DefaultCurrencyIsoCode', 'CurrencyIsoCode'],
  UserRole: ['DeveloperName'],
};

/** What stands in place of a text. */
export type Replace = (text: string, most: number, field?: string) => string;

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

/** Replaces the names of plans, and the labels of what they measure and pay; longer than any field of the org. */
export function fillFolder(dir: string, replace: Replace): void {
  const folder = join(dir, 'plans');
  for (const file of readdirSync(folder)) {
    const plan = parse(readFileSync(join(folder, file), 'utf8')) as Named & {
      measures: Record<string, Named>;
      components: Named[];
    };
    const most = file.startsWith('manager') ? 1_000 : 10_000;
    plan.name = replace(plan.name ?? '', most);
    for (const one of [...Object.values(plan.measures), ...plan.components])
      if (one.label !== undefined) one.label = replace(one.label, most);
    writeFileSync(join(folder, file), stringify(plan));
  }
  // The snapshot of who leads everybody would not fit into the org's field any more, and publishing says so.
  const assignments = join(dir, 'assignments.csv');
  const kept = readFileSync(assignments, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith(leadsAll));
  writeFileSync(assignments, kept.join('\n'));
}

/** Hostile texts in place of those that there are, and back again. */
export class Disguise {
  readonly #next = nextText();
  readonly #origins = new Map<string, string>();
  #longest = 0;

  readonly #segments = new Map<string, string>();

  readonly replace: Replace = (text, most, field) => {
    // People of one segment stay together.
    const known = field === 'Division' ? this.#segments.get(text) : undefined;
    if (known !== undefined) return known;
    const hostile = this.#next(most);
    this.#origins.set(seen(hostile), seen(text));
    if (field === 'Division') this.#segments.set(text, hostile);
    return hostile;
  };

  /** Of plans: every second text is as long as it can be. */
  readonly replaceLong: Replace = (text, most) => {
    if (this.#longest++ % 2) return this.replace(text, most);
    const hostile = `${(long[this.#longest % long.length] ?? long[0])?.text.slice(0, most - 10)} ${this.#longest}`;
    this.#origins.set(seen(hostile), seen(text));
    return hostile;
  };

  /** A page's text with every hostile text as it was before. */
  undone(text: string): string {
    let said = seen(text);
    for (const [hostile, origin] of [...this.#origins].sort(([a], [b]) => b.length - a.length))
      if (said.includes(hostile)) said = said.replaceAll(hostile, origin);
    return said;
  }
}

/** A text as a page holds it: without the marks that keep names apart from what surrounds them, and spaces as one. */
export const seen = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
