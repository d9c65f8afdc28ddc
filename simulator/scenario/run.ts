import { instancePricePerHour } from "../../sagemaker/instance-types";
import { type ScalingActivity } from "../engine/types";
import { type PlayedScenario, playScenario } from "./play";
import { encodeHistogram } from "./hdr-histogram";
import { type ModelledHistograms, type ResultScalingActivity, type RunResult } from "./result";
import { RunRecorder } from "./run-recorder";
import { findRunWarnings } from "./run-warnings";
import { type Scenario } from "./schema";
import { buildTimeline } from "./timeline";
import { usedWorkload } from "./used-workload";

/**
 * Runs a scenario in virtual time: until every request is settled and the fleet is back at its minimum, or until
 * `maxSeconds`. The same scenario gives the same result, byte by byte.
 *
 * Latencies are those of the requests that succeeded, as in a measured run.
 *
 * @param options.histograms Whether the result has its latencies as histograms, some milliseconds' work.
 */
export function runScenario(
  scenario: Scenario,
  options: { readonly histograms?: boolean } = {},
): RunResult {
  const recorder = new RunRecorder();
  const played = playScenario(scenario, recorder);
  played.endpoint.flushMetrics();
  const result = resultOf(scenario, played, recorder);
  return options.histograms === true ? { ...result, histograms: histogramsOf(recorder) } : result;
}

function histogramsOf(recorder: RunRecorder): ModelledHistograms {
  return {
    unit: "microseconds",
    queue: encodeHistogram(recorder.recorded("queue")),
    service: encodeHistogram(recorder.recorded("service")),
    total: encodeHistogram(recorder.recorded("total")),
  };
}

function resultOf(
  scenario: Scenario,
  { simulation, endpoint, unsent, throttled }: PlayedScenario,
  recorder: RunRecorder,
): RunResult {
  const { totals } = recorder;
  totals.unfinished = totals.submitted - recorder.settled;
  const instanceSeconds = endpoint.billedInstanceSeconds;
  const pricePerHour = instancePricePerHour(scenario.endpoint.instanceType, scenario.region);
  const cost = pricePerHour === undefined ? null : (instanceSeconds * pricePerHour) / 3600;
  const timeline = buildTimeline(simulation.metrics, recorder, simulation.now);
  return {
    scenario: { ...scenario, workload: usedWorkload(scenario.workload) },
    seed: scenario.seed,
    totals,
    latencySeconds: {
      queue: recorder.summary("queue"),
      service: recorder.summary("service"),
      total: recorder.summary("total"),
    },
    instances: { peak: endpoint.peakInstanceCount, instanceSeconds },
    cost: {
      currency: "USD",
      total: cost,
      perThousandSucceeded:
        cost === null || totals.succeeded === 0 ? null : (1000 * cost) / totals.succeeded,
    },
    timeline,
    scalingActivities: simulation.autoscaling
      .activities()
      .filter(({ notScaledReason }) => notScaledReason === null)
      .reverse()
      .map(resultActivity),
    warnings: findRunWarnings({
      scenario,
      totals,
      timeline,
      unsent,
      throttled,
      finalInstances: endpoint.currentInstanceCount,
      pricePerHour,
    }),
  };
}

function resultActivity(activity: ScalingActivity): ResultScalingActivity {
  const { startSeconds, endSeconds, from, to, cause, status } = activity;
  return { startSeconds, endSeconds, from, to, cause, status };
}
