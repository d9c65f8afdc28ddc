import { asyncMetrics } from "../../sagemaker/metrics";
import { type Row, placeRows } from "./grid";
import { chart, type DashboardSubject, heading, type Level } from "./widgets";

/** What a dashboard is made from. */
export interface DashboardContents extends DashboardSubject {
  /** Backlog of each instance that scaling aims at; no line is drawn without it. */
  readonly targetBacklogPerInstance?: number;
  /** Most instances that scaling may reach; no line is drawn without it. */
  readonly maxCapacity?: number;
  /** Age of the oldest request at which its alarm goes off, seconds. */
  readonly oldestRequestAlarmSeconds: number;
}

const chartHeight = 6;
const headingHeight = 2;

/**
 * The body of the endpoint's dashboard, as CloudWatch takes it: rows that a person on call reads from top to bottom.
 */
export function dashboardBody(contents: DashboardContents): string {
  const rows = [
    ...servingRows(contents),
    ...backlogRows(contents),
    ...failureRows(contents),
    ...durationRows(contents),
    ...resourceRows(contents),
  ];
  return JSON.stringify({ start: "-PT6H", periodOverride: "inherit", widgets: placeRows(rows) });
}

function title(markdown: string): Row {
  return { height: headingHeight, widgets: [heading(markdown)] };
}

function level(label: string, value: number | undefined): Level[] {
  return value === undefined ? [] : [{ label, value }];
}

function servingRows(contents: DashboardContents): Row[] {
  const { invocationsProcessed, invocationFailures, cpuUtilization } = asyncMetrics;
  return [
    title("## Is it serving?\nRequests finished and failed each minute, and instances in service."),
    {
      height: chartHeight,
      widgets: [
        chart(contents, {
          title: "Requests finished",
          axis: "requests a minute",
          lines: [
            { metric: invocationsProcessed, label: "finished" },
            { metric: invocationFailures, label: "failed" },
          ],
        }),
        chart(contents, {
          title: "Instances in service",
          axis: "instances",
          // There is no such metric: each instance sends one sample of its CPU a minute, so the samples count them.
          lines: [{ metric: cpuUtilization, label: "instances", statistic: "SampleCount" }],
          levels: level("most", contents.maxCapacity),
        }),
      ],
    },
  ];
}

function backlogRows(contents: DashboardContents): Row[] {
  const metrics = asyncMetrics;
  return [
    title(
      "## Is it keeping up?\nRequests that wait, for how long, and whether anything serves them.",
    ),
    {
      height: chartHeight,
      widgets: [
        chart(contents, {
          title: "Requests waiting",
          axis: "requests",
          lines: [{ metric: metrics.approximateBacklogSize, label: "backlog" }],
        }),
        chart(contents, {
          title: "Requests waiting for each instance",
          axis: "requests",
          lines: [{ metric: metrics.approximateBacklogSizePerInstance, label: "per instance" }],
          levels: level("target", contents.targetBacklogPerInstance),
        }),
        chart(contents, {
          title: "Age of the oldest request",
          axis: "seconds",
          lines: [
            {
              metric: metrics.approximateAgeOfOldestRequest,
              label: "oldest",
              statistic: "Maximum",
            },
          ],
          levels: level("alarm", contents.oldestRequestAlarmSeconds),
        }),
        chart(contents, {
          title: "Waiting with no instance",
          axis: "1 while it is so",
          lines: [{ metric: metrics.hasBacklogWithoutCapacity, label: "no instance" }],
        }),
      ],
    },
  ];
}

function failureRows(contents: DashboardContents): Row[] {
  const metrics = asyncMetrics;
  return [
    title(
      "## What failed?\nEach way in which a request can end without a result that is heard of.",
    ),
    {
      height: chartHeight,
      widgets: [
        chart(contents, {
          title: "Expired",
          axis: "requests a minute",
          lines: [{ metric: metrics.expiredRequests, label: "expired" }],
        }),
        chart(contents, {
          title: "Refused by the model",
          axis: "requests a minute",
          lines: [
            { metric: metrics.invocation4XXErrors, label: "4xx" },
            { metric: metrics.invocation5XXErrors, label: "5xx" },
          ],
        }),
        chart(contents, {
          title: "Lost around the model",
          axis: "requests a minute",
          lines: [
            { metric: metrics.requestDownloadFailures, label: "input not read" },
            { metric: metrics.responseUploadFailures, label: "result not written" },
            { metric: metrics.notificationFailures, label: "notification not sent" },
          ],
        }),
      ],
    },
  ];
}

function durationRows(contents: DashboardContents): Row[] {
  const metrics = asyncMetrics;
  return [
    title("## Where does the time go?\nAverages, in seconds."),
    {
      height: chartHeight,
      widgets: [
        chart(contents, {
          title: "From acceptance to end",
          axis: "seconds",
          lines: [
            { metric: metrics.totalProcessingTime, label: "total" },
            { metric: metrics.timeInBacklog, label: "waiting" },
          ],
        }),
        chart(contents, {
          title: "On the instance",
          axis: "seconds",
          lines: [
            { metric: metrics.modelLatency, label: "model" },
            { metric: metrics.requestDownloadLatency, label: "reading the input" },
            { metric: metrics.responseUploadLatency, label: "writing the result" },
          ],
        }),
      ],
    },
  ];
}

function resourceRows(contents: DashboardContents): Row[] {
  const metrics = asyncMetrics;
  return [
    title(
      "## How loaded are the instances?\nAverages over the instances; 100 for each core or GPU.",
    ),
    {
      height: chartHeight,
      widgets: [
        chart(contents, {
          title: "CPU and GPU",
          axis: "percent",
          lines: [
            { metric: metrics.cpuUtilization, label: "CPU" },
            { metric: metrics.gpuUtilization, label: "GPU" },
          ],
        }),
        chart(contents, {
          title: "Memory and disk",
          axis: "percent",
          lines: [
            { metric: metrics.memoryUtilization, label: "memory" },
            { metric: metrics.gpuMemoryUtilization, label: "GPU memory" },
            { metric: metrics.diskUtilization, label: "disk" },
          ],
        }),
      ],
    },
  ];
}
