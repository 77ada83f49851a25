// May the people in plans read what is published for them? The org gives nobody a record that they may not read.
import { snapshotObject } from '@quotient/salesforce';
import { leadersOf } from './book.ts';
import { finding, type Examine } from './doctor-finding.ts';
import { peopleWhoRead, remedyFor, setFor } from './publish/readable.ts';

export const readers: Examine = async ({ rest, describe, folder }) => {
  // That the object is not there is said by the check of publishing.
  if (!(await describe(snapshotObject))) return [];
  const able = await peopleWhoRead(rest);
  if (!able)
    return [
      finding(
        'degrades',
        'readers-unknown',
        'It cannot be told who may read snapshots: to whoever may not, nothing is published.',
        'Give this login "View Setup and Configuration", or see that everybody in a plan has QuotientRep or QuotientManager.',
      ),
    ];
  const { hierarchy = 'managers' } = folder.settings;
  const byRole = hierarchy === 'roles' && (await describe('UserRole')) !== null;
  const User = await rest.all(
    `SELECT Id, Name, Username, IsActive, ManagerId${byRole ? ', UserRoleId' : ''} FROM User ORDER BY Id`,
  );
  const UserRole = byRole ? await rest.all('SELECT Id, ParentRoleId FROM UserRole ORDER BY Id') : [];
  const leaders = new Set([...leadersOf({ User, UserRole }, byRole ? 'roles' : 'managers').values()].flat());
  const payees = new Set(folder.assignments.map(({ row }) => row.payee.toLowerCase()));
  const shortIds = new Set(folder.assignments.map(({ row }) => row.payee.slice(0, 15)));
  const lacking = User.filter(
    ({ Id, Username, IsActive }) =>
      IsActive !== false &&
      !able.has(String(Id)) &&
      (payees.has(String(Username).toLowerCase()) || shortIds.has(String(Id).slice(0, 15))),
  );
  if (lacking.length === 0) return [finding('fine', 'readers', 'Everybody in a plan may read their snapshot.')];
  const people = lacking.map(({ Id, Username }) => ({
    username: String(Username),
    permissionSet: setFor(leaders.has(String(Id))),
  }));
  return [
    finding(
      'degrades',
      'readers',
      `${lacking.map(({ Name }) => String(Name)).join(', ')}: may not read snapshots, so nothing is published to them.`,
      `Let them: ${remedyFor(people)}`,
    ),
  ];
};
