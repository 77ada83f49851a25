// How the team's page looks.
import { css } from 'lit';

export const styles = css`
  .figures {
    display: grid;
    gap: 6px 48px;
    margin-top: 8px;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 40px;
  }
  .help {
    margin-top: 16px;
  }
  .basis {
    margin-inline-start: 6px;
    font-weight: 400;
  }
  .help ul {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr));
    gap: 12px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  .help li {
    padding: 12px 14px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) - 4px);
  }
  .help li .link {
    font-weight: 600;
    color: var(--_ink);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin: 18px 0 8px;
  }
  .tools .search {
    flex: 1 1 12rem;
    max-width: 20rem;
  }
  .tools .shown {
    margin-inline-start: auto;
  }
  .key {
    margin-inline-start: 8px;
    font-weight: 400;
  }
  .key u {
    display: inline-block;
    width: 2px;
    height: 12px;
    margin-inline-end: 6px;
    background: var(--_ink);
    vertical-align: -2px;
  }
  .scroll {
    max-height: min(70vh, 44rem);
    margin: 0 calc(8px - var(--_pad));
    padding: 0 calc(var(--_pad) - 8px);
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 8px 10px;
    background: var(--_surface);
    border-bottom: 1px solid var(--_line);
    color: var(--_ink-3);
    font-weight: 500;
    font-size: 0.75rem;
    text-align: start;
    white-space: nowrap;
  }
  thead button {
    padding: 2px 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  th[aria-sort='ascending'] button::after {
    content: ' ↑';
  }
  th[aria-sort='descending'] button::after {
    content: ' ↓';
  }
  .narrow {
    display: none;
  }
  th.n,
  td.n {
    text-align: end;
  }
  tbody tr {
    height: 60px;
  }
  tbody tr.gap,
  tbody tr.gap td {
    height: auto;
    padding: 0;
    border: 0;
  }
  tbody th,
  tbody td,
  tfoot th,
  tfoot td {
    padding: 6px 10px;
    border-bottom: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  tbody tr:hover {
    background: var(--_tint);
  }
  tbody .name {
    display: block;
    max-width: 16rem;
    overflow: hidden;
    color: var(--_ink);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about {
    display: block;
    max-width: 16rem;
    overflow: hidden;
    font-size: 0.75rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bars {
    width: 42%;
    min-width: 13rem;
  }
  .line {
    display: flex;
    align-items: baseline;
    gap: 8px;
    margin-top: 4px;
    overflow: hidden;
    font-size: 0.75rem;
    white-space: nowrap;
  }
  .line .sign {
    flex: none;
    align-self: center;
  }
  .bullet {
    position: relative;
    height: 10px;
    border-radius: 3px;
    background: var(--_todo);
    forced-color-adjust: none;
  }
  .bullet i {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-radius: 3px;
    background: var(--_done);
  }
  .bullet s {
    position: absolute;
    inset-block: 0;
    width: 1px;
    background: var(--_surface);
  }
  .bullet u {
    position: absolute;
    inset-block: -3px;
    width: 2px;
    background: var(--_ink);
    box-shadow: 0 0 0 1px var(--_surface);
  }
  tfoot th,
  tfoot td {
    position: sticky;
    bottom: 0;
    border-top: 1px solid var(--_line);
    border-bottom: 0;
    background: var(--_surface);
    font-weight: 600;
  }
  tfoot tr + tr > * {
    border-top: 0;
  }
  tfoot tr:not(:only-child) > * {
    position: static;
  }
  @container (max-width: 620px) {
    .scroll {
      max-height: max(80vh, 62rem);
    }
    table,
    tbody,
    tfoot {
      display: block;
    }
    thead tr {
      display: flex;
      flex-wrap: wrap;
      gap: 0 14px;
    }
    thead {
      display: block;
      position: sticky;
      top: 0;
      z-index: 1;
      background: var(--_surface);
    }
    thead th {
      position: static;
      padding: 6px 0;
      border: 0;
    }
    tbody tr:not(.gap),
    tfoot tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 12px;
      height: 104px;
      align-content: center;
      border-bottom: 1px solid var(--_line);
    }
    tfoot tr {
      height: auto;
      padding: 8px 0;
      border-bottom: 0;
    }
    tbody tr.gap {
      display: block;
    }
    tbody th,
    tbody td,
    tfoot th,
    tfoot td {
      padding: 0;
      border: 0;
      position: static;
    }
    tbody .bars,
    tfoot .bars {
      grid-column: 1 / -1;
      grid-row: 2;
      width: auto;
      min-width: 0;
      padding-top: 8px;
    }
    td.n:last-child {
      display: none;
    }
    .narrow {
      display: block;
      font-size: 0.75rem;
    }
  }
  @media print {
    .scroll {
      max-height: none;
      overflow: visible;
    }
  }
`;
