/** The instants that a query is about: period starts from `start` up to but without `end`, all in seconds. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
  readonly periodSeconds: number;
}

/** Values by the starts of their periods, in ascending order. */
export interface TimeSeries {
  readonly range: TimeRange;
  readonly values: ReadonlyMap<number, number>;
  /** Label of its own, such as that of a metric that a search found. */
  readonly label?: string;
}

/** The starts of a range's periods. */
export function periodStarts({ start, end, periodSeconds }: TimeRange): number[] {
  const starts: number[] = [];
  for (let at = start; at < end; at += periodSeconds) starts.push(at);
  return starts;
}
