// The org's state in one file: what it began with, and every write before it is answered.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SampleOrgError } from './error.ts';
import type { Keeper, Org, Row, Table, Written } from './org.ts';
import type { Field, ObjectType } from './schema.ts';

const format = 1;
/** Says that a file is one of ours: "QSmO". */
const application = 0x51536d4f;

const tables = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE type (object TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE record (n INTEGER PRIMARY KEY, object TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (object, id));
  CREATE TABLE purged (object TEXT, id TEXT, deleted TEXT, PRIMARY KEY (object, id)) WITHOUT ROWID;
  CREATE TABLE sequence (object TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
`;

/** The data that an org began with: in words, and by a print of what they are. */
export interface Origin {
  readonly words: string;
  readonly print: string;
}

export const printOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
};

/** The print of the CSV files of a folder; of their names and contents, not of where they lie. */
export function folderPrint(folder: string): string {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort();
  return printOf(...names.flatMap((name) => [name, readFileSync(join(folder, name))]));
}

export class Store implements Keeper {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #org: () => Org;
  #fields = 0;
  #known = '';

  /**
   * Opens a file, or makes it. `org` gives the org once it is there.
   * @throws SampleOrgError where it cannot be opened, is in use, or began with other data.
   */
  constructor(file: string, origin: Origin, org: () => Org) {
    this.#file = file;
    this.#org = org;
    this.#database = new DatabaseSync(file, { timeout: 0, open: false });
    try {
      this.#database.open();
      this.#database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      this.#begin(origin);
    } catch (error) {
      if (this.#database.isOpen) this.#database.close();
      throw error instanceof SampleOrgError ? error : unusable(file, error as Error & { errcode?: number });
    }
  }

  #begin(origin: Origin): void {
    const one = (sql: string): unknown => Object.values(this.#database.prepare(sql).get() ?? {})[0];
    const isNew = one('SELECT COUNT(*) FROM sqlite_schema') === 0;
    if (isNew) {
      this.#database.exec(
        `BEGIN IMMEDIATE; PRAGMA application_id = ${application}; PRAGMA user_version = ${format}; ${tables}`,
      );
      this.#database.exec('COMMIT');
    }
    const refuse = (message: string, action: string): never => {
      throw new SampleOrgError('bad-store', `${this.#file} ${message}`, [action]);
    };
    if (one('PRAGMA application_id') !== application)
      refuse('is a file of another program.', 'Name another file by --store.');
    if (one('PRAGMA user_version') !== format)
      refuse('was written by another version of the sample org.', 'Use that version, or name another file by --store.');
    if (!this.isKept) for (const name of ['words', 'print'] as const) this.#setMeta(name, origin[name]);
    if (this.#meta('print') !== origin.print)
      refuse(
        `holds an org that began with ${this.#meta('words') ?? ''}, not with ${origin.words}${this.#meta('words') === origin.words ? ' as it is now' : ''}.`,
        'Start it with the data that it began with, or name another file by --store.',
      );
  }

  /** Does it hold an org already, not only the place for one? */
  get isKept(): boolean {
    return this.#meta('kept') !== undefined;
  }

  /** When the org last wrote, in milliseconds. */
  get latest(): number | undefined {
    const latest = this.#meta('latest');
    return latest === undefined ? undefined : Date.parse(latest.replace('+0000', 'Z'));
  }

  /** Gives types the objects and fields that the org had. */
  readTypes(types: Map<string, ObjectType>): void {
    for (const { definition } of this.#all('SELECT definition FROM type ORDER BY object')) {
      const stored = JSON.parse(String(definition)) as StoredType;
      const known = types.get(stored.name.toLowerCase());
      const fields = [...stored.fields, ...(known?.fields.values() ?? [])];
      types.set(stored.name.toLowerCase(), {
        ...(known ?? stored),
        prefix: stored.prefix,
        fields: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
        children: known?.children ?? new Map(stored.children),
      });
    }
  }

  /** Gives the org the records that it had. */
  readRecords(): void {
    const org = this.#org();
    for (const { object, body } of this.#all('SELECT object, body FROM record ORDER BY n'))
      org.put(String(object), JSON.parse(String(body)) as Row);
    for (const { object, id, deleted } of this.#all('SELECT object, id, deleted FROM purged')) {
      const { rows, purged } = org.table(String(object));
      if (rows.any(String(id))) rows.purge(String(id));
      if (deleted !== null) purged.set(String(id), String(deleted));
    }
    for (const { object, next } of this.#all('SELECT object, next FROM sequence'))
      org.table(String(object)).next = Number(next);
    this.#known = org.deletionsKnownFrom = this.#meta('known') ?? org.deletionsKnownFrom;
    this.#fields = fieldsOf(org);
  }

  /** Writes all that is stored of the org. */
  keepAll(): void {
    const org = this.#org();
    const written = org.tables.flatMap((table) =>
      [...table.rows.storedPlaces()].map((place) => ({ table, id: String(table.rows.at(place)['Id']) })),
    );
    this.keep(written);
  }

  keep(written: readonly Written[]): void {
    const org = this.#org();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { table, id } of written) this.#record(table, id);
      for (const table of new Set(written.map(({ table }) => table)))
        this.#run('INSERT OR REPLACE INTO sequence VALUES (?, ?)', table.type.name, table.next);
      this.#keepTypes(org);
      if (org.deletionsKnownFrom !== this.#known) {
        this.#run('UPDATE purged SET deleted = NULL WHERE deleted < ?', org.deletionsKnownFrom);
        this.#setMeta('known', (this.#known = org.deletionsKnownFrom));
      }
      this.#setMeta('latest', org.now());
      this.#setMeta('kept', 'yes');
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    if (this.isKept) this.keep([]);
    this.#database.close();
  }

  #record({ type, rows, purged }: Table, id: string): void {
    const row = rows.any(id);
    if (row)
      this.#run(
        'INSERT INTO record (object, id, body) VALUES (?, ?, ?) ON CONFLICT (object, id) DO UPDATE SET body = excluded.body',
        type.name,
        id,
        JSON.stringify(row),
      );
    else this.#run('DELETE FROM record WHERE object = ? AND id = ?', type.name, id);
    if (purged.has(id))
      this.#run('INSERT OR REPLACE INTO purged VALUES (?, ?, ?)', type.name, id, purged.get(id) ?? null);
  }

  #keepTypes(org: Org): void {
    if (fieldsOf(org) === this.#fields) return;
    this.#run('DELETE FROM type');
    for (const type of org.types.values()) {
      const definition: StoredType = { ...type, fields: [...type.fields.values()], children: [...type.children] };
      this.#run('INSERT OR REPLACE INTO type VALUES (?, ?)', type.name, JSON.stringify(definition));
    }
    for (const table of ['record', 'purged', 'sequence'])
      this.#run(`DELETE FROM ${table} WHERE object NOT IN (SELECT object FROM type)`);
    this.#fields = fieldsOf(org);
  }

  #meta(name: string): string | undefined {
    const [row] = this.#all('SELECT value FROM meta WHERE name = ?', name);
    return row === undefined ? undefined : String(row['value']);
  }

  #setMeta(name: string, value: string): void {
    this.#run('INSERT OR REPLACE INTO meta VALUES (?, ?)', name, value);
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#prepared(sql).run(...values);
  }

  #all(sql: string, ...values: string[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values);
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

type StoredType = Omit<ObjectType, 'fields' | 'children'> & {
  readonly fields: readonly Field[];
  readonly children: readonly (readonly [string, string])[];
};

const fieldsOf = (org: Org): number => [...org.types.values()].reduce((sum, { fields }) => sum + fields.size, 0);

/** Source of the numbers: "Result and Error Codes" of SQLite. */
function unusable(file: string, error: Error & { errcode?: number }): Error {
  const sentences: Readonly<Record<number, readonly [string, string]>> = {
    5: ['is in use by another sample org.', 'Stop the other one, or name another file by --store.'],
    14: ['cannot be opened.', 'Name a file in a folder that exists and may be written to.'],
    26: ['is no store of a sample org.', 'Name another file by --store.'],
  };
  const [what, remedy] = sentences[error.errcode ?? 0] ?? [];
  return what === undefined ? error : new SampleOrgError('bad-store', `${file} ${what}`, [remedy ?? '']);
}
