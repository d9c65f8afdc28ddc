import { type Scenario } from "./schema";

/** The workload as a result tells it: every value as used, but the times of a trace, which stay in its file. */
export function usedWorkload(workload: Scenario["workload"]): Record<string, unknown> {
  if (workload.arrivals.kind !== "trace") return { ...workload };
  const { kind, file, timeScale, rateScale } = workload.arrivals;
  return { ...workload, arrivals: { kind, file, timeScale, rateScale } };
}
