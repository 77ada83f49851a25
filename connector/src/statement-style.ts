// How printed statements look: light and dark on a screen, black on white on paper, A4 or Letter alike.

export const style = `
:root {
  color-scheme: light;
  --ground: #f2f4f8; --sheet: #fff; --ink: #16233f; --ink-2: #4c5771; --line: #dfe3ec; --edge: #7c879e; --link: #0b4fd6;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 32px 16px 48px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Inter, Roboto, 'DejaVu Sans', sans-serif;
  font-variant-numeric: tabular-nums lining-nums;
  overflow-wrap: break-word;
}
main, .document { max-width: 880px; margin: 0 auto; }
.document h1 { margin: 0 0 12px; font-size: 14px; font-weight: 600; color: var(--ink-2); }
article, .overview {
  margin: 0 0 28px; padding: 36px 40px 32px; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px;
}
.head { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: flex-end; justify-content: space-between; }
h2 { margin: 0; font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; }
.head, .facts, .warnings { overflow-wrap: anywhere; }
.head p { margin: 0; }
.plan { color: var(--ink-2); font-size: 16px; }
.payable { text-align: end; }
.payable span { display: block; color: var(--ink-2); font-size: 13px; }
.payable data { font-size: 30px; font-weight: 650; line-height: 1.2; letter-spacing: -0.01em; }
.facts {
  display: flex; flex-wrap: wrap; gap: 10px 30px;
  margin: 22px 0 0; padding: 14px 0; border-block: 1px solid var(--line);
}
.facts dt { color: var(--ink-2); font-size: 12px; }
.facts dd { margin: 0; font-weight: 500; }
.status { margin: 12px 0 0; color: var(--ink-2); font-size: 13px; }
.wide { margin-top: 30px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption { padding: 0 0 6px; text-align: start; }
h3 { margin: 0; font-size: 16px; line-height: 1.3; }
caption p, .note { margin: 0; color: var(--ink-2); font-size: 13px; }
.note { margin-top: 30px; }
th, td { padding: 6px 0 6px 18px; text-align: start; vertical-align: baseline; }
th:first-child, td:first-child { padding-inline-start: 0; }
thead th { border-bottom: 1px solid var(--edge); color: var(--ink-2); font-size: 12px; font-weight: 500; vertical-align: bottom; }
tbody th { font-weight: 400; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tfoot > tr > *, tbody tr.total > * { border-top: 1px solid var(--edge); font-weight: 650; }
tbody tr.total + tr > * { border-top: 1px solid var(--edge); }
tbody tr.last > * { padding-block: 10px; border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); font-size: 16px; }
.number { text-align: end; }
.number, .short { white-space: nowrap; }
thead .number { white-space: normal; }
a { color: var(--link); text-underline-offset: 2px; text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.warnings { margin: 30px 0 0; padding: 12px 16px; border: 1px solid var(--edge); border-inline-start-width: 5px; border-radius: 6px; }
.warnings ul { margin: 4px 0 0; padding-inline-start: 18px; font-size: 14px; }
.trace { margin-top: 30px; padding-top: 14px; border-top: 1px solid var(--line); }
summary { cursor: pointer; }
.trace > summary { font-size: 16px; font-weight: 650; }
.trace > summary h3 { display: inline; }
.trace ul { margin: 0; padding: 0; list-style: none; font-size: 13px; }
.trace ul ul, .trace ul details { margin-inline-start: 4px; padding-inline-start: 12px; border-inline-start: 1px solid var(--line); }
.trace ul details > ul { margin: 0; padding: 0; border: 0; }
.trace ul summary { padding: 2px 0; color: var(--link); }
.step { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 16px; padding: 3px 0; break-inside: avoid; }
.step b { font-weight: 600; white-space: nowrap; }
.how { margin-inline-start: 6px; color: var(--ink-2); font-size: 12px; }
.step > span { overflow-wrap: anywhere; }
.how code { font: inherit; }
footer { margin-top: 26px; color: var(--ink-2); font-size: 12px; }
footer p { margin: 0; }
@media (max-width: 620px) {
  body { padding: 0; }
  .document { padding: 12px 18px 0; }
  article, .overview { padding: 24px 18px; border-width: 0 0 1px; border-radius: 0; }
  .payable { text-align: start; }
  tbody th { min-width: 10em; }
  .trace { overflow-x: auto; }
  .trace ul ul, .trace ul details { margin-inline-start: 1px; padding-inline-start: 5px; }
  .trace li { min-width: 190px; }
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --ground: #0c1120; --sheet: #141a28; --ink: #edf1fa; --ink-2: #b1bacd; --line: #29324a; --edge: #6d7993; --link: #8db6ff;
  }
}
@page { margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) ' / ' counter(pages); font: 9pt system-ui, sans-serif; } }
@media print {
  :root { --ground: #fff; --ink: #000; --ink-2: #3c4252; --line: #c9ced9; --edge: #6b7385; --link: #000; }
  body { padding: 0; font-size: 10pt; }
  main, .document { max-width: none; }
  article, .overview { margin: 0; padding: 0; border: 0; border-radius: 0; }
  article + article, .overview + article { break-before: page; }
  h2 { font-size: 19pt; }
  .payable data { font-size: 19pt; }
  .wide { overflow: visible; margin-top: 16pt; }
  table { font-size: 9pt; }
  th, td { padding-block: 3pt; }
  tbody tr.last > * { font-size: 11pt; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  tr, .warnings, .facts, .head { break-inside: avoid; }
  caption, summary, h3 { break-after: avoid; }
  a { text-decoration: none; }
  summary { list-style: none; }
  .trace { margin-top: 16pt; }
  .trace ul { font-size: 8.5pt; }
  .how { font-size: 8pt; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
}
`;
