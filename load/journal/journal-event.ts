import { type RequestOutcome } from "../../simulator/scenario/result";
import { type Scenario } from "../../simulator/scenario/schema";
import { type LoadOptions } from "../run/load-options";

import { type LoadTarget } from "../service/target";

/** The options of a run that it goes on with when it is resumed. */
export type JournaledOptions = Pick<
  LoadOptions,
  "inputDirectory" | "inline" | "completion" | "shards" | "remote" | "startFleet" | "waitForScaleIn"
>;

/** How a request ended, as its notification told it. */
export interface NotifiedResult {
  readonly status: "Completed" | "Failed";
  /** When the service accepted the request; `receivedTime` of the notification. */
  readonly receivedSeconds: number;
  /** When the service was done with it; `eventTime` of the notification. */
  readonly endedSeconds: number;
  readonly outputLocation: string | null;
  readonly failureLocation: string | null;
  readonly failureReason: string | null;
}

/**
 * One line of a run's journal. Everything that a run knows is in these events, in the order in which it came to know
 * it, so that what was lost with the process can be had again from the file. Times are epoch seconds of the service.
 */
export type JournalEvent = RunEvent & {
  /** The shard that sent, where the event was read from the journal of one. */
  readonly shard?: number;
};

type RunEvent =
  | {
      readonly event: "started";
      readonly run: string;
      readonly startedAt: string;
      readonly target: LoadTarget;
      readonly scenario: Scenario;
      readonly options: JournaledOptions;
    }
  /** The run goes on after its process ended; what is still to be sent is planned this much later than at first. */
  | { readonly event: "resumed"; readonly atSeconds: number; readonly shiftSeconds: number }
  /** An input is in S3. */
  | { readonly event: "uploaded"; readonly input: string; readonly bytes: number }
  /** The instant that planned send times count from. */
  | { readonly event: "streamStarted"; readonly atSeconds: number }
  /** Written before the request leaves, so that a request that may have left is known. */
  | {
      readonly event: "sent";
      readonly index: number;
      readonly plannedSeconds: number;
      readonly atSeconds: number;
      /** Null when the input went in the request itself. */
      readonly inputLocation: string | null;
      /** How large it was then. */
      readonly inlineBytes?: number | undefined;
    }
  | {
      readonly event: "accepted";
      readonly index: number;
      readonly atSeconds: number;
      readonly attempts: number;
      readonly outputLocation: string;
      readonly failureLocation: string | null;
    }
  /**
   * Sent again: of the first sending no answer came, and by its inference id nothing was heard when everything that
   * was accepted had been heard of.
   */
  | {
      readonly event: "resent";
      readonly index: number;
      readonly plannedSeconds: number;
      readonly atSeconds: number;
    }
  /** Certainly not accepted, for a reason that lies outside the request: it is to be sent when the run goes on. */
  | {
      readonly event: "withdrawn";
      readonly index: number;
      readonly atSeconds: number;
      readonly reason: string;
    }
  /** The connection ended without an answer: only the request's inference id can tell whether it was accepted. */
  | {
      readonly event: "answerLost";
      readonly index: number;
      readonly atSeconds: number;
      readonly attempts: number;
      readonly error: string;
    }
  /** The service refused the request, or could not be reached, until the attempts ran out. */
  | {
      readonly event: "rejected";
      readonly index: number;
      readonly atSeconds: number;
      readonly attempts: number;
      readonly error: string;
    }
  | ({
      readonly event: "notified";
      readonly index: number;
      readonly atSeconds: number;
    } & NotifiedResult)
  /** Its output, or its failure, was found in S3. */
  | {
      readonly event: "found";
      readonly index: number;
      readonly atSeconds: number;
      readonly status: "Completed" | "Failed";
      readonly location: string;
      /** When S3 says that the object was written. */
      readonly endedSeconds: number;
    }
  /** The reconciliation's word on a request. */
  | {
      readonly event: "reconciled";
      readonly index: number;
      readonly outcome: RequestOutcome;
      readonly reason: string | null;
    }
  | {
      readonly event: "fleet";
      readonly atSeconds: number;
      readonly current: number;
      readonly desired: number;
    }
  | { readonly event: "phase"; readonly phase: string; readonly atSeconds: number }
  | { readonly event: "finished"; readonly atSeconds: number };
