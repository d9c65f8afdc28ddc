import { randomSource } from "../../simulator/engine/random-streams";
import { arrivalSeconds } from "../../simulator/scenario/arrivals";
import { type Scenario } from "../../simulator/scenario/schema";

import { type ArticleSource } from "../corpus/article-source";
import { type PlannedRequest } from "../sending/client";
import { inputLocation, inputPrefixOf } from "../sending/uploader";
import { type LoadTarget } from "../service/target";

/** Planned send times in seconds from the start of the stream, in order: the same for the same scenario and seed. */
export function plannedArrivals({
  seed,
  workload,
}: Pick<Scenario, "seed" | "workload">): Float64Array {
  return Float64Array.from(
    arrivalSeconds(workload.arrivals, randomSource(seed, "arrivals"), workload.requests),
  );
}

/** A stream that is still to be sent. */
export interface PlannedStream {
  /** Seconds from the start of the stream, in order. */
  readonly arrivals: Float64Array;
  /** Epoch seconds of the service that the arrivals count from. */
  readonly startSeconds: number;
  /** Arrivals after this are not sent. */
  readonly maxSeconds: number;
  readonly run: string;
  readonly target: LoadTarget;
  readonly source: ArticleSource;
  /** Which of the requests are to be sent; asked as each one's turn comes. */
  readonly isDue: (index: number) => boolean;
}

/** Where the input of a request is. */
export function inputOf(
  { run, source, target }: Pick<PlannedStream, "run" | "source" | "target">,
  index: number,
): string {
  return inputLocation(inputPrefixOf(target, run), source.inputName(index));
}

/** The requests of a stream that are to be sent, in the order of their planned times. */
export function* plannedRequests(stream: PlannedStream): Generator<PlannedRequest> {
  const { arrivals, isDue, maxSeconds, startSeconds } = stream;
  for (const [index, arrival] of arrivals.entries()) {
    if (arrival > maxSeconds) {
      return;
    }
    if (isDue(index)) {
      const plannedSeconds = startSeconds + arrival;
      yield { index, plannedSeconds, inputLocation: inputOf(stream, index) };
    }
  }
}
