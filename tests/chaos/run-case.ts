import { createHash } from "node:crypto";
import { Simulation } from "../../simulator/engine/simulation";
import { AdmissionLedger } from "./admission-ledger";
import { type ChaosCase } from "./chaos-case";
import { EndpointHost } from "./endpoint-host";
import { invariant } from "./violation";

/** How the owner of the engine moves time: by every event, as scenario runs do, or by leaps, as a server may. */
export type Stepping = "events" | "leaps";

/** How many events one instant may have before time counts as standing still. */
const mostEventsOfAnInstant = 10_000;

/**
 * Runs a case and holds the engine to its invariants, after every event when it steps by events.
 *
 * @returns A digest of everything that the engine told.
 * @throws Violation when an invariant is broken.
 */
export function runCase(chaos: ChaosCase, stepping: Stepping): string {
  const simulation = new Simulation({
    startSeconds: 0,
    seed: chaos.seed,
    platform: chaos.platform,
  });
  const heard: string[] = [];
  simulation.alarms.onTransition = (alarm, from, to, reason, at) =>
    heard.push(`${at} ${alarm.name} ${from} -> ${to}: ${reason}`);
  const admissions = new AdmissionLedger(simulation.platform.invocationsPerSecond);
  const hosts = chaos.endpoints.map(
    (given, index) => new EndpointHost(simulation, given, index, heard, admissions),
  );
  // Before the engine has had its own events of the instant, those of the past are over only.
  const check = (): void => {
    if (stepping === "events") for (const host of hosts) host.check(!chaos.actsFirst);
  };
  const advance = (to: number, isInclusive: boolean): void => {
    if (stepping === "events") stepTo(simulation, hosts, to, isInclusive);
    else if (isInclusive) simulation.advanceTo(to);
    else simulation.advanceBefore(to);
  };

  check();
  let at = 0;
  for (const action of chaos.actions) {
    at += action.after;
    advance(at, !chaos.actsFirst);
    hosts[action.endpoint % hosts.length]?.act(action);
    check();
  }
  const longestWait = Math.max(
    0,
    ...chaos.actions.map((action) => (action.kind === "submit" ? action.ttlSeconds : 0)),
  );
  // Everything has expired by then, or has been served: the last starts are followed by at most a time-out.
  advance(at + longestWait + 3600 + 2000, true);
  for (const host of hosts) host.checkEnd(stepping === "events");

  const digest = createHash("sha256");
  digest.update(heard.join("\n"));
  digest.update(JSON.stringify(simulation.autoscaling.activities()));
  for (const { id } of simulation.metrics.list()) {
    digest.update(
      JSON.stringify(simulation.metrics.datapoints(id, 0, simulation.now, 60, Infinity)),
    );
  }
  return digest.digest("hex");
}

function stepTo(
  simulation: Simulation,
  hosts: readonly EndpointHost[],
  to: number,
  isInclusive: boolean,
): void {
  let eventsOfInstant = 0;
  for (;;) {
    const next = simulation.nextEventTime();
    if (isInclusive ? next > to : next >= to) break;
    invariant(next >= simulation.now, () => `at ${simulation.now} the next event is of ${next}`);
    eventsOfInstant = next > simulation.now ? 0 : eventsOfInstant + 1;
    invariant(eventsOfInstant < mostEventsOfAnInstant, () => `time stands still at ${next}`);
    for (const host of hosts) host.beforeEvents(next);
    simulation.advanceTo(next);
    for (const host of hosts) host.check(true);
  }
  for (const host of hosts) host.beforeEvents(to);
  if (isInclusive) simulation.advanceTo(to);
  else simulation.advanceBefore(to);
}

/**
 * Runs a case twice, by events and by leaps: the engine may not tell anything else.
 *
 * @throws Violation when an invariant is broken.
 */
export function checkCase(chaos: ChaosCase): void {
  const byEvents = runCase(chaos, "events");
  const byLeaps = runCase(chaos, "leaps");
  invariant(byEvents === byLeaps, () => "the same case ran differently by events and by leaps");
}
