import { randomSource } from "../../simulator/engine/random-streams";
import { arrivalSeconds } from "../../simulator/scenario/arrivals";
import { type Scenario } from "../../simulator/scenario/schema";

import { type ArticleSource } from "../corpus/article-source";
import { type PlannedRequest } from "../sending/client";
import { goesInline, inputLocation, inputPrefixOf } from "../sending/uploader";
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
  /** Whether inputs that are small enough go in the requests themselves. */
  readonly inline?: boolean | undefined;
  /** Which of the requests are to be sent; asked as each one's turn comes. */
  readonly isDue: (index: number) => boolean;
}

/** The input of a request, and where it is. */
export function inputOf(
  stream: Pick<PlannedStream, "run" | "source" | "target" | "inline">,
  index: number,
): Pick<PlannedRequest, "input" | "inputLocation"> {
  const input = stream.source.input(index);
  const location = inputLocation(inputPrefixOf(stream.target, stream.run), input.name);
  return { input, inputLocation: goesInline(stream, input) ? null : location };
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
      yield { index, plannedSeconds, ...inputOf(stream, index) };
    }
  }
}
