// `npm start`: the main job on the sample org, from reading to publishing, and then the pages to open.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { calculate, estimate } from '@quotient/calc';
import {
  asConnectorError,
  asOfDay,
  attainmentTable,
  choose,
  ConnectorError,
  exitCode,
  money,
  openDeals,
  percent,
  publishSynced,
  readBookOf,
  readFolder,
  Rest,
  rowsOf,
  snapshotsOf,
  sync,
  table,
  type SyncedBook,
} from '@quotient/sf-plugin';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { servePages } from './pages.ts';
import { copyFolder } from './folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (text = ''): unknown => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, dir: { type: 'string' }, port: { type: 'string' } },
  });
  if (values.port !== undefined && !(/^\d+$/.test(values.port) && Number(values.port) <= 65_535))
    throw new ConnectorError('bad-port', exitCode.usage, `--port is "${values.port}".`, [
      'Write a number from 0 to 65535.',
    ]);
  const org = await startSampleOrg({ data: values.data, metadata: `${root}manifests/force-app/main/default` });
  const dir = copyFolder(values.dir ?? `${root}packages/sample-org/company`, `${root}.quotient/start-${process.pid}`);
  const folder = readFolder(dir);
  const administrator = org.users[0];
  const rest = new Rest({
    instanceUrl: org.url,
    accessToken: administrator?.accessToken ?? '',
    name: 'the sample org',
  });

  const { counts } = await sync(rest, folder.plans, dir, { settings: folder.settings });
  say(`A Salesforce org runs on this machine (${new URL(org.url).host}), with ${org.users.length} people.`);
  say(
    `Read ${Object.entries(counts)
      .map(([object, count]) => `${count.toLocaleString('en-US')} × ${object}`)
      .join(', ')}: all that the org declared.`,
  );
  const synced = readBookOf(folder, asOfDay(folder));
  const manager = showTeam(synced, org);
  showEstimates(synced);
  const { created } = await publishSynced(rest, dir, synced, {});
  say(
    `\nPublished ${created.length} plans and snapshots to the org; each person sees their own, managers those below them.`,
  );

  const { url, close } = await servePages(org, values.port === undefined ? undefined : Number(values.port), manager);
  say(
    `\nOpen ${url} and choose who you are: a rep sees their home and opens a deal, a manager the team. Ctrl-C stops everything.`,
  );
  const stop = async (): Promise<void> => {
    await Promise.all([close(), org.close()]);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

/** Prints one manager's team; returns who that is. */
function showTeam({ book, people }: SyncedBook, org: SampleOrg): string {
  const leads = (book.users ?? []).filter(
    ({ Id }) => people.below(Id).size > 0 && [...people.below(Id)].every((id) => people.below(id).size === 0),
  );
  const manager = leads.find(({ Id }) => book.assignments.some(({ payee }) => payee === Id)) ?? leads[0];
  const payees = new Set(
    manager ? [manager.Id, ...people.below(manager.Id)] : book.assignments.map(({ payee }) => payee),
  );
  say(`\n${manager ? `The team of ${manager.Name ?? manager.Id}` : 'Everybody'}, as of ${book.asOf}:\n`);
  say(attainmentTable(rowsOf(choose(calculate(book).statements, { payees }), book.plans, people)));
  return org.users.find(({ id }) => id === manager?.Id)?.username ?? '';
}

/** Prints what the largest open deals would pay their owners. */
function showEstimates(synced: SyncedBook): void {
  const { book, people } = synced;
  const snapshots = new Map(snapshotsOf(synced).map((snapshot) => [snapshot.payee.Id, snapshot]));
  const rows = openDeals(book)
    .slice(0, 5)
    .flatMap((record) => {
      const snapshot = snapshots.get(String(record['OwnerId']));
      const answer = snapshot && estimate(snapshot, [{ record }]);
      return (answer?.plans ?? []).map((plan) => ({ record, plan, component: plan.components[0] }));
    });
  say('\nThe largest open deals, if they close as they stand:\n');
  say(
    table(rows, [
      { title: 'Deal', of: ({ record }) => String(record['Name']) },
      { title: 'Owner', of: ({ record }) => people.name(String(record['OwnerId'])) },
      { title: 'Closes', of: ({ record }) => String(record['CloseDate']) },
      {
        title: 'Amount',
        of: ({ record, plan }) => money(String(record['Amount']), String(record['CurrencyIsoCode'] ?? plan.currency)),
        right: true,
      },
      { title: 'Pays', of: ({ plan }) => money(plan.worth, plan.currency), right: true },
      {
        title: 'Attainment',
        of: ({ component }) =>
          component
            ? `${percent(component.attainment[0])} → ${percent(component.attainment[1])} of ${component.window}`
            : '',
        right: true,
      },
    ]),
  );
}

main().catch((error: unknown) => {
  const { message, actions, exitCode: code } = asConnectorError(error);
  process.stderr.write(`Error (${code}): ${message}\n${actions.map((action) => `Try this: ${action}\n`).join('')}`);
  process.exit(code);
});
