// What is published of a snapshot: flags and forecast as they are, in place of the open deals that only they are made of.
import { checksumOf } from './checksum.ts';
import { flagsFound } from './flags.ts';
import { forecast } from './forecast.ts';
import { openDeals } from './open-deals.ts';
import { textOf } from './filter.ts';
import { versionsOf } from './snapshot-account.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { childrenOf } from './targets.ts';

/** So many deals that move a plan's forecast are published. */
const mostMovers = 10;

/**
 * The document that pages get of a snapshot. A page has neither the bytes nor the time to find flags and weigh outcomes: it
 * shows what was found. Of the open deals there remain their shares, where plans credit by them.
 * One that is published already stays as it is.
 * `flags` and `forecast` say of it what they say of the snapshot, but for what a forecast leaves out and small movers.
 */
export function publication(held: Snapshot): Snapshot {
  if (!held.deals && held.flags && held.forecast) return held;
  const { deals: _, ...rest } = held;
  const document: Snapshot = held.plans.length === 0 ? rest : { ...rest, ...saidOf(held) };
  return { ...document, checksum: checksumOf(document) };
}

/** What is said of a snapshot in place of its open deals. */
function saidOf(held: Snapshot): Pick<Snapshot, 'flags' | 'forecast' | 'shares'> {
  const { today, more, found, diagnostics } = flagsFound(held);
  const { plans } = forecast(held);
  return {
    flags: { today, more, found, diagnostics } as Snapshot['flags'],
    forecast: {
      plans: plans.map((one) => ({ ...one, movers: one.movers.slice(0, mostMovers) })),
    } as Snapshot['forecast'],
    ...(creditsByShares(held) ? { shares: sharesOf(held) } : {}),
  };
}

const creditsByShares = ({ plans }: Snapshot): boolean =>
  plans.some((own) =>
    versionsOf(own).some(({ plan }) =>
      Object.values(plan.measures).some(({ credit }) => childrenOf(credit)?.record === 'Id'),
    ),
  );

const sharesOf = (held: Snapshot): NonNullable<Snapshot['shares']> =>
  Object.fromEntries(
    openDeals(held).map(({ deal: { record, related = {} } }) => [
      textOf(record['Id']),
      related as NonNullable<Snapshot['shares']>[string],
    ]),
  );
