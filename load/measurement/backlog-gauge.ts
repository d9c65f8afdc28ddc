import { type CloudWatchClient } from "@aws-sdk/client-cloudwatch";

import { type ServiceClock } from "../service/clock";
import { type LoadTarget } from "../service/target";

import { fetchMetricSeries, metricPeriodSeconds } from "./metric-series";

/** Datapoints come minutes late; this far back is looked for the latest. */
const lookBackSeconds = 15 * 60;

/** However fast the service's time goes, it is not asked more often than this by this machine's clock. */
const leastWallSeconds = 1;

/** Follows `ApproximateBacklogSize`, as late as CloudWatch shows it. */
export class BacklogGauge {
  /** The latest datapoint, or `undefined` before there is one. */
  latest: { readonly atSeconds: number; readonly size: number } | undefined;

  constructor(
    private readonly cloudWatch: CloudWatchClient,
    private readonly clock: ServiceClock,
    private readonly target: LoadTarget,
  ) {}

  /** Reads the metric every minute of the service until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A reading that fails is made up for by the next.
      await this.read().catch(() => undefined);
      const pauseSeconds = Math.max(metricPeriodSeconds, leastWallSeconds * this.clock.speed);
      await this.clock.sleepUntil(this.clock.now() + pauseSeconds, signal).catch(() => undefined);
    }
  }

  private async read(): Promise<void> {
    const now = this.clock.now();
    const from = Math.floor((now - lookBackSeconds) / metricPeriodSeconds) * metricPeriodSeconds;
    const [series] = await fetchMetricSeries(
      this.cloudWatch,
      this.target,
      [{ metric: "approximateBacklogSize", statistic: "Average" }],
      from,
      now,
    );
    const last = [...(series ?? [])].at(-1);
    if (last !== undefined) {
      this.latest = { atSeconds: last[0], size: last[1] };
    }
  }
}
