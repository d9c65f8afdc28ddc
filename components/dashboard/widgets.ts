import { type MetricDefinition, type MetricUnit, metricDimensions } from "../../sagemaker/metrics";
import { type Widget } from "./grid";

/** The endpoint that a dashboard shows. */
export interface DashboardSubject {
  readonly endpointName: string;
  readonly variantName: string;
  readonly region: string;
}

/** One line of a chart. */
export interface Line {
  readonly metric: MetricDefinition;
  /** Name in the legend; the metric's own when omitted. */
  readonly label?: string;
  /** The metric's own statistic when omitted. */
  readonly statistic?: string;
}

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

/** Seconds that one datapoint stands for: what SageMaker publishes. */
const periodSeconds = 60;

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
      period: periodSeconds,
      metrics: lines.flatMap((line, index) => lineEntries(subject, line, index)),
      yAxis: { left: { min: 0, label: axis, showUnits: false } },
      ...(levels === undefined || levels.length === 0
        ? {}
        : { annotations: { horizontal: levels.map(({ label, value }) => ({ label, value })) } }),
    },
  };
}

function lineEntries(subject: DashboardSubject, line: Line, index: number): unknown[] {
  const { metric, label = metric.name, statistic = metric.statistic } = line;
  const dimensions = metricDimensions(metric, subject.endpointName, subject.variantName);
  const address = [metric.namespace, metric.name, ...Object.entries(dimensions).flat()];
  const divisor = divisorToSeconds[metric.unit];
  if (divisor === undefined) return [[...address, { stat: statistic, label }]];
  const id = `m${index}`;
  return [
    [...address, { stat: statistic, id, visible: false }],
    [{ expression: `${id} / ${divisor}`, label, id: `seconds${index}` }],
  ];
}
