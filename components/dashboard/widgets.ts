import {
  type MetricDefinition,
  type MetricUnit,
  metricDimensions,
  queueDimensions,
  queueMetrics,
} from "../../sagemaker/metrics";
import { alarmPeriodSeconds } from "../../sagemaker/minute-alarms";
import { endpointLogGroup } from "../../sagemaker/resource-names";
import { type Widget } from "./grid";

/** The endpoint that a dashboard shows. */
export interface DashboardSubject {
  readonly endpointName: string;
  readonly variantName: string;
  readonly region: string;
}

/** A metric of the endpoint as a line of a chart. */
export interface MetricLine {
  readonly metric: MetricDefinition;
  /** Name in the legend; the metric's own when omitted. */
  readonly label?: string;
  /** The metric's own statistic when omitted. */
  readonly statistic?: string;
  /** What expressions call it by; it is drawn unless it is `hidden`. */
  readonly id?: string;
  readonly hidden?: boolean;
}

/** What is reckoned from other lines. */
export interface ExpressionLine {
  readonly expression: string;
  readonly label: string;
}

/** The depth of a queue. */
export interface QueueLine {
  readonly queueName: string;
  readonly label: string;
}

/** One line of a chart. */
export type Line = MetricLine | ExpressionLine | QueueLine;

/** A level to hold a chart against. */
export interface Level {
  readonly label: string;
  readonly value: number;
}

/** A chart over time. */
export interface Chart {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly levels?: readonly Level[];
  /** Unit of the vertical axis, in words. */
  readonly axis: string;
}

/** What a metric's value is divided by to be in seconds, for the units of time that are not. */
const divisorToSeconds: Partial<Record<MetricUnit, number>> = {
  Milliseconds: 1000,
  Microseconds: 1_000_000,
};

/** A heading that says what the rows below answer. */
export function heading(markdown: string): Widget {
  return { type: "text", properties: { markdown, background: "transparent" } };
}

/** Draws lines over time; durations come out in seconds whatever unit the metric has. */
export function chart(subject: DashboardSubject, { title, lines, levels, axis }: Chart): Widget {
  return {
    type: "metric",
    properties: {
      title,
      view: "timeSeries",
      stacked: false,
      region: subject.region,
      period: alarmPeriodSeconds,
      metrics: lines.flatMap((line, index) => lineEntries(subject, line, index)),
      yAxis: { left: { min: 0, label: axis, showUnits: false } },
      ...(levels === undefined || levels.length === 0
        ? {}
        : { annotations: { horizontal: levels.map(({ label, value }) => ({ label, value })) } }),
    },
  };
}

/** The states of alarms, the newest change first. */
export function alarmStates(title: string, alarmArns: readonly string[]): Widget {
  return {
    type: "alarm",
    properties: { title, alarms: alarmArns, sortBy: "stateUpdatedTimestamp" },
  };
}

/** What the endpoint's containers last said of errors. */
export function lastErrors(subject: DashboardSubject, title: string): Widget {
  return {
    type: "log",
    properties: {
      title,
      region: subject.region,
      view: "table",
      query:
        `SOURCE '${endpointLogGroup(subject.endpointName)}' | fields @timestamp, @logStream, @message ` +
        "| filter @message like /(?i)(error|exception|traceback)/ | sort @timestamp desc | limit 20",
    },
  };
}

function lineEntries(subject: DashboardSubject, line: Line, index: number): unknown[] {
  if ("expression" in line) {
    return [[{ expression: line.expression, label: line.label, id: `line${index}` }]];
  }
  if ("queueName" in line) {
    const { namespace, name, statistic } = queueMetrics.approximateNumberOfMessagesVisible;
    const dimensions = Object.entries(queueDimensions(line.queueName)).flat();
    return [[namespace, name, ...dimensions, { stat: statistic, label: line.label }]];
  }
  const { metric, label = metric.name, statistic = metric.statistic, id, hidden } = line;
  const dimensions = metricDimensions(metric, subject.endpointName, subject.variantName);
  const address = [metric.namespace, metric.name, ...Object.entries(dimensions).flat()];
  const divisor = divisorToSeconds[metric.unit];
  if (divisor === undefined) {
    const shown = hidden === true ? { visible: false } : { label };
    return [[...address, { stat: statistic, ...(id !== undefined && { id }), ...shown }]];
  }
  const hiddenId = `m${index}`;
  return [
    [...address, { stat: statistic, id: hiddenId, visible: false }],
    [{ expression: `${hiddenId} / ${divisor}`, label, id: `seconds${index}` }],
  ];
}
