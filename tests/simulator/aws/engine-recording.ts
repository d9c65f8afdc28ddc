import { type AsyncEndpoint } from "../../../simulator/engine/async-endpoint";
import { type PlatformOptions } from "../../../simulator/engine/platform-options";
import { Simulation } from "../../../simulator/engine/simulation";

/** What the server told its engine to do, and when. */
interface Call {
  readonly atSeconds: number;
  /** Does the same on another engine, whose endpoint is given once there is one. */
  readonly repeat: (simulation: Simulation, endpoint: AsyncEndpoint | undefined) => void;
}

/** Decisions of an engine: what scaled, and which alarms changed. */
export interface Decisions {
  readonly activities: readonly object[];
  readonly transitions: readonly string[];
}

/** A record of everything that goes into the engine of a server with one endpoint, from the moment that it is made. */
export class EngineRecording {
  readonly startSeconds: number;
  readonly calls: Call[] = [];
  readonly transitions: string[] = [];

  constructor(private readonly simulation: Simulation) {
    this.startSeconds = simulation.now;
    listenToTransitions(simulation, this.transitions);
    this.recordEndpoints();
    this.recordScaling();
    const { alarms } = simulation;
    const put = alarms.put.bind(alarms);
    alarms.put = (definition) => {
      // Target tracking makes its alarms within the engine: a replay makes them, too.
      if (!definition.name.startsWith("TargetTracking-")) {
        this.record((other) => other.alarms.put(definition));
      }
      put(definition);
    };
  }

  get decisions(): Decisions {
    return {
      activities: this.simulation.autoscaling.activities(),
      transitions: this.transitions,
    };
  }

  /** Runs an engine of its own, without any server, through the recorded calls. */
  replay(seed: number, platform: Partial<PlatformOptions>): Decisions {
    const simulation = new Simulation({ startSeconds: this.startSeconds, seed, platform });
    const transitions: string[] = [];
    listenToTransitions(simulation, transitions);
    let endpoint: AsyncEndpoint | undefined;
    const createEndpoint = simulation.createEndpoint.bind(simulation);
    simulation.createEndpoint = (...args) => (endpoint = createEndpoint(...args));
    for (const { atSeconds, repeat } of this.calls) {
      simulation.advanceTo(atSeconds);
      repeat(simulation, endpoint);
    }
    simulation.advanceTo(this.simulation.now);
    return { activities: simulation.autoscaling.activities(), transitions };
  }

  private record(repeat: Call["repeat"]): void {
    this.calls.push({ atSeconds: this.simulation.now, repeat });
  }

  private recordEndpoints(): void {
    const { simulation } = this;
    const createEndpoint = simulation.createEndpoint.bind(simulation);
    simulation.createEndpoint = (options, listener) => {
      this.record((other) => other.createEndpoint(options, { requestSettled: () => undefined }));
      const endpoint = createEndpoint(options, listener);
      const submit = endpoint.submit.bind(endpoint);
      endpoint.submit = (submission) => {
        const copy = { ...submission };
        this.record((_other, replayed) => replayed?.submit(copy));
        return submit(submission);
      };
      const complete = endpoint.complete.bind(endpoint);
      endpoint.complete = (request, outcome) => {
        this.record((_other, replayed) => replayed?.complete(request, outcome));
        complete(request, outcome);
      };
      const observe = endpoint.observe.bind(endpoint);
      endpoint.observe = (metric, value) => {
        this.record((_other, replayed) => replayed?.observe(metric, value));
        observe(metric, value);
      };
      return endpoint;
    };
  }

  private recordScaling(): void {
    const { autoscaling } = this.simulation;
    const registerTarget = autoscaling.registerTarget.bind(autoscaling);
    autoscaling.registerTarget = (options) => {
      this.record((other, endpoint) => {
        if (endpoint !== undefined) other.autoscaling.registerTarget({ ...options, endpoint });
      });
      registerTarget(options);
    };
    const putPolicy = autoscaling.putPolicy.bind(autoscaling);
    autoscaling.putPolicy = (options) => {
      this.record((other) => other.autoscaling.putPolicy(options));
      return putPolicy(options);
    };
  }
}

function listenToTransitions(simulation: Simulation, transitions: string[]): void {
  const { alarms } = simulation;
  const told = alarms.onTransition;
  alarms.onTransition = (alarm, from, to, reason, atSeconds) => {
    transitions.push(`${atSeconds} ${alarm.name}: ${from} -> ${to}: ${reason}`);
    told?.(alarm, from, to, reason, atSeconds);
  };
}
