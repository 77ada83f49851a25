// Bars for a terminal: eighths of a cell, so that ten columns tell a percent.

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of a share of the whole; at most `width` columns. */
export function bar(share: number, width: number): string {
  const full = Math.max(0, Math.min(1, share)) * width;
  const whole = Math.floor(full);
  const rest = eighths[Math.floor((full - whole) * 8)] ?? '';
  return `${'█'.repeat(whole)}${rest}`.padEnd(width);
}

/** A bar with a marker where it should be today; what lies beyond the whole is cut. */
export function bullet(share: number, pace: number, width: number): string {
  const cells = [...bar(share, width)];
  const at = Math.min(width - 1, Math.max(0, Math.round(pace * width) - 1));
  cells[at] = '│';
  return cells.join('');
}
