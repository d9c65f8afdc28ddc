import { expect } from "chai";

import { type AsyncMetricKey } from "../../../sagemaker/metrics";
import {
  type AlarmThresholds,
  defaultThresholds,
  monitoringAlarms,
} from "../../../sagemaker/monitoring-alarms";
import { scenarioAlarm, scenarioEndpointName } from "../../../simulator/scenario/scenario-alarm";
import { constant, type FixtureOptions, startEndpoint } from "../engine/endpoint-fixture";

const minute = 60;

/** The alarms of the components on an endpoint of one instance with two slots, and which of them went off. */
function watch(options: FixtureOptions = {}, change: Partial<AlarmThresholds> = {}) {
  const fixture = startEndpoint({
    ...options,
    endpoint: { name: scenarioEndpointName, ...options.endpoint },
  });
  const thresholds = {
    ...defaultThresholds,
    ...{ maxCapacity: 1, targetBacklogPerInstance: 5 },
    ...change,
  };
  const fired = new Set<string>();
  const { alarms } = fixture.simulation;
  for (const { suffix, alarm } of monitoringAlarms(true)) {
    alarms.put(scenarioAlarm(suffix, alarm(thresholds)));
  }
  alarms.onTransition = ({ name }, _from, to) => {
    if (to === "ALARM") fired.add(name);
  };
  /** Those that went off until then. */
  const firedBy = (seconds: number): string[] => {
    fixture.simulation.advanceTo(seconds);
    return [...fired].sort();
  };
  const stateOf = (suffix: string) => alarms.get(suffix)?.state;
  return { ...fixture, firedBy, stateOf };
}

describe("the alarms of an endpoint", () => {
  it("stay quiet while an endpoint serves, idles and serves again", () => {
    const { submit, firedBy } = watch();
    submit(20);
    firedBy(2 * 3600);
    submit(20);
    expect(firedBy(4 * 3600)).to.deep.equal([]);
  });

  it("stay quiet on an endpoint without instances that nobody asks anything", () => {
    expect(watch({ endpoint: { initialInstanceCount: 0 } }).firedBy(86_400)).to.deep.equal([]);
  });

  it("tell a slow cold start from one that never ends", () => {
    const { submit, firedBy } = watch({ endpoint: { initialInstanceCount: 0 } });
    submit(1);
    // Fifteen minutes, the metric's delay of one, and one to the evaluation.
    expect(firedBy(15 * minute)).to.deep.equal([]);
    expect(firedBy(18 * minute)).to.deep.equal(["slow-cold-start"]);
    expect(firedBy(30 * minute)).to.deep.equal(["slow-cold-start"]);
    expect(firedBy(33 * minute)).to.deep.equal(["slow-cold-start", "stuck-at-zero"]);
  });

  it("stay quiet over a cold start of ten minutes", () => {
    const { endpoint, submit, firedBy } = watch({
      endpoint: { initialInstanceCount: 0 },
      platform: { provisionSeconds: constant(600) },
    });
    submit(1);
    firedBy(4 * minute);
    endpoint.setDesiredInstanceCount(1);
    expect(firedBy(3600)).to.deep.equal([]);
  });

  it("tell of a request that has waited for too long, until it is served", () => {
    const { submit, firedBy, stateOf } = watch(
      { model: { serviceTimeSeconds: constant(900) } },
      { oldestRequestAlarmSeconds: 1200 },
    );
    submit(6);
    expect(firedBy(1200)).to.deep.equal([]);
    expect(firedBy(1200 + 6 * minute)).to.deep.equal(["oldest-request"]);
    firedBy(3600);
    expect(stateOf("oldest-request")).to.equal("OK");
  });

  it("tell of requests that expire in the queue", () => {
    const { submit, firedBy } = watch({ endpoint: { initialInstanceCount: 0 } });
    submit(3, { requestTtlSeconds: 60 });
    expect(firedBy(5 * minute)).to.deep.equal(["expiry", "failures"]);
  });

  it("tell of requests that run into their time-out", () => {
    const { submit, firedBy } = watch({ model: { serviceTimeSeconds: constant(600) } });
    submit(1, { invocationTimeoutSeconds: 120 });
    expect(firedBy(6 * minute)).to.deep.equal(["expiry", "failures"]);
  });

  it("tell of requests that fail", () => {
    const { submit, firedBy } = watch({ model: { failureProbability: 1 } });
    submit(1);
    expect(firedBy(4 * minute)).to.include.members(["failures"]);
  });

  for (const [metric, suffix] of [
    ["invocation5XXErrors", "server-errors"],
    ["invocation4XXErrors", "client-errors"],
    ["requestDownloadFailures", "download-failures"],
    ["responseUploadFailures", "upload-failures"],
    ["notificationFailures", "notification-failures"],
  ] as const satisfies readonly (readonly [AsyncMetricKey, string])[]) {
    it(`tell of a single one of ${metric}, in a minute, and of nothing else`, () => {
      const { endpoint, firedBy, stateOf } = watch();
      firedBy(90);
      endpoint.observe(metric);
      expect(firedBy(2 * minute)).to.deep.equal([]);
      expect(firedBy(5 * minute)).to.deep.equal([suffix]);
      firedBy(20 * minute);
      expect(stateOf(suffix)).to.equal("OK");
    });
  }

  it("pass over no failure, however late and however many at a time its metrics come", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { endpoint, firedBy } = watch({
        seed,
        platform: { metricDelaySeconds: { kind: "uniform", min: 60, max: 180 } },
      });
      firedBy(90 + 7 * seed);
      endpoint.observe("invocation5XXErrors");
      expect(firedBy(20 * minute), `seed ${seed}`).to.deep.equal(["server-errors"]);
    }
  });

  describe("on the largest fleet", () => {
    const busy = { model: { serviceTimeSeconds: constant(300) } };

    it("tell when it stays there with more than its target", () => {
      const { submit, firedBy } = watch(busy);
      // Two at a time and five minutes each: after an hour there are 60 - 24 left.
      submit(60);
      expect(firedBy(59 * minute)).to.deep.equal([]);
      expect(firedBy(64 * minute)).to.deep.equal(["pinned-at-maximum"]);
    });

    it("stay quiet while no more waits than scaling aims at", () => {
      const { submit, firedBy } = watch(busy, { targetBacklogPerInstance: 60 });
      submit(60);
      expect(firedBy(2 * 3600)).to.deep.equal([]);
    });

    it("stay quiet while it can still grow", () => {
      const { submit, firedBy } = watch(busy, { maxCapacity: 2 });
      submit(60);
      expect(firedBy(2 * 3600)).to.deep.equal([]);
    });
  });
});
