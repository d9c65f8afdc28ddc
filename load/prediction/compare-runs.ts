import { asyncMetrics } from "../../sagemaker/metrics";
import {
  fleetSeries,
  predictionSeries,
  type ResultPrediction,
  type ResultTimeline,
  type RunResult,
} from "../../simulator/scenario/result";

type Curve = readonly (number | null)[];

const backlogName = asyncMetrics.approximateBacklogSize.name;

/**
 * Lays a prediction beside a measured run, on the measured run's time line, with the error stated.
 *
 * @param runs What the model expects, under different draws of chance; their mean is the prediction, and how far they
 *   lie from it tells what chance alone accounts for.
 */
export function withPrediction(measured: RunResult, runs: readonly RunResult[]): RunResult {
  const { timeline } = measured;
  const backlogs = runs.map((run) => gauge(run.timeline, backlogName));
  const length = timeline.seconds.length;
  const costs = runs.map((run) => costSoFar(run, length));
  return {
    ...measured,
    timeline: {
      ...timeline,
      [predictionSeries.backlog]: meanCurve(backlogs, length),
      [predictionSeries.backlogLow]: quantileCurve(backlogs, length, 0.05),
      [predictionSeries.backlogHigh]: quantileCurve(backlogs, length, 0.95),
      [predictionSeries.measuredCost]: costSoFar(measured, length),
      [predictionSeries.cost]: costs.some((cost) => cost.includes(null))
        ? Array.from({ length }, () => null)
        : meanCurve(costs, length),
    },
    prediction: predictionOf(measured, runs, backlogs),
  };
}

function predictionOf(
  measured: RunResult,
  runs: readonly RunResult[],
  backlogs: readonly Curve[],
): ResultPrediction {
  const was = gauge(measured.timeline, backlogName);
  const foreseen = meanCurve(
    backlogs,
    Math.max(was.length, ...backlogs.map(({ length }) => length)),
  );
  const peak = highest(was);
  const distance = curveDistance(was, foreseen);
  const share = (value: number): number | null => (peak > 0 ? value / peak : null);
  const instanceSeconds = mean(runs.map(({ instances }) => instances.instanceSeconds));
  const p95s = runs.map(({ latencySeconds }) => latencySeconds.total.p95);
  const p99s = runs.map(({ latencySeconds }) => latencySeconds.total.p99);
  const [p95, p99] = [meanOrNull(p95s), meanOrNull(p99s)];
  const service = meanOrNull(runs.map(({ latencySeconds }) => latencySeconds.service.mean));
  const { latencySeconds, instances } = measured;
  return {
    runs: runs.length,
    backlogPeak: highest(foreseen),
    instanceSeconds,
    cost: meanOrNull(runs.map(({ cost }) => cost.total)),
    totalP95Seconds: p95,
    totalP99Seconds: p99,
    errors: {
      backlogMean: share(distance.mean),
      backlogLargest: share(distance.largest),
      backlogPeak: peak > 0 ? highest(foreseen) / peak - 1 : null,
      cost: relative(instanceSeconds, instances.instanceSeconds),
      totalP95: relative(p95, latencySeconds.total.p95),
      totalP99: relative(p99, latencySeconds.total.p99),
      service: relative(service, latencySeconds.service.mean),
    },
    chance: {
      backlogMean: share(mean(backlogs.map((backlog) => curveDistance(backlog, foreseen).mean))),
      cost: meanDeviation(
        runs.map((run) => run.instances.instanceSeconds),
        instanceSeconds,
      ),
      totalP95: meanDeviation(p95s, p95),
      totalP99: meanDeviation(p99s, p99),
    },
  };
}

/**
 * How far two curves are apart while either is above zero, on average and at most. A run that has ended has no backlog;
 * a minute that CloudWatch does not show is not compared.
 */
export function curveDistance(one: Curve, other: Curve): { mean: number; largest: number } {
  let sum = 0;
  let largest = 0;
  let busy = 0;
  for (let minute = 0; minute < Math.max(one.length, other.length); minute += 1) {
    const first = minute < one.length ? (one[minute] ?? null) : 0;
    const second = minute < other.length ? (other[minute] ?? null) : 0;
    if (first === null || second === null || (first === 0 && second === 0)) continue;
    busy += 1;
    sum += Math.abs(first - second);
    largest = Math.max(largest, Math.abs(first - second));
  }
  return { mean: busy === 0 ? 0 : sum / busy, largest };
}

function meanCurve(curves: readonly Curve[], length: number): number[] {
  return Array.from({ length }, (_, minute) => mean(curves.map((curve) => curve[minute] ?? 0)));
}

function quantileCurve(curves: readonly Curve[], length: number, quantile: number): number[] {
  return Array.from({ length }, (_, minute) => {
    const values = curves.map((curve) => curve[minute] ?? 0).sort((a, b) => a - b);
    return values[Math.round(quantile * (values.length - 1))] ?? 0;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}

/** How far values are from their mean, on average and as a share of it. */
function meanDeviation(values: readonly (number | null)[], center: number | null): number | null {
  const shares = values.map((value) => relative(value, center));
  return meanOrNull(shares.map((share) => (share === null ? null : Math.abs(share))));
}

function relative(predicted: number | null, measured: number | null): number | null {
  return predicted === null || measured === null || measured <= 0 ? null : predicted / measured - 1;
}

function highest(values: Curve): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

function gauge(timeline: ResultTimeline, name: string): Curve {
  const values = timeline[name];
  return Array.isArray(values) ? values : [];
}

/** Cost up to each minute, by the instances that stand at the start of the one before; it ends at the run's cost. */
function costSoFar({ timeline, cost, instances }: RunResult, length: number): (number | null)[] {
  const { total } = cost;
  if (total === null || instances.instanceSeconds <= 0) {
    return Array.from({ length }, () => null);
  }
  const current = gauge(timeline, fleetSeries.currentInstances);
  const desired = gauge(timeline, fleetSeries.desiredInstances);
  const paid = timeline.seconds.map((_, minute) =>
    Math.max(current[minute] ?? 0, desired[minute] ?? 0),
  );
  const all = paid.reduce((sum, count) => sum + count, 0);
  let before = 0;
  return Array.from({ length }, (_, minute) => {
    const share = all === 0 ? 0 : before / all;
    before += paid[minute] ?? 0;
    return total * share;
  });
}
