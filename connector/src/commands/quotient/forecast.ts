import { forecast, type Forecast as Forecasted } from '@quotient/calc';
import { asOfFlag, dirFlag, messagesOf, orgFlag, payeeFlag, QuotientCommand } from '../../command.ts';
import { forecastText } from '../../forecast.ts';
import { peopleNamed, snapshotsInForce } from '../../people.ts';

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
    const held = snapshotsInForce(book, peopleNamed(people, flags.payee, undefined), flags.payee);
    return held.map((snapshot) => {
      const answer = forecast(snapshot);
      this.log(`${forecastText(people.name(snapshot.payee.Id), answer)}\n`);
      return { payee: snapshot.payee.Id, forecast: answer };
    });
  }
}
