import { expect } from "chai";

import { parseSettings, settingsNamespace } from "../../../settings/schema";
import { Simulation } from "../../../simulator/engine/simulation";
import { type AlarmDefinition, type MetricId } from "../../../simulator/engine/types";
import { createScenarioEndpoint } from "../../../simulator/scenario/scenario-endpoint";
import { stackScenario } from "../../../simulator/scenario/stack-scenario";
import { type Recording } from "../../components/recording-monitor";
import { recordProgram } from "../../recorded-program";

type Inputs = Record<string, unknown>;

function configuration(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`${settingsNamespace}:${key}`, value]),
  );
}

function deployed(settings: Record<string, string>): Promise<Recording> {
  return recordProgram(configuration(settings));
}

function modelled(settings: Record<string, string>): Simulation {
  const options = { stack: "test", region: "us-east-1" };
  const scenario = stackScenario(parseSettings(configuration(settings)), options);
  const { seed, platform } = scenario;
  const simulation = new Simulation({ startSeconds: 0, seed, platform });
  createScenarioEndpoint(simulation, scenario, { requestSettled: () => undefined });
  return simulation;
}

/** A metric without whose it is: a run's endpoint has a name of its own. */
function metricOf({ namespace, name, dimensions }: MetricId) {
  return { namespace, name, dimensions: Object.keys(dimensions).sort() };
}

/** What the program makes of a step policy and its alarm, and what a run has, in the same words. */
function deployedSteps(recording: Recording) {
  return recording.resources
    .filter(({ name }) => name.startsWith("autoscaling-") && name.endsWith("-alarm"))
    .map(({ name, inputs }) => {
      const policy = recording.resource(name.replace(/-alarm$/, "-policy")).inputs;
      const steps = policy["stepScalingPolicyConfiguration"] as Inputs;
      const queries = inputs["metricQueries"] as { metric?: Inputs; expression?: string }[];
      const single = { ...inputs, stat: inputs["statistic"] } as Inputs;
      const watched = queries === undefined ? [{ metric: single }] : queries;
      return {
        adjustmentType: steps["adjustmentType"],
        cooldownSeconds: steps["cooldown"],
        steps: (steps["stepAdjustments"] as Inputs[]).map((step) => [
          Number(step["metricIntervalLowerBound"] ?? -Infinity),
          Number(step["metricIntervalUpperBound"] ?? Infinity),
          step["scalingAdjustment"],
        ]),
        watched: watched.map(({ metric, expression }) =>
          metric === undefined
            ? expression
            : {
                namespace: metric["namespace"],
                name: metric["metricName"],
                dimensions: Object.keys(metric["dimensions"] as Inputs).sort(),
                statistic: metric["stat"],
              },
        ),
        rule: ["evaluationPeriods", "datapointsToAlarm", "threshold", "comparisonOperator"]
          .concat("treatMissingData")
          .map((key) => inputs[key]),
      };
    });
}

function modelledSteps({ autoscaling, alarms }: Simulation) {
  return autoscaling.policies().flatMap(({ arn, configuration: policy }) => {
    const alarm = alarms.list().find(({ alarmActions }) => alarmActions.includes(arn));
    if (policy.kind !== "StepScaling" || alarm === undefined) return [];
    return {
      adjustmentType: policy.adjustmentType,
      cooldownSeconds: policy.cooldownSeconds,
      steps: policy.steps.map(({ lowerBound, upperBound, adjustment }) => [
        lowerBound ?? -Infinity,
        upperBound ?? Infinity,
        adjustment,
      ]),
      watched: watchedBy(alarm),
      rule: [
        ...[alarm.evaluationPeriods, alarm.datapointsToAlarm, alarm.threshold],
        ...[alarm.comparisonOperator, alarm.treatMissingData],
      ],
    };
  });
}

function watchedBy({ metric, statistic, queries = [] }: AlarmDefinition) {
  if (metric !== null) return [{ ...metricOf(metric), statistic }];
  return queries.map(({ source }) =>
    source.kind === "metric"
      ? { ...metricOf(source.metric), statistic: source.statistic }
      : source.expression,
  );
}

function trackedBy({ autoscaling }: Simulation) {
  return autoscaling.policies().flatMap(({ configuration }) =>
    configuration.kind === "TargetTrackingScaling"
      ? {
          targetValue: configuration.targetValue,
          scaleOutCooldown: configuration.scaleOutCooldownSeconds,
          scaleInCooldown: configuration.scaleInCooldownSeconds,
          disableScaleIn: configuration.disableScaleIn,
        }
      : [],
  );
}

describe("the scenario of a stack", () => {
  for (const [what, settings] of [
    ["default settings", {}],
    [
      "an idle time and cooldowns of its own",
      { idleScaleInSeconds: "1200", scaleInCooldownSeconds: "7", scaleOutCooldownSeconds: "9" },
    ],
    ["steps for bursts", { stepScaling: "true", wakeUpInstances: "3", backlogTarget: "2.5" }],
    ["scale-in on the backlog", { scaleInOnBacklog: "true", longestInvocationSeconds: "30" }],
  ] as const) {
    it(`scales exactly as the program deploys it, with ${what}`, async () => {
      const recording = await deployed(settings);
      const simulation = modelled(settings);
      expect(modelledSteps(simulation)).to.have.deep.members(deployedSteps(recording));
      const tracking = recording.resources.flatMap(({ inputs }) => {
        const given = inputs["targetTrackingScalingPolicyConfiguration"] as Inputs | undefined;
        if (given === undefined) return [];
        const { targetValue, scaleOutCooldown, scaleInCooldown, disableScaleIn } = given;
        return { targetValue, scaleOutCooldown, scaleInCooldown, disableScaleIn };
      });
      expect(trackedBy(simulation)).to.deep.equal(tracking);
      expect(simulation.autoscaling.targets()[0]).to.include({ minCapacity: 0, maxCapacity: 5 });
    });
  }

  it("has no scaling where the stack has none", () => {
    expect(modelled({ autoscaling: "false" }).autoscaling.targets()).to.deep.equal([]);
  });
});
