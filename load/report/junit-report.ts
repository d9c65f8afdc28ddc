import junit from "junit-report-builder";

import { type RunResult } from "../../simulator/scenario/result";
import { timelineEnd } from "./timeline-series";

/** The group of the cases that objectives make. */
export const promiseGroup = "promises";

/** One thing that a run was held to. */
export interface JudgedCase {
  /** Cases of a group stand together. */
  readonly group: string;
  readonly name: string;
  /** What came of it, in its unit: `723.4 s`, `3 requests`. */
  readonly measured: string;
  /** Null when it holds. */
  readonly failure: {
    /** One line: what was measured, and what is allowed. */
    readonly message: string;
    /** What helps to find out why. */
    readonly details: string;
  } | null;
}

/**
 * What a run was held to as JUnit XML, the form that CI systems read: a suite for each group, a test case for each thing.
 * A suite says where the run took place; its time is the run's, in the service's seconds.
 */
export function renderJunitReport(result: RunResult, cases: readonly JudgedCase[]): string {
  const { scenario, seed, measurement, timeline, instances, cost } = result;
  const report = junit.newBuilder().name("Load simulation");
  const name = typeof scenario["name"] === "string" ? scenario["name"] : "load";
  const facts = {
    seed,
    region: scenario["region"],
    target: measurement?.target ?? "model",
    endpoint: measurement?.endpointName,
    speed: measurement?.speed,
    peakInstances: instances.peak,
    costUsd: cost.total,
  };
  for (const group of new Set(cases.map((each) => each.group))) {
    const suite = report.testSuite().name(`${name}: ${group}`).time(timelineEnd(timeline));
    if (measurement !== undefined) suite.timestamp(measurement.startedAt);
    for (const [key, value] of Object.entries(facts)) {
      if (typeof value === "string" || typeof value === "number") suite.property(key, `${value}`);
    }
    for (const { name: caseName, failure } of cases.filter((each) => each.group === group)) {
      const written = suite.testCase().className(`${name}.${group}`).name(caseName);
      if (failure !== null) written.failure(failure.message).stacktrace(failure.details);
    }
  }
  return `${report.build()}\n`;
}
