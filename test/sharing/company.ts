// A company made from a seed: people in roles and under managers, which need not say the same.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { to18 } from '../../packages/sample-org/src/id.ts';

export interface Person {
  readonly id: string;
  readonly username: string;
  /** Null: in no role, and so above and below nobody where roles say it. */
  role: string | null;
  manager: string | null;
  readonly profile: string;
}

export interface Company {
  readonly people: readonly Person[];
  /** Each role's parent. */
  readonly roles: Map<string, string | null>;
  /** A folder of CSV files that a sample org starts with. */
  readonly folder: string;
}

/** Whole numbers below a bound, the same for the same seed. Source: mulberry32. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const id = (prefix: string, n: number): string => to18(`${prefix}Te0${n.toString(36).padStart(9, '0')}`);
const profiles = { admin: id('00e', 1), operations: id('00e', 2), standard: id('00e', 3) };

/**
 * People 0 to 4 have other tasks than selling: an administrator, a comp admin, the connector's user, somebody without
 * permissions, somebody who may edit. Of the others each stands below an earlier one, by role and by manager apart.
 */
export function makeCompany(size: number, random: (below: number) => number): Company {
  const roles = new Map<string, string | null>();
  const people: Person[] = [];
  for (let n = 0; n < size; n++) {
    const role = id('00E', n);
    const above = (): Person | undefined => (n <= 5 ? undefined : people[5 + random(Math.min(n - 5, 1 + (n >>> 2)))]);
    const boss = above();
    const other = random(4) === 0 ? above() : boss;
    // Some share a role with somebody, some have none.
    const kind = random(12);
    const shared = kind === 0 ? people[n - 1]?.role : undefined;
    if (n > 5 && !shared && kind !== 1) roles.set(role, boss?.role ?? null);
    if (n === 5) roles.set(role, null);
    people.push({
      id: id('005', n),
      username: `person${n}@sharing.example`,
      role: n < 5 || kind === 1 ? null : (shared ?? role),
      manager: n < 5 ? null : (other?.id ?? null),
      profile: n === 0 ? profiles.admin : n === 1 ? profiles.operations : profiles.standard,
    });
  }
  // The editor leads by role, so that there is something below to edit.
  const top = people[5];
  const editor = people[4];
  if (top && editor) {
    const role = id('00E', 4);
    roles.set(role, top.role);
    editor.role = role;
    editor.manager = top.id;
    for (const one of people.slice(6))
      if (one.role && roles.get(one.role) === top.role && random(2) === 0 && one.role !== role)
        roles.set(one.role, role);
  }
  return { people, roles, folder: written(people, roles) };
}

function written(people: readonly Person[], roles: ReadonlyMap<string, string | null>): string {
  const folder = mkdtempSync(join(tmpdir(), 'quotient-sharing-'));
  const csv = (name: string, rows: readonly (readonly (string | null)[])[]): void =>
    writeFileSync(
      join(folder, `${name}.csv`),
      `${rows.map((row) => row.map((one) => one ?? '').join(',')).join('\n')}\n`,
    );
  csv('Profile', [
    ['Id', 'Name'],
    [profiles.admin, 'System Administrator'],
    [profiles.operations, 'Sales Operations'],
    [profiles.standard, 'Standard User'],
  ]);
  csv('UserRole', [['Id', 'Name', 'ParentRoleId'], ...[...roles].map(([role, parent]) => [role, role, parent])]);
  csv('User', [
    ['Id', 'Name', 'Username', 'ManagerId', 'UserRoleId', 'ProfileId', 'IsActive'],
    ...people.map(({ id, username, manager, role, profile }, n) => [
      id,
      `Person ${n}`,
      username,
      manager,
      role,
      profile,
      'true',
    ]),
  ]);
  return folder;
}
