import { type AsyncMetricKey, asyncMetrics } from "../../sagemaker/metrics";
import { fleetSeries, type ResultTimeline } from "../../simulator/scenario/result";

import { type FleetSample } from "./fleet-monitor";
import { metricPeriodSeconds, type MetricSeries } from "./metric-series";

/**
 * Lays CloudWatch's series and the fleet's samples over one another.
 *
 * @param startSeconds Epoch seconds of the first period, a whole minute.
 * @param endSeconds Epoch seconds; the period that holds it is the last.
 */
export function buildTimeline(
  series: ReadonlyMap<AsyncMetricKey, MetricSeries>,
  samples: readonly FleetSample[],
  startSeconds: number,
  endSeconds: number,
): ResultTimeline {
  const periods = Math.floor((endSeconds - startSeconds) / metricPeriodSeconds) + 1;
  const seconds = Array.from({ length: periods }, (_, index) => index * metricPeriodSeconds);
  const timeline: ResultTimeline = { periodSeconds: metricPeriodSeconds, seconds };
  for (const [metric, values] of series) {
    timeline[asyncMetrics[metric].name] = seconds.map(
      (second) => values.get(startSeconds + second) ?? null,
    );
  }
  const atPeriods = samplesAt(
    samples,
    seconds.map((second) => startSeconds + second),
  );
  timeline[fleetSeries.currentInstances] = atPeriods.map((sample) => sample?.current ?? null);
  timeline[fleetSeries.desiredInstances] = atPeriods.map((sample) => sample?.desired ?? null);
  return timeline;
}

/**
 * A sample on a minute is taken just after it, never at it: what it shows stands for the minute, so half a period's
 * delay is allowed.
 */
const sampleDelaySeconds = metricPeriodSeconds / 2;

function samplesAt(
  samples: readonly FleetSample[],
  instants: readonly number[],
): (FleetSample | undefined)[] {
  let next = 0;
  return instants.map((instant) => {
    let sample = samples[next];
    while (sample !== undefined && sample.atSeconds <= instant + sampleDelaySeconds) {
      next += 1;
      sample = samples[next];
    }
    return samples[next - 1];
  });
}
