/** A unit that a time axis counts in. */
export interface TimeUnit {
  readonly label: "s" | "min" | "h" | "d";
  readonly seconds: number;
  /** The longest span that reads well in this unit, in seconds; null for the largest unit. */
  readonly longestSpanSeconds: number | null;
}

/** Units by span, shortest first. The page's own script picks from the same table when the reader zooms. */
export const timeUnits: readonly TimeUnit[] = [
  { label: "s", seconds: 1, longestSpanSeconds: 180 },
  { label: "min", seconds: 60, longestSpanSeconds: 3 * 3600 },
  { label: "h", seconds: 3600, longestSpanSeconds: 60 * 3600 },
  { label: "d", seconds: 86400, longestSpanSeconds: null },
];

/** Distances between the ticks of a time axis, in seconds: round numbers of some unit. */
export const timeIncrementsSeconds: readonly number[] = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600, 43200,
  86400, 172800, 432000, 864000, 2592000,
];

/** The unit in which a span reads best. */
export function timeUnitFor(spanSeconds: number): TimeUnit {
  const unit = timeUnits.find(
    ({ longestSpanSeconds }) => longestSpanSeconds === null || spanSeconds <= longestSpanSeconds,
  );
  return unit ?? { label: "d", seconds: 86400, longestSpanSeconds: null };
}

/** The title of a time axis: `min since the stream began`. */
export function timeAxisTitle(unit: TimeUnit): string {
  return `${unit.label} since the stream began`;
}

/** An instant of the run, to a second: `0:00:00`, `26:03:20`, `-0:05:00` before the stream began. */
export function formatClock(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return seconds < 0 && whole > 0 ? `−${clock}` : clock;
}
