import { expect } from "chai";
import { parseSearch } from "../../../simulator/engine/metric-search";

const backlog = {
  namespace: "AWS/SageMaker",
  name: "ApproximateBacklogSize",
  dimensions: { EndpointName: "summaries-dev" },
};
const latency = {
  namespace: "AWS/SageMaker",
  name: "ModelLatency",
  dimensions: { EndpointName: "summaries-dev", VariantName: "all-traffic" },
};

function found(search: string): string[] {
  const matches = parseSearch(search);
  return [backlog, latency].filter(matches).map(({ name }) => name);
}

describe("a search for metrics", () => {
  for (const [search, expected] of [
    ["{AWS/SageMaker,EndpointName}", ["ApproximateBacklogSize"]],
    ["{AWS/SageMaker,VariantName,EndpointName}", ["ModelLatency"]],
    ['{"AWS/SageMaker","EndpointName"}', ["ApproximateBacklogSize"]],
    ["{AWS/Lambda,EndpointName}", []],
    [
      '{AWS/SageMaker,EndpointName} MetricName="ApproximateBacklogSize"',
      ["ApproximateBacklogSize"],
    ],
    ['MetricName="Approximate"', []],
    ["MetricName=backlog", ["ApproximateBacklogSize"]],
    ["summaries", ["ApproximateBacklogSize", "ModelLatency"]],
    ["summaries Latency", ["ModelLatency"]],
    ["NOT VariantName=all", ["ApproximateBacklogSize"]],
    ["(Latency OR Backlog) AND EndpointName=dev", ["ApproximateBacklogSize", "ModelLatency"]],
    ['"summaries-dev"', ["ApproximateBacklogSize", "ModelLatency"]],
    ['"summaries"', []],
  ] as const) {
    it(`for ${search} finds ${expected.length === 0 ? "nothing" : expected.join(" and ")}`, () => {
      expect(found(search)).to.deep.equal(expected);
    });
  }

  it("is refused when it cannot be read", () => {
    expect(() => parseSearch("MetricName=a AND")).to.throw(/^Error in expression/);
  });
});
