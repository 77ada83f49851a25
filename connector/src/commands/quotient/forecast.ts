import { forecast, snapshots, type Forecast as Forecasted } from '@quotient/calc';
import { asOfFlag, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { ConnectorError, exitCode } from '../../error.ts';
import { forecastText } from '../../forecast.ts';
import { unknownPerson } from './attainment.ts';

const messages = messagesOf('quotient.forecast');

export interface ForecastResult {
  readonly payee: string;
  readonly forecast: Forecasted;
}

export default class Forecast extends QuotientCommand<ForecastResult[]> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlag, ...dirFlag, ...asOfFlag, ...payeeFlag };

  protected async answer(): Promise<ForecastResult[]> {
    const { flags } = await this.parse(Forecast);
    const { book, people } = this.synced(flags.dir, flags['as-of']);
    const payee = flags.payee === undefined ? undefined : (people.find(flags.payee) ?? unknownPerson(flags.payee));
    const held = snapshots(book, payee === undefined ? undefined : [payee]).filter(({ plans }) => plans.length > 0);
    if (held.length === 0)
      throw new ConnectorError(
        'nothing',
        exitCode.usage,
        messages.getMessage('error.nothing', [flags.payee ?? 'anybody', book.asOf]),
        [messages.getMessage('error.nothing.actions')],
      );
    return held.map((snapshot) => {
      const answer = forecast(snapshot);
      this.log(`${forecastText(people.name(snapshot.payee.Id), answer)}\n`);
      return { payee: snapshot.payee.Id, forecast: answer };
    });
  }
}
