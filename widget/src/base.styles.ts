// What all elements share: the card, text, chips, buttons, fields, notices and what must hold in every mode of display.
import { css } from 'lit';

export const base = css`
  :host {
    display: block;
    color: var(--_ink);
    font: 400 var(--_size) / 1.45 var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .card {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: var(--_pad);
    container-type: inline-size;
    overflow-wrap: anywhere;
  }
  h2,
  h3 {
    margin: 0;
    font: 600 1em / 1.35 var(--_font);
    color: var(--_ink-2);
  }
  p {
    margin: 0;
  }
  b {
    font-weight: 600;
  }
  b,
  span {
    unicode-bidi: isolate;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px 12px;
  }
  .figure {
    display: block;
    margin: 4px 0 2px;
    font-size: min(var(--_figure), 12cqi);
    font-weight: 600;
    line-height: 1.12;
    letter-spacing: -0.022em;
  }
  .cents {
    font-size: 0.5em;
    font-weight: 500;
    color: var(--_ink-2);
    vertical-align: 0.62em;
    margin-inline-start: 1px;
  }
  .beside {
    letter-spacing: 0;
    font-size: 0.875rem;
    font-weight: 400;
    color: var(--_ink-2);
    margin-inline-start: 6px;
  }
  .verdict {
    margin: 10px 0 2px;
    font-size: 1.125rem;
    font-weight: 600;
    line-height: 1.3;
  }
  .foot {
    margin-top: 12px;
    font-size: 0.75rem;
  }
  .mut {
    color: var(--_ink-2);
  }
  .dim {
    color: var(--_ink-3);
  }
  .strong {
    color: var(--_ink);
    font-weight: 600;
  }
  .num {
    white-space: nowrap;
    unicode-bidi: isolate;
  }
  .chip,
  .action {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 26px;
    padding: 3px 11px;
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: transparent;
    color: var(--_ink-2);
    font: inherit;
    font-size: 0.75rem;
    line-height: 1.3;
  }
  button.chip,
  .action {
    cursor: pointer;
    border-color: color-mix(in srgb, var(--_edge) 55%, var(--_line));
  }
  button.chip:hover,
  .action:hover {
    border-color: var(--_deal);
    color: var(--_deal);
  }
  button.chip[aria-pressed='true'] {
    border-color: var(--_deal);
    color: var(--_deal);
    background: var(--_tint);
    font-weight: 500;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_deal);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .link:hover {
    text-decoration: underline;
  }
  input,
  select {
    font: inherit;
    font-variant-numeric: tabular-nums;
    color: inherit;
  }
  .field {
    min-height: 34px;
    padding: 5px 10px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    min-width: 0;
  }
  .field[aria-invalid='true'] {
    border-color: var(--_bad);
  }
  :focus-visible {
    outline: 2px solid var(--_deal);
    outline-offset: 2px;
  }
  .notice {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 10px;
    align-items: baseline;
    margin-top: 12px;
    padding: 9px 12px;
    border-radius: var(--_radius-2);
    background: color-mix(in srgb, var(--_warn) 9%, var(--_surface));
  }
  .sign {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 2px;
    background: var(--_warn);
    forced-color-adjust: none;
  }
  .sign.good {
    border-radius: 50%;
    background: var(--_good);
  }
  .sign.bad {
    background: var(--_bad);
    transform: rotate(45deg);
  }
  .sign.plain {
    border-radius: 50%;
    background: var(--_ink-3);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bones {
    display: grid;
    gap: 12px;
    min-height: 520px;
    align-content: start;
  }
  .bone {
    height: 14px;
    border-radius: 6px;
    background: var(--_todo);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .b-title {
    width: 60%;
  }
  .b-figure {
    width: 45%;
    height: 36px;
  }
  .b-chart {
    height: 184px;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .card,
    .chip,
    .notice {
      border: 1px solid CanvasText;
    }
    button.chip[aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
  @media print {
    .card {
      break-inside: avoid;
    }
    .noprint {
      display: none !important;
    }
  }
`;
