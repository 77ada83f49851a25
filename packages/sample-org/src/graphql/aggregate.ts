// Groups and their figures: `uiapi { aggregate { … } }`. Source: "Aggregate" of the platform's GraphQL guide.
import type { Row } from '../org.ts';
import { visibleField } from '../rights.ts';
import { makeField, type Field, type ObjectType } from '../schema.ts';
import { runQuery } from '../soql/query.ts';
import { connection, pageArguments } from './connection.ts';
import type { Picked } from './document.ts';
import { whereText } from './filter.ts';
import { envelope, fetched, told, valueType } from './records.ts';
import { checkArguments, leaf, shaped, type Asked, type Step } from './shape.ts';

const functions: Readonly<Record<string, string>> = {
  count: 'COUNT',
  countDistinct: 'COUNT_DISTINCT',
  sum: 'SUM',
  avg: 'AVG',
  min: 'MIN',
  max: 'MAX',
};

/** Groups of the records of an object: a field of `uiapi { aggregate { … } }`. */
export function aggregates(
  asked: Asked,
  type: ObjectType,
  field: Picked,
  version: string,
  paths: readonly string[],
): Step<unknown> {
  checkArguments(asked, field, ['where', 'groupBy', 'scope', ...pageArguments]);
  const grouped = groupedBy(asked, type, field);
  const columns: string[] = grouped.map((name, i) => `${name} g${i}`);
  const column = (text: string): string => {
    const name = `x${columns.length}`;
    columns.push(`${text} ${name}`);
    return name;
  };
  const aggregate = (node: Picked): Step<Row> =>
    shaped<Row>(asked, node, `${type.name}Aggregate`, (one) => {
      const known = visibleField(asked.org, asked.viewer, type, one.name);
      if (known?.name !== one.name) return undefined;
      const place = grouped.indexOf(known.name);
      return shaped<Row>(asked, one, `${valueType(known).replace(/Value$/, '')}Aggregate`, (part) => {
        if (part.name === 'value' && place >= 0) return leaf(asked, part, 'value', (row) => row[`g${place}`] ?? null);
        if (part.name === 'displayValue' && place >= 0)
          return leaf(asked, part, 'String', (row) => asked.display(known, row[`g${place}`] ?? null, row));
        const called = functions[part.name];
        if (!called || known.type === 'boolean') return undefined;
        const name = column(`${called}(${known.name})`);
        return envelope(asked, part, resultOf(known, part.name), (row) => row[name] ?? null);
      });
    });
  const answer = connection<Row>(asked, field, `${type.name}Aggregate`, (node) =>
    shaped<Row>(asked, node, `${type.name}Result`, (one) => (one.name === 'aggregate' ? aggregate(one) : undefined)),
  );
  const condition = conditionOf(asked, type, field);
  if (columns.length === 0) columns.push('COUNT(Id) x0');
  const soql = [
    `SELECT ${columns.join(', ')} FROM ${type.name}`,
    ...(condition === '' ? [] : [`WHERE ${condition}`]),
    ...(grouped.length === 0 ? [] : [`GROUP BY ${grouped.join(', ')}`]),
  ].join(' ');
  return fetched(asked, field, paths, () => {
    const { length, record } = runQuery(asked.org, asked.viewer, soql, version);
    return answer({ length, at: (index) => record(index) as Row });
  });
}

const resultOf = (field: Field, name: string): Field =>
  name.startsWith('count')
    ? makeField({ name, type: 'int' })
    : name === 'avg' && field.type === 'int'
      ? makeField({ name, type: 'double' })
      : field;

function conditionOf(asked: Asked, type: ObjectType, field: Picked): string {
  try {
    return whereText(asked, type, field.args['where']);
  } catch (error) {
    told(asked, field, error);
    return '';
  }
}

/** `groupBy: { StageName: { group: true } }`. */
function groupedBy({ org, viewer, problems }: Asked, type: ObjectType, { args, at, node }: Picked): string[] {
  const given = args['groupBy'] ?? {};
  return Object.entries(given as Record<string, unknown>).flatMap(([name, how]) => {
    const field = visibleField(org, viewer, type, name);
    const asks = (how as { group?: unknown } | null)?.group;
    if (field?.name === name && asks === true) return [name];
    problems.invalid(
      'WrongType',
      `argument 'groupBy' contains a field not in '${type.name}_GroupBy': '${name}', or one that is not { group: true }`,
      at,
      node,
    );
    return [];
  });
}
