import TinyQueue from "tinyqueue";
import { type PlatformOptions } from "../engine/platform-options";
import { Simulation } from "../engine/simulation";
import { type Clock } from "./clock";
import { Leashes } from "./leashes";

/** Node's timers hold at most this many milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Appointment {
  readonly atSeconds: number;
  readonly sequence: number;
  readonly callback: (atSeconds: number) => void;
}

function earlierFirst(a: Appointment, b: Appointment): number {
  return a.atSeconds - b.atSeconds || a.sequence - b.sequence;
}

interface Hold {
  readonly untilSeconds: number;
  released: boolean;
}

function earliestEndFirst(a: Hold, b: Hold): number {
  return a.untilSeconds - b.untilSeconds;
}

/**
 * Keeps the engines, one a region, abreast of the simulated clock: one timer for the earliest event of all, and a catch-up
 * before each request that needs the present.
 */
export class Driver {
  /** By which clients make time wait for them. */
  readonly leashes = new Leashes(() => this.limitChanged());
  private readonly simulations = new Map<string, Simulation>();
  private appointments = new TinyQueue<Appointment>([], earlierFirst);
  private holds = new TinyQueue<Hold>([], earliestEndFirst);
  private sequence = 0;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private armedFor = Infinity;
  private catchingUp = false;
  private closed = false;
  /** How far everything has been advanced. */
  private present: number;

  /**
   * @param clock simulated time
   * @param seed seed of every engine
   * @param platform what differs from the engine's documented defaults
   * @param regionStarted called once for each engine, just after it was made
   */
  constructor(
    private readonly clock: Clock,
    private readonly seed: number,
    private readonly platform: Partial<PlatformOptions>,
    private readonly regionStarted: (region: string) => void,
  ) {
    this.present = clock.now();
  }

  /** The engine of a region, made when it is first asked for. */
  simulation(region: string): Simulation {
    const known = this.simulations.get(region);
    if (known !== undefined) {
      return known;
    }
    const made = new Simulation({
      startSeconds: this.present,
      seed: this.seed,
      platform: this.platform,
      keepsMetricValues: true,
    });
    this.simulations.set(region, made);
    this.regionStarted(region);
    this.arm();
    return made;
  }

  /**
   * Runs a callback at a simulated instant, in order with the engines' events.
   *
   * @param atSeconds epoch seconds; an instant that has passed means as soon as possible
   */
  at(atSeconds: number, callback: (atSeconds: number) => void): void {
    const notBeforePresent = Math.max(atSeconds, this.present);
    this.appointments.push({ atSeconds: notBeforePresent, sequence: this.sequence++, callback });
    this.arm();
  }

  /**
   * Keeps simulated time from passing an instant while real work is done that must be over by then, such as the run of a
   * model: however fast time is set to go, it waits for the work.
   *
   * @param untilSeconds epoch seconds
   * @returns a function that lets time go on; calling it again does nothing. It may be called from within an engine, so
   *   that nothing happens before that engine is done: a slot that was just freed is filled before time goes on
   */
  hold(untilSeconds: number): () => void {
    const hold: Hold = { untilSeconds, released: false };
    this.holds.push(hold);
    this.clock.stopAt(this.heldAt());
    return () => {
      if (!hold.released) {
        hold.released = true;
        this.clock.stopAt(this.heldAt());
        this.catchUpSoon();
      }
    };
  }

  /** Lets everything happen that is due by now, in the order of simulated time. */
  catchUp(): void {
    // A callback may lead back here; the loop that called it goes on afterwards.
    if (this.catchingUp || this.closed) {
      return;
    }
    this.forgetSoon();
    this.catchingUp = true;
    try {
      const now = this.clock.now();
      // An event may bring a hold with it, so the limit is looked at anew each time.
      const limit = (): number => Math.min(now, this.heldAt());
      for (let next = this.nextEventTime(); next <= limit(); next = this.nextEventTime()) {
        this.advanceTo(next);
      }
      this.advanceTo(limit());
    } finally {
      this.catchingUp = false;
    }
    this.arm();
  }

  /** Sets the timer to the earliest event; to be called after a change that may have brought one forward. */
  arm(): void {
    if (this.catchingUp || this.closed) {
      return;
    }
    const upcoming = this.nextEventTime();
    // The end of the hold, or the move of the leash, arms the timer again.
    const next = upcoming > this.heldAt() ? Infinity : upcoming;
    if (next === this.armedFor) {
      return;
    }
    clearTimeout(this.timer);
    this.armedFor = next;
    if (next === Infinity) {
      return;
    }
    const delayMs = Math.ceil(this.clock.wallSecondsUntil(next) * 1000);
    this.timer = setTimeout(() => this.wake(), Math.min(delayMs, LONGEST_TIMER_MS));
  }

  /** Forgets all engines and appointments. */
  reset(): void {
    clearTimeout(this.timer);
    this.forgetSoon();
    this.armedFor = Infinity;
    this.simulations.clear();
    this.appointments = new TinyQueue<Appointment>([], earlierFirst);
    this.holds = new TinyQueue<Hold>([], earliestEndFirst);
    this.leashes.clear();
    this.clock.stopAt(Infinity);
  }

  /** Ends the timer for good. */
  close(): void {
    this.reset();
    this.closed = true;
  }

  private forgetSoon(): void {
    clearImmediate(this.soon);
    this.soon = undefined;
  }

  private wake(): void {
    this.armedFor = Infinity;
    this.catchUp();
  }

  private catchUpSoon(): void {
    if (this.catchingUp || this.closed) {
      return;
    }
    this.soon ??= setImmediate(() => this.catchUp());
  }

  private limitChanged(): void {
    this.clock.stopAt(this.heldAt());
    this.catchUp();
  }

  /** The instant that time may not pass at present. */
  private heldAt(): number {
    while (this.holds.peek()?.released === true) {
      this.holds.pop();
    }
    return Math.min(this.holds.peek()?.untilSeconds ?? Infinity, this.leashes.untilSeconds);
  }

  private nextEventTime(): number {
    let next = this.appointments.peek()?.atSeconds ?? Infinity;
    for (const simulation of this.simulations.values()) {
      next = Math.min(next, simulation.nextEventTime());
    }
    return next;
  }

  private advanceTo(seconds: number): void {
    this.present = Math.max(this.present, seconds);
    for (const simulation of this.simulations.values()) {
      if (this.present > simulation.now || simulation.nextEventTime() <= this.present) {
        simulation.advanceTo(this.present);
      }
    }
    for (
      let due = this.appointments.peek();
      due !== undefined && due.atSeconds <= this.present;
      due = this.appointments.peek()
    ) {
      this.appointments.pop();
      due.callback(due.atSeconds);
    }
  }
}
