import { MetricSeries } from "./metric-series";
import { minuteOf } from "./simulation-clock";
import {
  type AnyStatistic,
  type Datapoint,
  type ExtendedStatistic,
  type MetricId,
  type MetricSelector,
  type Statistic,
} from "./types";
import { ValueDistribution } from "./value-distribution";

/** One metric that has data. */
export interface ListedMetric {
  readonly id: MetricId;
  /** Start of its newest 1-minute period, in seconds, whether it can be read yet or not. */
  readonly lastTimestamp: number;
}

/** A set of samples given by its aggregates, as `StatisticSet` of the CloudWatch API. */
export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

interface StoredMetric {
  readonly id: MetricId;
  /** Everything, whatever its unit. */
  readonly series: MetricSeries;
  /** The same by unit, of a metric that users put; an endpoint's own have one unit each. */
  readonly byUnit: Map<string, MetricSeries>;
}

/** CloudWatch's metrics: what endpoints publish and what users put, in 1-minute periods. */
export class MetricStore {
  private readonly metrics = new Map<string, StoredMetric>();
  /** Alarms ask with the same object every minute; making its key takes longer than the rest of an evaluation. */
  private readonly found = new WeakMap<MetricSelector, MetricSeries>();
  /** How many series there were when one was looked for in vain. */
  private readonly missedAmong = new WeakMap<MetricSelector, number>();
  private seriesCount = 0;

  /**
   * @param keepsValues Whether single values are kept, so that percentiles can be read; it takes memory.
   */
  constructor(
    private readonly clock: { readonly now: number },
    private readonly keepsValues = false,
  ) {}

  /**
   * Records a value of a user's own metric, as `PutMetricData` does. It can be read at once.
   *
   * @param timestampSeconds Its time; it belongs to the minute that the time is in.
   * @param value The value.
   * @param count How often the value occurred. Default 1.
   * @param unit `StandardUnit` of the value. Default: `None`.
   */
  record(id: MetricId, timestampSeconds: number, value: number, count = 1, unit?: string): void {
    this.recordSet(
      id,
      timestampSeconds,
      { sampleCount: count, sum: value * count, minimum: value, maximum: value },
      unit,
    );
  }

  /** Records a statistic set of a user's own metric. It can be read at once. */
  recordSet(id: MetricId, timestampSeconds: number, set: StatisticSet, unit = "None"): void {
    const { sampleCount, sum, minimum, maximum } = set;
    const period = minuteOf(timestampSeconds);
    for (const series of [this.open(id, unit), this.openUnit(id, unit)]) {
      // Of a set only its aggregates are known, unless all of it is one value.
      const values = minimum === maximum ? this.valuesOf([minimum], sampleCount) : undefined;
      series.add(period, sampleCount, sum, minimum, maximum, this.clock.now, values);
    }
  }

  /** Those values, each so many times, for a series to keep; undefined when single values are not kept. */
  valuesOf(values: readonly number[], count = 1): ValueDistribution | undefined {
    if (!this.keepsValues) return undefined;
    const distribution = new ValueDistribution();
    for (const value of values) distribution.record(value, count);
    return distribution;
  }

  /**
   * The datapoints of a metric, in order of time; periods without data are left out.
   *
   * @param fromSeconds Start of the first period; rounded down to a whole minute.
   * @param toSeconds End, exclusive: no period starts at or after it.
   * @param periodSeconds Length of a period, a multiple of 60. Periods run from `fromSeconds`, not from the hour.
   * @param asOfSeconds What is readable at that instant. Default: now. Infinity reads what is still on its way, too.
   */
  datapoints(
    id: MetricSelector,
    fromSeconds: number,
    toSeconds: number,
    periodSeconds: number,
    asOfSeconds = this.clock.now,
  ): Datapoint[] {
    const series = this.find(id);
    if (series === undefined) return [];
    const points: Datapoint[] = [];
    for (let start = minuteOf(fromSeconds); start < toSeconds; start += periodSeconds) {
      const point = series.aggregate(start, start + periodSeconds, asOfSeconds);
      if (point !== null) points.push(point);
    }
    return points;
  }

  /**
   * A statistic of a metric over periods, oldest first; null for a period that has none.
   *
   * @param range As in {@link datapoints}.
   */
  values(
    id: MetricSelector,
    statistic: AnyStatistic,
    range: { readonly start: number; readonly end: number; readonly periodSeconds: number },
    asOfSeconds = this.clock.now,
  ): (number | null)[] {
    const series = this.find(id);
    const values: (number | null)[] = [];
    let first = series?.indexOf(range.start);
    for (let from = range.start; from < range.end; from += range.periodSeconds) {
      const to = from + range.periodSeconds;
      values.push(
        series === undefined ? null : valueOf(series, statistic, from, to, asOfSeconds, first),
      );
      first = series?.indexOf(to, first);
    }
    return values;
  }

  /** Every metric that has data, in the order in which they first had. */
  list(): ListedMetric[] {
    return [...this.metrics.values()].map(({ id, series }) => ({
      id,
      lastTimestamp: series.lastPeriod,
    }));
  }

  /** The units that a metric's values came in; none when it has no data. */
  unitsOf(id: MetricId): string[] {
    const metric = this.metrics.get(metricKey(id));
    if (metric === undefined) return [];
    return metric.byUnit.size === 0 ? [metric.series.unit] : [...metric.byUnit.keys()];
  }

  /** The series of a metric, created when it is new. For the engine's own parts. */
  open(id: MetricId, unit: string): MetricSeries {
    const key = metricKey(id);
    let metric = this.metrics.get(key);
    if (metric === undefined) {
      metric = { id, series: new MetricSeries(), byUnit: new Map() };
      this.metrics.set(key, metric);
      this.seriesCount++;
    }
    metric.series.unit = unit;
    return metric.series;
  }

  /** The series of a metric; undefined when it has no data. For the engine's own parts. */
  find(id: MetricSelector): MetricSeries | undefined {
    const known = this.found.get(id);
    if (known !== undefined) return known;
    if (this.missedAmong.get(id) === this.seriesCount) return undefined;
    const series = this.lookUp(id);
    if (series !== undefined) this.found.set(id, series);
    else this.missedAmong.set(id, this.seriesCount);
    return series;
  }

  /** Forgets what is older than that instant. */
  prune(beforeSeconds: number): void {
    for (const { series, byUnit } of this.metrics.values()) {
      series.prune(beforeSeconds);
      for (const each of byUnit.values()) each.prune(beforeSeconds);
    }
  }

  private lookUp(id: MetricSelector): MetricSeries | undefined {
    const metric = this.metrics.get(metricKey(id));
    if (metric === undefined || id.unit === undefined) return metric?.series;
    if (metric.byUnit.size > 0) return metric.byUnit.get(id.unit);
    return metric.series.unit === id.unit ? metric.series : undefined;
  }

  /** The series of a metric that {@link open} has opened, of one unit. */
  private openUnit(id: MetricId, unit: string): MetricSeries {
    const byUnit = this.metrics.get(metricKey(id))?.byUnit;
    let series = byUnit?.get(unit);
    if (series === undefined) {
      series = new MetricSeries();
      byUnit?.set(unit, series);
      this.seriesCount++;
    }
    return series;
  }
}

/** The value of a statistic of a datapoint. */
export function statisticOf(point: Datapoint, statistic: Statistic): number {
  switch (statistic) {
    case "Average":
      return point.sum / point.sampleCount;
    case "Sum":
      return point.sum;
    case "Minimum":
      return point.minimum;
    case "Maximum":
      return point.maximum;
    case "SampleCount":
      return point.sampleCount;
    default:
      return statistic satisfies never;
  }
}

/**
 * A statistic of what a series has in [from, to); null when there is nothing, or no percentile of it.
 *
 * @param first Index of the series' first datapoint in it, for who knows it.
 */
export function valueOf(
  series: MetricSeries,
  statistic: AnyStatistic,
  from: number,
  to: number,
  asOf: number,
  first?: number,
): number | null {
  if (!isExtended(statistic)) {
    const point = series.aggregate(from, to, asOf, first);
    return point === null ? null : statisticOf(point, statistic);
  }
  const values = series.distribution(from, to, asOf);
  if (values === null || !values.hasPercentiles) return null;
  const percent = Number(statistic.replace(/^[a-z]+/, ""));
  return statistic.startsWith("p") ? values.percentile(percent) : values.trimmedMean(percent);
}

function isExtended(statistic: AnyStatistic): statistic is ExtendedStatistic {
  // The others begin with a capital; this is asked for every datapoint of every alarm.
  return statistic.charCodeAt(0) >= 97;
}

/** Reads the name of a statistic, as `Stat` of the CloudWatch API; undefined for what is not modelled. */
export function parseStatistic(name: string): AnyStatistic | undefined {
  const simple = simpleStatistics.find((each) => each === name);
  if (simple !== undefined) return simple;
  const [, kind, digits] = /^(p|tm)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  const percent = Number(digits);
  return (kind === "p" || kind === "tm") && percent <= 100 ? `${kind}${percent}` : undefined;
}

const simpleStatistics: readonly Statistic[] = [
  "Average",
  "Sum",
  "Minimum",
  "Maximum",
  "SampleCount",
];

function metricKey(id: MetricId): string {
  const dimensions = Object.entries(id.dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([id.namespace, id.name, ...dimensions]);
}
