import { expect } from "chai";
import fc from "fast-check";

import { deletionOrder } from "../../../simulator/deploy/deletion-order";
import { type ResourceState } from "../../../simulator/deploy/state";

function resource(urn: string, type: string, dependencies: readonly string[] = []): ResourceState {
  return {
    ...{ urn, type, dependencies, name: urn, id: urn, region: "us-east-1" },
    ...{ inputs: {}, outputs: {}, madeUpName: false, ready: true, obsolete: false },
  };
}

describe("the order of deletion", () => {
  it("deletes what depends on another before that other", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("iam", "s3", "sns"), fc.array(fc.nat())), {
          maxLength: 20,
        }),
        (graph) => {
          const resources = graph.map(([service, dependencies], index) =>
            resource(
              `${index}`,
              `aws:${service}/thing:Thing`,
              index === 0 ? [] : dependencies.map((number) => `${number % index}`),
            ),
          );
          const order = deletionOrder(resources).map(({ urn }) => urn);
          expect(order).to.have.members(resources.map(({ urn }) => urn));
          for (const { urn, dependencies } of resources) {
            for (const needed of dependencies) {
              expect(order.indexOf(urn)).to.be.below(order.indexOf(needed));
            }
          }
        },
      ),
    );
  });

  it("goes from scaling over the endpoint and messaging to storage and roles, where nothing else decides", () => {
    const types = [
      "aws:iam/role:Role",
      "aws:s3/bucket:Bucket",
      "aws:sqs/queue:Queue",
      "aws:sns/topic:Topic",
      "aws:sagemaker/endpoint:Endpoint",
      "aws:appautoscaling/target:Target",
    ];
    const order = deletionOrder(types.map((type, index) => resource(`${index}`, type)));
    expect(order.map(({ type }) => type)).to.deep.equal([...types].reverse());
  });

  it("deletes the youngest of a kind first", () => {
    const topics = ["a", "b", "c"].map((urn) => resource(urn, "aws:sns/topic:Topic"));
    expect(deletionOrder(topics).map(({ urn }) => urn)).to.deep.equal(["c", "b", "a"]);
  });
});
