import { type LoadProgress } from "../load/run/progress";
import { instancePricePerHour } from "../sagemaker/instance-types";
import { type RunResult } from "../simulator/scenario/result";
import { UsageError } from "./run-command";

/** Caps that a user puts on a run. */
export interface RunCaps {
  /** US dollars. */
  readonly maxCost?: number | undefined;
  /** Seconds of the service from the start of the stream. */
  readonly maxDuration?: number | undefined;
}

/**
 * Refuses a run of which the model expects more than its caps.
 *
 * @param forecast The scenario through the model.
 * @throws UsageError
 */
export function checkForecast({ maxCost, maxDuration }: RunCaps, forecast: RunResult): void {
  const { cost, timeline } = forecast;
  const seconds = timeline.seconds.at(-1) ?? 0;
  if (maxCost !== undefined && cost.total === null) {
    throw new UsageError(
      "`--max-cost` cannot be kept: no price is known for the instance type in the region. Leave it out, and use `--max-duration`",
    );
  }
  if (maxCost !== undefined && cost.total !== null && cost.total > maxCost) {
    throw new UsageError(
      `\`--max-cost\` is ${maxCost}, and the model expects the run to cost ${cost.total.toFixed(2)} US dollars. ` +
        "Send fewer `--requests`, or raise it",
    );
  }
  if (maxDuration !== undefined && seconds > maxDuration) {
    throw new UsageError(
      `\`--max-duration\` is ${maxDuration} s, and the model expects the run to take ${seconds} s. ` +
        "Send fewer `--requests`, or raise it",
    );
  }
}

/**
 * Watches a run under way and stops its sending once a cap is reached. The fleet then still works off what was sent, so
 * that the cost ends somewhat above the cap.
 */
export class CapWatch {
  private readonly controller = new AbortController();
  private readonly pricePerHour: number | undefined;
  private instanceSeconds = 0;
  private lastSeconds = 0;
  /** Which cap was reached, in words; undefined while none was. */
  reached: string | undefined;

  constructor(
    private readonly caps: RunCaps,
    instanceType: string,
    region: string,
  ) {
    this.pricePerHour = instancePricePerHour(instanceType, region);
  }

  /** Aborted once a cap is reached. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  observe({ streamSeconds, currentInstances, desiredInstances }: LoadProgress): void {
    if (streamSeconds === null || this.reached !== undefined) {
      return;
    }
    const count = Math.max(currentInstances ?? 0, desiredInstances ?? 0);
    this.instanceSeconds += count * Math.max(0, streamSeconds - this.lastSeconds);
    this.lastSeconds = streamSeconds;
    const cost = ((this.pricePerHour ?? 0) * this.instanceSeconds) / 3600;
    const { maxCost = Infinity, maxDuration = Infinity } = this.caps;
    if (cost >= maxCost) {
      this.reached = `\`--max-cost\` of ${maxCost} US dollars was reached`;
    } else if (streamSeconds >= maxDuration) {
      this.reached = `\`--max-duration\` of ${maxDuration} s was reached`;
    }
    if (this.reached !== undefined) {
      this.controller.abort(new Error(this.reached));
    }
  }
}
