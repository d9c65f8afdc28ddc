import { type Scenario } from "../simulator/scenario/schema";

type Workload = Scenario["workload"];

/**
 * The same traffic, so many times as much of it in the same time.
 *
 * @param multiple Above 0; 2 doubles every rate and the number of requests.
 */
export function scaledWorkload(workload: Workload, multiple: number): Workload {
  const { requests, arrivals } = workload;
  return {
    ...workload,
    requests: requests === undefined ? undefined : Math.max(1, Math.round(requests * multiple)),
    arrivals: scaledArrivals(arrivals, multiple),
  };
}

function scaledArrivals(arrivals: Workload["arrivals"], multiple: number): Workload["arrivals"] {
  switch (arrivals.kind) {
    case "constant":
    case "poisson":
      return { ...arrivals, ratePerSecond: arrivals.ratePerSecond * multiple };
    case "at-once":
      return arrivals;
    case "closed-loop":
      return {
        ...arrivals,
        concurrency: Math.max(1, Math.round(arrivals.concurrency * multiple)),
      };
    case "ramp":
      return {
        ...arrivals,
        fromPerSecond: arrivals.fromPerSecond * multiple,
        toPerSecond: arrivals.toPerSecond * multiple,
      };
    case "bursts":
      return {
        ...arrivals,
        baseRatePerSecond: arrivals.baseRatePerSecond * multiple,
        burstRatePerSecond: arrivals.burstRatePerSecond * multiple,
      };
    case "diurnal":
      return { ...arrivals, meanRatePerSecond: arrivals.meanRatePerSecond * multiple };
    case "trace":
      return { ...arrivals, rateScale: arrivals.rateScale * multiple };
    default:
      return arrivals satisfies never;
  }
}
