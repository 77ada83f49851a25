// Flags on single open deals that do not move: dates put off or passed, stages, activities, next steps.
import { parseDecimal } from './decimal.ts';
import { closing, closingDay, daysIn, isEmpty, numbersIn, reads, whole, type DealRule } from './flag-deal-rule.ts';
import { amongWords, configured, counted, dated, number, shown, text, word } from './flag-found.ts';
import { ceiling, compare, multiply, zero } from './fraction.ts';

const moved: DealRule = {
  id: 'close-date-moved',
  lookIn: (facts, segment) => {
    if (!reads(facts, 'close-date-moved', 'PushCount')) return null;
    const limit = facts.limit('close-date-moved', 'times', segment) ?? zero;
    const won = facts.group(segment, (group) => group.moved);
    const pushes = numbersIn(facts, 'close-date-moved', 'PushCount');
    return (deal) => {
      const times = pushes(deal);
      if (!times || compare(times, limit) < 0) return null;
      return {
        severity: compare(times, multiply(limit, whole(2))) >= 0 ? 'act' : 'watch',
        write: () => ({
          as: won ? '' : 'alone',
          values: won?.among ?? {},
          evidence: [shown('Close date put off', times, 'times'), ...closing(deal)],
          benchmark: won
            ? {
                label: `Deals won ${amongWords(won.among)}`,
                value: won.value.mean,
                unit: 'times',
                source: 'segment',
                n: won.value.n,
              }
            : configured('Put off so often', limit, 'times'),
        }),
      };
    };
  },
};

const overdue: DealRule = {
  id: 'overdue',
  lookIn: (facts, segment) => {
    if (!reads(facts, 'overdue', 'CloseDate')) return null;
    const limit = facts.limit('overdue', 'days', segment) ?? zero;
    const fewest = Math.max(1, Number(ceiling(limit)));
    return (deal) => {
      const closes = closingDay(facts, 'overdue', deal);
      if (closes === null) return null;
      const late = facts.today - closes;
      if (late < fewest) return null;
      return {
        severity: 'act',
        write: () => ({
          evidence: [dated('Close date', closes), counted('Overdue by', late, 'day')],
          benchmark: configured('Overdue from', limit, 'day'),
        }),
      };
    };
  },
};

const stageOld: DealRule = {
  id: 'stage-old',
  lookIn: (facts, segment) => {
    const id = 'stage-old';
    if (!reads(facts, id, 'LastStageChangeDate')) return null;
    const won = facts.group(segment, (group) => group.days);
    if (!won) {
      facts.notes.other('too-few', id, 'CreatedDate', 'days');
      return null;
    }
    const { among, value } = won;
    const [, median] = value.quartiles;
    const most = multiply(facts.limit(id, 'times', segment) ?? zero, parseDecimal(median) ?? zero);
    const changed = daysIn(facts, id, 'LastStageChangeDate');
    const created = daysIn(facts, id, 'CreatedDate');
    return (deal) => {
      // Who never left the first stage has been in it since the beginning.
      const since = changed(deal) ?? created(deal);
      if (since === null || compare(whole(facts.today - since), most) <= 0) return null;
      const days = facts.today - since;
      const stage = facts.open.value('StageName', deal.row);
      return {
        severity: 'watch',
        write: () => ({
          values: { stage: typeof stage === 'string' ? text(stage) : word('its-stage'), ...among },
          evidence: [counted('Days in the stage', days, 'day'), dated('In the stage since', since), ...closing(deal)],
          benchmark: {
            label: `Median of deals won ${amongWords(among)}, from creation to close`,
            value: median,
            unit: 'day',
            source: 'segment',
            n: value.n,
          },
        }),
      };
    };
  },
};

const noActivity: DealRule = {
  id: 'no-activity',
  lookIn: (facts, segment) => {
    const id = 'no-activity';
    const planned = facts.coaching.fields?.['openActivity'];
    const isKnown = planned !== undefined && reads(facts, id, planned);
    if (!isKnown && !reads(facts, id, 'LastActivityDate')) return null;
    const limit = facts.limit(id, 'days', segment) ?? zero;
    const isUnplanned = facts.open.read(planned ?? '', (value) => value === false);
    const lastOf = daysIn(facts, id, 'LastActivityDate');
    return (deal) => {
      const last = lastOf(deal);
      // A date that is yet to come is that of an activity that is planned.
      if (isKnown ? !isUnplanned(deal.row) : last !== null && last > facts.today) return null;
      const quiet = last === null ? null : Math.max(0, facts.today - last);
      if (!isKnown && quiet !== null && compare(whole(quiet), limit) < 0) return null;
      return {
        severity: 'watch',
        write: () => ({
          as: [...(isKnown ? ['unplanned'] : []), ...(quiet === null ? ['none'] : [])].join('-'),
          values: quiet === null ? {} : { quiet: number(quiet) },
          evidence: [
            ...(last === null ? [] : [dated('Last activity', last)]),
            ...(quiet === null ? [] : [counted('Days without activity', quiet, 'day')]),
            ...closing(deal),
          ],
          benchmark: isKnown ? null : configured('Quiet from', limit, 'day'),
        }),
      };
    };
  },
};

const noNextStep: DealRule = {
  id: 'no-next-step',
  lookIn: (facts, segment) => {
    if (!reads(facts, 'no-next-step', 'NextStep') || !reads(facts, 'no-next-step', 'CloseDate')) return null;
    const limit = facts.limit('no-next-step', 'days', segment) ?? zero;
    const isMissing = facts.open.read('NextStep', (step) => isEmpty(typeof step === 'string' ? step.trim() : step));
    return (deal) => {
      if (!isMissing(deal.row)) return null;
      const closes = closingDay(facts, 'no-next-step', deal);
      if (closes === null || compare(whole(closes - facts.today), limit) > 0) return null;
      return {
        severity: 'watch',
        write: () => ({
          evidence: closing(deal),
          benchmark: configured('Asked of deals that close within', limit, 'day'),
        }),
      };
    };
  },
};

/** Rules on deals that stand still. */
export const stillRules: readonly DealRule[] = [moved, overdue, stageOld, noActivity, noNextStep];
