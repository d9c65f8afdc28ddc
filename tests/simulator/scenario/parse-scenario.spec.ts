import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPlatformOptions } from "../../../simulator/engine/platform-options";
import { loadScenario } from "../../../simulator/scenario/load-scenario";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { scenarioJsonSchema } from "../../../simulator/scenario/schema";
import { ScenarioError } from "../../../simulator/scenario/scenario-error";
import { type Json, scenarioInput } from "./scenario-fixture";

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

function problems(input: unknown): readonly string[] {
  return problemsOf(() => parseScenario(input));
}

describe("a scenario", () => {
  it("has a default for everything but its workload", () => {
    const parsed = parseScenario({
      workload: { requests: 10, arrivals: { kind: "at-once" } },
    });
    expect(parsed).to.deep.include({
      name: "scenario",
      seed: 1,
      region: "us-east-1",
      endpoint: {
        instanceType: "ml.m5.xlarge",
        initialInstanceCount: 1,
        maxConcurrentInvocationsPerInstance: 2,
      },
      model: {
        serviceTimeSeconds: { kind: "lognormal", p50: 3, p90: 6 },
        profile: null,
        failureProbability: 0,
      },
      maxSeconds: 172_800,
    });
    expect(parsed.workload).to.include({
      requestTtlSeconds: 21_600,
      invocationTimeoutSeconds: 900,
    });
    expect(parsed.scaling).to.deep.equal({
      minCapacity: 0,
      maxCapacity: 5,
      targetTracking: {
        backlogPerInstance: 5,
        scaleInCooldownSeconds: 120,
        scaleOutCooldownSeconds: 120,
        disableScaleIn: false,
      },
      scaleFromZero: { cooldownSeconds: 300, evaluationPeriods: 2, instances: 1 },
      stepScaleOut: null,
      idleScaleIn: null,
      scheduledActions: [],
    });
  });

  it("is refused with every problem at once", () => {
    expect(
      problems({
        seed: 1.5,
        workload: { requests: 0, requestTtlSeconds: 59, arrivals: { kind: "poisson" } },
        endpoint: { maxConcurrentInvocationsPerInstance: 1001 },
        scaling: { minCapacity: 6, maxCapcity: 9, targetTracking: { backlogPerInstance: 0 } },
        platform: { backlogPerInstanceAtZero: "none" },
      }),
    ).to.have.members([
      "`seed` is 1.5; it must be a whole number.",
      "`workload.requests` is 0; it must be a whole number of at least 1.",
      "`workload.requestTtlSeconds` is 59; it must be a number from 60 to 21600.",
      "`workload.arrivals.ratePerSecond` is missing; it must be a number above 0: add it.",
      "`endpoint.maxConcurrentInvocationsPerInstance` is 1001; it must be a whole number from 1 to 1000.",
      "`scaling.maxCapcity` is not a known key; known keys are minCapacity, maxCapacity, targetTracking, scaleFromZero, " +
        "stepScaleOut, idleScaleIn, scheduledActions: correct it or take it out.",
      "`scaling.minCapacity` is 6; it must not be above `maxCapacity`, which is 5: lower the one or raise the other.",
      "`scaling.targetTracking.backlogPerInstance` is 0; it must be a number above 0.",
      '`platform.backlogPerInstanceAtZero` is "none"; it must be "backlog", "missing" or "zero".',
    ]);
  });

  const cases: [string, Json, string][] = [
    [
      "an unknown kind of arrivals",
      { workload: { requests: 1, arrivals: { kind: "weibull" } } },
      '`workload.arrivals.kind` is "weibull"; its `kind` must be one of constant, poisson, at-once, closed-loop, ramp, bursts, diurnal, trace.',
    ],
    [
      "no number of requests where there is no trace",
      { workload: { arrivals: { kind: "at-once" } } },
      "`workload.requests` is missing; it must be a whole number of at least 1: add it.",
    ],
    [
      "a range that is upside down",
      { platform: { provisionSeconds: { kind: "uniform", min: 5, max: 1 } } },
      '`platform.provisionSeconds` is {"kind":"uniform","min":5,"max":1}; its `min` must not be above its `max`.',
    ],
    [
      "neither a service time nor a profile",
      { model: { serviceTimeSeconds: null } },
      '`model` is {"serviceTimeSeconds":null}; it has neither `serviceTimeSeconds` nor `profile`: give one of them.',
    ],
    [
      "rates that never send anything",
      {
        workload: {
          requests: 1,
          arrivals: { kind: "ramp", fromPerSecond: 0, toPerSecond: 0, durationSeconds: 60 },
        },
      },
      '`workload.arrivals` is {"kind":"ramp","fromPerSecond":0,"toPerSecond":0,"durationSe…; ' +
        "one of `fromPerSecond` and `toPerSecond` must be above 0.",
    ],
    [
      "a scheduled action that puts the minimum above the maximum",
      {
        scaling: {
          maxCapacity: 5,
          scheduledActions: [
            { atSeconds: 600, minCapacity: 6 },
            { atSeconds: 900, maxCapacity: 8 },
          ],
        },
      },
      '`scaling.scheduledActions` is [{"atSeconds":600,"minCapacity":6},{"atSeconds":900,"maxCapa…; ' +
        "in order of time one of them puts the minimum above the maximum: raise `maxCapacity` before it or with it.",
    ],
    [
      "a number that is too large to be one",
      { maxSeconds: Infinity },
      "`maxSeconds` is Infinity; it must be a number above 0.",
    ],
    [
      "a scheduled action that does nothing",
      { scaling: { scheduledActions: [{ atSeconds: 60 }] } },
      '`scaling.scheduledActions[0]` is {"atSeconds":60}; it must have `minCapacity`, `maxCapacity` or both.',
    ],
  ];
  for (const [what, change, problem] of cases) {
    it(`is refused with ${what}`, () => {
      expect(problems(scenarioInput(change))).to.deep.equal([problem]);
    });
  }

  it("is refused with both a service time and a profile", () => {
    const [problem] = problems(
      scenarioInput({
        model: {
          serviceTimeSeconds: { kind: "constant", value: 1 },
          profile: {
            name: "p",
            source: "s",
            points: [
              {
                instanceType: "ml.m5.xlarge",
                concurrency: 1,
                serviceTimeSeconds: { kind: "constant", value: 1 },
              },
            ],
          },
        },
      }),
    );
    expect(problem).to.match(
      /it has both `serviceTimeSeconds` and `profile`: leave one of them out\.$/,
    );
  });

  it("is refused when its profile knows another instance type only", () => {
    const profile = {
      name: "p",
      source: "s",
      points: [
        {
          instanceType: "ml.g5.xlarge",
          concurrency: 1,
          serviceTimeSeconds: { kind: "constant", value: 1 },
        },
      ],
    };
    expect(problems(scenarioInput({ model: { profile } }))).to.deep.equal([
      '`endpoint.instanceType` is "ml.m5.xlarge", which `model.profile` has no point of; it has ml.g5.xlarge: ' +
        "choose one of them or measure it.",
    ]);
  });

  it("is described by a JSON Schema that refuses unknown keys", () => {
    const schema = scenarioJsonSchema();
    expect(schema).to.include({ type: "object", additionalProperties: false });
    expect(schema.required).to.deep.equal(["workload"]);
  });
});

describe("a scenario file", () => {
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "scenario-"));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: unknown): string {
    const file = join(folder, name);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  }

  function loadWith(change: Json) {
    return loadScenario(write("scenario.json", scenarioInput(change)));
  }

  for (const [what, text, where] of [
    [
      "a trailing comma",
      '{\n  "workload": {\n    "requests": 1,\n  }\n}',
      'line 4, column 3 has "}"',
    ],
    ["a missing quote", '{"seed": 1, name: 2}', 'line 1, column 13 has "n"'],
    ["an early end", '{"seed": 1,', "line 1, column 12 has the end of the file"],
    ["something after the end", '{"seed": 1} x', 'line 1, column 13 has "x"'],
    ["a bad escape", '{"name": "a\\x"}', 'line 1, column 10 has "\\""'],
  ] as const) {
    it(`is refused with line and column of ${what}`, () => {
      const file = write("broken.json", text);
      expect(problemsOf(() => loadScenario(file))).to.deep.equal([
        `\`${file}\`: it is not JSON: ${where}; correct it there.`,
      ]);
    });
  }

  it("may begin with a byte order mark", () => {
    const file = write("marked.json", `\ufeff${JSON.stringify(scenarioInput({ seed: 7 }))}`);
    expect(loadScenario(file).seed).to.equal(7);
  });

  it("takes every option of the platform", () => {
    const schema = scenarioJsonSchema().properties as { platform: { properties: object } };
    const { platform } = schema;
    // How long metrics are kept is the run's own business.
    const options = Object.fromEntries(
      Object.entries(defaultPlatformOptions).filter(([key]) => key !== "metricRetentionSeconds"),
    );
    expect(Object.keys(platform.properties)).to.have.members(Object.keys(options));
    expect(parseScenario(scenarioInput({ platform: {} })).platform).to.deep.equal(options);
  });

  it("is refused when it does not exist", () => {
    const file = join(folder, "none.json");
    expect(problemsOf(() => loadScenario(file))).to.deep.equal([
      `\`${file}\`: it does not exist; give the path of a file.`,
    ]);
  });

  it("finds the files that it names beside itself", () => {
    write("times.json", [1, 2, 3]);
    write("sizes.txt", "100\n200\n");
    write(
      "trace.csv",
      "TIMESTAMP,Tokens\n2023-11-16 18:17:03.9799600,1\n2023-11-16 18:17:04.4799600,2\n",
    );
    const loaded = loadWith({
      model: { serviceTimeSeconds: { kind: "empirical", file: "times.json" } },
      workload: {
        arrivals: { kind: "trace", file: "trace.csv" },
        payloadBytes: { file: "sizes.txt" },
      },
    });
    expect(loaded.model.serviceTimeSeconds).to.deep.equal({ kind: "empirical", values: [1, 2, 3] });
    expect(loaded.workload.payloadBytes).to.deep.equal({ kind: "empirical", values: [100, 200] });
    const { arrivals } = loaded.workload;
    expect(
      arrivals.kind === "trace" && arrivals.seconds.map((second) => second.toFixed(6)),
    ).to.deep.equal(["0.000000", "0.500000"]);
  });

  it("takes a profile from a file, its provisioning time too", () => {
    write("profile.json", {
      name: "p",
      source: "s",
      points: [
        {
          instanceType: "ml.m5.xlarge",
          concurrency: 1,
          serviceTimeSeconds: { kind: "constant", value: 7 },
          provisionSeconds: { kind: "constant", value: 240 },
        },
      ],
    });
    const loaded = loadWith({ model: { profile: { file: "profile.json" } }, platform: {} });
    expect(loaded.model.profile?.points[0]?.secondsPerMegabyte).to.equal(0);
    expect(loaded.model.serviceTimeSeconds).to.equal(null);
    expect(loaded.platform.provisionSeconds).to.deep.equal({ kind: "constant", value: 240 });
  });

  for (const [what, content, reason] of [
    ["missing", null, "it does not exist; give the path of a file"],
    [
      "out of order",
      "seconds\n1\n3\n2\n",
      "its row 3 is earlier than the row above it; sort the trace by time",
    ],
    ["with a row without a time", "seconds,x\n1,1\n,2\n", 'its row 2 has the time ""; correct it'],
    ["empty", "seconds\n", "it has no row; add at least one"],
  ] as const) {
    it(`is refused when its trace is ${what}, together with its other problems`, () => {
      const name = `${what.replaceAll(" ", "-")}.csv`;
      if (content !== null) write(name, content);
      const change = { seed: "x", workload: { arrivals: { kind: "trace", file: name } } };
      expect(problemsOf(() => loadWith(change))).to.have.members([
        `\`workload.arrivals.file\` is "${name}": ${reason}.`,
        '`seed` is "x"; it must be a whole number.',
      ]);
    });
  }
});
