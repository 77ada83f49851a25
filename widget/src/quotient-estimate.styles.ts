// How the page on a deal looks.
import { css } from 'lit';

export const styles = css`
  .who {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .answer {
    min-width: 0;
  }
  .slices {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
    color: var(--_ink-2);
  }
  .hint {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 8px;
    align-items: baseline;
    margin-top: 10px;
  }
  .parts {
    margin-top: 14px;
  }
  .parts dl {
    margin: 6px 0 0;
  }
  .parts dl div {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 5px 0;
    border-top: 1px solid var(--_line);
  }
  .parts dt span {
    display: block;
    font-size: 0.75rem;
  }
  .parts dd {
    margin: 0;
    font-weight: 600;
  }
  .other {
    margin-top: 8px;
  }
  .how-is {
    margin: 16px calc(-1 * var(--_pad)) calc(-1 * var(--_pad));
    padding: 12px var(--_pad) 14px;
    border-top: 1px solid var(--_line);
  }
  .how-is > summary {
    width: fit-content;
    color: var(--_deal);
    cursor: pointer;
  }
  .how-is .trace {
    margin: 10px 0;
  }
  .rates {
    width: 100%;
    margin: 12px 0;
    border-collapse: collapse;
  }
  .rates caption {
    padding-bottom: 4px;
    color: var(--_ink-2);
    font-weight: 600;
    text-align: start;
  }
  .rates th,
  .rates td {
    padding: 4px 0;
    border-top: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
  }
  .rates th {
    color: var(--_ink-3);
    font-size: 0.75rem;
  }
  .rates .n {
    text-align: end;
  }
  @container (min-width: 680px) {
    .halves {
      display: grid;
      grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr);
      gap: 0 32px;
      align-items: start;
    }
    .halves .what {
      margin-top: 0;
      padding-top: 4px;
      border-top: 0;
    }
    .bones {
      min-height: 330px;
    }
    .b-chart {
      width: calc((100% - 32px) * 1.35 / 2.35);
    }
  }
`;
