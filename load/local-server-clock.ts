import { z } from "zod";

import { type ServiceClock, sleepByLooking } from "./clock";

/** What `GET /_local/health` of the local server answers. */
const healthSchema = z.object({
  status: z.literal("ok"),
  time: z.number(),
  speed: z.number().positive(),
});

type Health = z.infer<typeof healthSchema>;

/** Time between two readings of the server's clock, on this machine's. */
const readingIntervalMilliseconds = 50;

interface Reading {
  /** This machine's clock, half way between question and answer. */
  readonly wallMilliseconds: number;
  /** The server's clock. */
  readonly serviceSeconds: number;
}

/**
 * The simulated clock of the local server. It runs `speed` times as fast as this machine's and waits whenever the
 * server's real work takes longer than simulated time allows, so it is read again and again; between two readings it
 * is taken to go on as it went between the last two.
 */
export class LocalServerClock implements ServiceClock {
  private rate: number;
  private latest = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(
    private readonly healthUrl: URL,
    readonly speed: number,
    private reading: Reading,
  ) {
    this.rate = speed;
    this.readLater();
  }

  /**
   * Begins to follow the clock of the server behind an endpoint URL.
   *
   * @param endpointUrl For example `http://127.0.0.1:4566`.
   * @returns The clock, or `undefined` when the server is not the local one (it has no `/_local/health`).
   * @throws When nothing answers at the URL.
   */
  static async follow(endpointUrl: string): Promise<LocalServerClock | undefined> {
    const healthUrl = new URL("/_local/health", endpointUrl);
    let answer;
    try {
      answer = await readHealth(healthUrl);
    } catch (cause) {
      throw new Error(
        `\`endpointUrl\` is ${JSON.stringify(endpointUrl)}, and nothing answers there; start the local server with ` +
          "`npm run emulator`, or give the URL of a server that runs",
        { cause },
      );
    }
    return answer && new LocalServerClock(healthUrl, answer.health.speed, answer.reading);
  }

  now(): number {
    const { wallMilliseconds, serviceSeconds } = this.reading;
    const elapsedSeconds = (performance.now() - wallMilliseconds) / 1000;
    this.latest = Math.max(this.latest, serviceSeconds + elapsedSeconds * this.rate);
    return this.latest;
  }

  sleepUntil(serviceSeconds: number, signal?: AbortSignal): Promise<void> {
    return sleepByLooking(this, serviceSeconds, signal);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private readLater(): void {
    // A run that has ended is not kept alive by its clock.
    this.timer = setTimeout(() => void this.read(), readingIntervalMilliseconds).unref();
  }

  private async read(): Promise<void> {
    // A reading that fails leaves the clock running on; the calls of the run will tell what is wrong.
    const answer = await readHealth(this.healthUrl).catch(() => undefined);
    if (this.closed) {
      return;
    }
    if (answer !== undefined) {
      const before = this.reading;
      const { wallMilliseconds, serviceSeconds } = answer.reading;
      const wallSeconds = (wallMilliseconds - before.wallMilliseconds) / 1000;
      const rate = (serviceSeconds - before.serviceSeconds) / wallSeconds;
      this.rate = Math.min(this.speed, Math.max(0, rate));
      this.reading = answer.reading;
    }
    this.readLater();
  }
}

async function readHealth(
  healthUrl: URL,
): Promise<{ health: Health; reading: Reading } | undefined> {
  const asked = performance.now();
  const response = await fetch(healthUrl);
  const body: unknown = await response.json().catch(() => undefined);
  const health = response.ok ? healthSchema.safeParse(body).data : undefined;
  const wallMilliseconds = (asked + performance.now()) / 2;
  return health && { health, reading: { wallMilliseconds, serviceSeconds: health.time } };
}
