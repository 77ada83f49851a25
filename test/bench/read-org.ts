// An org of prepared pages for benchmarks: opportunities by REST and by a Bulk job, so that the server's own work counts as
// little as it can. Runs in a process of its own and prints its address.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chanceOf, idOf } from './calc-records.ts';

export const [pageOfRest, pageOfBulk] = [2_000, 50_000];
export const payees = 1_000;

const fieldsOf: Readonly<Record<string, readonly (readonly [name: string, type: string])[]>> = {
  Opportunity: [
    ['Id', 'id'],
    ['OwnerId', 'reference'],
    ['Name', 'string'],
    ['StageName', 'picklist'],
    ['Amount', 'currency'],
    ['CurrencyIsoCode', 'picklist'],
    ['CloseDate', 'date'],
    ['CreatedDate', 'datetime'],
    ['SystemModstamp', 'datetime'],
    ['IsClosed', 'boolean'],
    ['IsWon', 'boolean'],
    ['Type', 'picklist'],
  ],
  User: [
    ['Id', 'id'],
    ['Name', 'string'],
    ['Username', 'string'],
    ['ManagerId', 'reference'],
    ['IsActive', 'boolean'],
    ['SystemModstamp', 'datetime'],
  ],
};

type Values = Readonly<Record<string, string | number | boolean | null>>;

/** The opportunities from one place up to another; those of a round of changes have another amount and a younger stamp. */
function opportunities(from: number, until: number, round = 0): Values[] {
  return Array.from({ length: until - from }, (_, k) => {
    const i = from + k;
    const chance = chanceOf(i + round * 1e7);
    const instant = new Date(1.75e12 + chance.next() * 1e10).toISOString();
    const isWon = i % 3 === 0;
    return {
      Id: idOf('006', i),
      OwnerId: idOf('005', i % payees),
      Name: i % 20 === 0 ? `Größe, "${i}"` : `Opportunity number ${i}`,
      StageName: isWon ? 'Closed Won' : i % 3 === 1 ? 'Closed Lost' : 'Negotiation',
      Amount: i % 33 === 0 ? null : Math.round(chance.next() * 1e7) / 100,
      CurrencyIsoCode: 'USD',
      CloseDate: new Date(1.7671e12 + chance.next() * 2.8e10).toISOString().slice(0, 10),
      CreatedDate: instant,
      SystemModstamp: round > 0 ? new Date().toISOString() : instant,
      IsClosed: i % 3 !== 2,
      IsWon: isWon,
      Type: i % 5 === 0 ? 'Renewal' : 'New Business',
    };
  });
}

const users = (): Values[] =>
  Array.from({ length: payees }, (_, i) => ({
    Id: idOf('005', i),
    Name: `Person ${i}`,
    Username: `person.${i}@bench.example`,
    ManagerId: null,
    IsActive: true,
    SystemModstamp: '2025-01-01T00:00:00.000Z',
  }));

const picked = (record: Values, fields: readonly string[]): Values =>
  Object.fromEntries(fields.map((name) => [name, record[name] ?? null]));

function json(
  object: string,
  records: readonly Values[],
  fields: readonly string[],
  total: number,
  next: string | null,
): Buffer {
  return Buffer.from(
    JSON.stringify({
      totalSize: total,
      done: next === null,
      ...(next !== null && { nextRecordsUrl: next }),
      records: records.map((record) => ({
        attributes: { type: object, url: `/services/data/v66.0/sobjects/${object}/${String(record['Id'])}` },
        ...Object.fromEntries(
          Object.entries(picked(record, fields)).map(([name, value]) => [
            name,
            typeof value === 'string' && /^\d{4}-.*Z$/.test(value) ? value.replace('Z', '+0000') : value,
          ]),
        ),
      })),
    }),
  );
}

const csv = (records: readonly Values[], fields: readonly string[]): Buffer =>
  Buffer.from(
    [fields, ...records.map((record) => fields.map((name) => String(record[name] ?? '')))]
      .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`)
      .join(''),
  );

/** Serves so many opportunities; resolves to the address. Pages are made when they are first asked for. */
export async function serve(count: number): Promise<string> {
  const base = '/services/data/v66.0';
  const made = new Map<string, Buffer>();
  const once = (key: string, make: () => Buffer): Buffer => {
    let page = made.get(key);
    if (!page) made.set(key, (page = make()));
    return page;
  };
  let fields: readonly string[] = [];
  let jobFields: readonly string[] = [];
  const changes = 1_000;
  const isChange = (soql: string): boolean => /SystemModstamp >=/.test(soql);
  const restPage = (from: number): Buffer =>
    once(`json ${from} ${fields.join()}`, () => {
      const until = Math.min(count, from + pageOfRest);
      return json(
        'Opportunity',
        opportunities(from, until),
        fields,
        count,
        until < count ? `${base}/query/01gBench-${until}` : null,
      );
    });
  let round = 0;
  let next: Buffer | null = null;
  /** A page of so many opportunities all over the org, others each time. */
  const changed = (selected: readonly string[]): Buffer => {
    round++;
    const step = Math.floor(count / changes);
    const list = Array.from({ length: changes }, (_, i) => {
      const at = i * step + ((7 * i + 13 * round) % step);
      return opportunities(at, at + 1, round)[0] as Values;
    });
    return json('Opportunity', list, selected, changes, null);
  };
  /** Makes the next of these before it is asked for, like all pages, and while nobody waits for anything else. */
  const prepare = (selected: readonly string[]): void => void setTimeout(() => (next = changed(selected)), 50);
  const query = (soql: string): Buffer => {
    const object = /\bFROM (\w+)/.exec(soql)?.[1] ?? '';
    const isCount = /SELECT COUNT\(\)/i.test(soql);
    const selected = (/SELECT (.*?) FROM/i.exec(soql)?.[1] ?? '').split(/,\s*/);
    const none = Buffer.from('{"totalSize":0,"done":true,"records":[]}');
    if (object === 'Organization') return json(object, [{ Id: '00DHb0000000001AAA' }], ['Id'], 1, null);
    if (object === 'CurrencyType')
      return json(object, [{ IsoCode: 'USD', ConversionRate: 1, IsCorporate: true }], selected, 1, null);
    if (object === 'OpportunityStage') return json(object, [{ ApiName: 'Closed Won' }], selected, 1, null);
    if (object === 'User') {
      if (isChange(soql)) return none;
      if (isCount) return Buffer.from(`{"totalSize":${payees},"done":true,"records":[]}`);
      return json(object, users(), selected, payees, null);
    }
    if (object !== 'Opportunity' || /\bNOT\b/.test(soql)) return none;
    if (isCount) return Buffer.from(`{"totalSize":${isChange(soql) ? changes : count},"done":true,"records":[]}`);
    if (isChange(soql)) {
      const page = next ?? changed(selected);
      prepare(selected);
      return page;
    }
    fields = selected;
    return restPage(0);
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname
      .slice(base.length + 1)
      .split('/')
      .filter(Boolean);
    const body: Buffer[] = [];
    request.on('data', (piece: Buffer) => body.push(piece));
    request.on('end', () =>
      answer(response, request.method ?? 'GET', path, searchParams, Buffer.concat(body).toString()),
    );
  });
  const send = (response: ServerResponse, bytes: Buffer | string, headers: Record<string, string> = {}): void => {
    response.writeHead(200, {
      'content-type': 'application/json;charset=UTF-8',
      'sforce-limit-info': 'api-usage=1/100000',
      ...headers,
    });
    response.end(bytes);
  };
  const job = (state: string): string =>
    JSON.stringify({
      id: '750Hb0000000001AAA',
      operation: 'query',
      object: 'Opportunity',
      state,
      numberRecordsProcessed: count,
    });
  function answer(
    response: ServerResponse,
    method: string,
    path: readonly string[],
    asked: URLSearchParams,
    body: string,
  ): void {
    const [head = '', second = '', third = ''] = path;
    if (method === 'DELETE') {
      prepare(jobFields);
      return void response.writeHead(204).end();
    }
    if (head === 'query')
      return send(response, second === '' ? query(asked.get('q') ?? '') : restPage(Number(second.split('-')[1])));
    if (head === 'limits')
      return send(
        response,
        '{"DailyApiRequests":{"Max":100000,"Remaining":99000},"DailyBulkV2QueryJobs":{"Max":10000,"Remaining":9990}}',
      );
    if (head === 'jobs' && method === 'POST') {
      const { query: soql } = JSON.parse(body) as { query: string };
      jobFields = (/SELECT (.*?) FROM/i.exec(soql)?.[1] ?? '').split(/,\s*/);
      return send(response, job('UploadComplete'));
    }
    if (head === 'jobs' && third !== '' && path[3] === 'results') {
      const from = Number(asked.get('locator') ?? 0);
      const until = Math.min(count, from + pageOfBulk);
      const page = once(`csv ${from} ${jobFields.join()}`, () => csv(opportunities(from, until), jobFields));
      return send(response, page, {
        'content-type': 'text/csv',
        'sforce-locator': until < count ? String(until) : 'null',
        'sforce-numberofrecords': String(until - from),
      });
    }
    if (head === 'jobs')
      return send(
        response,
        second === 'query' && third === '' ? '{"done":true,"records":[],"nextRecordsUrl":null}' : job('JobComplete'),
      );
    const described = fieldsOf[second];
    if (head === 'sobjects' && third === 'describe' && described)
      return send(
        response,
        JSON.stringify({
          name: second,
          replicateable: true,
          fields: described.map(([name, type]) => ({
            name,
            type,
            calculated: false,
            relationshipName: null,
            referenceTo: [],
          })),
        }),
      );
    if (head === 'sobjects' && third === 'deleted')
      return send(
        response,
        `{"deletedRecords":[],"earliestDateAvailable":"2020-01-01T00:00:00.000+0000","latestDateCovered":"${new Date().toISOString()}"}`,
      );
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('[{"errorCode":"NOT_FOUND","message":"not found"}]');
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.argv[1]?.endsWith('read-org.ts')) process.stdout.write(`${await serve(Number(process.argv[2]))}\n`);
