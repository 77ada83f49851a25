// One race of what pages ask of snapshots, in a process that holds nothing else; prints its figures as JSON.
import {
  calculate,
  estimate,
  flags,
  forecast,
  snapshot,
  snapshots,
  team,
  type Book,
  type Snapshot,
} from '@quotient/calc';
import { makeBook } from './calc-book.ts';
import { inTurn, ms, pairs, type Figure } from './measure.ts';
import { page } from './rest-page.ts';

const asOf = '2026-11-20';

/** An account executive with so many deals of the year, closed and open, and the deals. */
function executive(count: number) {
  const book = makeBook({ records: 18_000, payees: 12, seed: 1 });
  const payee = book.assignments.find(({ plan }) => plan === 'ae-fy26')?.payee as string;
  const deals = (book.records?.['Opportunity'] ?? []).filter(({ OwnerId }) => OwnerId === payee).slice(0, count);
  const own: Book = { ...book, asOf, records: { ...book.records, Opportunity: deals } };
  return { payee, deals, held: snapshot(own, payee) };
}

const newDeal = (payee: string, i: number) => ({
  record: {
    Id: `006Hb00000NEW${String(i).padStart(2, '0')}AAA`,
    Name: `New deal ${i}`,
    OwnerId: payee,
    StageName: 'Negotiation',
    IsClosed: false,
    IsWon: false,
    Amount: 20_000 + 1000 * i,
    CurrencyIsoCode: 'USD',
    Type: 'New Business',
    CloseDate: `2026-12-${String(i + 1).padStart(2, '0')}`,
  },
});

const races: Readonly<Record<string, () => Figure[]>> = {
  estimate: () => {
    const { payee, deals, held } = executive(500);
    const text = page(deals);
    const parse = (): unknown => JSON.parse(text);
    let amount = 20_000;
    const one = inTurn(() => {
      const deal = newDeal(payee, 0);
      // Each estimate is of another amount, as under a slider.
      return estimate(held, [{ ...deal, set: { Amount: (amount = amount > 90_000 ? 20_000 : amount + 500) } }]);
    }, parse);
    const several = Array.from({ length: 10 }, (_, i) => newDeal(payee, i));
    const ten = inTurn(() => estimate(held, several), parse);
    const size = JSON.stringify(held).length;
    return [
      {
        name: 'insight: estimate of a deal on a snapshot with 500 deals ÷ JSON.parse of a REST page with them',
        ratio: 1 / one.ratio,
        atMost: 0.3,
        detail: `${ms(one.ours)} ÷ ${ms(one.rival)}`,
      },
      {
        name: 'insight: estimate of ten deals at once, each one’s share in it ÷ JSON.parse of the same page',
        ratio: 1 / ten.ratio,
        atMost: 1,
        detail: `${ms(ten.ours)} ÷ ${ms(ten.rival)}`,
      },
      {
        name: 'insight: snapshot of 500 deals ÷ 64 KB',
        ratio: size / 65_536,
        atMost: 1,
        detail: `${(size / 1024).toFixed(1)} KB, ${held.deals?.count ?? 0} of the deals open`,
      },
    ];
  },
  forecast: () => {
    const { payee, deals } = executive(500);
    const closed = deals.filter(({ IsClosed }) => IsClosed === true);
    const open = Array.from({ length: 40 }, (_, i) => ({
      ...newDeal(payee, i).record,
      Amount: 12_345 + 1234.5 * i,
      Probability: [10, 25, 40, 60, 80][i % 5],
      ForecastCategoryName: ['Pipeline', 'Best Case', 'Commit'][i % 3],
      CloseDate: `2026-12-${String((i % 28) + 1).padStart(2, '0')}`,
    }));
    const book = makeBook({ records: 18_000, payees: 12, seed: 1 });
    const held = snapshot({ ...book, asOf, records: { Opportunity: [...closed, ...open] } }, payee);
    const text = page((book.records?.['Opportunity'] ?? []).slice(0, 2000));
    let outcomes = '';
    const { ours, rival, ratio } = pairs(
      () => {
        const found = forecast(held).plans[0]?.outcomes;
        outcomes = `${found?.method} over ${found?.n} outcomes of ${found?.deals} deals`;
      },
      () => JSON.parse(text) as unknown,
      25,
    );
    return [
      {
        name: 'insight: forecast with 40 open deals ÷ JSON.parse of a REST page of 2,000 records',
        ratio,
        atMost: 10,
        detail: `${ms(ours)} ÷ ${ms(rival)}, ${outcomes}`,
      },
    ];
  },
  flags: () => {
    const count = 200_000;
    const people = 1000;
    const book = makeBook({ records: Math.ceil(count / 0.58), payees: people, seed: 1 });
    const held = snapshots({ ...book, asOf }).filter(({ plans }) => plans.length > 0);
    const records = (book.records?.['Opportunity'] ?? []).slice(0, count);
    const pages = Array.from({ length: 100 }, (_, i) => page(records.slice(i * 2000, (i + 1) * 2000)));
    let found = 0;
    const { ours, rival, ratio } = pairs(
      () => {
        found = held.reduce((sum, one) => sum + flags(one).flags.length, 0);
      },
      () => pages.map((text) => JSON.parse(text) as unknown).length,
      5,
    );
    return [
      {
        name: 'insight: flags of 1,000 people with 200,000 deals ÷ JSON.parse of the 100 REST pages that hold these deals',
        ratio,
        atMost: 1,
        detail: `${ms(ours)} ÷ ${ms(rival)}, ${held.length} people, ${found} flags for today`,
      },
    ];
  },
  team: () => {
    const book = makeBook({ records: 20_000, payees: 250, seed: 1 });
    const held = snapshots({ ...book, asOf });
    const texts = held.map((one) => JSON.stringify(one));
    const people = Array.from({ length: 5000 }, (_, i) => JSON.parse(texts[i % texts.length] as string) as Snapshot);
    const statement = calculate({ ...book, asOf }).statements.find(({ plan }) => plan === 'rep-2026');
    const text = JSON.stringify(Array.from({ length: 5000 }, () => ({ ...statement })));
    const { ours, rival, ratio } = pairs(
      () => team(people),
      () => JSON.parse(text) as unknown,
      15,
    );
    return [
      {
        name: 'insight: team of 5,000 ÷ JSON.parse of 5,000 statements of one component',
        ratio,
        atMost: 1,
        detail: `${ms(ours)} ÷ ${ms(rival)}, ${(text.length / 1e6).toFixed(1)} MB of JSON`,
      },
    ];
  },
};

const race = races[process.argv[2] as string];
if (!race) throw new Error(`no race ${process.argv[2]}`);
process.stdout.write(JSON.stringify(race()));
