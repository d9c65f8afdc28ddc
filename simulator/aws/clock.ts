/** Least and greatest speed of the simulated clock. */
export const SPEED_RANGE = { min: 1, max: 3600 } as const;

/** Seconds of an endless wall clock that no one sets back. */
export type WallSeconds = () => number;

const wallSeconds: WallSeconds = () => (performance.timeOrigin + performance.now()) / 1000;

/**
 * Simulated time: it starts at the wall's time and runs `speed` times as fast, except that it stands still while it is at
 * its ceiling. Time lost there is not made up, and it never goes back.
 */
export class Clock {
  private anchorWall: number;
  private anchorSimulated: number;
  private ceiling = Infinity;

  /**
   * @param speed simulated seconds in a wall second, 1 to 3600
   * @param wall the wall clock in epoch seconds; another one makes a test repeatable
   */
  constructor(
    readonly speed: number,
    private readonly wall: WallSeconds = wallSeconds,
  ) {
    if (!Number.isFinite(speed) || speed < SPEED_RANGE.min || speed > SPEED_RANGE.max) {
      throw new RangeError(
        `\`speed\` is ${speed}; it must be a number from ${SPEED_RANGE.min} to ${SPEED_RANGE.max}. ` +
          "60 makes a simulated minute last a second",
      );
    }
    this.anchorWall = wall();
    this.anchorSimulated = this.anchorWall;
  }

  /** Simulated time in epoch seconds. */
  now(): number {
    const wall = this.wall();
    const free = this.anchorSimulated + (wall - this.anchorWall) * this.speed;
    if (free <= this.ceiling) {
      return free;
    }
    this.anchorSimulated = Math.max(this.anchorSimulated, this.ceiling);
    this.anchorWall = wall;
    return this.anchorSimulated;
  }

  /** Sets the instant at which simulated time stands still, in epoch seconds; Infinity lets it run. */
  stopAt(ceilingSeconds: number): void {
    this.anchorSimulated = this.now();
    this.anchorWall = this.wall();
    this.ceiling = ceilingSeconds;
  }

  /** Wall seconds from now until a simulated instant; 0 when it has passed. */
  wallSecondsUntil(simulatedSeconds: number): number {
    return Math.max(0, (simulatedSeconds - this.now()) / this.speed);
  }

  /** Epoch seconds on the wall, for what AWS clients do in real time: queue visibility and long polling. */
  wallNow(): number {
    return this.wall();
  }
}
