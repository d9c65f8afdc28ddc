import { QueryEvaluation } from "./metric-queries";
import { type MetricSeries } from "./metric-series";
import { type MetricStore, valueOf } from "./metric-store";
import { compilePointwise, type PeriodValue } from "./pointwise-math";
import {
  type AlarmDefinition,
  type AnyStatistic,
  type MetricSelector,
  type MetricQuery,
} from "./types";

/** A metric that is read, and how much of it there was when it last was. */
interface Source {
  readonly metric: MetricSelector;
  readonly statistic: AnyStatistic;
  series: MetricSeries | undefined;
  count: number;
  amendments: number;
}

/**
 * The values of an alarm's evaluation range, which slides by a minute a minute: what was read and cannot change is kept, so
 * that an evaluation reads what is new. Where a value depends on others of the range, all is read each time.
 */
export class AlarmWindow {
  /** Oldest first; NaN where there is none. */
  readonly values: Float64Array;
  private readonly sources: readonly Source[];
  /** What the sources give in one period, and what comes of it; undefined when it takes several periods. */
  private readonly sourceValues: Float64Array;
  private readonly ofPeriod: PeriodValue | undefined;
  private start = NaN;
  /** What is read of the periods that start before it stays as it is, unless a source is amended. */
  private settledUntil = -Infinity;

  /** @param periods Length of the range. */
  constructor(
    private readonly alarm: AlarmDefinition,
    private readonly metrics: MetricStore,
    periods: number,
  ) {
    const { metric, statistic, queries = [] } = alarm;
    this.values = new Float64Array(periods);
    this.sources = sourcesOf(alarm);
    this.sourceValues = new Float64Array(this.sources.length);
    const watched = watchedQuery(queries);
    if (metric !== null && statistic !== null) this.ofPeriod = ([value = NaN]) => value;
    else this.ofPeriod = watched && compilePointwise(watched, queries);
  }

  /** Start of the newest minute before `before` that can be read of anything that is watched; NaN when there is none. */
  newestVisible(asOfSeconds: number, before: number): number {
    let newest = NaN;
    for (const source of this.sources) {
      const start = this.seriesOf(source)?.newestVisible(asOfSeconds, before) ?? NaN;
      if (Number.isNaN(newest) || start > newest) newest = start;
    }
    return newest;
  }

  /** Brings {@link values} to the range that begins at `start`, as it can be read at that instant. */
  read(start: number, asOfSeconds: number): void {
    const { values, alarm, metrics, ofPeriod } = this;
    const end = start + values.length * alarm.periodSeconds;
    if (ofPeriod === undefined) {
      readValues(alarm, metrics, start, end, asOfSeconds, values);
      return;
    }
    this.slideTo(start);
    this.forgetWhatChanged();
    const from = Math.max(start, this.settledUntil);
    this.readFrom(from, end, asOfSeconds, ofPeriod);
    this.settledUntil = end;
    for (const { series } of this.sources) {
      if (series !== undefined) this.unsettle(series.firstPending(from, asOfSeconds));
    }
  }

  private slideTo(start: number): void {
    const shift = (start - this.start) / this.alarm.periodSeconds;
    this.start = start;
    if (Number.isInteger(shift) && shift >= 0) this.values.copyWithin(0, shift);
    else this.settledUntil = -Infinity;
  }

  /** What is new of a source that lies before what was read of others, and everything when a source was amended. */
  private forgetWhatChanged(): void {
    for (const source of this.sources) {
      const series = this.seriesOf(source);
      if (series === undefined) continue;
      if (series.amendments !== source.amendments) this.settledUntil = -Infinity;
      else if (series.count > source.count) this.unsettle(series.periodAt(source.count));
      source.count = series.count;
      source.amendments = series.amendments;
    }
  }

  /** Has the period that an instant is in read again. NaN is no instant. */
  private unsettle(instant: number): void {
    if (!(instant < this.settledUntil)) return;
    const { periodSeconds } = this.alarm;
    const period = Math.floor((instant - this.start) / periodSeconds);
    this.settledUntil = this.start + period * periodSeconds;
  }

  private readFrom(from: number, end: number, asOfSeconds: number, ofPeriod: PeriodValue): void {
    const { sources, sourceValues, values, start } = this;
    const { periodSeconds } = this.alarm;
    for (let at = from; at < end; at += periodSeconds) {
      for (let index = 0; index < sources.length; index++) {
        const { series, statistic } = sources[index]!;
        const value =
          series === undefined
            ? null
            : valueOf(series, statistic, at, at + periodSeconds, asOfSeconds);
        sourceValues[index] = value ?? NaN;
      }
      values[(at - start) / periodSeconds] = ofPeriod(sourceValues);
    }
  }

  private seriesOf(source: Source): MetricSeries | undefined {
    source.series ??= this.metrics.find(source.metric);
    return source.series;
  }
}

/** Reads what an alarm watches in the periods from `start` until `end`, oldest first; NaN where there is nothing. */
export function readValues(
  { metric, statistic, queries = [], periodSeconds }: AlarmDefinition,
  metrics: MetricStore,
  start: number,
  end: number,
  asOfSeconds: number,
  values: Float64Array,
): void {
  const range = { start, end, periodSeconds };
  if (metric !== null && statistic !== null) {
    const found = metrics.values(metric, statistic, range, asOfSeconds);
    for (let index = 0; index < found.length; index++) values[index] = found[index] ?? NaN;
    return;
  }
  values.fill(NaN);
  const watched = watchedQuery(queries);
  if (watched === undefined) return;
  const evaluation = new QueryEvaluation(queries, {
    ...{ metrics, asOfSeconds, rangeOf: () => range, allowsSearch: false },
  });
  const [series] = evaluation.seriesOf(watched);
  for (const [at, value] of series?.values ?? []) values[(at - start) / periodSeconds] = value;
}

/** Every metric that an alarm looks at. */
export function watchedMetrics(alarm: AlarmDefinition): MetricSelector[] {
  return sourcesOf(alarm).map(({ metric }) => metric);
}

function sourcesOf({ metric, statistic, queries = [] }: AlarmDefinition): Source[] {
  const unread = { series: undefined, count: 0, amendments: 0 };
  if (metric !== null) return statistic === null ? [] : [{ ...unread, metric, statistic }];
  return queries.flatMap(({ source }) =>
    source.kind === "metric"
      ? [{ ...unread, metric: source.metric, statistic: source.statistic }]
      : [],
  );
}

function watchedQuery(queries: readonly MetricQuery[]): MetricQuery | undefined {
  return queries.find(({ returnData }) => returnData);
}
