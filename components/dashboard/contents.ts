import { type Row } from "./grid";
import { type Chart, chart, type DashboardSubject, heading, type Level } from "./widgets";

/** What a dashboard is made from. */
export interface DashboardContents extends DashboardSubject {
  /** Alarms whose states stand first. */
  readonly alarmArns: readonly string[];
  /** Backlog of each instance that scaling aims at; no line is drawn without it. */
  readonly targetBacklogPerInstance?: number;
  /** Most instances that scaling may reach; no line is drawn without it. */
  readonly maxCapacity?: number;
  /** What the endpoint runs on; without it, or without a known price, there is no cost. */
  readonly instanceType?: string;
  /** Age of the oldest request at which its alarm goes off, seconds. */
  readonly oldestRequestAlarmSeconds: number;
  /** Queues of what no reader could handle, by what was in them. */
  readonly deadLetterQueueNames?: Readonly<Record<string, string>>;
}

const chartHeight = 6;
const headingHeight = 2;

/** A row that says what those below it answer. */
export function title(markdown: string): Row {
  return { height: headingHeight, widgets: [heading(markdown)] };
}

/** Charts side by side. */
export function charts(contents: DashboardContents, ...drawn: Chart[]): Row {
  return { height: chartHeight, widgets: drawn.map((each) => chart(contents, each)) };
}

/** A level across a chart, if there is one. */
export function level(label: string, value: number | undefined): Level[] {
  return value === undefined ? [] : [{ label, value }];
}
