import { type LoadProgress } from "../../../load/run/progress";

/** Progress of a run that sends, with some of it changed. */
export function progressAt(
  streamSeconds: number | null,
  change: Partial<LoadProgress>,
): LoadProgress {
  return {
    ...{ phase: "sending", streamSeconds, requests: 10, uploaded: 10 },
    ...{ sent: 0, accepted: 0, rejected: 0, succeeded: 0, failed: 0, outstanding: 0 },
    ...{ backlog: null, currentInstances: null, desiredInstances: null },
    ...change,
  };
}
