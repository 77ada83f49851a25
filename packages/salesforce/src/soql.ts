// The text of queries: only names that describe knows, values always escaped.
import type { Plan } from '@quotient/calc';

/** A text literal of SOQL. */
export const quoted = (text: string): string =>
  `'${text.replace(/[\\'"\n\r\t\b\f]/g, (char) => ({ '\\': '\\\\', "'": "\\'", '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' })[char] ?? '')}'`;

const name = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;

/**
 * SELECT of one object, ordered by Id so that pages are the same at every reading.
 * @throws TypeError on a name that is none: names never come from records.
 */
export function select(object: string, fields: readonly string[], where?: string): string {
  for (const one of [object, ...fields]) if (!name.test(one)) throw new TypeError(`not a field name: ${one}`);
  return `SELECT ${fields.join(', ')} FROM ${object}${where ? ` WHERE ${where}` : ''} ORDER BY Id`;
}

/**
 * What of an object's records plans can credit: from the start of the earliest plan on, and everything that is open.
 * Undefined where that cannot be said in the CRM: the filter is then applied to what was read.
 */
export function since(object: string, plans: readonly Plan[]): string | undefined {
  if (object !== 'Opportunity' || plans.length === 0) return undefined;
  const measures = plans
    .flatMap((plan) => Object.values(plan.measures))
    .filter((measure) => [measure.object, measure.ratio?.of.object, measure.ratio?.per.object].includes(object));
  if (measures.some(({ date }) => date !== 'CloseDate')) return undefined;
  const from = plans.map(({ effective }) => effective.from).sort()[0];
  return `CloseDate >= ${from} OR IsClosed = false`;
}
