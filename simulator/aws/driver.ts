import TinyQueue from "tinyqueue";
import { Simulation } from "../engine/simulation";
import { type Clock } from "./clock";

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

/**
 * Keeps the engines, one a region, abreast of the simulated clock: one timer for the earliest event of all, and a catch-up
 * before each request that needs the present.
 */
export class Driver {
  private readonly simulations = new Map<string, Simulation>();
  private appointments = new TinyQueue<Appointment>([], earlierFirst);
  private sequence = 0;
  private timer: NodeJS.Timeout | undefined;
  private armedFor = Infinity;
  private catchingUp = false;
  private closed = false;
  /** How far everything has been advanced. */
  private present: number;

  /**
   * @param clock simulated time
   * @param seed seed of every engine
   * @param regionStarted called once for each engine, just after it was made
   */
  constructor(
    private readonly clock: Clock,
    private readonly seed: number,
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
    const made = new Simulation({ startSeconds: this.present, seed: this.seed });
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

  /** Lets everything happen that is due by now, in the order of simulated time. */
  catchUp(): void {
    // A callback may lead back here; the loop that called it goes on afterwards.
    if (this.catchingUp || this.closed) {
      return;
    }
    this.catchingUp = true;
    try {
      const now = this.clock.now();
      for (let next = this.nextEventTime(); next <= now; next = this.nextEventTime()) {
        this.advanceTo(next);
      }
      this.advanceTo(now);
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
    const next = this.nextEventTime();
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
    this.armedFor = Infinity;
    this.simulations.clear();
    this.appointments = new TinyQueue<Appointment>([], earlierFirst);
  }

  /** Ends the timer for good. */
  close(): void {
    this.reset();
    this.closed = true;
  }

  private wake(): void {
    this.armedFor = Infinity;
    this.catchUp();
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
