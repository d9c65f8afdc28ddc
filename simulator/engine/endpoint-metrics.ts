import {
  type AsyncMetricKey,
  asyncMetrics,
  metricDimensions,
  type MetricDefinition,
} from "../../sagemaker/metrics";
import { sampler, type Sampler } from "./distribution-sampler";
import { MetricAccumulator } from "./metric-accumulator";
import { type MetricSeries } from "./metric-series";
import { type MetricStore } from "./metric-store";
import { randomSource } from "./random-streams";
import { minuteOf, minuteSeconds, type SimulationClock } from "./simulation-clock";
import { type MetricId, type RequestInstants } from "./types";

/** The CloudWatch series of an endpoint's metric. */
export function endpointMetricId(
  key: AsyncMetricKey,
  endpointName: string,
  variantName: string,
): MetricId {
  const metric: MetricDefinition = asyncMetrics[key];
  return {
    namespace: metric.namespace,
    name: metric.name,
    dimensions: metricDimensions(metric, endpointName, variantName),
  };
}

/** What is gauged of the requests of an endpoint. */
export interface GaugedRequests {
  readonly backlogSize: number;
  readonly inFlight: number;
  /** NaN when none waits. */
  oldestSubmittedAt(): number;
}

/** What is gauged of an instance in service. */
export interface GaugedInstance {
  readonly slots: { readonly length: number };
  readonly freeCount: number;
}

const microsecondsPerSecond = 1e6;
const millisecondsPerSecond = 1e3;

/** What an endpoint publishes to CloudWatch, minute by minute. */
export class EndpointMetrics {
  private readonly processed = new MetricAccumulator("invocationsProcessed", true);
  private readonly failures = new MetricAccumulator("invocationFailures", true);
  private readonly expired = new MetricAccumulator("expiredRequests", true);
  private readonly serverErrors = new MetricAccumulator("invocation5XXErrors", true);
  private readonly modelLatency = new MetricAccumulator("modelLatency", false);
  private readonly timeInBacklog = new MetricAccumulator("timeInBacklog", false);
  private readonly totalProcessingTime = new MetricAccumulator("totalProcessingTime", false);
  private readonly accumulators: readonly MetricAccumulator[] = [
    this.processed,
    this.failures,
    this.expired,
    this.serverErrors,
    new MetricAccumulator("invocation4XXErrors", true),
    new MetricAccumulator("requestDownloadFailures", true),
    new MetricAccumulator("responseUploadFailures", true),
    new MetricAccumulator("notificationFailures", true),
    this.modelLatency,
    this.timeInBacklog,
    this.totalProcessingTime,
    new MetricAccumulator("requestDownloadLatency", false),
    new MetricAccumulator("responseUploadLatency", false),
  ];
  private readonly delay: Sampler;
  private readonly series = new Map<AsyncMetricKey, MetricSeries>();
  private period: number;
  private periodEnd: number;
  /** From when the present period's datapoints can be read. */
  private availableAt = -Infinity;
  /** The datapoints of periods that start before it are lost. */
  private lostUntil = -Infinity;

  constructor(
    private readonly clock: SimulationClock,
    private readonly store: MetricStore,
    private readonly endpointName: string,
    private readonly variantName: string,
  ) {
    this.delay = sampler(
      clock.platform.metricDelaySeconds,
      randomSource(clock.seed, "metricDelay", endpointName),
    );
    for (const metric of this.accumulators) metric.values = store.valuesOf([]);
    this.period = minuteOf(clock.now);
    this.periodEnd = this.period + minuteSeconds;
    this.openPeriod(this.period);
  }

  /** The model answered. */
  countServed(failed: boolean, { submittedAt, startedAt, settledAt }: RequestInstants): void {
    if (settledAt >= this.periodEnd) this.publishUntil(settledAt);
    this.processed.add(1);
    this.modelLatency.add((settledAt - startedAt) * microsecondsPerSecond);
    this.timeInBacklog.add((startedAt - submittedAt) * millisecondsPerSecond);
    this.totalProcessingTime.add((settledAt - submittedAt) * millisecondsPerSecond);
    if (failed) this.failures.add(1);
  }

  /** The container itself answered with an error. */
  countServerError(): void {
    this.serverErrors.add(1);
  }

  /** Time ran out, in the queue or in processing. */
  countExpired(): void {
    if (this.clock.now >= this.periodEnd) this.publishUntil(this.clock.now);
    this.expired.add(1);
    this.failures.add(1);
  }

  /** Something that only the owner sees, in the unit of the metric. */
  observe(key: AsyncMetricKey, value: number): void {
    const found = this.accumulators.find((candidate) => candidate.key === key);
    if (found === undefined) {
      const known = this.accumulators.map((candidate) => candidate.key).join(", ");
      throw new Error(
        `\`metric\` is "${key}", a gauge that the engine samples; use one of ${known}.`,
      );
    }
    if (this.clock.now >= this.periodEnd) this.publishUntil(this.clock.now);
    found.add(value);
  }

  /** Publishes the gauges of the period that begins now. */
  sampleGauges(requests: GaugedRequests, instances: readonly GaugedInstance[]): void {
    const { backlogCountsInFlight, backlogPerInstanceAtZero } = this.clock.platform;
    const backlog = requests.backlogSize + (backlogCountsInFlight ? requests.inFlight : 0);
    this.gauge("approximateBacklogSize", backlog);
    this.gauge("hasBacklogWithoutCapacity", backlog > 0 && instances.length === 0 ? 1 : 0);
    const oldest = requests.oldestSubmittedAt();
    this.gauge("approximateAgeOfOldestRequest", Number.isNaN(oldest) ? 0 : this.clock.now - oldest);
    if (instances.length > 0) {
      this.gauge("approximateBacklogSizePerInstance", backlog / instances.length);
      // The engine does not model processors: an instance is as busy as its slots are.
      const busy = instances.map(({ slots, freeCount }) => 100 * (1 - freeCount / slots.length));
      let [sum, low, high] = [0, Infinity, -Infinity];
      for (const percent of busy) {
        sum += percent;
        low = Math.min(low, percent);
        high = Math.max(high, percent);
      }
      const cpu = this.seriesOf("cpuUtilization");
      const values = this.store.valuesOf(busy);
      cpu.add(this.period, busy.length, sum, low, high, this.readableAt, values);
    } else if (backlogPerInstanceAtZero !== "missing") {
      const atZero = backlogPerInstanceAtZero === "backlog" ? backlog : 0;
      this.gauge("approximateBacklogSizePerInstance", atZero);
    }
  }

  /** Publishes the periods that have ended by then, and opens the one that it is in. */
  publishUntil(now: number): void {
    while (now >= this.periodEnd) {
      this.publishPeriod();
      this.openPeriod(this.periodEnd);
    }
  }

  /** Publishes what the present period has so far; nothing may be counted after it. */
  flush(): void {
    this.publishUntil(this.clock.now);
    this.publishPeriod();
  }

  /** Loses what is published from now on of the periods that start before that instant. */
  loseUntil(seconds: number): void {
    this.lostUntil = seconds;
  }

  private get readableAt(): number {
    return this.period < this.lostUntil ? Infinity : this.availableAt;
  }

  private publishPeriod(): void {
    const zeros = this.clock.platform.publishZeroCounters;
    for (const metric of this.accumulators) {
      if (metric.count > 0) {
        const { count, sum, minimum, maximum, values } = metric;
        const series = this.seriesOf(metric.key);
        series.add(this.period, count, sum, minimum, maximum, this.readableAt, values);
      } else if (zeros && metric.isCounter) {
        this.gauge(metric.key, 0);
      }
      metric.restart(this.store.valuesOf([]));
    }
  }

  private gauge(key: AsyncMetricKey, value: number): void {
    const values = this.store.valuesOf([value]);
    this.seriesOf(key).add(this.period, 1, value, value, value, this.readableAt, values);
  }

  private openPeriod(start: number): void {
    this.period = start;
    this.periodEnd = start + minuteSeconds;
    // A pipeline: a period does not overtake an earlier one.
    this.availableAt = Math.max(this.availableAt, this.periodEnd + this.delay());
  }

  private seriesOf(key: AsyncMetricKey): MetricSeries {
    let series = this.series.get(key);
    if (series === undefined) {
      const id = endpointMetricId(key, this.endpointName, this.variantName);
      series = this.store.open(id, asyncMetrics[key].unit);
      this.series.set(key, series);
    }
    return series;
  }
}
