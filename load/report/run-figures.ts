import { asyncMetrics } from "../../sagemaker/metrics";
import { type RunResult, fleetSeries, predictionSeries } from "../../simulator/scenario/result";
import { type Figure, type FigureMarker, type FigureSeries } from "./figure";
import { type ScenarioFacts } from "./scenario-facts";
import { backlogCaption, fleetCaption, returnCaption, wakeUpCaption } from "./figure-captions";
import { secondWhere, seriesValues, timelineEnd } from "./timeline-series";
import { formatDeviation, formatDuration, formatError } from "./format-quantity";
import { formatChange, shownActivities } from "./scaling-activities";

export const currentInstances: FigureSeries = {
  label: "Instances in service",
  color: "currentInstances",
  shape: "step",
  axis: "left",
  source: { metric: fleetSeries.currentInstances },
};

export const desiredInstances: FigureSeries = {
  label: "Instances desired",
  color: "desiredInstances",
  shape: "step-dashed",
  axis: "left",
  source: { metric: fleetSeries.desiredInstances },
};

export const backlog: FigureSeries = {
  label: "Backlog",
  color: "backlog",
  shape: "area",
  axis: "left",
  source: { metric: asyncMetrics.approximateBacklogSize.name },
};

const predictedBacklog: FigureSeries = {
  label: "Backlog predicted",
  color: "predicted",
  shape: "line",
  axis: "left",
  source: { metric: predictionSeries.backlog },
};

const predictedRange = (["backlogLow", "backlogHigh"] as const).map(
  (edge, index): FigureSeries => ({
    label: index === 0 ? "5 % of predictions below" : "5 % of predictions above",
    color: "target",
    shape: "step-dashed",
    axis: "left",
    source: { metric: predictionSeries[edge] },
  }),
);

const measuredCost: FigureSeries = {
  label: "Cost measured",
  color: "totalTime",
  shape: "area",
  axis: "left",
  source: { metric: predictionSeries.measuredCost },
};

const predictedCost: FigureSeries = {
  label: "Cost predicted",
  color: "predicted",
  shape: "line",
  axis: "left",
  source: { metric: predictionSeries.cost },
};

const backlogPerInstance: FigureSeries = {
  label: "Backlog per instance",
  color: "backlogPerInstance",
  shape: "line",
  axis: "left",
  source: { metric: asyncMetrics.approximateBacklogSizePerInstance.name },
};

const processed: FigureSeries = {
  label: "Invocations processed",
  color: "invocationsProcessed",
  shape: "bars",
  axis: "right",
  source: { metric: asyncMetrics.invocationsProcessed.name },
};

const oldestRequest: FigureSeries = {
  label: "Age of the oldest request",
  color: "ageOfOldestRequest",
  shape: "area",
  axis: "left",
  source: { metric: asyncMetrics.approximateAgeOfOldestRequest.name },
};

const instances = { title: "instances", scale: "linear", unit: "count" } as const;
const requests = { title: "requests", scale: "linear", unit: "count" } as const;

/**
 * The pictures of a run, in the order of the experiment: the fleet before the stream, the backlog, the backlog for each
 * instance beside its target, instances against invocations, the return to the minimum.
 */
export function experimentFigures(result: RunResult, facts: ScenarioFacts): Figure[] {
  const periodTitle = `requests per ${periodWords(result.timeline.periodSeconds)}`;
  return [
    {
      id: "wake-up",
      title: "The fleet before the stream",
      caption: wakeUpCaption(result),
      windowSeconds: wakeUpWindow(result),
      left: instances,
      right: requests,
      series: [{ ...backlog, axis: "right" }, currentInstances, desiredInstances],
      markers: [],
    },
    {
      id: "backlog",
      title: "Backlog",
      caption: backlogCaption(result),
      windowSeconds: null,
      left: requests,
      right: null,
      series: [backlog],
      markers: [],
    },
    {
      id: "backlog-per-instance",
      title: "Backlog per instance",
      caption:
        "What target tracking steers by. The axis is logarithmic, so that the target can be read beside the peak. " +
        "Without an instance the metric is the backlog itself or is not published.",
      windowSeconds: null,
      left: { title: "requests per instance", scale: "symlog", unit: "count" },
      right: null,
      series: [backlogPerInstance, ...targetLine(facts)],
      markers: [],
    },
    {
      id: "instances",
      title: "Instances against invocations",
      caption: fleetCaption(result),
      windowSeconds: null,
      left: instances,
      right: { title: periodTitle, scale: "linear", unit: "count" },
      series: [processed, currentInstances, desiredInstances],
      markers: [],
    },
    {
      id: "return",
      title: returnTitle(facts),
      caption: returnCaption(result),
      windowSeconds: returnWindow(result),
      left: instances,
      right: { title: periodTitle, scale: "linear", unit: "count" },
      series: [processed, currentInstances, desiredInstances],
      markers: [],
    },
  ];
}

/** Prediction beside measurement: the backlog, and the cost so far; none without a prediction. */
export function predictionFigures({ prediction }: RunResult): Figure[] {
  if (prediction === undefined) {
    return [];
  }
  const { errors, chance } = prediction;
  return [
    {
      id: "predicted-backlog",
      title: "Backlog, predicted and measured",
      caption:
        `The curves are ${formatError(errors.backlogMean)} of the measured peak apart on average, ` +
        `${formatError(errors.backlogLargest)} at most. Chance alone moves a run by ${formatError(chance.backlogMean)}.`,
      windowSeconds: null,
      left: requests,
      right: null,
      series: [backlog, predictedBacklog, ...predictedRange],
      markers: [],
    },
    {
      id: "predicted-cost",
      title: "Cost so far, predicted and measured",
      caption: `The predicted cost of the run is ${formatDeviation(errors.cost)} the measured one.`,
      windowSeconds: null,
      left: { title: "US dollars", scale: "linear", unit: "count" },
      right: null,
      series: [measuredCost, predictedCost],
      markers: [],
    },
  ];
}

/** Backlog and fleet with every scaling activity laid over them. */
export function activitiesFigure(result: RunResult): Figure {
  return {
    id: "activities",
    title: "Scaling activities on the time line",
    caption:
      "Each band runs from the start of an activity to its end; its number is the row of the table below.",
    windowSeconds: null,
    left: instances,
    right: requests,
    series: [{ ...backlog, axis: "right" }, currentInstances, desiredInstances],
    markers: activityMarkers(result),
  };
}

/** How long the head of the queue had waited, which is what expiry goes by. */
export function oldestRequestFigure(facts: ScenarioFacts): Figure {
  return {
    id: "oldest-request",
    title: "Age of the oldest request",
    caption: oldestRequestCaption(facts),
    windowSeconds: null,
    left: { title: "age", scale: "linear", unit: "seconds" },
    right: null,
    series: [oldestRequest],
    markers: [],
  };
}

/** The activities in the order of time, numbered from 1. */
function activityMarkers(result: RunResult): FigureMarker[] {
  return shownActivities(result).map((activity, index) => ({
    number: index + 1,
    startSeconds: activity.startSeconds,
    endSeconds: activity.endSeconds,
    label: formatChange(activity),
    cause: activity.cause,
  }));
}

/** From the start of the timeline until a little after the first instance is in service; all of it without one. */
export function wakeUpWindow({ timeline }: RunResult): { from: number; to: number } | null {
  const from = timeline.seconds[0];
  const inService = secondWhere(timeline, fleetSeries.currentInstances, (size) => size > 0);
  if (from === undefined || inService === null) {
    return null;
  }
  const shortest = 10 * timeline.periodSeconds;
  return {
    from,
    to: Math.min(timelineEnd(timeline), from + Math.max(shortest, 1.3 * (inService - from))),
  };
}

/** From a while before the last invocation was processed to the end; null without any. */
export function returnWindow({ timeline }: RunResult): { from: number; to: number } | null {
  const lastWork = secondWhere(
    timeline,
    asyncMetrics.invocationsProcessed.name,
    (count) => count > 0,
    "last",
  );
  const start = timeline.seconds[0];
  if (lastWork === null || start === undefined) {
    return null;
  }
  const end = timelineEnd(timeline);
  const lead = Math.max(10 * timeline.periodSeconds, (end - lastWork) / 3);
  return { from: Math.max(start, lastWork - lead), to: end };
}

/** Whether the timeline has a value for any of the figure's series. */
export function hasData(figure: Figure, { timeline }: Pick<RunResult, "timeline">): boolean {
  return figure.series.some(
    ({ source }) => "metric" in source && seriesValues(timeline, source.metric) !== null,
  );
}

function targetLine(facts: ScenarioFacts): FigureSeries[] {
  const target = facts.backlogTarget;
  return target === null
    ? []
    : [
        {
          label: `Target ${target}`,
          color: "target",
          shape: "reference",
          axis: "left",
          source: { value: target },
        },
      ];
}

function returnTitle(facts: ScenarioFacts): string {
  return facts.minCapacity === null || facts.minCapacity === 0
    ? "The return to zero"
    : `The return to ${facts.minCapacity}`;
}

function oldestRequestCaption(facts: ScenarioFacts): string {
  const ttl = facts.requestTtlSeconds;
  const limit = ttl === null ? "" : ` A request expires after ${formatDuration(ttl)}.`;
  return `How long the request at the head of the queue had waited.${limit}`;
}

function periodWords(periodSeconds: number): string {
  return periodSeconds === 60 ? "minute" : `${periodSeconds} s`;
}
