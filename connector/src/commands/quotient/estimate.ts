import {
  closingOrders,
  estimate,
  snapshots,
  solve,
  type ClosingOrders,
  type CrmRecord,
  type Deal,
  type Estimate,
  type Snapshot,
  type Solution,
} from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { openDeals } from '../../book.ts';
import { asOfFlag, checkedDay, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { estimateText, togetherText, traceText } from '../../estimate.ts';
import { personNamed } from '../../people.ts';
import { goalOf, solutionText } from '../../solve.ts';

const messages = messagesOf('quotient.estimate');

export interface EstimateResult {
  readonly opportunity: string;
  readonly payee: string;
  readonly estimate: Estimate;
}

/** With --together: all deals of a person in one estimate, and the orders in which they could close. */
export interface TogetherResult {
  readonly opportunities: readonly string[];
  readonly payee: string;
  readonly estimate: Estimate;
  readonly orders: ClosingOrders;
}

/** With --solve: what a deal takes to reach a goal. */
export interface SolvedResult {
  readonly opportunity: string;
  readonly payee: string;
  readonly solution: Solution;
}

export default class EstimateDeal extends QuotientCommand<EstimateResult[] | TogetherResult[] | SolvedResult[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlag,
    ...dirFlag,
    ...asOfFlag,
    ...payeeFlag,
    opportunity: Flags.string({ summary: messages.getMessage('flags.opportunity.summary'), multiple: true }),
    amount: Flags.string({ summary: messages.getMessage('flags.amount.summary') }),
    'close-date': Flags.string({ summary: messages.getMessage('flags.close-date.summary') }),
    together: Flags.boolean({ summary: messages.getMessage('flags.together.summary') }),
    solve: Flags.string({ summary: messages.getMessage('flags.solve.summary'), exclusive: ['together'] }),
    by: Flags.option({
      summary: messages.getMessage('flags.by.summary'),
      options: ['amount', 'deals', 'date'] as const,
      dependsOn: ['solve'],
    })(),
    trace: Flags.boolean({ summary: messages.getMessage('flags.trace.summary') }),
  };

  protected async answer(): Promise<EstimateResult[] | TogetherResult[] | SolvedResult[]> {
    const { flags } = await this.parse(EstimateDeal);
    const { book, people } = this.synced(flags.dir, flags['as-of']);
    const closeDate = checkedDay(flags['close-date']);
    if (flags.amount !== undefined && !/^-?\d+(\.\d+)?$/.test(flags.amount))
      throw new ConnectorError('bad-amount', exitCode.usage, `--amount is "${flags.amount}".`, [
        'Write a number such as 36000 or 36000.50, without a currency.',
      ]);
    const set: CrmRecord = {
      ...(flags.amount === undefined ? {} : { Amount: flags.amount }),
      ...(closeDate === undefined ? {} : { CloseDate: closeDate }),
    };
    const goal = flags.solve === undefined ? undefined : goalOf(flags.solve, flags.by);
    const payee = flags.payee === undefined ? undefined : personNamed(people, flags.payee);
    const deals = flags.opportunity
      ? flags.opportunity.map((id) => find(book.records?.['Opportunity'] ?? [], id))
      : openDeals(book).filter(({ OwnerId }) => payee === undefined || OwnerId === payee);
    const asking = new Set(payee === undefined ? deals.map(({ OwnerId }) => String(OwnerId)) : [payee]);
    const held = new Map(snapshots(book, [...asking]).map((snapshot) => [snapshot.payee.Id, snapshot]));
    const related = {
      OpportunitySplit: book.records?.['OpportunitySplit'] ?? [],
      OpportunityTeamMember: book.records?.['OpportunityTeamMember'] ?? [],
    };
    const asked = deals.flatMap((record): Asked[] => {
      const person = payee ?? String(record['OwnerId']);
      const snapshot = held.get(person);
      if (!snapshot) {
        if (!flags.opportunity) return [];
        throw new ConnectorError(
          'no-plan',
          exitCode.usage,
          `${people.username(person) || person} is assigned to no plan.`,
          ['Name somebody who is with --payee, or add an assignment.'],
        );
      }
      const own = Object.entries(related).map(([object, rows]) => [
        object,
        rows.filter(({ OpportunityId }) => OpportunityId === record['Id']),
      ]);
      return [{ snapshot, deal: { record, set, related: Object.fromEntries(own) } }];
    });
    if (goal)
      return asked.map(({ snapshot, deal }) => {
        const solution = solve(snapshot, deal, goal);
        const name = String(deal.record['Name'] ?? deal.record['Id']);
        this.log(`${solutionText(`${name}, for ${people.name(snapshot.payee.Id)}`, solution)}\n`);
        return { opportunity: String(deal.record['Id']), payee: snapshot.payee.Id, solution };
      });
    if (flags.together)
      return [...Map.groupBy(asked, ({ snapshot }) => snapshot)].map(([snapshot, list]) => {
        const all = list.map(({ deal }) => deal);
        const result: TogetherResult = {
          opportunities: all.map(({ record }) => String(record['Id'])),
          payee: snapshot.payee.Id,
          estimate: estimate(snapshot, all),
          orders: closingOrders(snapshot, all),
        };
        this.log(`${togetherText(people.name(result.payee), all, result.estimate, result.orders)}\n`);
        return result;
      });
    return asked.map(({ snapshot, deal }) => {
      const answer = estimate(snapshot, [deal]);
      const shown = { ...deal.record, ...set };
      this.log(`${estimateText(people.name(snapshot.payee.Id), shown, answer)}\n`);
      if (flags.trace && !answer.cannotSay) this.log(`${traceText(snapshot, shown)}\n`);
      return { opportunity: String(deal.record['Id']), payee: snapshot.payee.Id, estimate: answer };
    });
  }
}

interface Asked {
  readonly snapshot: Snapshot;
  readonly deal: Deal;
}

function find(records: readonly CrmRecord[], id: string): CrmRecord {
  const found = records.find((record) => record['Id'] === id || String(record['Id']).slice(0, 15) === id);
  if (!found)
    throw new ConnectorError(
      'unknown-record',
      exitCode.usage,
      `There is no opportunity ${id} among those that were read.`,
      ['Check the Id, and sync again if it is new.'],
    );
  return found;
}
