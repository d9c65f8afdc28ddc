import { setTimeout as delay } from "node:timers/promises";

/**
 * The time that the service under load lives in. Every planned time, latency and TTL of a run is in its seconds
 * ("service seconds"), so that a run at 240 times the speed of AWS reads like one on AWS.
 */
export interface ServiceClock {
  /** Service seconds that pass, at most, in a second of this machine's clock; 1 on AWS. */
  readonly speed: number;
  /** Epoch seconds of the service; it never goes back. */
  now(): number;
  /**
   * Waits for an instant of the service.
   *
   * @param serviceSeconds Epoch seconds; an instant in the past returns at once.
   * @param signal Ends the wait early by a rejection with the signal's reason.
   */
  sleepUntil(serviceSeconds: number, signal?: AbortSignal): Promise<void>;
  /**
   * Asks time to wait at an instant until the leash is moved on, so that a client on a busy machine is not left behind.
   * AWS's time waits for no one.
   *
   * @param untilSeconds Epoch seconds of the service; Infinity lets time go.
   */
  leash(untilSeconds: number): void;
  /**
   * Has time stand still until the leash is moved on; once this resolves, {@link now} is where it stands. What is planned
   * from there on cannot be overtaken before the first leash is told.
   *
   * @param atSeconds Where it is to stand: where it is by default, or an instant that it goes on to.
   */
  standStill(atSeconds?: number): Promise<void>;
  /** Stops following the service. */
  close(): void;
}

/** `setTimeout` takes 2^31 - 1 milliseconds at most. */
const longestDelayMilliseconds = 86_400_000;

/** Waits by looking at a clock again each time that the instant would be reached at full speed. */
export async function sleepByLooking(
  clock: Pick<ServiceClock, "speed" | "now">,
  serviceSeconds: number,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const remainingMilliseconds = ((serviceSeconds - clock.now()) * 1000) / clock.speed;
    if (remainingMilliseconds <= 0) {
      return;
    }
    const milliseconds = Math.min(Math.ceil(remainingMilliseconds), longestDelayMilliseconds);
    try {
      await delay(milliseconds, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }
}

/** The clock of AWS: this machine's own, which is taken to be set right. */
export class WallClock implements ServiceClock {
  readonly speed = 1;

  now(): number {
    return (performance.timeOrigin + performance.now()) / 1000;
  }

  sleepUntil(serviceSeconds: number, signal?: AbortSignal): Promise<void> {
    return sleepByLooking(this, serviceSeconds, signal);
  }

  leash(): void {
    // It would not hold.
  }

  standStill(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    // Nothing is followed.
  }
}
