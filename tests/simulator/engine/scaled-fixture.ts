import { type PlatformOptions } from "../../../simulator/engine/platform-options";
import {
  type AlarmDefinition,
  type StepScalingConfiguration,
  type TargetTrackingConfiguration,
} from "../../../simulator/engine/types";
import { type Fixture, startEndpoint } from "./endpoint-fixture";

export const resourceId = "endpoint/summaries/variant/AllTraffic";
/** The metric that policies and alarms watch unless they say otherwise. */
export const metric = { namespace: "Custom", name: "LoadPerInstance", dimensions: {} };

export function arn(name: string): string {
  return `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:7:resource/sagemaker/${resourceId}:policyName/${name}`;
}

export interface Scaled extends Fixture {
  /** Puts the metric's value into every minute until that instant, as time passes. */
  readonly hold: (value: number, untilSeconds: number) => void;
  readonly track: (change?: Partial<TargetTrackingConfiguration>, name?: string) => string[];
  readonly step: (
    change: Partial<StepScalingConfiguration>,
    alarm: Partial<AlarmDefinition>,
    name?: string,
  ) => void;
  /** `start..end from -> to, status` of every change, oldest first. */
  readonly changes: () => string[];
}

/** An endpoint that provisions in 100 s, under a metric of the test's own, which can be read at once. */
export function startScaled(
  instances = 1,
  range = { minCapacity: 0, maxCapacity: 20 },
  platform: Partial<PlatformOptions> = {},
): Scaled {
  const fixture = startEndpoint({ endpoint: { initialInstanceCount: instances }, platform });
  const { simulation, endpoint } = fixture;
  const { autoscaling, alarms, metrics } = simulation;
  autoscaling.registerTarget({ resourceId, endpoint, ...range });
  return {
    ...fixture,
    hold: (value, untilSeconds) => {
      for (;;) {
        const minute = Math.floor(simulation.now / 60) * 60;
        if (metrics.datapoints(metric, minute, minute + 60, 60).length === 0) {
          metrics.record(metric, minute, value);
        }
        simulation.advanceTo(Math.min(minute + 60, untilSeconds));
        if (simulation.now >= untilSeconds) return;
      }
    },
    track: (change, name = "track") =>
      autoscaling.putPolicy({
        resourceId,
        name,
        arn: arn(name),
        configuration: {
          kind: "TargetTrackingScaling",
          targetValue: 5,
          metric,
          statistic: "Average",
          scaleOutCooldownSeconds: 300,
          scaleInCooldownSeconds: 300,
          disableScaleIn: false,
          ...change,
        },
      }).alarmNames,
    step: (change, alarm, name = "step") => {
      autoscaling.putPolicy({
        resourceId,
        name,
        arn: arn(name),
        configuration: {
          kind: "StepScaling",
          adjustmentType: "ChangeInCapacity",
          steps: [{ lowerBound: 0, upperBound: null, adjustment: 1 }],
          cooldownSeconds: 300,
          minAdjustmentMagnitude: null,
          ...change,
        },
      });
      alarms.put({
        name: `${name}-alarm`,
        metric,
        statistic: "Average",
        periodSeconds: 60,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        threshold: 10,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "missing",
        actionsEnabled: true,
        alarmActions: [arn(name)],
        okActions: [],
        insufficientDataActions: [],
        ...alarm,
      });
    },
    changes: () =>
      autoscaling
        .activities(resourceId)
        .filter(({ notScaledReason }) => notScaledReason === null)
        .reverse()
        .map(
          ({ startSeconds, endSeconds, from, to, status }) =>
            `${startSeconds}..${endSeconds} ${from} -> ${to}, ${status}`,
        ),
  };
}
