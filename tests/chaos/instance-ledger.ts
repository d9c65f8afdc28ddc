import { type InstanceState } from "../../simulator/engine/types";
import { type Serves } from "./request-ledger";
import { invariant } from "./violation";

/** States that may follow a state; "none" comes before the first. */
const followers: Readonly<Record<InstanceState | "none", readonly InstanceState[]>> = {
  none: ["launching", "serving"],
  // To its end when it is of an update that was taken back.
  launching: ["serving", "standby", "draining", "terminating"],
  serving: ["launching", "standby", "draining"],
  standby: ["serving", "draining"],
  draining: ["terminating"],
  terminating: ["gone"],
  gone: [],
};

interface Entry {
  state: InstanceState;
  readonly slotCount: number;
  readonly serves: Serves;
  hasServed: boolean;
  /** Of an update that was taken back before it was ready. */
  isCalledOff: boolean;
  running: number;
  /** When it entered its state. */
  since: number;
  billedFrom: number;
  billedUntil: number;
}

/** The books of one endpoint's instances: their lives, their slots and their bill, from what was heard. */
export class InstanceLedger {
  private readonly entries = new Map<number, Entry>();

  /** @param billFrom From which state an instance is billed. */
  constructor(
    private readonly billFrom: "launch" | "inService",
    private readonly minimumSeconds = 0,
  ) {}

  /** An instance entered a state. `serves` is what instances that are new now serve. */
  enter(
    instance: number,
    state: InstanceState,
    slotCount: number,
    at: number,
    serves: Serves & { readonly concurrency: number },
  ): void {
    const known = this.entries.get(instance);
    const before = known?.state ?? "none";
    invariant(
      followers[before].includes(state),
      () => `instance ${instance} went from ${before} to ${state}`,
    );
    if (known === undefined) {
      invariant(
        slotCount === serves.concurrency,
        () => `instance ${instance} has ${slotCount} slots, not ${serves.concurrency}`,
      );
    }
    const entry = known ?? {
      state,
      slotCount,
      serves,
      hasServed: false,
      isCalledOff: false,
      running: 0,
      since: at,
      billedFrom: Infinity,
      billedUntil: Infinity,
    };
    invariant(
      state !== "terminating" || before === "draining" || entry.isCalledOff,
      () => `instance ${instance} went from ${before} to ${state}`,
    );
    invariant(
      state !== "serving" || !entry.isCalledOff,
      () => `instance ${instance} serves, though its update was taken back`,
    );
    entry.state = state;
    entry.since = at;
    entry.hasServed ||= state === "serving";
    const isBilled = this.billFrom === "launch" || state === "serving";
    if (isBilled && entry.billedFrom === Infinity) entry.billedFrom = at;
    if (state === "gone") entry.billedUntil = at;
    this.entries.set(instance, entry);
  }

  /** An update is taken back: those of it that have not served yet never will. */
  callOff(): void {
    for (const entry of this.entries.values()) {
      if (entry.state === "launching" && !entry.hasServed) entry.isCalledOff = true;
    }
  }

  /** Instances on their way into service. */
  launchingToServe(): number {
    let count = 0;
    for (const { state, isCalledOff } of this.entries.values()) {
      if (state === "launching" && !isCalledOff) count++;
    }
    return count;
  }

  start(instance: number): void {
    const entry = this.require(instance);
    invariant(
      entry.state === "serving",
      () => `a request started on instance ${instance}, which is ${entry.state}`,
    );
    entry.running++;
    invariant(
      entry.running <= entry.slotCount,
      () => `instance ${instance} runs ${entry.running} requests on ${entry.slotCount} slots`,
    );
  }

  end(instance: number): void {
    this.require(instance).running--;
  }

  interrupt(instance: number, at: number, drainSeconds: number): void {
    const { state, since } = this.require(instance);
    invariant(
      state === "launching" ? at === since : state === "draining" && at === since + drainSeconds,
      () => `instance ${instance}, ${state} since ${since}, cut a request off at ${at}`,
    );
  }

  serves(instance: number): Serves {
    return this.require(instance).serves;
  }

  count(state: InstanceState): number {
    let count = 0;
    for (const entry of this.entries.values()) if (entry.state === state) count++;
    return count;
  }

  /** The nth instance in service, modulo their number; undefined when there is none. */
  nthServing(nth: number): number | undefined {
    const serving = [...this.entries].flatMap(([id, { state }]) => (state === "serving" ? id : []));
    return serving[nth % Math.max(1, serving.length)];
  }

  /** Instance-seconds billed up to now. */
  billedSeconds(now: number): number {
    let sum = 0;
    for (const { billedFrom, billedUntil } of this.entries.values()) {
      if (billedFrom === Infinity) continue;
      const least = billedUntil <= now ? this.minimumSeconds : 0;
      sum += Math.max(least, Math.min(now, billedUntil) - billedFrom);
    }
    return sum;
  }

  /** What must hold between events. */
  check(waiting: number): void {
    for (const [id, { state, running, slotCount }] of this.entries) {
      invariant(
        running === 0 || ["serving", "standby", "draining"].includes(state),
        () => `${running} requests run on instance ${id}, which is ${state}`,
      );
      invariant(
        running > 0 || state !== "draining",
        () => `instance ${id} has no work left and does not go away`,
      );
      invariant(
        waiting === 0 || state !== "serving" || running === slotCount,
        () => `${waiting} requests wait while instance ${id} has ${slotCount - running} free slots`,
      );
    }
  }

  private require(instance: number): Entry {
    const entry = this.entries.get(instance);
    invariant(entry !== undefined, () => `instance ${instance} is not known`);
    return entry;
  }
}
