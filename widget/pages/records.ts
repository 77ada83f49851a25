// What the pages read and write in the org: snapshots, opportunities, stages, through REST with the person's own token.
import type { CrmRecord, Snapshot } from '@quotient/calc';
import { PageError, rest } from './session.ts';

interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly CrmRecord[];
}

/** All records of a query, page by page, counted against what the org declared. */
export async function query(soql: string): Promise<readonly CrmRecord[]> {
  let page = (await rest(`/query?q=${encodeURIComponent(soql)}`)) as Page;
  const found = [...page.records];
  while (!page.done && page.nextRecordsUrl !== undefined) {
    page = (await rest(page.nextRecordsUrl)) as Page;
    found.push(...page.records);
  }
  if (found.length !== page.totalSize)
    throw new PageError(`The org declared ${page.totalSize} records and sent ${found.length}. Load the page again.`);
  return found;
}

/** A text for SOQL. */
const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

/** The snapshots that the person may see, in the order in which Lightning pages have them; of some payees where they are named. */
export async function snapshots(payees?: readonly string[]): Promise<Snapshot[]> {
  const where = payees ? ` WHERE Payee__c IN (${payees.map(quoted).join(', ')})` : '';
  const rows = await query(`SELECT Body__c FROM QuotientSnapshot__c${where} ORDER BY Key__c`);
  return rows.flatMap(({ Body__c: body }) => (typeof body === 'string' ? [JSON.parse(body) as Snapshot] : []));
}

/** Active people who report to somebody, up to four managers deep. */
export async function reportsOf(id: string): Promise<{ readonly Id: string }[]> {
  const above = ['', 'Manager.', 'Manager.Manager.', 'Manager.Manager.Manager.'];
  const where = above.map((path) => `${path}ManagerId = ${quoted(id)}`).join(' OR ');
  const found = await query(`SELECT Id FROM User WHERE IsActive = true AND (${where})`);
  return found.map(({ Id }) => ({ Id: String(Id) }));
}

let described: Promise<ReadonlySet<string>> | undefined;
/** The fields of Opportunity that this org has and this person may see. */
function fields(): Promise<ReadonlySet<string>> {
  described ??= rest('/sobjects/Opportunity/describe').then(
    (body) => new Set((body as { fields: { name: string }[] }).fields.map(({ name }) => name)),
  );
  return described;
}

/** The paths over relationships that plans read, such as `Account.Industry`. */
function pathsOf(plans: readonly unknown[]): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, key = ''): void => {
    if (typeof value === 'string' && ['value', 'date', 'owner', 'record'].includes(key) && value.includes('.'))
      found.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (/^[A-Za-z]\w*(\.\w+)+$/.test(name)) found.add(name);
      walk(inner, name);
    }
  };
  for (const plan of plans) walk((plan as { measures?: unknown }).measures);
  return [...found];
}

/** One opportunity with all its fields, its account and owner, and what else the plans read of it. */
export async function opportunity(id: string, plans: readonly unknown[]): Promise<CrmRecord> {
  const record = (await rest(`/sobjects/Opportunity/${encodeURIComponent(id)}`)) as CrmRecord;
  const paths = [...new Set(['Account.Name', 'Owner.Name', ...pathsOf(plans)])];
  const [related] = await query(`SELECT ${paths.join(', ')} FROM Opportunity WHERE Id = ${quoted(id)}`);
  return { ...record, ...related };
}

/** Shares of the deal, where a plan credits by splits or by team. */
export async function related(id: string, plans: readonly unknown[]): Promise<Record<string, readonly CrmRecord[]>> {
  const text = JSON.stringify(plans);
  const found: Record<string, readonly CrmRecord[]> = {};
  if (text.includes('"splits"'))
    found['OpportunitySplit'] = await query(
      `SELECT Id, OpportunityId, SplitOwnerId, SplitPercentage, SplitTypeId, SplitType.DeveloperName, SplitType.MasterLabel FROM OpportunitySplit WHERE OpportunityId = ${quoted(id)}`,
    );
  if (/"credit":\{"team"/.test(text))
    found['OpportunityTeamMember'] = await query(
      `SELECT Id, OpportunityId, UserId, TeamMemberRole FROM OpportunityTeamMember WHERE OpportunityId = ${quoted(id)}`,
    );
  return found;
}

/** A person's open opportunities, those that close first at the top. */
export async function openOpportunities(owner: string): Promise<readonly CrmRecord[]> {
  const currency = (await fields()).has('CurrencyIsoCode') ? ', CurrencyIsoCode' : '';
  return query(
    `SELECT Id, Name, Amount, CloseDate, StageName, Account.Name${currency} FROM Opportunity WHERE OwnerId = ${quoted(owner)} AND IsClosed = false ORDER BY CloseDate, Id LIMIT 200`,
  );
}

export interface Stage {
  readonly name: string;
  readonly isClosed: boolean;
  readonly isWon: boolean;
}

/** The org's active stages in their order. */
export async function stages(): Promise<Stage[]> {
  const rows = await query(
    'SELECT ApiName, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder',
  );
  return rows.map(({ ApiName, IsClosed, IsWon }) => ({
    name: String(ApiName),
    isClosed: IsClosed === true,
    isWon: IsWon === true,
  }));
}

/** Saves some fields of an opportunity. An amount goes as a number where that is exactly what was typed. */
export async function save(id: string, changes: CrmRecord): Promise<void> {
  const amount = changes['Amount'];
  const exact = typeof amount === 'string' && String(Number(amount)) === amount ? { Amount: Number(amount) } : {};
  await rest(`/sobjects/Opportunity/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: JSON.stringify({ ...changes, ...exact }),
  });
}

/** A person's name. */
export async function nameOf(id: string): Promise<string> {
  const [row] = await query(`SELECT Name FROM User WHERE Id = ${quoted(id)}`);
  return String(row?.['Name'] ?? '');
}
