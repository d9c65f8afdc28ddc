import { type Scenario } from "../../simulator/scenario/schema";
import { mean } from "../statistics";
import {
  type DistributionFit,
  fitDistribution,
  fitPayload,
  fitShare,
  type PayloadFit,
  type ShareFit,
} from "./fit";
import { type RunRecords } from "./run-records";
import { inferStarts, type StartedRequest } from "./service-starts";

type Profile = NonNullable<Scenario["model"]["profile"]>;

/** A point of the profile and how well it fits. */
export interface PointFit {
  readonly instanceType: string;
  readonly concurrency: number;
  readonly requests: number;
  readonly meanSeconds: number;
  /** Requests a second of an instance that is full. */
  readonly throughput: number;
  readonly service: DistributionFit;
  readonly payload: PayloadFit;
}

/** Where the throughput of an instance type is highest, and the least concurrency that comes within a twentieth of it. */
export interface ThroughputKnee {
  readonly instanceType: string;
  readonly peak: number;
  readonly knee: number;
}

/** What measured runs say of the model behind an endpoint. */
export interface Calibration {
  readonly profile: Profile;
  readonly points: readonly PointFit[];
  readonly knees: readonly ThroughputKnee[];
  readonly failures: ShareFit;
  /** Inferred mean service time beside CloudWatch's, by run. */
  readonly checks: readonly {
    readonly run: string;
    readonly inferredSeconds: number;
    readonly publishedSeconds: number | null;
  }[];
}

/** Fewer requests than this say too little of a concurrency. */
const fewestRequests = 30;
const nearPeak = 0.95;

/** Fits a profile to measured runs, of one or several types and concurrencies. */
export function calibrate(runs: readonly RunRecords[]): Calibration {
  const started = runs.map((run) => ({
    run,
    requests: inferStarts(run.requests, run.fleet, run.concurrency).filter(
      ({ startedSeconds, endedSeconds }) => endedSeconds > startedSeconds,
    ),
  }));
  const groups = new Map<string, StartedRequest[]>();
  for (const { run, requests } of started) {
    for (const request of requests) {
      if (request.failed) continue;
      const key = JSON.stringify([run.instanceType, request.running]);
      groups.set(key, [...(groups.get(key) ?? []), request]);
    }
  }
  const points = [...groups]
    .filter(([, requests]) => requests.length >= fewestRequests)
    .map(([key, requests]) => {
      const [instanceType, concurrency] = JSON.parse(key) as [string, number];
      return fitPoint(instanceType, concurrency, requests);
    })
    .sort((a, b) => a.instanceType.localeCompare(b.instanceType) || a.concurrency - b.concurrency);
  const worked = runs.flatMap(({ requests }) => requests);
  return {
    points,
    profile: profileOf(runs, points),
    knees: kneesOf(points),
    failures: fitShare(worked.filter(({ failed }) => failed).length, worked.length),
    checks: started.map(({ run, requests }) => ({
      run: run.run,
      inferredSeconds: mean(requests.map(secondsOf)),
      publishedSeconds: run.serviceSeconds,
    })),
  };
}

function secondsOf({ endedSeconds, startedSeconds }: StartedRequest): number {
  return endedSeconds - startedSeconds;
}

function fitPoint(
  instanceType: string,
  concurrency: number,
  requests: readonly StartedRequest[],
): PointFit {
  const timed = requests.map((request) => ({
    payloadBytes: request.payloadBytes,
    seconds: secondsOf(request),
  }));
  const payload = fitPayload(timed);
  const without = timed
    .map(({ payloadBytes, seconds }) => seconds - (payload.secondsPerMegabyte * payloadBytes) / 1e6)
    .filter((seconds) => seconds > 0);
  const meanSeconds = mean(timed.map(({ seconds }) => seconds));
  return {
    ...{ instanceType, concurrency, meanSeconds, payload },
    requests: requests.length,
    throughput: concurrency / meanSeconds,
    service: fitDistribution(without),
  };
}

function profileOf(runs: readonly RunRecords[], points: readonly PointFit[]): Profile {
  return {
    name: runs.map(({ run }) => run).join(", "),
    source: `measured ${runs.map(({ measuredAt, concurrency, instanceType }) => `${measuredAt} on ${instanceType} at concurrency ${concurrency}`).join("; ")}; fitted by npm run calibrate`,
    points: points.map(({ instanceType, concurrency, service, payload }) => {
      const startUps = runs
        .filter((run) => run.instanceType === instanceType)
        .flatMap(({ startUpSeconds }) => startUpSeconds);
      return {
        ...{ instanceType, concurrency, environment: {} },
        serviceTimeSeconds: service.distribution,
        secondsPerMegabyte: payload.secondsPerMegabyte,
        ...(startUps.length === 0
          ? {}
          : { provisionSeconds: { kind: "empirical" as const, values: startUps } }),
      };
    }),
  };
}

/** The throughput curve's peak and knee of each instance type with more than one concurrency. */
export function kneesOf(
  points: readonly Pick<PointFit, "instanceType" | "concurrency" | "throughput">[],
): ThroughputKnee[] {
  const types = [...new Set(points.map(({ instanceType }) => instanceType))];
  return types.flatMap((instanceType) => {
    const own = points.filter((point) => point.instanceType === instanceType);
    const best = own.reduce((a, b) => (b.throughput > a.throughput ? b : a));
    const knee = own
      .toSorted((a, b) => a.concurrency - b.concurrency)
      .find(({ throughput }) => throughput >= nearPeak * best.throughput);
    return own.length < 2
      ? []
      : [{ instanceType, peak: best.concurrency, knee: knee?.concurrency ?? best.concurrency }];
  });
}
