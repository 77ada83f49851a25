// Profiles, roles and people of a company that the sample org makes up.
import type { Org, Row } from './org.ts';

const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const days = new Map<number, string>();
/** The day of a time; there are few of them, and writing one takes long. */
export function dayText(ms: number): string {
  const day = Math.floor(ms / dayMs);
  let text = days.get(day);
  if (text === undefined) days.set(day, (text = new Date(day * dayMs).toISOString().slice(0, 10)));
  return text;
}

export function stampText(ms: number): string {
  const time = ms - Math.floor(ms / dayMs) * dayMs;
  const minutes = Math.floor(time / 60_000);
  const rest = time - minutes * 60_000;
  const seconds = Math.floor(rest / 1000);
  const milliseconds = String(Math.trunc(rest - seconds * 1000)).padStart(3, '0');
  return `${dayText(ms)}T${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds]}.${milliseconds}+0000`;
}
/** The day on which everybody of a made-up company began. */
export const hired = stampText(Date.parse('2023-01-09T09:00:00Z'));
export const stamps = (created: string, changed = created): Row => ({
  CreatedDate: created,
  LastModifiedDate: changed,
  SystemModstamp: changed,
  IsDeleted: false,
});

export interface Staff {
  /** The id of a profile. */
  readonly profile: (name: string) => string | null;
  /** Adds a role and returns its id. */
  readonly role: (Name: string, ParentRoleId: string | null) => string;
  /** Adds a person: the next name, and what is given. */
  readonly user: (values: Row) => Row;
}

/** @param nameOf First and last name of the n-th person, beginning with 0. */
export function staffOf(org: Org, domain: string, nameOf: (n: number) => readonly [string, string]): Staff {
  const profiles = Object.fromEntries(
    ['System Administrator', 'Sales Operations', 'Standard User'].map((Name) => [
      Name,
      String(org.load('Profile', { Name, ...stamps(hired) })['Id']),
    ]),
  );
  let person = 0;
  return {
    profile: (name) => profiles[name] ?? null,
    role: (Name, ParentRoleId) =>
      String(
        org.load('UserRole', { Name, DeveloperName: Name.replaceAll(' ', '_'), ParentRoleId, ...stamps(hired) })['Id'],
      ),
    user: (values) => {
      const [FirstName, LastName] = nameOf(person++);
      const plain = `${FirstName}.${LastName}`
        .normalize('NFD')
        .replace(/[^A-Za-z0-9.]/g, '')
        .toLowerCase();
      return org.load('User', {
        Username: `${plain}@${domain}`,
        Email: `${plain}@${domain}`,
        Name: `${FirstName} ${LastName}`,
        FirstName,
        LastName,
        Alias: plain.slice(0, 8),
        IsActive: true,
        ProfileId: profiles['Standard User'] ?? null,
        CurrencyIsoCode: 'USD',
        DefaultCurrencyIsoCode: 'USD',
        TimeZoneSidKey: 'America/Chicago',
        LocaleSidKey: 'en_US',
        ManagerId: null,
        UserRoleId: null,
        Division: null,
        ...stamps(hired),
        ...values,
      });
    },
  };
}
