// The org's state: tables of records, who may see and change them, and the rules that every write obeys.
import { ApiError, noAccess, notFound } from './error.ts';
import { isId, makeId, to18 } from './id.ts';
import { isNumeric, type Field, type ObjectType } from './schema.ts';
import { deriveOpportunity } from './opportunity.ts';

export type Value = string | number | boolean | null;
/** A record with canonical field names; absent fields are null. */
export type Row = Record<string, Value>;

export interface Table {
  readonly type: ObjectType;
  readonly rows: Map<string, Row>;
  next: number;
}

/** The person on whose behalf a request is made. */
export interface Viewer {
  readonly id: string;
  readonly seesAll: boolean;
  /** Users below in the role hierarchy, and the person. */
  readonly below: ReadonlySet<string>;
}

export class Org {
  readonly id: string;
  readonly types: Map<string, ObjectType>;
  readonly clock: () => Date;
  readonly #tables = new Map<string, Table>();
  /** Grows with every write: who caches what depends on records compares it. */
  version = 0;

  constructor(id: string, types: Map<string, ObjectType>, clock: () => Date) {
    this.id = id;
    this.types = types;
    this.clock = clock;
  }

  /** The table of an object; @throws ApiError NOT_FOUND where the org has no such object. */
  table(object: string): Table {
    const key = object.toLowerCase();
    let table = this.#tables.get(key);
    if (!table) {
      const type = this.types.get(key);
      if (!type) throw notFound();
      this.#tables.set(key, (table = { type, rows: new Map(), next: 1 }));
    }
    return table;
  }

  now(): string {
    return this.clock().toISOString().replace('Z', '+0000');
  }

  /** Adds a record as it is, without the rules of writing: for data that the org starts with. */
  load(object: string, row: Row): Row {
    const table = this.table(object);
    const id = typeof row['Id'] === 'string' ? to18(row['Id']) : makeId(table.type.prefix, table.next++);
    const full = { ...row, Id: id };
    table.rows.set(id, full);
    this.version++;
    return full;
  }

  /** May the viewer see a record? */
  sees(viewer: Viewer, type: ObjectType, row: Row): boolean {
    if (viewer.seesAll || type.sharing === 'read' || type.sharing === 'readWrite') return true;
    if (typeof type.sharing === 'object') {
      const field = type.fields.get(type.sharing.parent.toLowerCase());
      const parentType = this.types.get(field?.referenceTo[0]?.toLowerCase() ?? '');
      const parent = parentType && this.table(parentType.name).rows.get(String(row[type.sharing.parent]));
      return Boolean(parent && parentType && this.sees(viewer, parentType, parent));
    }
    return (
      viewer.below.has(String(row['OwnerId'] ?? row['QuotaOwnerId'])) ||
      (type.name === 'Opportunity' && this.#isOnTeam(viewer, String(row['Id'])))
    );
  }

  #isOnTeam(viewer: Viewer, opportunity: string): boolean {
    for (const member of this.table('OpportunityTeamMember').rows.values())
      if (member['OpportunityId'] === opportunity && member['UserId'] === viewer.id) return true;
    return false;
  }

  /** May the viewer change a record? Its owner and who stands above, and who may change all. */
  mayEdit(viewer: Viewer, type: ObjectType, row: Row): boolean {
    if (viewer.seesAll || type.sharing === 'readWrite') return true;
    if (typeof type.sharing === 'object') {
      const parent = type.fields.get(type.sharing.parent.toLowerCase());
      const parentType = this.types.get(parent?.referenceTo[0]?.toLowerCase() ?? '');
      const owner = parentType && this.table(parentType.name).rows.get(String(row[type.sharing.parent]));
      return Boolean(owner && parentType && this.mayEdit(viewer, parentType, owner));
    }
    return row['OwnerId'] !== undefined && viewer.below.has(String(row['OwnerId']));
  }

  /** A record that the viewer may see. @throws ApiError as the platform answers what is not there or not theirs. */
  find(viewer: Viewer, object: string, id: string): Row {
    const { type, rows } = this.table(object);
    if (!isId(id)) throw notFound();
    const row = rows.get(to18(id));
    if (!row || !this.sees(viewer, type, row)) throw notFound();
    return row;
  }

  insert(viewer: Viewer, object: string, values: Readonly<Record<string, unknown>>): Row {
    const table = this.table(object);
    const { type } = table;
    if (!type.custom && type.sharing === 'read' && !viewer.seesAll) throw noAccess();
    const now = this.now();
    const given = this.#checked(viewer, type, values, 'createable');
    const row: Row = {
      Id: makeId(type.prefix, table.next++),
      ...(type.fields.has('ownerid') ? { OwnerId: viewer.id } : {}),
      ...given,
      CreatedDate: now,
      CreatedById: viewer.id,
      LastModifiedDate: now,
      LastModifiedById: viewer.id,
      SystemModstamp: now,
      IsDeleted: false,
    };
    if (type.name === 'Opportunity') deriveOpportunity(this, row);
    const missing = [...type.fields.values()]
      .filter(
        (field) =>
          !field.nillable &&
          field.createable &&
          field.type !== 'boolean' &&
          (row[field.name] ?? null) === null &&
          field.name !== 'OwnerId',
      )
      .map(({ name }) => name);
    if (missing.length > 0)
      throw new ApiError(
        400,
        'REQUIRED_FIELD_MISSING',
        `Required fields are missing: [${missing.join(', ')}]`,
        missing,
      );
    this.#checkUnique(type, row, null);
    table.rows.set(String(row['Id']), row);
    this.version++;
    if (type.name === 'Opportunity') this.#remember(row);
    return row;
  }

  update(viewer: Viewer, object: string, id: string, values: Readonly<Record<string, unknown>>): Row {
    const { type, rows } = this.table(object);
    const row = this.find(viewer, object, id);
    if (!this.mayEdit(viewer, type, row)) throw noAccess();
    const given = this.#checked(viewer, type, values, 'updateable');
    const now = this.now();
    const after: Row = { ...row, ...given, LastModifiedDate: now, LastModifiedById: viewer.id, SystemModstamp: now };
    if (type.name === 'Opportunity') deriveOpportunity(this, after, row);
    const emptied = [...type.fields.values()]
      .filter(
        (field) => !field.nillable && field.name in given && after[field.name] === null && field.type !== 'boolean',
      )
      .map(({ name }) => name);
    if (emptied.length > 0)
      throw new ApiError(
        400,
        'REQUIRED_FIELD_MISSING',
        `Required fields are missing: [${emptied.join(', ')}]`,
        emptied,
      );
    this.#checkUnique(type, after, String(row['Id']));
    rows.set(String(row['Id']), after);
    this.version++;
    if (
      type.name === 'Opportunity' &&
      ['StageName', 'Amount', 'CloseDate', 'Probability'].some((name) => after[name] !== row[name])
    )
      this.#remember(after);
    return after;
  }

  delete(viewer: Viewer, object: string, id: string): void {
    const { type, rows } = this.table(object);
    const row = this.find(viewer, object, id);
    if (!this.mayEdit(viewer, type, row)) throw noAccess();
    rows.delete(String(row['Id']));
    this.version++;
  }

  /** Returns what takes all writes since now back. */
  savepoint(): () => void {
    const kept = [...this.#tables.values()].map((table) => ({ table, rows: new Map(table.rows), next: table.next }));
    return () => {
      for (const { table, rows, next } of kept) {
        table.rows.clear();
        for (const [id, row] of rows) table.rows.set(id, row);
        table.next = next;
      }
      this.version++;
    };
  }

  /** The record with a value in an external id field, or none. */
  byExternalId(object: string, fieldName: string, value: string): { field: Field; row: Row | undefined } {
    const { type, rows } = this.table(object);
    const field = type.fields.get(fieldName.toLowerCase());
    if (!field || !(field.externalId || field.name === 'Id'))
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `Provided external ID field does not exist or is not accessible: ${fieldName}`,
      );
    if (field.name === 'Id') return { field, row: rows.get(to18(value)) };
    const wanted = value.toLowerCase();
    for (const row of rows.values()) if (String(row[field.name] ?? '').toLowerCase() === wanted) return { field, row };
    return { field, row: undefined };
  }

  #checked(
    viewer: Viewer,
    type: ObjectType,
    values: Readonly<Record<string, unknown>>,
    right: 'createable' | 'updateable',
  ): Row {
    const row: Row = {};
    for (const [key, value] of Object.entries(values)) {
      if (key === 'attributes') continue;
      const field = type.fields.get(key.toLowerCase());
      if (!field) throw new ApiError(400, 'INVALID_FIELD', `No such column '${key}' on sobject of type ${type.name}`);
      if (!field[right])
        throw new ApiError(
          400,
          'INVALID_FIELD_FOR_INSERT_UPDATE',
          `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
          [field.name],
        );
      row[field.name] = this.#checkedValue(field, value);
      if (
        field.name === 'OwnerId' &&
        row[field.name] !== viewer.id &&
        !viewer.seesAll &&
        !viewer.below.has(String(row[field.name]))
      )
        throw noAccess();
    }
    return row;
  }

  #checkedValue(field: Field, value: unknown): Value {
    if (value === null || value === undefined || value === '') return field.type === 'boolean' ? false : null;
    const bad = (): ApiError =>
      new ApiError(
        400,
        'JSON_PARSER_ERROR',
        `Cannot deserialize instance of ${field.type} from ${typeof value === 'string' ? 'VALUE_STRING' : 'VALUE'} value ${String(value)} or request may be missing a required field`,
      );
    if (isNumeric(field.type)) {
      const number =
        typeof value === 'number'
          ? value
          : typeof value === 'string' && value.trim() !== ''
            ? Number(value)
            : Number.NaN;
      if (!Number.isFinite(number)) throw bad();
      return number;
    }
    if (field.type === 'boolean') {
      if (typeof value !== 'boolean') throw bad();
      return value;
    }
    if (typeof value !== 'string') throw bad();
    if (field.type === 'date' && !(/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)))) throw bad();
    if (field.type === 'datetime' && Number.isNaN(Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))) throw bad();
    if (field.type === 'reference') {
      if (!isId(value))
        throw new ApiError(400, 'MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [field.name]);
      const id = to18(value);
      if (!field.referenceTo.some((object) => this.types.has(object.toLowerCase()) && this.table(object).rows.has(id)))
        throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
      return id;
    }
    if (field.length > 0 && value.length > field.length)
      throw new ApiError(
        400,
        'STRING_TOO_LONG',
        `${field.label}: data value too large: ${value.slice(0, 100)} (max length=${field.length})`,
        [field.name],
      );
    return value;
  }

  #checkUnique(type: ObjectType, row: Row, self: string | null): void {
    for (const field of type.fields.values()) {
      if (!field.unique || row[field.name] === null || row[field.name] === undefined) continue;
      const { row: other } = this.byExternalId(type.name, field.name, String(row[field.name]));
      if (other && other['Id'] !== self)
        throw new ApiError(
          400,
          'DUPLICATE_VALUE',
          `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`,
          [],
        );
    }
  }

  /** History that every change of an opportunity writes. */
  #remember(row: Row): void {
    const {
      StageName = null,
      Amount = null,
      CloseDate = null,
      Probability = null,
      ForecastCategory = null,
      LastModifiedDate = null,
      LastModifiedById = null,
    } = row;
    this.load('OpportunityHistory', {
      OpportunityId: String(row['Id']),
      StageName,
      Amount,
      CloseDate,
      Probability,
      ForecastCategory,
      CreatedDate: LastModifiedDate,
      CreatedById: LastModifiedById,
      SystemModstamp: LastModifiedDate,
      IsDeleted: false,
    });
  }
}
