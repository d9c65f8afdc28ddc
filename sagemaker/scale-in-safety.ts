import { terminationGraceSeconds } from "./limits";

/**
 * Says why target tracking may not remove instances, to be read after the name of the option that lets it.
 *
 * @param longestInvocationSeconds Longest time that a request may run.
 * @param longestName Name of that option, as it is shown.
 */
export function scaleInOnBacklogProblem(
  longestInvocationSeconds: number,
  longestName: string,
): string | undefined {
  const grace = terminationGraceSeconds.value;
  return longestInvocationSeconds > grace
    ? `is true; target tracking removes instances whatever runs on them, and SageMaker kills that after ${grace} seconds, ` +
        `while ${longestName} is ${longestInvocationSeconds}: leave it false, or lower ${longestName} to ${grace} if every request ends by then`
    : undefined;
}

/** Says why a fleet must not be emptied after so short an idle time, to be read after the name of the option. */
export function idleTimeProblem(
  idleSeconds: number,
  longestInvocationSeconds: number,
  longestName: string,
): string | undefined {
  return idleSeconds < longestInvocationSeconds
    ? `is ${idleSeconds}; it must be at least ${longestName}, which is ${longestInvocationSeconds}: raise it, or lower ${longestName}`
    : undefined;
}
