import { estimate, type CrmRecord, type Estimate } from '@quotient/calc';
import { Flags } from '@salesforce/sf-plugins-core';
import { openDeals, snapshotsOf } from '../../book.ts';
import { asOfFlag, checkedDay, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { estimateText, traceText } from '../../estimate.ts';
import { unknownPerson } from './attainment.ts';

const messages = messagesOf('quotient.estimate');

export interface EstimateResult {
  readonly opportunity: string;
  readonly payee: string;
  readonly estimate: Estimate;
}

export default class EstimateDeal extends QuotientCommand<EstimateResult[]> {
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
    trace: Flags.boolean({ summary: messages.getMessage('flags.trace.summary') }),
  };

  protected async answer(): Promise<EstimateResult[]> {
    const { flags } = await this.parse(EstimateDeal);
    const synced = this.synced(flags.dir, flags['as-of']);
    const { book, people } = synced;
    const closeDate = checkedDay(flags['close-date']);
    if (flags.amount !== undefined && !/^-?\d+(\.\d+)?$/.test(flags.amount))
      throw new ConnectorError('bad-amount', exitCode.usage, `--amount is "${flags.amount}".`, [
        'Write a number such as 36000 or 36000.50, without a currency.',
      ]);
    const set: CrmRecord = {
      ...(flags.amount === undefined ? {} : { Amount: flags.amount }),
      ...(closeDate === undefined ? {} : { CloseDate: closeDate }),
    };
    const snapshots = new Map(snapshotsOf(synced).map((snapshot) => [snapshot.payee.Id, snapshot]));
    const payee = flags.payee === undefined ? undefined : (people.find(flags.payee) ?? unknownPerson(flags.payee));
    const deals = flags.opportunity
      ? flags.opportunity.map((id) => find(book.records?.['Opportunity'] ?? [], id))
      : openDeals(book).filter(({ OwnerId }) => payee === undefined || OwnerId === payee);
    const related = {
      OpportunitySplit: book.records?.['OpportunitySplit'] ?? [],
      OpportunityTeamMember: book.records?.['OpportunityTeamMember'] ?? [],
    };
    return deals.flatMap((record) => {
      const person = payee ?? String(record['OwnerId']);
      const snapshot = snapshots.get(person);
      if (!snapshot) {
        if (!flags.opportunity) return [];
        throw new ConnectorError('no-plan', exitCode.usage, `${people.name(person)} is assigned to no plan.`, [
          'Name somebody who is with --payee, or add an assignment.',
        ]);
      }
      const own = {
        record,
        set,
        related: Object.fromEntries(
          Object.entries(related).map(([object, rows]) => [
            object,
            rows.filter(({ OpportunityId }) => OpportunityId === record['Id']),
          ]),
        ),
      };
      const answer = estimate(snapshot, [own]);
      this.log(`${estimateText(people.name(person), { ...record, ...set }, answer)}\n`);
      if (flags.trace && !answer.cannotSay) this.log(`${traceText(snapshot, { ...record, ...set })}\n`);
      return [{ opportunity: String(record['Id']), payee: person, estimate: answer }];
    });
  }
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
