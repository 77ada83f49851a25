// The pay of a component as a picture for a terminal: dots of braille characters, axes with labels, at most 80 columns.
import { heightAt, type Drawing, type Tick } from './plan-drawing.ts';

const rows = 11;
const widest = 78;
/** Bits of a braille character, by column and row of its dots. Source: Unicode, Braille Patterns. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** The picture as lines; jumps are dotted upright lines. */
export function terminalPicture(drawing: Drawing): string {
  const margin = Math.max(...drawing.y.ticks.map(({ label }) => label.length)) + 1;
  const columns = widest - margin - 1;
  const cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  const [across, down] = [columns * 2, rows * 4];
  const column = (x: number): number => Math.round((x / drawing.width) * (across - 1));
  const row = (y: number): number =>
    down - 1 - Math.round(((y - drawing.lowest) / (drawing.highest - drawing.lowest)) * (down - 1));
  const dot = (x: number, y: number): void => {
    const line = cells[y >> 2];
    const bit = dots[(x & 1) as 0 | 1][y & 3];
    if (line && bit !== undefined) line[x >> 1] = (line[x >> 1] ?? 0) | bit;
  };
  let before: number | null = null;
  for (let x = 0; x < across; x++) {
    const height = heightAt(drawing, (x / (across - 1)) * drawing.width);
    if (height === null) continue;
    const y = row(height);
    dot(x, y);
    // A steep line stays one line; a jump is drawn below.
    const isJump = drawing.jumps.some(([{ x: at }]) => column(at) === x || column(at) === x - 1);
    if (before !== null && !isJump)
      for (let between = Math.min(before, y) + 1; between < Math.max(before, y); between++) dot(x, between);
    before = y;
  }
  for (const [from, to] of drawing.jumps) {
    const [low, high] = [row(from.y), row(to.y)].sort((a, b) => a - b) as [number, number];
    for (let y = low; y <= high; y += 2) dot(column(from.x), y);
  }
  const labels = new Map(drawing.y.ticks.map(({ at, label }) => [row(at) >> 2, label]));
  const lines = cells.map((line, i) => {
    const label = labels.get(i);
    const drawn = [...line].map((bits) => (bits === 0 ? ' ' : String.fromCodePoint(0x2800 + bits))).join('');
    return `${(label ?? '').padStart(margin)}${label === undefined ? '│' : '┤'}${drawn}`.trimEnd();
  });
  const place = ({ at }: Tick): number => column(at) >> 1;
  const shown = fitting(drawing.x.ticks, place, columns);
  const axis = Array.from({ length: columns }, () => '─');
  for (const tick of shown) axis[place(tick)] = '┬';
  return [
    `${' '.repeat(margin)} ${drawing.y.name}`,
    ...lines,
    `${' '.repeat(margin)}└${axis.join('')}`,
    `${' '.repeat(margin + 1)}${labelLine(shown, place, columns)}`,
    drawing.x.name.padStart(margin + 1 + columns).trimEnd(),
  ].join('\n');
}

const startOf = ({ label }: Tick, at: number, columns: number): number =>
  Math.max(0, Math.min(columns - label.length, at - (label.length >> 1)));

/** The ticks whose labels find room from left to right. */
function fitting(ticks: readonly Tick[], place: (tick: Tick) => number, columns: number): Tick[] {
  let free = 0;
  return ticks.filter((tick) => {
    const start = startOf(tick, place(tick), columns);
    if (start < free) return false;
    free = start + tick.label.length + 1;
    return true;
  });
}

function labelLine(ticks: readonly Tick[], place: (tick: Tick) => number, columns: number): string {
  let line = '';
  for (const tick of ticks) line = line.padEnd(startOf(tick, place(tick), columns)) + tick.label;
  return line;
}
