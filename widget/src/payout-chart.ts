// Draws the payout curve into an SVG node; nodes are made one by one, since the page's sandbox drops attributes of templates.
import { css } from 'lit';
import type { Curve } from '@quotient/calc';
import type { Point } from './chart-labels.ts';
import { layoutPayout, type ChartTexts } from './payout-layout.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** Draws a curve, in place of what was drawn before. */
export function drawPayout(svg: SVGSVGElement, curve: Curve, width: number, texts: ChartTexts): void {
  const { height, baseline, top, done, deal, rest, ticks, capAt, before, after, labels } = layoutPayout(
    curve,
    width,
    texts,
  );
  const nodes: SVGElement[] = [];
  const draw = (tag: string, shape: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
    const node = document.createElementNS(namespace, tag);
    node.setAttribute('class', shape);
    for (const [name, value] of Object.entries(attributes))
      node.setAttribute(name, typeof value === 'number' ? value.toFixed(1) : value);
    nodes.push(node);
    return node;
  };
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  draw('path', 'area-done', { d: area(done, baseline) });
  draw('path', 'area-deal', { d: area(deal, baseline) });
  for (const x of ticks) draw('line', 'tick', { x1: x, x2: x, y1: top, y2: baseline });
  draw('line', 'axis', { x1: 0, x2: width, y1: baseline, y2: baseline });
  if (capAt !== null) draw('line', 'cap', { x1: 0, x2: width, y1: capAt, y2: capAt });
  draw('path', 'rest', { d: line(rest) });
  draw('path', 'done', { d: line(done) });
  draw('path', 'deal', { d: line(deal) });
  draw('circle', 'dot-before', { cx: before.x, cy: before.y, r: 4 });
  if (curve.position[0] !== curve.position[1]) draw('circle', 'dot-after', { cx: after.x, cy: after.y, r: 5 });
  for (const { text, x, y, anchor, kind } of labels)
    draw('text', `label-${kind}`, { x, y, 'text-anchor': anchor }).textContent = text;
  svg.replaceChildren(...nodes);
}

const line = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

function area(points: readonly Point[], baseline: number): string {
  const [first, last] = [points[0], points.at(-1)];
  return first && last
    ? `M${first.x.toFixed(1)} ${baseline}${line(points).replace('M', 'L')}L${last.x.toFixed(1)} ${baseline}Z`
    : '';
}

export const chartStyles = css`
  .chart {
    display: block;
    width: 100%;
    height: 184px;
    margin: 14px 0 6px;
    overflow: visible;
    direction: ltr;
  }
  .chart text {
    font: 400 11px var(--_font);
    font-variant-numeric: tabular-nums;
    fill: var(--_ink-3);
  }
  .chart .label-rate {
    fill: var(--_ink-2);
    font-weight: 500;
  }
  .chart .label-deal {
    fill: var(--_deal);
    font-weight: 600;
  }
  .chart .axis {
    stroke: var(--_line);
  }
  .chart .tick {
    stroke: var(--_line);
    stroke-dasharray: 2 4;
  }
  .chart .cap {
    stroke: var(--_warn);
    stroke-dasharray: 5 4;
  }
  .chart .area-done {
    fill: var(--_todo);
  }
  .chart .area-deal {
    fill: var(--_deal);
    opacity: 0.2;
  }
  .chart .done,
  .chart .deal,
  .chart .rest {
    fill: none;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .chart .done {
    stroke: var(--_done);
    stroke-width: 2.5;
  }
  .chart .deal {
    stroke: var(--_deal);
    stroke-width: 3.5;
  }
  .chart .rest {
    stroke: var(--_ink-3);
    stroke-width: 1.5;
    stroke-dasharray: 3 5;
  }
  .chart .dot-before {
    fill: var(--_surface);
    stroke: var(--_done);
    stroke-width: 2.5;
  }
  .chart .dot-after {
    fill: var(--_deal);
    stroke: var(--_surface);
    stroke-width: 2;
  }
  @media (forced-colors: active) {
    .chart text {
      fill: CanvasText;
    }
    .chart .area-deal,
    .chart .dot-after {
      fill: Highlight;
    }
    .chart .deal {
      stroke: Highlight;
    }
    .chart .done,
    .chart .rest,
    .chart .axis,
    .chart .tick {
      stroke: CanvasText;
    }
  }
`;
