// Who leads whom by the roles of the org, in place of the manager who stands with each user.
import type { CrmRecord } from '@quotient/calc';

/**
 * The leaders of each user: everybody active in the nearest role above in which somebody is. First the one who stands as the
 * user's manager, where that is one of them, then by Id. Who has no role, or nobody above, has none.
 */
export function leadersByRole(
  users: readonly CrmRecord[],
  roles: readonly CrmRecord[],
): ReadonlyMap<string, readonly string[]> {
  const above = new Map(roles.map(({ Id, ParentRoleId }) => [String(Id), ParentRoleId]));
  const active = Map.groupBy(
    users.filter(({ IsActive }) => IsActive === true),
    ({ UserRoleId }) => UserRoleId,
  );
  const leadersOf = (role: unknown): readonly CrmRecord[] => {
    const seen = new Set<unknown>();
    for (let next = above.get(String(role)); next && !seen.has(next); next = above.get(String(next))) {
      const found = active.get(next);
      if (found) return found;
      seen.add(next);
    }
    return [];
  };
  return new Map(
    users.map(({ Id, UserRoleId, ManagerId }) => [
      String(Id),
      leadersOf(UserRoleId)
        .map((leader) => String(leader['Id']))
        .toSorted((a, b) => Number(b === ManagerId) - Number(a === ManagerId) || (a < b ? -1 : 1)),
    ]),
  );
}
