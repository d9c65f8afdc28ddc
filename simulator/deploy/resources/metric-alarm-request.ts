import { type PutMetricAlarmCommandInput, PutMetricAlarmInput$ } from "@aws-sdk/client-cloudwatch";

import { isRecord, type Properties } from "../property-values";
import { toRequest } from "../request-shape";

/** The PutMetricAlarm request of an aws.cloudwatch.MetricAlarm, of one metric or of metric math (`metricQueries`). */
export function metricAlarmRequest(inputs: Properties): PutMetricAlarmCommandInput {
  const { metricQueries: queries, ...rest } = inputs;
  const metrics = Array.isArray(queries) ? { metrics: queries.map(metricQuery) } : {};
  return toRequest<PutMetricAlarmCommandInput>(
    PutMetricAlarmInput$,
    { ...rest, ...metrics },
    { rename: { name: "AlarmName" } },
  );
}

/** The provider folds MetricStat and its Metric into one block, and takes ReturnData for false where AWS does for true. */
function metricQuery(query: Properties): Properties {
  const { metric, ...given } = query;
  const rest = { returnData: false, ...given };
  if (!isRecord(metric)) return rest;
  const { period, stat, unit, ...identity } = metric;
  return { ...rest, metricStat: { metric: identity, period, stat, unit } };
}
