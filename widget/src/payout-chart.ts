// The payout curve as an SVG node; its nodes are made one by one, since the page's sandbox drops attributes of templates.
import { css } from 'lit';
import type { Curve } from '@quotient/calc';
import type { Point } from './chart-labels.ts';
import { layoutPayout, type ChartTexts, type PayoutLayout } from './payout-layout.ts';
import type { Ui } from './ui.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** A node of the drawing: nodes of one tag have the same attributes. */
interface Shape {
  readonly tag: 'path' | 'line' | 'circle' | 'text';
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

type Drawing = { readonly node: SVGElement; readonly shape: Shape }[];

const drawings = new WeakMap<SVGSVGElement, Drawing>();

/** Draws a curve, or what has changed of one that was drawn before. */
export function drawPayout(svg: SVGSVGElement, curve: Curve, width: number, texts: ChartTexts): void {
  const layout = layoutPayout(curve, width, texts);
  const before = drawings.get(svg) ?? [];
  svg.setAttribute('viewBox', `0 0 ${width} ${layout.height}`);
  drawings.set(
    svg,
    shapesOf(curve, layout).map((shape, i) => {
      const old = before[i];
      if (old?.shape.tag === shape.tag) return { node: put(old.node, shape, old.shape), shape };
      const node = put(document.createElementNS(namespace, shape.tag), shape);
      if (old) old.node.replaceWith(node);
      else svg.append(node);
      return { node, shape };
    }),
  );
  for (const { node } of before.slice(drawings.get(svg)?.length)) node.remove();
}

/** Makes a node what a shape says; what it is already is left alone, since a text that is set anew is laid out anew. */
function put(node: SVGElement, { attributes, text }: Shape, before?: Shape): SVGElement {
  for (const [name, value] of Object.entries(attributes))
    if (before?.attributes[name] !== value) node.setAttribute(name, value);
  if (text !== (before?.text ?? '')) node.textContent = text;
  return node;
}

function shapesOf(
  { position }: Curve,
  { width, baseline, top, done, deal, rest, ticks, capAt, before, after, labels }: PayoutLayout,
): Shape[] {
  const shapes: Shape[] = [];
  const draw = (
    tag: Shape['tag'],
    shape: string,
    attributes: Readonly<Record<string, string | number>>,
    text = '',
  ): void => {
    const written = Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? value.toFixed(1) : value,
    ]);
    shapes.push({ tag, attributes: { class: shape, ...Object.fromEntries(written) }, text });
  };
  draw('path', 'area-done', { d: area(done, baseline) });
  draw('path', 'area-deal', { d: area(deal, baseline) });
  for (const x of ticks) draw('line', 'tick', { x1: x, x2: x, y1: top, y2: baseline });
  draw('line', 'axis', { x1: 0, x2: width, y1: baseline, y2: baseline });
  if (capAt !== null) draw('line', 'cap', { x1: 0, x2: width, y1: capAt, y2: capAt });
  draw('path', 'rest', { d: line(rest) });
  draw('path', 'done', { d: line(done) });
  draw('path', 'deal', { d: line(deal) });
  draw('circle', 'dot-before', { cx: before.x, cy: before.y, r: 4 });
  if (position[0] !== position[1]) draw('circle', 'dot-after', { cx: after.x, cy: after.y, r: 5 });
  for (const { text, x, y, anchor, kind } of labels)
    draw('text', `label-${kind}`, { x, y, 'text-anchor': anchor }, text);
  return shapes;
}

/** A chart in the place that a page has for it: drawn as wide as that is, and again where something of it has changed. */
export class PayoutChart {
  #frame: Element | undefined;
  #width = 0;
  #drawn: readonly unknown[] = [];
  readonly #sizes: ResizeObserver;

  /** @param placeOf finds the chart, or what keeps its place @param redraw is called once it has another width */
  constructor(placeOf: () => Element | null, redraw: () => void) {
    // Here the page is laid out: while something is being drawn, asking for a width would lay it out once more.
    this.#sizes = new ResizeObserver(() => {
      const width = widthOf(placeOf());
      if (width === 0 || width === this.#width) return;
      this.#width = width;
      redraw();
    });
  }

  /** Follows the size of what the chart stands in, from before there is something to draw. */
  watch(frame: Element): void {
    if (frame === this.#frame) return;
    this.#sizes.observe(frame);
    this.#frame = frame;
  }

  draw(svg: SVGSVGElement, curve: Curve, ui: Ui, texts: () => ChartTexts): void {
    if (this.#width === 0) this.#width = widthOf(svg);
    const drawn = [svg, curve, ui.words, ui.format, this.#width];
    if (this.#width === 0 || drawn.every((one, i) => one === this.#drawn[i])) return;
    drawPayout(svg, curve, this.#width, texts());
    this.#drawn = drawn;
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#frame = undefined;
  }
}

const widthOf = (place: Element | null): number => Math.round(place?.getBoundingClientRect().width ?? 0);

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
