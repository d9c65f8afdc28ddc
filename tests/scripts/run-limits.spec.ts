import { expect } from "chai";

import { type LoadProgress } from "../../load/run/progress";
import { CapWatch, checkForecast } from "../../scripts/run-limits";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { runScenario } from "../../simulator/scenario/run";

function progress(streamSeconds: number | null, instances: number): LoadProgress {
  return {
    ...{ phase: "sending", streamSeconds, requests: 10, uploaded: 10, sent: 1, accepted: 1 },
    ...{ rejected: 0, succeeded: 0, failed: 0, outstanding: 1, backlog: null },
    ...{ currentInstances: instances, desiredInstances: instances },
  };
}

/** One ml.m5.xlarge for an hour: 7,200 requests of one second, two at a time. */
const forecast = runScenario(
  parseScenario({
    workload: { requests: 7200, arrivals: { kind: "at-once" } },
    model: { serviceTimeSeconds: { kind: "constant", value: 1 } },
    scaling: null,
  }),
);

describe("the caps of a run", () => {
  it("let a run begin of which the model expects less", () => {
    checkForecast({ maxCost: 0.24, maxDuration: 3700 }, forecast);
  });

  it("refuse a run that is to cost more", () => {
    expect(() => checkForecast({ maxCost: 0.2 }, forecast)).to.throw(
      "`--max-cost` is 0.2, and the model expects the run to cost 0.23 US dollars. Send fewer `--requests`, or raise it",
    );
  });

  it("refuse a run that is to take longer", () => {
    expect(() => checkForecast({ maxDuration: 1800 }, forecast)).to.throw(
      "`--max-duration` is 1800 s, and the model expects the run to take 3600 s.",
    );
  });

  it("stop the sending once the instances have cost as much", () => {
    const watch = new CapWatch({ maxCost: 0.46 }, "ml.m5.xlarge", "us-east-1");
    watch.observe(progress(null, 4));
    watch.observe(progress(0, 4));
    // At 0.23 dollars an hour four instances cost 0.46 dollars in half an hour.
    watch.observe(progress(1790, 4));
    expect(watch.signal.aborted).to.equal(false);
    watch.observe(progress(1801, 4));
    expect(watch.signal.aborted).to.equal(true);
    expect(watch.reached).to.equal("`--max-cost` of 0.46 US dollars was reached");
  });

  it("stop the sending when its time is over", () => {
    const watch = new CapWatch({ maxDuration: 600 }, "ml.m5.xlarge", "us-east-1");
    watch.observe(progress(599, 1));
    expect(watch.signal.aborted).to.equal(false);
    watch.observe(progress(600, 1));
    expect(watch.signal.aborted).to.equal(true);
  });
});
