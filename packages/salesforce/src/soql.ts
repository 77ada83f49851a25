// The text of queries: only names that describe knows, values always escaped.
/** A text literal of SOQL. */
export const quoted = (text: string): string =>
  `'${text.replace(/[\\'"\n\r\t\b\f]/g, (char) => ({ '\\': '\\\\', "'": "\\'", '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' })[char] ?? '')}'`;

const name = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;

function from(object: string, where: string | undefined): string {
  if (!name.test(object)) throw new TypeError(`not an object name: ${object}`);
  return `FROM ${object}${where ? ` WHERE ${where}` : ''}`;
}

/**
 * SELECT of one object, ordered by Id so that pages are the same at every reading; a bulk job reads faster without an order.
 * @throws TypeError on a name that is none: names never come from records.
 */
export function select(object: string, fields: readonly string[], where?: string, order: 'Id' | null = 'Id'): string {
  for (const one of fields) if (!name.test(one)) throw new TypeError(`not a field name: ${one}`);
  return `SELECT ${fields.join(', ')} ${from(object, where)}${order ? ` ORDER BY ${order}` : ''}`;
}

/** How many records a SELECT of them would read. @throws TypeError as `select` does. */
export const count = (object: string, where?: string): string => `SELECT COUNT() ${from(object, where)}`;

/** The parents that paths of fields lead over: of Owner.Manager.Name they are Owner and Owner.Manager. */
export const parentsOf = (paths: readonly string[]): string[] => [
  ...new Set(
    paths.flatMap((path) => {
      const parts = path.split('.').slice(0, -1);
      return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
    }),
  ),
];
