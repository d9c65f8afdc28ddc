import { type AsyncMetricKey } from "../../sagemaker/metrics";
import {
  alarmPeriodSeconds,
  type AlarmSubject,
  type MinuteAlarm,
} from "../../sagemaker/minute-alarms";
import { endpointMetricId } from "../engine/endpoint-metrics";
import {
  type AlarmDefinition,
  type MetricId,
  type MetricQuery,
  type WatchedMetric,
} from "../engine/types";

/** What a scenario's endpoint is called. */
export const scenarioEndpointName = "scenario";

/** What its variant is called. */
export const scenarioVariantName = "AllTraffic";

/** The CloudWatch series of a metric of the scenario's endpoint. */
export function scenarioMetricId(key: AsyncMetricKey): MetricId {
  return endpointMetricId(key, scenarioEndpointName, scenarioVariantName);
}

/** An alarm of the components, on the scenario's endpoint. */
export function scenarioAlarm(
  name: string,
  alarm: MinuteAlarm,
  alarmActions: readonly string[] = [],
): AlarmDefinition {
  const { subject, evaluationPeriods, threshold, comparisonOperator, treatMissingData } = alarm;
  return {
    ...watched(subject),
    ...{ name, evaluationPeriods, threshold, comparisonOperator, treatMissingData },
    periodSeconds: alarmPeriodSeconds,
    datapointsToAlarm: alarm.datapointsToAlarm ?? evaluationPeriods,
    actionsEnabled: true,
    alarmActions,
    okActions: [],
    insufficientDataActions: [],
  };
}

function watched(subject: AlarmSubject): WatchedMetric {
  if (subject.kind === "metric") {
    return { metric: scenarioMetricId(subject.metric), statistic: subject.statistic };
  }
  const terms = subject.terms.map(({ id, metric, statistic }): MetricQuery => {
    const periodSeconds = alarmPeriodSeconds;
    const source = { kind: "metric", metric: scenarioMetricId(metric), statistic } as const;
    return { id, label: null, returnData: false, source: { ...source, periodSeconds } };
  });
  const result: MetricQuery = {
    ...{ id: "result", label: null, returnData: true },
    source: { kind: "expression", expression: subject.expression, periodSeconds: null },
  };
  return { metric: null, statistic: null, queries: [...terms, result] };
}
