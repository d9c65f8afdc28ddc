import {
  AlarmType,
  type DescribeAlarmHistoryInput,
  type DescribeAlarmHistoryOutput,
  HistoryItemType,
  ScanBy,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { VALIDATION_ERROR } from "./metric-id";
import { CLOUDWATCH } from "./store";

const DEFAULT_PAGE = 100;

const input = z.object({
  AlarmName: z.string().min(1).max(255).optional(),
  AlarmTypes: z.array(z.enum(AlarmType)).optional(),
  HistoryItemType: z.enum(HistoryItemType).optional(),
  ScanBy: z.enum(ScanBy).optional(),
  MaxRecords: z.number().min(1).max(100).optional(),
});

/** What happened to alarms, newest first unless the request says otherwise. */
export const describeAlarmHistory: Operation<
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput
> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const kinds = request.AlarmTypes ?? [];
  // Without a name and a kind, only metric alarms are told of.
  const wantedKinds: readonly AlarmType[] =
    kinds.length > 0 ? kinds : request.AlarmName === undefined ? ["MetricAlarm"] : [];
  const fromMs = request.StartDate?.getTime() ?? -Infinity;
  const toMs = request.EndDate?.getTime() ?? Infinity;
  const found = context.aws.store(CLOUDWATCH, context.region).alarmHistory.filter((item) => {
    const atMs = item.Timestamp?.getTime() ?? 0;
    return (
      (request.AlarmName ?? item.AlarmName) === item.AlarmName &&
      (wantedKinds.length === 0 || wantedKinds.some((kind) => kind === item.AlarmType)) &&
      (request.HistoryItemType ?? item.HistoryItemType) === item.HistoryItemType &&
      atMs >= fromMs &&
      atMs <= toMs
    );
  });
  if (request.ScanBy !== "TimestampAscending") {
    found.reverse();
  }
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxRecords ?? DEFAULT_PAGE);
  return { AlarmHistoryItems: items, NextToken: nextToken };
};
