import { dashboardBody } from "../components/dashboard/body";
import {
  type AlarmSeverity,
  type AlarmThresholds,
  anyAlarm,
  defaultThresholds,
  monitoringAlarms,
} from "../sagemaker/monitoring-alarms";
import { type Simulation } from "../simulator/engine/simulation";
import { type AlarmState } from "../simulator/engine/types";
import { playScenario } from "../simulator/scenario/play";
import { RunRecorder } from "../simulator/scenario/run-recorder";
import {
  scenarioAlarm,
  scenarioEndpointName,
  scenarioVariantName,
} from "../simulator/scenario/scenario-alarm";
import { type Scenario } from "../simulator/scenario/schema";

/** A change of an alarm's state. */
export interface AlarmChange {
  readonly atSeconds: number;
  readonly to: AlarmState;
}

/** A run of a scenario with the alarms and the dashboard that the components would deploy for it. */
export interface WatchedRun {
  readonly simulation: Simulation;
  /** As CloudWatch would get it. */
  readonly body: string;
  /** What each alarm did, by its name. */
  readonly alarmChanges: ReadonlyMap<string, readonly AlarmChange[]>;
  /** The end of the run, seconds from its start. */
  readonly endSeconds: number;
}

/** Metrics are up to three minutes late, and an alarm of an hour is over a while after what set it off. */
const afterglowSeconds = 600;

const alarmArnPrefix = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:";

/** The alarm's name in an ARN of {@link WatchedRun.body}. */
export function alarmNameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}

/**
 * Plays a scenario under the alarms of `MonitoringDashboard`, and makes the body of its dashboard.
 *
 * @param change Thresholds that are not the component's defaults.
 */
export function watchRun(scenario: Scenario, change: Partial<AlarmThresholds> = {}): WatchedRun {
  const thresholds = { ...defaultThresholds, ...scalingThresholds(scenario), ...change };
  const names = new Map<AlarmSeverity, string[]>();
  const alarmChanges = new Map<string, AlarmChange[]>();
  const recorder = Object.assign(new RunRecorder(), {
    prepare(simulation: Simulation) {
      const { alarms, compositeAlarms } = simulation;
      const note = ({ name }: { name: string }, to: AlarmState, atSeconds: number): void => {
        alarmChanges.get(name)?.push({ atSeconds, to });
      };
      alarms.onTransition = (alarm, _from, to, _reason, at) => note(alarm, to, at);
      compositeAlarms.onTransition = (alarm, _from, to, at) => note(alarm, to, at);
      for (const { suffix, severity, alarm } of monitoringAlarms(
        thresholds.maxCapacity !== undefined,
      )) {
        const name = `${scenarioEndpointName}-${suffix}`;
        names.set(severity, [...(names.get(severity) ?? []), name]);
        alarms.put(scenarioAlarm(name, alarm(thresholds)));
      }
      for (const [severity, children] of names) {
        const name = `${scenarioEndpointName}-${severity}`;
        alarmChanges.set(name, []);
        compositeAlarms.put({ ...composite, name, rule: anyAlarm(children) });
      }
      for (const name of [...names.values()].flat()) alarmChanges.set(name, []);
    },
  });
  const { simulation, endpoint } = playScenario(scenario, recorder);
  const endSeconds = simulation.now;
  simulation.advanceTo(endSeconds + afterglowSeconds);
  endpoint.flushMetrics();
  const body = dashboardBody({
    endpointName: scenarioEndpointName,
    variantName: scenarioVariantName,
    region: scenario.region,
    instanceType: scenario.endpoint.instanceType,
    alarmArns: [...alarmChanges.keys()].map((name) => `${alarmArnPrefix}${name}`),
    ...thresholds,
  });
  return { simulation, body, alarmChanges, endSeconds };
}

const composite = {
  actionsEnabled: true,
  alarmActions: [],
  okActions: [],
  insufficientDataActions: [],
  suppressor: null,
};

function scalingThresholds({ scaling }: Scenario): Partial<AlarmThresholds> {
  if (scaling === null) return {};
  const { maxCapacity, targetTracking, stepScaleOut } = scaling;
  const target = (targetTracking ?? stepScaleOut)?.backlogPerInstance;
  return { maxCapacity, ...(target !== undefined && { targetBacklogPerInstance: target }) };
}
