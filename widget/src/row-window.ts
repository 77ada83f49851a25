// Which rows of a long table stand on the page: those in view, and some before and after them.

export interface RowWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Heights of what is left out above and below, in pixels. */
  readonly above: number;
  readonly below: number;
}

const extra = 8;

/** The window of rows of one height for a scroll position and the height of what scrolls. */
export function rowWindow(count: number, rowHeight: number, scrollTop: number, viewHeight: number): RowWindow {
  const visible = Math.ceil(viewHeight / rowHeight);
  const top = Math.max(0, Math.min(Math.floor(scrollTop / rowHeight), count - visible));
  const first = Math.max(0, top - extra);
  const end = Math.min(count, top + visible + extra);
  return { first, end, above: first * rowHeight, below: (count - end) * rowHeight };
}
