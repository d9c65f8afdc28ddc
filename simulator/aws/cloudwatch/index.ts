import * as schemas from "@aws-sdk/client-cloudwatch";
import { type ServiceDefinition } from "../service";
import { listenToAlarms } from "./alarm-listener";
import { deleteAlarms } from "./delete-alarms";
import { deleteDashboards } from "./delete-dashboards";
import { describeAlarmHistory } from "./describe-alarm-history";
import { describeAlarms } from "./describe-alarms";
import { describeAlarmsForMetric } from "./describe-alarms-for-metric";
import { disableAlarmActions } from "./disable-alarm-actions";
import { enableAlarmActions } from "./enable-alarm-actions";
import { getDashboard } from "./get-dashboard";
import { getMetricData } from "./get-metric-data";
import { getMetricStatistics } from "./get-metric-statistics";
import { getMetricWidgetImage } from "./get-metric-widget-image";
import { listDashboards } from "./list-dashboards";
import { listMetrics } from "./list-metrics";
import { listTagsForResource } from "./list-tags-for-resource";
import { putCompositeAlarm } from "./put-composite-alarm";
import { putDashboard } from "./put-dashboard";
import { putMetricAlarm } from "./put-metric-alarm";
import { putMetricData } from "./put-metric-data";
import { setAlarmState } from "./set-alarm-state";
import { tagResource } from "./tag-resource";
import { untagResource } from "./untag-resource";

/** Amazon CloudWatch: metrics, alarms and dashboards. */
export const cloudwatch: ServiceDefinition = {
  name: "cloudwatch",
  signingName: "monitoring",
  schemas,
  protocols: ["json-1.0", "cbor", "query"],
  targetPrefix: "GraniteServiceVersion20100801",
  queryVersion: "2010-08-01",
  xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  queryCompatible: true,
  simulatedTime: true,
  startRegion: listenToAlarms,
  operations: {
    DeleteAlarms: deleteAlarms,
    DeleteDashboards: deleteDashboards,
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    DisableAlarmActions: disableAlarmActions,
    EnableAlarmActions: enableAlarmActions,
    GetDashboard: getDashboard,
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    GetMetricWidgetImage: getMetricWidgetImage,
    ListDashboards: listDashboards,
    ListMetrics: listMetrics,
    ListTagsForResource: listTagsForResource,
    PutCompositeAlarm: putCompositeAlarm,
    PutDashboard: putDashboard,
    PutMetricAlarm: putMetricAlarm,
    PutMetricData: putMetricData,
    SetAlarmState: setAlarmState,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
};
