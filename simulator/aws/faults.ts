import { setTimeout as delay } from "node:timers/promises";

import { type RandomSource, randomSource } from "../engine/random-streams";
import { AwsError } from "./errors";
import { type Model, type ModelRequest, type ModelResponse } from "./model/model";

/** What goes wrong on purpose. Shares are of 1 and 0 by default; they are drawn from the server's seed. */
export interface FaultOptions {
  /** Share of the calls of `InvokeEndpointAsync` that are throttled. */
  readonly throttling?: number;
  /** Share of the invocations that the container answers with status 500. */
  readonly containerErrors?: number;
  /** Share of the results that no topic is told of. */
  readonly droppedNotifications?: number;
  /** Share of the results that their topic is told of twice. */
  readonly duplicatedNotifications?: number;
  /** Longest time in real milliseconds that a call of S3 waits before it is begun; each waits for a part of it. */
  readonly slowS3Milliseconds?: number;
}

/** The names of the faults that are shares. */
const faultShares = [
  ...["throttling", "containerErrors", "droppedNotifications", "duplicatedNotifications"],
] as const satisfies readonly (keyof FaultOptions)[];

/** Has things go wrong, to see what a client makes of it. */
export class Faults {
  private readonly draw: RandomSource;

  /**
   * @throws RangeError when a share is not between 0 and 1, or the delay below 0
   */
  constructor(
    private readonly options: FaultOptions,
    seed: number,
  ) {
    for (const name of faultShares) {
      const share = options[name] ?? 0;
      if (!(share >= 0 && share <= 1)) {
        throw new RangeError(`Fault \`${name}\` is ${share}; it must be a share from 0 to 1`);
      }
    }
    const { slowS3Milliseconds: longest = 0 } = options;
    if (!(longest >= 0)) {
      throw new RangeError(
        `Fault \`slowS3Milliseconds\` is ${longest}; it must be 0 or more milliseconds`,
      );
    }
    this.draw = randomSource(seed, "failures", "faults");
  }

  /**
   * Before an operation is performed.
   *
   * @throws AwsError `ThrottlingException` to those that are throttled
   */
  async before(service: string, operation: string): Promise<void> {
    const { throttling = 0, slowS3Milliseconds = 0 } = this.options;
    if (operation === "InvokeEndpointAsync" && this.happens(throttling)) {
      throw new AwsError("ThrottlingException", "Rate exceeded", 400);
    }
    if (service === "s3" && slowS3Milliseconds > 0) {
      await delay(this.draw() * slowS3Milliseconds);
    }
  }

  /** How often a result is told: 0 times, once or twice. */
  timesTold(): number {
    const { droppedNotifications = 0, duplicatedNotifications = 0 } = this.options;
    if (this.happens(droppedNotifications)) {
      return 0;
    }
    return this.happens(duplicatedNotifications) ? 2 : 1;
  }

  /** A model that breaks now and then. */
  over(model: Model): Model {
    return (this.options.containerErrors ?? 0) > 0 ? new BreakingModel(model, this) : model;
  }

  breaksContainer(): boolean {
    return this.happens(this.options.containerErrors ?? 0);
  }

  private happens(share: number): boolean {
    return share > 0 && this.draw() < share;
  }
}

class BreakingModel implements Model {
  readonly takesOwnTime: boolean;
  readonly ping: (() => Promise<boolean>) | undefined;

  constructor(
    private readonly model: Model,
    private readonly faults: Faults,
  ) {
    this.takesOwnTime = model.takesOwnTime === true;
    this.ping = model.ping?.bind(model);
  }

  invoke(request: ModelRequest): Promise<ModelResponse> {
    return this.faults.breaksContainer()
      ? Promise.resolve({
          status: 500,
          contentType: "text/plain",
          body: Buffer.from("Injected fault: the container failed"),
        })
      : this.model.invoke(request);
  }

  close(): void {
    this.model.close?.();
  }
}
