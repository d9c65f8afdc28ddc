import { expect } from "chai";

import { asyncMetrics, metricDimensions } from "../../sagemaker/metrics";

describe("the metric table", () => {
  const names = Object.values(asyncMetrics).map((metric) => metric.name);

  it("holds every metric once", () => {
    expect(new Set(names).size).to.equal(names.length);
  });

  it("leaves out what asynchronous endpoints do not publish", () => {
    expect(names).not.to.include.members(["Invocations"]);
    expect(names).not.to.include.members(["InvocationsPerInstance"]);
    expect(names).not.to.include.members(["OverheadLatency"]);
  });

  it("gives the four backlog metrics the endpoint's name alone", () => {
    for (const metric of [
      asyncMetrics.approximateBacklogSize,
      asyncMetrics.approximateBacklogSizePerInstance,
      asyncMetrics.approximateAgeOfOldestRequest,
      asyncMetrics.hasBacklogWithoutCapacity,
    ]) {
      expect(metricDimensions(metric, "endpoint", "variant")).to.deep.equal({
        EndpointName: "endpoint",
      });
    }
  });

  it("gives every other metric the variant's name too", () => {
    const others = Object.values(asyncMetrics).filter((metric) => metric.scope === "variant");
    expect(others).to.have.length(names.length - 4);
    for (const metric of others) {
      expect(metricDimensions(metric, "endpoint", "variant")).to.deep.equal({
        EndpointName: "endpoint",
        VariantName: "variant",
      });
    }
  });
});
