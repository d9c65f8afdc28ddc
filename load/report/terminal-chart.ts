import { type SeriesValues } from "./timeline-series";

const eighths = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/**
 * Draws a series as columns of block characters, top row first; every row has exactly `width` characters. Of values
 * that share a column the highest is drawn, and what is not zero is at least a sliver. A gap stays empty.
 *
 * @param values The series; longer or shorter than the width.
 * @param width Characters across, 1 or more.
 * @param height Rows, 1 or more.
 */
export function blockChart(values: SeriesValues, width: number, height: number): string[] {
  const columns = columnHighs(values, width);
  const highest = Math.max(0, ...columns.map((value) => value ?? 0));
  const levels = columns.map((value) => {
    if (value === null || value <= 0 || highest === 0) {
      return 0;
    }
    return Math.max(1, Math.round((value / highest) * height * 8));
  });
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 8;
    return levels.map((level) => eighths[Math.min(8, Math.max(0, level - below))]).join("");
  });
}

function columnHighs(values: SeriesValues, width: number): (number | null)[] {
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / width));
    const known = values.slice(from, to).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}
