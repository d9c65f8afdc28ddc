import { type AsyncEndpoint } from "../../../simulator/engine/async-endpoint";
import { type PlatformOptions } from "../../../simulator/engine/platform-options";
import { Simulation } from "../../../simulator/engine/simulation";
import {
  type Distribution,
  type EndpointOptions,
  type ModelOptions,
  type Outcome,
  type Submission,
} from "../../../simulator/engine/types";

export function constant(value: number): Distribution {
  return { kind: "constant", value };
}

/** One event of an endpoint, as its listener heard it. */
export interface HeardEvent {
  readonly at: number;
  readonly what: string;
  readonly request?: number;
}

export interface SettledRequest {
  readonly request: number;
  readonly outcome: Outcome;
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly settledAt: number;
}

export interface Fixture {
  readonly simulation: Simulation;
  readonly endpoint: AsyncEndpoint;
  readonly settled: SettledRequest[];
  readonly heard: HeardEvent[];
  /** Submits requests now; returns their numbers. */
  readonly submit: (count: number, change?: Partial<Submission>) => number[];
  /** What was heard of statuses and fleet changes, as `at: what`. */
  readonly statuses: () => string[];
}

export interface FixtureOptions {
  readonly endpoint?: Partial<Omit<EndpointOptions, "model">>;
  readonly model?: Partial<ModelOptions>;
  readonly platform?: Partial<PlatformOptions>;
  readonly seed?: number;
}

/** One instance of two slots that takes 10 s a request; nothing about it is random. */
export function startEndpoint({
  endpoint,
  model,
  platform,
  seed = 1,
}: FixtureOptions = {}): Fixture {
  const simulation = new Simulation({
    startSeconds: 0,
    seed,
    platform: {
      provisionSeconds: constant(100),
      terminationSeconds: constant(60),
      metricDelaySeconds: constant(60),
      ...platform,
    },
  });
  const settled: SettledRequest[] = [];
  const heard: HeardEvent[] = [];
  const created = simulation.createEndpoint(
    {
      name: "summaries",
      variantName: "AllTraffic",
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 1,
      startInService: true,
      maxConcurrentInvocationsPerInstance: 2,
      ...endpoint,
      model: {
        serviceTimeSeconds: constant(10),
        failureProbability: 0,
        completion: "sampled",
        ...model,
      },
    },
    {
      requestStarted: (request, instance, at) =>
        heard.push({ at, what: `started on ${instance}`, request }),
      requestSettled: (request, outcome, instants) => {
        settled.push({ request, outcome, ...instants });
      },
      requestInterrupted: (request, at, redelivered) =>
        heard.push({ at, what: `interrupted, ${redelivered ? "redelivered" : "lost"}`, request }),
      statusChanged: (status, at) => heard.push({ at, what: status }),
      fleetChangeStarted: (from, to, at) => heard.push({ at, what: `${from} -> ${to}` }),
    },
  );
  return {
    simulation,
    endpoint: created,
    settled,
    heard,
    submit: (count, change) =>
      Array.from({ length: count }, () =>
        created.submit({
          requestTtlSeconds: 21_600,
          invocationTimeoutSeconds: 900,
          payloadBytes: 1000,
          ...change,
        }),
      ),
    statuses: () =>
      heard.filter(({ request }) => request === undefined).map(({ at, what }) => `${at}: ${what}`),
  };
}
