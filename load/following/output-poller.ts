import { setTimeout as delay } from "node:timers/promises";

import { type S3Client } from "@aws-sdk/client-s3";

import { type RequestLedger, type RequestRecord } from "../journal/ledger";
import { type Recorder } from "../journal/recorder";
import { loadError } from "../load-error";
import { fatalAdvice } from "../service/back-off";
import { type ServiceClock } from "../service/clock";
import { findObjects } from "../service/s3-objects";
import { type ResultFollower } from "./result-follower";

/** What the poller needs. */
export interface PollerOptions {
  readonly s3: S3Client;
  readonly clock: ServiceClock;
  readonly ledger: RequestLedger;
  readonly record: Recorder;
  /** Where the output of a request goes of which no one has said whether it was accepted; undefined: nobody knows. */
  readonly foreseenOutput: (index: number) => string | undefined;
}

/** Between two looks, on this machine's clock. */
const pauseMilliseconds = 1000;

/** Looking takes no more than this part of the time: a run of many requests has long listings. */
const longestShare = 0.2;

/** Finds the ends of requests by listing the folders of their outputs and failures again and again. */
export class OutputPoller implements ResultFollower {
  readonly foreignMessages = 0;
  lastResultSeconds = -Infinity;

  constructor(private readonly options: PollerOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const began = performance.now();
      await this.look();
      const pause = (performance.now() - began) * (1 / longestShare - 1);
      await delay(Math.max(pauseMilliseconds, pause), undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Looks once for every request that has had no word of its end.
   *
   * @throws {LoadError} When S3 says something that holds for every look: no such bucket, no permission.
   */
  async look(): Promise<void> {
    const { clock, ledger, record, s3 } = this.options;
    const wanted = new Map<string, Place>();
    for (const request of ledger.requests()) {
      if (request.result === null) this.addPlaces(request, wanted);
    }
    let found;
    try {
      found = await findObjects(s3, wanted.keys());
    } catch (error) {
      if (error instanceof Error && fatalAdvice(error) === undefined) {
        // What could not be listed now is there at the next look.
        return;
      }
      throw loadError("Looking for results in S3", error);
    }
    for (const [location, modifiedSeconds] of found) {
      const place = wanted.get(location);
      const request = place && ledger.request(place.index);
      // A notification may have come while S3 was asked.
      if (place === undefined || request === undefined || request.result !== null) continue;
      this.lastResultSeconds = clock.now();
      // S3 tells whole seconds, so that an object may seem older than its request.
      const notBefore = request.acceptedSeconds ?? request.sentSeconds;
      record({
        event: "found",
        ...{ ...place, location },
        atSeconds: this.lastResultSeconds,
        endedSeconds: Math.max(modifiedSeconds, notBefore),
      });
    }
  }

  private addPlaces(request: RequestRecord, wanted: Map<string, Place>): void {
    const { index, failureLocation } = request;
    const output = request.outputLocation ?? this.options.foreseenOutput(index);
    if (output) wanted.set(output, { index, status: "Completed" });
    if (failureLocation) wanted.set(failureLocation, { index, status: "Failed" });
  }
}

interface Place {
  readonly index: number;
  readonly status: "Completed" | "Failed";
}
