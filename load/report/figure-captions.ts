import { asyncMetrics } from "../../sagemaker/metrics";
import { type RunResult, fleetSeries } from "../../simulator/scenario/result";
import { formatCount, formatCounted, formatDuration } from "./format-quantity";
import { shownActivities } from "./scaling-activities";
import { knownValue, secondWhere, seriesPeak, valueAt } from "./timeline-series";
import { fleetSettledAt, fleetWay } from "./verdict";

const backlogName = asyncMetrics.approximateBacklogSize.name;

/** How large the fleet was when the stream began, and how long the first instance took. */
export function wakeUpCaption(result: RunResult): string {
  const { timeline } = result;
  const { initial } = fleetWay(result);
  if (initial === null) {
    return "The size of the fleet was not published.";
  }
  if (initial > 0) {
    return `${formatCounted(initial, "instance")} in service when the stream began.`;
  }
  const positive = (value: number): boolean => value > 0;
  const asked =
    shownActivities(result).find(({ to }) => to !== null && to > 0)?.startSeconds ??
    secondWhere(timeline, fleetSeries.desiredInstances, positive);
  const served = secondWhere(timeline, fleetSeries.currentInstances, positive);
  const sentences = ["No instance when the stream began."];
  if (asked !== null && served !== null) {
    sentences.push(
      `The first was asked for after ${formatDuration(asked)} and in service after ${formatDuration(served)}.`,
    );
  } else if (served === null) {
    sentences.push("None came into service.");
  }
  const waiting = served === null ? null : valueAt(timeline, backlogName, served);
  if (waiting !== null) {
    sentences.push(`By then ${formatCounted(waiting, "request")} waited.`);
  }
  return sentences.join(" ");
}

/** The backlog's peak and when it was gone. */
export function backlogCaption({ timeline }: RunResult): string {
  const peak = seriesPeak(timeline, backlogName);
  if (peak === null) {
    return "No backlog was published.";
  }
  if (peak.value === 0) {
    return "Nothing ever waited at the full minute.";
  }
  const last = secondWhere(timeline, backlogName, (size) => size > 0, "last");
  const left = knownValue(timeline, backlogName, "last") ?? 0;
  const end =
    left > 0 || last === null
      ? `${formatCounted(left, "request")} still waited at the end.`
      : `It was worked off after ${formatDuration(last + timeline.periodSeconds)}.`;
  return `Requests in the queue. The peak of ${formatCount(peak.value)} came after ${formatDuration(peak.atSeconds)}. ${end}`;
}

/** The fleet's peak against the busiest period. */
export function fleetCaption({ timeline, instances }: RunResult): string {
  const peak = seriesPeak(timeline, asyncMetrics.invocationsProcessed.name);
  const fleet = `Up to ${formatCounted(instances.peak, "instance")} in service`;
  return peak === null
    ? `${fleet}; no processed invocation was published.`
    : `${fleet}; up to ${formatCount(peak.value)} invocations processed in ${formatDuration(timeline.periodSeconds)}.`;
}

/** What the fleet did when the work was over. */
export function returnCaption(result: RunResult): string {
  const { timeline } = result;
  const { final } = fleetWay(result);
  const lastWork = secondWhere(
    timeline,
    asyncMetrics.invocationsProcessed.name,
    (count) => count > 0,
    "last",
  );
  const settled = fleetSettledAt(result);
  if (lastWork === null || final === null) {
    return "No processed invocation was published.";
  }
  const workEnd = lastWork + timeline.periodSeconds;
  const done = `The last request was done after ${formatDuration(workEnd)}.`;
  if (settled === null || settled < workEnd) {
    return `${done} The fleet stood at ${formatCounted(final, "instance")} at the end of the run.`;
  }
  return `${done} The fleet was at ${formatCounted(final, "instance")} ${formatDuration(settled - workEnd)} later.`;
}
