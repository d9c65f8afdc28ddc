/** Columns of a CloudWatch dashboard. */
const gridColumns = 24;

/** One widget as CloudWatch's dashboard body has it, before it has a place. */
export interface Widget {
  readonly type: "alarm" | "log" | "metric" | "text";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Widgets side by side, of equal width and the same height. */
export interface Row {
  /** In rows of the grid. */
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/** A widget with its place on the grid. */
export interface PlacedWidget extends Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Places rows below each other, each across the whole width.
 *
 * @throws RangeError for a row with more widgets than the grid has columns, or with none.
 */
export function placeRows(rows: readonly Row[]): PlacedWidget[] {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    const top = y;
    y += height;
    return placeRow(widgets, height, top);
  });
}

function placeRow(widgets: readonly Widget[], height: number, y: number): PlacedWidget[] {
  const count = widgets.length;
  if (count === 0 || count > gridColumns) {
    throw new RangeError(`A row has ${count} widgets; it must have 1 to ${gridColumns}.`);
  }
  // Edges are rounded, not widths: the last widget then ends at the last column, whatever the count.
  const edge = (index: number): number => Math.round((index * gridColumns) / count);
  return widgets.map((widget, index) => ({
    ...widget,
    x: edge(index),
    y,
    width: edge(index + 1) - edge(index),
    height,
  }));
}
