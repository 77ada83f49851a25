// Statements as one HTML file that stands alone, to be read on a screen and printed: a page for each, no script, nothing loaded.
import { sumOf, type Warning } from '@quotient/calc';
import type { Sheet, Sheets } from './statement.ts';
import { amountOf, dayOf, tableOf } from './statement-cells.ts';
import { html, type Content, type Markup } from './markup.ts';
import { style } from './statement-style.ts';
import { componentTable, debtTable, lineTable, wayTable } from './statement-tables.ts';
import { recordMarkup, traceMarkup } from './statement-trace.ts';
import { statusWords } from './statement-words.ts';

/** The document; with the traces where they are asked for. */
export function statementHtml(all: Sheets, withTrace: boolean): string {
  const { sheets, asOf } = all;
  const [first] = sheets;
  const isOne = first !== undefined && sheets.length === 1;
  const title = isOne
    ? `${first.name}, ${first.statement.period}: statement`
    : `${sheets.length} statements as of ${asOf}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <header class="document"><h1>${isOne ? 'Statement' : title}</h1></header>
        <main>${isOne ? null : overview(all)} ${sheets.map((sheet, i) => article(sheet, i, all, withTrace))}</main>
      </body>
    </html>`;
  return page.markup;
}

const anchor = (i: number): string => `statement-${i + 1}`;

/** Everybody with what is payable, and its sum by currency. */
function overview({ sheets }: Sheets): Markup {
  const currencies = [...Map.groupBy(sheets, ({ statement }) => statement.currency)];
  return html`<nav class="overview" aria-labelledby="overview">
    <h2 id="overview">All statements</h2>
    ${tableOf({
      caption: 'What is payable',
      columns: [
        { title: 'Person' },
        { title: 'Plan' },
        { title: 'Period', kind: 'short' },
        { title: 'Status' },
        { title: 'Payable', kind: 'number' },
      ],
      rows: sheets.map(({ name, planName, statement: { period, status, payable, currency } }, i) => ({
        cells: [
          html`<a href="#${anchor(i)}"><bdi>${name}</bdi></a>`,
          html`<bdi>${planName}</bdi>`,
          period,
          status,
          amountOf(payable, currency),
        ],
      })),
      foot: currencies.map(([currency, own]) => [
        `All in ${currency}`,
        null,
        null,
        null,
        amountOf(sumOf(own.map(({ statement }) => statement.payable)), currency),
      ]),
    })}
  </nav>`;
}

function article(sheet: Sheet, index: number, all: Sheets, withTrace: boolean): Markup {
  const { statement, name, planName, components, leftOut, trace } = sheet;
  const { period, currency, payable, warnings } = statement;
  const id = anchor(index);
  const withLines = components.filter(({ lines }) => lines.length > 0);
  return html`<article id="${id}" aria-labelledby="${id}-name">
    <header class="head">
      <div>
        <h2 id="${id}-name"><bdi>${name}</bdi></h2>
        <p class="plan"><bdi>${planName}</bdi></p>
      </div>
      <p class="payable"><span>Payable in ${period}</span> ${amountOf(payable, currency)}</p>
    </header>
    ${facts(sheet, all)}
    <p class="status">${statusWords(sheet)}</p>
    ${wayTable(sheet)} ${debtTable(sheet)} ${componentTable(sheet)}
    ${
      withLines.length > 0
        ? withLines.map((component) => lineTable(component, sheet, all))
        : html`<p class="note">No record counts in ${period}.</p>`
    }
    ${warnings.length + leftOut.length > 0 ? warningList(warnings, leftOut, all, id) : null}
    ${
      withTrace
        ? html`<details class="trace">
            <summary><h3>How it was calculated</h3></summary>
            ${traceMarkup(trace(), all.record)}
          </details>`
        : null
    }
    <footer>
      <p>
        From records of <bdi>${all.org}</bdi>, read on
        <time datetime="${all.syncedAt}">${all.syncedAt.slice(0, 16).replace('T', ' ')} UTC</time>.
      </p>
    </footer>
  </article>`;
}

function facts({ statement, username, from, to }: Sheet, { asOf }: Sheets): Markup {
  const { payee, plan, period, status, currency } = statement;
  const pairs: readonly (readonly [term: string, value: Content])[] = [
    ['Period', period],
    ['From', dayOf(from)],
    ['To', dayOf(to)],
    ['Status', status === 'open' ? 'Open' : 'Closed'],
    ['As of', dayOf(asOf)],
    ['Currency', currency],
    ['Plan', plan],
    ['Person', username || payee],
  ];
  return html`<dl class="facts">
    ${pairs.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

const warningList = (
  warnings: readonly Warning[],
  leftOut: readonly string[],
  { record }: Sheets,
  id: string,
): Markup =>
  html`<section class="warnings" aria-labelledby="${id}-warnings">
    <h3 id="${id}-warnings">Warnings</h3>
    <ul>
      ${warnings.map(
        ({ message, record: about }) =>
          html`<li>${message}${about === undefined ? null : html` ${recordMarkup(record(about))}`}</li>`,
      )}
      ${leftOut.map((message) => html`<li>${message}</li>`)}
    </ul>
  </section>`;
