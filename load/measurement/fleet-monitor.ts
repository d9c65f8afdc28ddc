import { DescribeEndpointCommand, type SageMakerClient } from "@aws-sdk/client-sagemaker";

import { fatalAdvice } from "../service/back-off";
import { type ServiceClock } from "../service/clock";
import { loadError, LoadError } from "../load-error";
import { type Recorder } from "../journal/recorder";
import { type LoadTarget } from "../service/target";

import { metricPeriodSeconds } from "./metric-series";

/** The fleet as DescribeEndpoint showed it. */
export interface FleetSample {
  /** Epoch seconds of the service. */
  readonly atSeconds: number;
  readonly current: number;
  readonly desired: number;
}

/** However fast the service's time goes, it is not asked more often than this by this machine's clock. */
const leastWallSeconds = 0.05;

/** Watches the number of instances by asking for it every minute of the service. */
export class FleetMonitor {
  /** All samples of the run, those of its earlier processes too. */
  readonly samples: FleetSample[];
  private readonly earlierCount: number;
  private isChanging = false;
  private isBeingCreated = false;

  constructor(
    private readonly sageMaker: SageMakerClient,
    private readonly clock: ServiceClock,
    private readonly target: LoadTarget,
    private readonly record: Recorder,
    earlier: readonly FleetSample[] = [],
  ) {
    this.samples = [...earlier];
    this.earlierCount = earlier.length;
  }

  /** The last sample that this process took, or `undefined` before the first. */
  get latest(): FleetSample | undefined {
    return this.samples.length > this.earlierCount ? this.samples.at(-1) : undefined;
  }

  /** Whether the endpoint was seen by this process, and had been created; until then AWS says that there is none. */
  get takesRequests(): boolean {
    return this.latest !== undefined && !this.isBeingCreated;
  }

  /** Whether the last sample shows a fleet of this size with no change under way. */
  standsAt(count: number): boolean {
    const { latest } = this;
    return latest?.current === count && latest.desired === count && !this.isChanging;
  }

  /**
   * Samples until the signal aborts.
   *
   * @throws {LoadError} When the endpoint is gone, is being deleted or has failed.
   */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sample();
      const now = this.clock.now();
      // CloudWatch's gauges stand on its minutes, and so do the samples.
      const nextMinute = (Math.floor(now / metricPeriodSeconds) + 1) * metricPeriodSeconds;
      const earliest = now + leastWallSeconds * this.clock.speed;
      await this.clock.sleepUntil(Math.max(nextMinute, earliest), signal).catch(() => undefined);
    }
  }

  private async sample(): Promise<void> {
    const { endpointName, variantName } = this.target;
    let endpoint;
    try {
      endpoint = await this.sageMaker.send(
        new DescribeEndpointCommand({ EndpointName: endpointName }),
      );
    } catch (error) {
      if (error instanceof Error && fatalAdvice(error) === undefined) {
        // A minute without a sample is a gap in the picture, not the end of the run.
        return;
      }
      throw loadError(`Watching endpoint ${endpointName}`, error);
    }
    const status = endpoint.EndpointStatus;
    if (status === "Deleting" || status === "Failed") {
      throw new LoadError(
        `Watching endpoint ${endpointName}: its status is ${status}` +
          (endpoint.FailureReason === undefined ? "" : ` (${endpoint.FailureReason})`) +
          "; deploy it again and start the load anew",
      );
    }
    this.isChanging = status !== "InService";
    this.isBeingCreated = status === "Creating";
    const variant = endpoint.ProductionVariants?.find((each) => each.VariantName === variantName);
    const sample = {
      atSeconds: this.clock.now(),
      current: variant?.CurrentInstanceCount ?? 0,
      desired: variant?.DesiredInstanceCount ?? 0,
    };
    const changed =
      sample.current !== this.latest?.current || sample.desired !== this.latest.desired;
    this.samples.push(sample);
    if (changed) {
      this.record({ event: "fleet", ...sample });
    }
  }
}

/**
 * Time that instances are billed for, summed over them, from samples that each hold until the next.
 *
 * AWS does not say when the bill of an instance starts; the dearer answer is taken, as the engine does by default:
 * from the moment that it is wanted to the moment that it is gone, so the greater of the two counts is what counts.
 *
 * @returns Instance-seconds of the service between the two instants.
 */
export function instanceSeconds(
  samples: readonly FleetSample[],
  fromSeconds: number,
  toSeconds: number,
): number {
  let total = 0;
  samples.forEach((sample, index) => {
    const begin = Math.max(sample.atSeconds, fromSeconds);
    const end = Math.min(samples[index + 1]?.atSeconds ?? toSeconds, toSeconds);
    total += Math.max(0, end - begin) * Math.max(sample.current, sample.desired);
  });
  return total;
}
