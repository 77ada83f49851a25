// How a rep's home looks.
import { css } from 'lit';

export const styles = css`
  .plan + .plan {
    margin: 22px calc(-1 * var(--_pad)) 0;
    padding: 18px var(--_pad) 0;
    border-top: 1px solid var(--_line);
  }
  .plan > .head {
    margin-top: 14px;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 40px;
    margin-top: 2px;
  }
  .parts,
  .movers {
    display: grid;
    margin: 14px 0 0;
    padding: 0;
    list-style: none;
  }
  .parts {
    gap: 14px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 12px;
  }
  p .sign {
    margin-inline-end: 2px;
  }
  .bullet {
    position: relative;
    height: 10px;
    margin: 6px 0 5px;
    border-radius: 3px;
    background: var(--_todo);
    forced-color-adjust: none;
  }
  .bullet > * {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-radius: 3px;
  }
  .bullet i {
    background: var(--_done);
  }
  .bullet em {
    background: color-mix(in srgb, var(--_deal) 30%, transparent);
  }
  .bullet s {
    width: 1px;
    background: var(--_ink-3);
  }
  .bullet u {
    inset-block: -3px;
    width: 2px;
    background: var(--_ink);
    box-shadow: 0 0 0 1px var(--_surface);
  }
  .band {
    height: 14px;
    margin-top: 10px;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    margin-top: 8px;
    color: var(--_ink-3);
    font-size: 0.75rem;
  }
  .key span::before {
    content: '';
    display: inline-block;
    width: 10px;
    height: 8px;
    margin-inline-end: 5px;
    border-radius: 2px;
    background: var(--_done);
    forced-color-adjust: none;
  }
  .key .k-likely::before {
    background: color-mix(in srgb, var(--_deal) 30%, transparent);
  }
  .key .k-mark::before {
    width: 2px;
    height: 12px;
    border-radius: 0;
    background: var(--_ink);
    vertical-align: -2px;
  }
  .key .k-quota::before {
    width: 1px;
    height: 12px;
    border-radius: 0;
    background: var(--_ink-3);
    vertical-align: -2px;
  }
  .pay,
  .likely,
  .past {
    margin-top: 18px;
  }
  .pay dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr));
    gap: 8px 20px;
    margin: 8px 0 0;
  }
  .pay dt {
    color: var(--_ink-2);
    font-size: 0.75rem;
  }
  .pay dd {
    margin: 0;
    font-weight: 600;
    font-size: 1rem;
  }
  .pay dd .dim {
    display: block;
    font-weight: 400;
    font-size: 0.75rem;
  }
  .likely {
    min-height: 96px;
  }
  .likely .bullet {
    margin-bottom: 10px;
  }
  .likely p + p {
    margin-top: 3px;
  }
  .movers {
    margin-top: 3px;
  }
  h4 {
    margin: 0;
    font: 600 0.75rem/1.35 var(--_font);
    color: var(--_ink-3);
  }
  .likely .acts {
    margin: 8px 0 10px;
  }
  .movers li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    padding: 5px 0;
    border-top: 1px solid var(--_line);
  }
  .movers .link {
    min-height: 24px;
  }
  .past > summary {
    width: fit-content;
    color: var(--_deal);
    cursor: pointer;
  }
  table {
    width: 100%;
    margin-top: 6px;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 6px 0;
    border-top: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
  }
  thead th {
    border: 0;
    color: var(--_ink-3);
    font-size: 0.75rem;
  }
  th.n,
  td.n {
    padding-inline-start: 12px;
    text-align: end;
  }
  .halves > .pay {
    margin-top: 14px;
  }
  @container (min-width: 640px) {
    .halves {
      display: grid;
      grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
      gap: 0 40px;
      align-items: start;
    }
    .bones {
      min-height: 330px;
    }
  }
`;
