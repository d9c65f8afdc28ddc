import {
  type DescribeAlarmHistoryInput,
  type DescribeAlarmHistoryOutput,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { VALIDATION_ERROR } from "./metric-id";
import { CLOUDWATCH } from "./store";

const DEFAULT_PAGE = 100;

const input = z.object({ MaxRecords: z.number().min(1).max(100).optional() });

/** What happened to alarms, newest first unless the request says otherwise. */
export const describeAlarmHistory: Operation<
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput
> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const fromMs = request.StartDate?.getTime() ?? -Infinity;
  const toMs = request.EndDate?.getTime() ?? Infinity;
  const found = context.aws.store(CLOUDWATCH, context.region).alarmHistory.filter((item) => {
    const atMs = item.Timestamp?.getTime() ?? 0;
    return (
      (request.AlarmName ?? item.AlarmName) === item.AlarmName &&
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
