import { type RequestOutcome } from "../../simulator/scenario/result";

/** Outcomes as headings and labels have them. */
export const outcomeLabels: Readonly<Record<RequestOutcome, string>> = {
  succeeded: "Succeeded",
  failed: "Failed",
  expired: "Expired",
  timedOut: "Timed out",
  lost: "Lost",
  unfinished: "Unfinished",
};

/** What each outcome means, in a sentence. */
export const outcomeMeanings: Readonly<Record<RequestOutcome, string>> = {
  succeeded: "A result was written.",
  failed: "The model, or SageMaker around it, answered with an error.",
  expired: "The time to live in the queue ran out before an instance was free.",
  timedOut: "Processing took longer than the invocation time-out.",
  lost: "Neither a result nor word of a failure ever came.",
  unfinished: "The run was cut off while the request waited or ran.",
};
