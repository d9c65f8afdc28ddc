import {
  type AlarmHistoryItem,
  type AlarmType,
  type HistoryItemType,
  type PutCompositeAlarmInput,
  type PutMetricAlarmInput,
} from "@aws-sdk/client-cloudwatch";
import { type AlarmState } from "../../engine/types";
import { dateOf } from "../simulated-date";
import { StoreKey } from "../service-host";
import { TagStore } from "../tags";

/** CloudWatch keeps the history of alarms for two weeks. */
const HISTORY_SECONDS = 14 * 86_400;

/** Guards memory against an alarm that flaps for two simulated weeks. */
const MAX_HISTORY_ITEMS = 20_000;

/** The kind of an alarm, as the API names it. */
export type AlarmKind = Extract<AlarmType, "MetricAlarm" | "CompositeAlarm">;

/** A state of an alarm, as its history tells of it. */
export interface StateRecord {
  readonly stateValue: AlarmState;
  readonly stateReason: string | undefined;
  readonly stateReasonData?: unknown;
}

/** A dashboard as it was put. */
export interface DashboardRecord {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly modifiedAt: number;
}

/** What CloudWatch answers with in one region beyond the engine's metrics and alarms. */
export class CloudWatchStore {
  /** The definitions of the alarms that users put; those of Application Auto Scaling are the engine's alone. */
  readonly alarmDefinitions = new Map<string, PutMetricAlarmInput>();
  readonly compositeDefinitions = new Map<string, PutCompositeAlarmInput>();
  /** The state that each alarm was in before its present one. */
  readonly previousStates = new Map<string, AlarmState>();
  /** The states that alarms are in, as their history tells of them; none of one that is as it was created. */
  readonly presentStates = new Map<string, StateRecord>();
  /** `StateReasonData` of the states that users set. */
  readonly givenReasonData = new Map<string, string>();
  readonly tags = new TagStore();
  private history: AlarmHistoryItem[] = [];

  /** Oldest first. */
  get alarmHistory(): readonly AlarmHistoryItem[] {
    return this.history;
  }

  addHistory(
    alarmName: string,
    type: HistoryItemType,
    summary: string,
    data: object,
    atSeconds: number,
    kind: AlarmKind = "MetricAlarm",
  ): void {
    this.history.push({
      AlarmName: alarmName,
      AlarmType: kind,
      Timestamp: dateOf(atSeconds),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: JSON.stringify({ version: "1.0", ...data }),
    });
    if (this.history.length > MAX_HISTORY_ITEMS) {
      const oldest = dateOf(atSeconds - HISTORY_SECONDS);
      this.history = this.history
        .slice(-MAX_HISTORY_ITEMS / 2)
        .filter(({ Timestamp: timestamp = oldest }) => timestamp > oldest);
    }
  }
}

/** CloudWatch's records, one set a region. */
export const CLOUDWATCH = new StoreKey("cloudwatch", () => new CloudWatchStore());

/** Dashboards belong to the account, not to a region. */
export class DashboardStore {
  readonly dashboards = new Map<string, DashboardRecord>();
  readonly tags = new TagStore();
}

export const DASHBOARDS = new StoreKey("cloudwatch-dashboards", () => new DashboardStore());
