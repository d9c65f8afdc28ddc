import TinyQueue from "tinyqueue";

import { randomSource } from "../simulator/engine/random-streams";
import { type Distribution } from "../simulator/engine/types";
import { type ArrivalProcess, arrivalProcess } from "../simulator/scenario/arrivals";

/** The queue that all simulators are measured on: Poisson arrivals, exponential service, first come, first served. */
export const queue = {
  servers: 4,
  ratePerSecond: 2.8,
  meanServiceSeconds: 1,
  /** By Erlang C. */
  meanWaitSeconds: 0.357212,
};

export const queueSeed = 1;

/** The arrivals of the queue. */
export const queueArrivals = { kind: "poisson", ratePerSecond: queue.ratePerSecond } as const;

/** The service times of the queue. */
export const queueService: Distribution = { kind: "exponential", mean: queue.meanServiceSeconds };

/** The arrivals, as the engine's scenarios draw them. */
export function queueArrivalProcess(): ArrivalProcess {
  return arrivalProcess(queueArrivals, randomSource(queueSeed, "arrivals"));
}

/**
 * The queue in the least code that simulates it: a loop over an event heap, without metrics, times to live or outcomes.
 *
 * @returns The mean wait, in seconds.
 */
export function bareLoop(requests: number): number {
  const nextArrival = queueArrivalProcess();
  const draw = randomSource(queueSeed, "service");
  const ends = new TinyQueue<number>([], (a, b) => a - b);
  let waiting: number[] = [];
  let head = 0;
  let waited = 0;
  const serve = (now: number, submittedAt: number): void => {
    waited += now - submittedAt;
    ends.push(now - queue.meanServiceSeconds * Math.log1p(-draw()));
  };
  for (let sent = 0; sent < requests; sent++) {
    const arrival = nextArrival();
    for (let end = ends.peek(); end !== undefined && end <= arrival; end = ends.peek()) {
      ends.pop();
      const next = waiting[head];
      if (next === undefined) continue;
      serve(end, next);
      head++;
    }
    if (head > 1000) {
      waiting = waiting.slice(head);
      head = 0;
    }
    if (ends.length < queue.servers) serve(arrival, arrival);
    else waiting.push(arrival);
  }
  return waited / requests;
}
