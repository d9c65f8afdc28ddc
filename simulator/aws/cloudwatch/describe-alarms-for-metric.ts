import {
  type DescribeAlarmsForMetricInput,
  type DescribeAlarmsForMetricOutput,
} from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { alarmView } from "./alarm-view";
import { watchedMetrics } from "../../engine/alarm-window";
import { metricIdOf, metricKeyOf } from "./metric-id";

export const describeAlarmsForMetric: Operation<
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput
> = (request, context) => {
  const metric = metricKeyOf(metricIdOf(request.Namespace, request.MetricName, request.Dimensions));
  const statistic = request.Statistic ?? request.ExtendedStatistic;
  const found = context.simulation.alarms
    .list()
    .filter(
      (alarm) =>
        watchedMetrics(alarm).some(
          (id) => metricKeyOf(id) === metric && (request.Unit ?? id.unit) === id.unit,
        ) &&
        (statistic ?? alarm.statistic) === alarm.statistic &&
        (request.Period ?? alarm.periodSeconds) === alarm.periodSeconds,
    );
  return { MetricAlarms: found.map((alarm) => alarmView(alarm, context.aws, context.region)) };
};
