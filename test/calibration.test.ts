// Chances that are learned from an earlier part of the public data set, judged by what became of the deals that were open then.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { chanceReader } from '../packages/calc/src/chance.ts';
import { parseDay } from '../packages/calc/src/period.ts';
import { segmentReader } from '../packages/calc/src/segment.ts';

type Row = Readonly<Record<string, string>>;
const rowsOf = (object: string): Row[] =>
  parse(readFileSync(fileURLToPath(new URL(`data/crm-sales-opportunities/${object}.csv`, import.meta.url))), {
    columns: true,
  });

const accounts = new Map(rowsOf('Account').map((row) => [row['Id'], row]));
const closed = rowsOf('Opportunity')
  .filter(({ IsClosed }) => IsClosed === 'true')
  .map((row) => ({ ...row, IsClosed: true, IsWon: row['IsWon'] === 'true', Account: accounts.get(row['AccountId']) }));
type Closed = Row & { readonly IsWon: boolean };

/** The stage of every deal with a date of creation is Engaging; closed ones say 0 or 100 after the fact. */
const stage = { StageName: 'Engaging', Probability: '40' };

interface Judged {
  readonly said: number;
  /** The share won of all deals that were closed by then. */
  readonly base: number;
  readonly isWon: boolean;
}

/** Of the deals that were open on a day and have closed since: what was said of each on that day. */
function judgedOn(asOf: string): Judged[] {
  const known = closed.filter((row) => String((row as unknown as Row)['CloseDate']) <= asOf);
  const base = known.filter(({ IsWon }) => IsWon).length / known.length;
  const chanceOf = chanceReader(known, parseDay(asOf) as number, segmentReader());
  return closed
    .map((row) => row as unknown as Closed)
    .filter(({ CreatedDate = '', CloseDate = '' }) => CreatedDate.slice(0, 10) <= asOf && CloseDate > asOf)
    .map((row) => ({
      said: Number(chanceOf({ ...row, ...stage, IsClosed: false, IsWon: false, CloseDate: null })?.won),
      base,
      isWon: row.IsWon,
    }));
}

const share = (list: readonly Judged[], of: (one: Judged) => number): number =>
  list.reduce((sum, one) => sum + of(one), 0) / list.length;
/** The mean squared distance of what was said from what became: 0 is a prophet, 0.25 a coin. */
const brier = (list: readonly Judged[]): number => share(list, ({ said, isWon }) => (said - Number(isWon)) ** 2);
const asIfStage = (list: readonly Judged[]): Judged[] =>
  list.map((one) => ({ ...one, said: Number(stage.Probability) / 100 }));

const days = ['2017-06-01', '2017-07-01', '2017-08-01', '2017-09-01', '2017-10-01', '2017-11-01'];
const judged = days.map((asOf) => ({ asOf, list: judgedOn(asOf) }));
const all = judged.flatMap(({ list }) => list);
const printed = (score: number): string => score.toFixed(3);

test.each(
  judged.map(({ asOf, list }) => ({
    asOf,
    list,
    count: list.length,
    learned: printed(brier(list)),
    stated: printed(brier(asIfStage(list))),
  })),
)('$count deals open on $asOf: Brier score $learned learned, $stated by the stage', ({ list }) => {
  expect(list.length).toBeGreaterThan(800);
  expect(brier(list)).toBeLessThan(brier(asIfStage(list)));
  expect(brier(list)).toBeLessThan(0.25);
});

/** One chance for all deals: in this data set neither age nor size of the customer says much, as it was made up. */
const asIfAlike = (list: readonly Judged[]): Judged[] => list.map((one) => ({ ...one, said: one.base }));

test(`all together: Brier score ${printed(brier(all))} learned, ${printed(brier(asIfStage(all)))} by the stage, ${printed(brier(asIfAlike(all)))} with one chance for all`, () => {
  expect(brier(all)).toBeLessThan(0.23);
  expect(brier(all)).toBeLessThan(0.8 * brier(asIfStage(all)));
  // Learning from parts costs next to nothing where the parts are alike.
  expect(brier(all) - brier(asIfAlike(all))).toBeLessThan(0.002);
});

const buckets = [...Map.groupBy(all, ({ said }) => Math.floor(said * 20) / 20)]
  .map(([from, list]) => ({
    from: from.toFixed(2),
    list,
    count: list.length,
    said: printed(share(list, (one) => one.said)),
    became: printed(share(list, ({ isWon }) => Number(isWon))),
  }))
  // Fewer say little: one standard error of the share won is 0.05 at 100.
  .filter(({ count }) => count >= 100);

test.each(buckets)('of $count deals said to be won at $from and more, $became were, and $said was said', ({ list }) => {
  const [said, became] = [share(list, (one) => one.said), share(list, ({ isWon }) => Number(isWon))];
  // The quarters of this company differ by more than their deals do: 10 points are what its history can promise.
  expect(Math.abs(said - became)).toBeLessThan(0.1);
});

test('most deals are in such buckets', () => {
  expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0.9 * all.length);
});
