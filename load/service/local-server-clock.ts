import { randomUUID } from "node:crypto";

import { z } from "zod";

import { type ServiceClock, sleepByLooking } from "./clock";

/** What `GET /_local/health` and `POST /_local/leash` of the local server answer. */
const healthSchema = z.object({
  status: z.literal("ok"),
  time: z.number(),
  speed: z.number().positive(),
});

type Health = z.infer<typeof healthSchema>;

/** Time between two readings of the server's clock, on this machine's. A leash lasts a hundred times as long. */
const readingIntervalMilliseconds = 50;

/** The least time between two readings, while a leash moves. */
const leastIntervalMilliseconds = 10;

interface Reading {
  /** This machine's clock, half way between question and answer. */
  readonly wallMilliseconds: number;
  /** The server's clock. */
  readonly serviceSeconds: number;
}

/**
 * The simulated clock of the local server. It runs `speed` times as fast as this machine's and waits whenever the
 * server's real work takes longer than simulated time allows, so it is read again and again; between two readings it
 * is taken to go on as it went between the last two. While a leash is held, each reading renews it.
 */
export class LocalServerClock implements ServiceClock {
  private rate: number;
  private latest = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private readingDue = 0;
  private closed = false;
  /** Whether the server answered the latest reading. */
  private isAnswered = true;
  /** Where the leash is to be, and where the server was last told that it is; Infinity without one. */
  private leashEnd = Infinity;
  private toldLeashEnd = Infinity;
  private readonly leashHolder = randomUUID();
  /** The reading that is under way. */
  private underWay: Promise<void> | undefined;

  private constructor(
    private readonly serverUrl: string,
    readonly speed: number,
    private reading: Reading,
  ) {
    this.rate = speed;
    this.readIn(readingIntervalMilliseconds);
  }

  /**
   * Begins to follow the clock of the server behind an endpoint URL.
   *
   * @param endpointUrl For example `http://127.0.0.1:4566`.
   * @returns The clock, or `undefined` when the server is not the local one (it has no `/_local/health`).
   * @throws When nothing answers at the URL.
   */
  static async follow(endpointUrl: string): Promise<LocalServerClock | undefined> {
    let answer;
    try {
      answer = await readHealth(endpointUrl);
    } catch (cause) {
      throw new Error(
        `\`endpointUrl\` is ${JSON.stringify(endpointUrl)}, and nothing answers there; start the local server with ` +
          "`npm run emulator`, or give the URL of a server that runs",
        { cause },
      );
    }
    return answer && new LocalServerClock(endpointUrl, answer.health.speed, answer.reading);
  }

  now(): number {
    const { wallMilliseconds, serviceSeconds } = this.reading;
    // What comes after a reading that is overdue is anyone's guess: on a busy machine the server's time may stand still.
    const foreseen = Math.min(performance.now(), this.readingDue + leastIntervalMilliseconds);
    const elapsedSeconds = (foreseen - wallMilliseconds) / 1000;
    const expected = Math.min(serviceSeconds + elapsedSeconds * this.rate, this.leashEnd);
    this.latest = Math.max(this.latest, serviceSeconds, expected);
    return this.latest;
  }

  sleepUntil(serviceSeconds: number, signal?: AbortSignal): Promise<void> {
    return sleepByLooking(this, serviceSeconds, signal);
  }

  leash(untilSeconds: number): void {
    if (untilSeconds === this.leashEnd) return;
    this.leashEnd = untilSeconds;
    const soonest = this.reading.wallMilliseconds + leastIntervalMilliseconds;
    if (this.timer !== undefined && this.readingDue > soonest) {
      clearTimeout(this.timer);
      this.readIn(Math.max(0, soonest - performance.now()));
    }
  }

  async standStill(atSeconds = this.now()): Promise<void> {
    this.leashEnd = atSeconds;
    // A reading that is under way may have left before the leash was set.
    await this.underWay;
    // The server's time may be a moment behind what was foreseen, and goes on to there.
    do {
      clearTimeout(this.timer);
      await this.read();
    } while (this.isAnswered && !this.closed && this.reading.serviceSeconds < this.leashEnd);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private readIn(milliseconds: number): void {
    this.readingDue = performance.now() + milliseconds;
    // A run that has ended is not kept alive by its clock.
    this.timer = setTimeout(() => void this.read(), milliseconds).unref();
  }

  private read(): Promise<void> {
    this.timer = undefined;
    this.underWay ??= this.ask().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  private async ask(): Promise<void> {
    const { leashEnd } = this;
    const hasLeash = leashEnd < Infinity || this.toldLeashEnd < Infinity;
    const asked = hasLeash
      ? moveLeash(this.serverUrl, this.leashHolder, leashEnd)
      : readHealth(this.serverUrl);
    // A reading that fails leaves the clock running on; the calls of the run will tell what is wrong.
    const answer = await asked.catch(() => undefined);
    if (this.closed) {
      return;
    }
    this.isAnswered = answer !== undefined;
    if (answer !== undefined) {
      this.toldLeashEnd = leashEnd;
      const before = this.reading;
      const { wallMilliseconds, serviceSeconds } = answer.reading;
      const wallSeconds = (wallMilliseconds - before.wallMilliseconds) / 1000;
      const rate = (serviceSeconds - before.serviceSeconds) / wallSeconds;
      this.rate = Math.min(this.speed, Math.max(0, rate));
      this.reading = answer.reading;
    }
    const isToldAll = this.toldLeashEnd === this.leashEnd;
    this.readIn(isToldAll ? readingIntervalMilliseconds : leastIntervalMilliseconds);
  }
}

interface HealthReading {
  readonly health: Health;
  readonly reading: Reading;
}

function readHealth(serverUrl: string): Promise<HealthReading | undefined> {
  return request(serverUrl, "/_local/health", {});
}

function moveLeash(
  serverUrl: string,
  holder: string,
  untilSeconds: number,
): Promise<HealthReading | undefined> {
  return request(serverUrl, "/_local/leash", {
    method: "POST",
    body: JSON.stringify({ holder, untilSeconds: untilSeconds < Infinity ? untilSeconds : null }),
  });
}

async function request(
  serverUrl: string,
  path: string,
  init: RequestInit,
): Promise<HealthReading | undefined> {
  const asked = performance.now();
  const response = await fetch(new URL(path, serverUrl), init);
  const body: unknown = await response.json().catch(() => undefined);
  const health = response.ok ? healthSchema.safeParse(body).data : undefined;
  const wallMilliseconds = (asked + performance.now()) / 2;
  return health && { health, reading: { wallMilliseconds, serviceSeconds: health.time } };
}
