// Plans that pay what is scheduled: an object two parents below the deal, read, changed and deleted as any other.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculate } from '@quotient/calc';
import { expect, test } from 'vitest';
import { worldOfEach } from '../../../test/later.ts';
import { asOfDay, readBookOf } from '../book.ts';
import { readFolder } from '../folder/folder.ts';

const world = worldOfEach();
const object = 'OpportunityLineItemSchedule';
const plan = `quotient: 1
id: scheduled
name: Revenue as it is scheduled
currency: USD
calendar: { fiscalYearStart: 2, yearNamedBy: start }
effective: { from: 2026-02-01, to: 2027-01-31 }
pay: month
measures:
  scheduled:
    basis: other
    object: ${object}
    value: Revenue
    date: ScheduleDate
    where: { OpportunityLineItem.Opportunity.IsWon: { eq: true } }
    credit: { owner: OpportunityLineItem.Opportunity.OwnerId }
components:
  - { id: share, measure: scheduled, window: month, rate: { type: marginal, by: value, tiers: [{ from: 0, rate: "10%" }] } }
`;

test('revenue schedules of a deal are credited to its owner in the months that they name', async () => {
  const { org, admin, dir } = world;
  const items = [...org.table('OpportunityLineItem').rows.values()];
  const won = items.flatMap((item) => {
    const deal = org.table('Opportunity').rows.get(String(item['OpportunityId']));
    return deal?.['IsWon'] === true && deal['CurrencyIsoCode'] === 'USD'
      ? [{ item, owner: String(deal['OwnerId']) }]
      : [];
  })[0];
  const schedule = (ScheduleDate: string, Revenue: number): string =>
    String(
      org.insert(admin, object, {
        OpportunityLineItemId: won?.item['Id'],
        Type: 'Revenue',
        ScheduleDate,
        Revenue,
      })['Id'],
    );
  const first = schedule('2026-02-15', 1000.5);
  const second = schedule('2026-03-15', 2000);
  rmSync(join(dir, 'plans'), { recursive: true });
  for (const file of ['quotas.csv', 'entries.csv']) rmSync(join(dir, file), { force: true });
  mkdirSync(join(dir, 'plans'));
  writeFileSync(join(dir, 'plans', 'scheduled.yaml'), plan);
  writeFileSync(join(dir, 'assignments.csv'), `payee,plan,from\n${won?.owner},scheduled,2026-02-01\n`);
  const earned = (): string[] => {
    const folder = readFolder(dir);
    return calculate(readBookOf(folder, asOfDay(folder)).book).statements.map(
      ({ period, components }) => `${period} ${components[0]?.earned}`,
    );
  };

  await world.read();
  expect(earned()).toEqual(['2026-02 100.05', '2026-03 200.00', '2026-04 0.00']);

  world.now += 60 * 60_000;
  org.update(admin, object, first, { Revenue: 3000 });
  org.delete(admin, object, second);
  expect((await world.read()).objects[object]).toMatchObject({ way: 'changes', changed: 1, gone: 1 });
  expect(earned()).toEqual(['2026-02 300.00', '2026-03 0.00', '2026-04 0.00']);
});
