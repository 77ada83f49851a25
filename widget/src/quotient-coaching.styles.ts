// How coaching looks.
import { css } from 'lit';

export const styles = css`
  .flags {
    display: grid;
    gap: 12px;
    margin: 12px 0 0;
    padding: 0;
    list-style: none;
  }
  .flag {
    padding: 13px 16px 14px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) - 4px);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
  }
  .flag h3 {
    color: var(--_ink);
  }
  h3 .sign,
  .verdict .sign {
    margin-inline-end: 5px;
  }
  .flag h3 .dim {
    margin-inline-start: 4px;
    font-weight: 400;
    font-size: 0.75rem;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
    margin-bottom: 3px;
  }
  .about > * {
    min-height: 24px;
  }
  .next {
    margin-top: 8px;
    padding: 8px 12px;
    border-radius: var(--_radius-2);
    background: var(--_tint);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 10px;
    margin-top: 10px;
  }
  a.action {
    text-decoration: none;
  }
  .rests > summary,
  .unseen > summary {
    width: fit-content;
    padding: 3px 0;
    color: var(--_deal);
    cursor: pointer;
  }
  .rests[open] {
    flex-basis: 100%;
  }
  .rests dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
    gap: 6px 20px;
    margin: 6px 0 0;
  }
  .rests dt {
    color: var(--_ink-2);
    font-size: 0.75rem;
  }
  .rests dd {
    margin: 0;
    font-weight: 600;
    white-space: normal;
  }
  .more {
    margin-top: 12px;
  }
  .unseen {
    margin-top: 14px;
    font-size: 0.75rem;
  }
  .unseen ul {
    margin: 4px 0 0;
    padding-inline-start: 18px;
    color: var(--_ink-2);
  }
`;
