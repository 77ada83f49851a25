// People: who stands below whom in the role hierarchy, what they may do, and their tokens.
import { createHash } from 'node:crypto';
import type { Org, Row, Viewer } from './org.ts';
import type { Rows } from './rows.ts';

export interface SampleUser {
  readonly username: string;
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly title: string | null;
  readonly accessToken: string;
}

export const adminProfile = 'System Administrator';

/** The profiles that see and change everything. */
export const allSeeing: readonly string[] = [adminProfile, 'Sales Operations'];

/** Does a user's profile let them see everything? */
export const seesAll = (org: Org, user: Row): boolean =>
  allSeeing.includes(String(org.table('Profile').rows.get(String(user['ProfileId']))?.['Name']));

/** Viewers by user id, kept as long as nothing is written to users and roles. */
export function viewers(org: Org): (id: string) => Viewer | undefined {
  let known = new Map<string, Viewer>();
  let version = '';
  return (id) => {
    const users = org.table('User').rows;
    const roles = org.table('UserRole').rows;
    const now = `${users.version} ${roles.version}`;
    if (now !== version) [known, version] = [new Map(), now];
    let viewer = known.get(id);
    const user = users.get(id);
    if (!viewer && user)
      known.set(id, (viewer = { id, seesAll: seesAll(org, user), below: below(users, roles, user) }));
    return viewer;
  };
}

/** The person, and everybody in a role below theirs. */
function below(users: Rows, roles: Rows, user: Row): Set<string> {
  const own = new Set([String(user['Id'])]);
  const role = user['UserRoleId'];
  if (!role) return own;
  const lower = new Set<unknown>();
  for (let size = -1; size !== lower.size;) {
    size = lower.size;
    for (const [id, { ParentRoleId }] of roles) if (ParentRoleId === role || lower.has(ParentRoleId)) lower.add(id);
  }
  for (const [id, { UserRoleId }] of users) if (lower.has(UserRoleId)) own.add(id);
  return own;
}

/** A token of the platform's form: the org's id, an exclamation mark and a secret, here the same at every start. */
export function tokenFor(org: Org, username: string, salt = 0): string {
  const secret = createHash('sha256').update(`${org.id} ${username} ${salt}`).digest('hex');
  return `${org.id.slice(0, 15)}!AQ${secret}.${secret.slice(0, 24).toUpperCase()}`;
}

/** All active people, administrators first. */
export function sampleUsers(org: Org): SampleUser[] {
  const roleOf = (user: Row): string => {
    const profile = String(org.table('Profile').rows.get(String(user['ProfileId']))?.['Name'] ?? '');
    return profile === 'Standard User' || profile === ''
      ? String(org.table('UserRole').rows.get(String(user['UserRoleId']))?.['Name'] ?? 'Standard User')
      : profile;
  };
  const rank = (user: Row): number => (roleOf(user) === adminProfile ? 0 : roleOf(user) === 'Sales Operations' ? 1 : 2);
  return [...org.table('User').rows.values()]
    .filter(({ IsActive }) => IsActive !== false)
    .sort((a, b) => rank(a) - rank(b) || (String(a['Id']) < String(b['Id']) ? -1 : 1))
    .map((user) => ({
      username: String(user['Username']),
      id: String(user['Id']),
      name: String(user['Name']),
      role: roleOf(user),
      title: user['Title'] === null || user['Title'] === undefined ? null : String(user['Title']),
      accessToken: tokenFor(org, String(user['Username'])),
    }));
}
