import { formatCount, formatCounted, formatDuration } from "../report/format-quantity";
import { type LoadPhase, type LoadProgress } from "../run/progress";

/** The cards of the page, by their ids. */
export const liveCards = {
  time: "Time of the service",
  sent: "Sent",
  succeeded: "Succeeded",
  failed: "Not succeeded",
  backlog: "Backlog",
  instances: "Fleet",
} as const;

/** A card's figure and the note below it. */
export interface LiveCard {
  readonly value: string;
  readonly note: string;
}

/** What the page says of a run under way, in words. */
export interface LiveWords {
  readonly phase: string;
  readonly cards: Readonly<Record<keyof typeof liveCards, LiveCard>>;
}

const phaseWords: Readonly<Record<LoadPhase, string>> = {
  uploading: "Uploading the inputs",
  waitingForFleet: "Waiting until the idle fleet is at its minimum",
  sending: "Sending requests",
  draining: "Waiting for every answer",
  scalingIn: "Watching the fleet return to its minimum",
  reconciling: "Looking every request up in S3",
  measuring: "Reading the run's metrics",
};

/** Puts progress into words. */
export function liveWords(progress: LoadProgress): LiveWords {
  const { requests, sent, succeeded, failed, rejected, outstanding } = progress;
  const { backlog, currentInstances: current, desiredInstances: desired } = progress;
  return {
    phase: phaseWords[progress.phase],
    cards: {
      time: { value: formatDuration(progress.streamSeconds), note: "since the stream began" },
      sent: { value: formatCount(sent), note: `of ${formatCount(requests)} requests` },
      succeeded: {
        value: formatCount(succeeded),
        note: `${formatCount(outstanding)} still to be heard of`,
      },
      failed: {
        value: formatCount(failed + rejected),
        note: `${formatCount(rejected)} of them not accepted`,
      },
      backlog: { value: formatCount(backlog), note: "as CloudWatch last showed it" },
      instances: {
        value: current === null ? formatCount(null) : formatCounted(current, "instance"),
        note: desired === null ? "" : `${formatCount(desired)} desired`,
      },
    },
  };
}
