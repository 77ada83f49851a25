// The pay of a plan's components as one SVG that stands alone: title and description, light and dark, no script.
import type { ComponentInWords, PlanInWords } from '@quotient/calc/plans';
import { drawingOf, type Drawing, type Tick } from './plan-drawing.ts';
import { money, percent } from './render.ts';
import { escaped } from './markup.ts';

const width = 720;
const panel = 330;
const head = 56;
const area = { left: 96, right: 28, top: 52, bottom: 62 } as const;

/** Colours are those of the text around; a page of its own has both a light and a dark ground. */
const style = `
    svg { color: #1d2433; color-scheme: light dark; font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 13px; }
    .ground { fill: #ffffff; }
    .grid { stroke: currentColor; stroke-opacity: 0.14; }
    .axis { stroke: currentColor; stroke-opacity: 0.55; fill: none; }
    .pay { stroke: #1f6feb; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; fill: none; }
    .jump { stroke: #1f6feb; stroke-width: 1.5; stroke-dasharray: 3 4; }
    .bound { fill: #1f6feb; }
    text { fill: currentColor; }
    .plan { font-size: 19px; font-weight: 600; }
    .component { font-size: 15px; font-weight: 600; }
    .name { fill-opacity: 0.72; font-size: 12px; }
    @media (prefers-color-scheme: dark) {
      svg { color: #e6e9f0; }
      .ground { fill: #14171f; }
      .pay, .jump { stroke: #6ea8ff; }
      .bound { fill: #6ea8ff; }
    }`;

/** The picture as a document. */
export function planSvg(plan: PlanInWords): string {
  const drawn = plan.components.flatMap((component) => {
    const drawing = drawingOf(component);
    return drawing ? [{ component, drawing }] : [];
  });
  const height = head + Math.max(1, drawn.length) * panel;
  const key = plan.id.replaceAll(/[^\w-]/g, '-');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${key}-title ${key}-desc">
  <title id="${key}-title">${escaped(`What ${plan.name} pays`)}</title>
  <desc id="${key}-desc">${escaped(drawn.map(({ component }) => inWords(component, plan)).join(' ') || 'The plan names no quota to draw by.')}</desc>
  <style>${style}
  </style>
  <rect class="ground" width="${width}" height="${height}"/>
  <text class="plan" x="24" y="36">${escaped(plan.name)}</text>
${drawn.map(({ drawing }, i) => panelOf(drawing, head + i * panel)).join('\n')}
</svg>
`;
}

/** What the line says, for those who do not see it. */
function inWords({ title, payout, assumes }: ComponentInWords, { currency }: PlanInWords): string {
  const rows = (payout ?? []).flatMap(({ attainment, credited, earned, effectiveRate }) => {
    const pays =
      earned === null ? (effectiveRate === null ? null : `${percent(effectiveRate)} of it`) : money(earned, currency);
    const at = attainment === null ? credited : percent(attainment);
    return pays === null || at === null ? [] : [`${at} pays ${pays}`];
  });
  return `${title}: ${rows.join(', ')}.${assumes ? ` ${assumes}` : ''}`;
}

function panelOf(drawing: Drawing, top: number): string {
  const right = width - area.right;
  const [low, high] = [top + panel - area.bottom, top + area.top];
  const x = (at: number): string => rounded(area.left + (at / drawing.width) * (right - area.left));
  const y = (at: number): string =>
    rounded(low - ((at - drawing.lowest) / (drawing.highest - drawing.lowest)) * (low - high));
  const lines = [
    `<text class="component" x="24" y="${top + 24}">${escaped(drawing.title)}</text>`,
    `<text class="name" x="${area.left}" y="${high - 12}">${escaped(drawing.y.name)}</text>`,
    ...drawing.y.ticks.map(
      ({ at, label }) =>
        `<line class="grid" x1="${area.left}" x2="${right}" y1="${y(at)}" y2="${y(at)}"/><text x="${area.left - 8}" y="${y(at)}" text-anchor="end" dy="0.35em">${escaped(label)}</text>`,
    ),
    ...fitting(drawing).map(
      ({ at, label }) =>
        `<line class="axis" x1="${x(at)}" x2="${x(at)}" y1="${low}" y2="${low + 5}"/><text x="${x(at)}" y="${low + 21}" text-anchor="middle">${escaped(label)}</text>`,
    ),
    `<text class="name" x="${right}" y="${low + 42}" text-anchor="end">${escaped(drawing.x.name)}</text>`,
    `<path class="axis" d="M${area.left} ${high}V${low}H${right}"/>`,
    ...drawing.jumps.map(
      ([from, to]) =>
        `<line class="jump" x1="${x(from.x)}" x2="${x(to.x)}" y1="${y(from.y)}" y2="${y(to.y)}"/><circle class="bound" cx="${x(to.x)}" cy="${y(to.y)}" r="3.5"/>`,
    ),
    ...drawing.strokes.map(
      (points) => `<polyline class="pay" points="${points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ')}"/>`,
    ),
  ];
  return lines.map((line) => `  ${line}`).join('\n');
}

/** Labels that find room, at about seven units a character. */
function fitting({ x, width: most }: Drawing): Tick[] {
  const scale = (width - area.left - area.right) / most;
  let free = Number.NEGATIVE_INFINITY;
  return x.ticks.filter(({ at, label }) => {
    const half = label.length * 3.6;
    if (at * scale - half < free) return false;
    free = at * scale + half + 8;
    return true;
  });
}

const rounded = (value: number): string => String(Math.round(value * 10) / 10);
