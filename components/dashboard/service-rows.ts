import { asyncMetrics as metrics } from "../../sagemaker/metrics";
import { charts, type DashboardContents, level, title } from "./contents";
import { type Row } from "./grid";
import { alarmStates } from "./widgets";

/** Instances in service. There is no such metric: each instance sends one sample of its CPU a minute. */
export const instanceCount = { metric: metrics.cpuUtilization, statistic: "SampleCount" } as const;

const alarmHeight = 3;

export function servingRows(contents: DashboardContents): Row[] {
  return [
    title("## Is it serving?\nWhat is in alarm; requests finished and failed each minute."),
    ...(contents.alarmArns.length === 0
      ? []
      : [{ height: alarmHeight, widgets: [alarmStates("Alarms", contents.alarmArns)] }]),
    charts(
      contents,
      {
        title: "Requests finished",
        axis: "requests a minute",
        lines: [
          { metric: metrics.invocationsProcessed, label: "finished" },
          { metric: metrics.invocationFailures, label: "failed" },
        ],
      },
      {
        title: "Instances in service",
        axis: "instances",
        lines: [{ ...instanceCount, label: "instances" }],
        levels: level("most", contents.maxCapacity),
      },
    ),
  ];
}

export function backlogRows(contents: DashboardContents): Row[] {
  return [
    title(
      "## Is it keeping up?\nRequests that wait, for how long, and whether anything serves them.",
    ),
    charts(
      contents,
      {
        title: "Requests waiting",
        axis: "requests",
        lines: [{ metric: metrics.approximateBacklogSize, label: "backlog" }],
      },
      {
        title: "Requests waiting for each instance",
        axis: "requests",
        lines: [{ metric: metrics.approximateBacklogSizePerInstance, label: "per instance" }],
        levels: level("target", contents.targetBacklogPerInstance),
      },
      {
        title: "Age of the oldest request",
        axis: "seconds",
        lines: [
          { metric: metrics.approximateAgeOfOldestRequest, label: "oldest", statistic: "Maximum" },
        ],
        levels: level("alarm", contents.oldestRequestAlarmSeconds),
      },
      {
        title: "Waiting with no instance",
        axis: "1 while it is so",
        lines: [{ metric: metrics.hasBacklogWithoutCapacity, label: "no instance" }],
      },
    ),
  ];
}

export function durationRows(contents: DashboardContents): Row[] {
  return [
    title("## Where does the time go?\nAverages, in seconds."),
    charts(
      contents,
      {
        title: "From acceptance to end",
        axis: "seconds",
        lines: [
          { metric: metrics.totalProcessingTime, label: "total" },
          { metric: metrics.timeInBacklog, label: "waiting" },
        ],
      },
      {
        title: "On the instance",
        axis: "seconds",
        lines: [
          { metric: metrics.modelLatency, label: "model" },
          { metric: metrics.requestDownloadLatency, label: "reading the input" },
          { metric: metrics.responseUploadLatency, label: "writing the result" },
        ],
      },
    ),
  ];
}

export function resourceRows(contents: DashboardContents): Row[] {
  return [
    title(
      "## How loaded are the instances?\nAverages over the instances; 100 for each core or GPU.",
    ),
    charts(
      contents,
      {
        title: "CPU and GPU",
        axis: "percent",
        lines: [
          { metric: metrics.cpuUtilization, label: "CPU" },
          { metric: metrics.gpuUtilization, label: "GPU" },
        ],
      },
      {
        title: "Memory and disk",
        axis: "percent",
        lines: [
          { metric: metrics.memoryUtilization, label: "memory" },
          { metric: metrics.gpuMemoryUtilization, label: "GPU memory" },
          { metric: metrics.diskUtilization, label: "disk" },
        ],
      },
    ),
  ];
}
