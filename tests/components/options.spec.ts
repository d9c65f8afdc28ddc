import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import {
  AsyncInferenceEndpoint,
  AutoscalingPolicy,
  LoadGenerator,
  MonitoringDashboard,
  PrivateNetwork,
} from "../../components";
import { record } from "./recording-monitor";

type Make = (opts: pulumi.ComponentResourceOptions) => unknown;

const endpoint = { endpointName: "summaries", variantName: "primary" };

/** Each component, under one name. */
const components: Readonly<Record<string, Make>> = {
  AsyncInferenceEndpoint: (opts) =>
    new AsyncInferenceEndpoint("made", { modelId: "google/pegasus-large" }, opts),
  AutoscalingPolicy: (opts) =>
    new AutoscalingPolicy(
      "made",
      { ...endpoint, schedules: [{ name: "morning", schedule: "rate(1 day)", minCapacity: 1 }] },
      opts,
    ),
  LoadGenerator: (opts) =>
    new LoadGenerator(
      "made",
      {
        endpointName: "summaries",
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/load:1",
        bucketName: "articles",
        vpcId: "vpc-0123456789abcdef0",
        subnetIds: ["subnet-0123456789abcdef0"],
      },
      opts,
    ),
  MonitoringDashboard: (opts) =>
    new MonitoringDashboard(
      "made",
      { ...endpoint, alarmEmails: ["ops@example.org"], deadLetterQueueNames: { success: "lost" } },
      opts,
    ),
  PrivateNetwork: (opts) => new PrivateNetwork("made", {}, opts),
};

/** What every change replaces, which Pulumi refuses for what is protected. */
const replaced = ["made-model", "made-config"];

describe("the options of a component", () => {
  for (const [type, make] of Object.entries(components)) {
    const children = async (opts: pulumi.ComponentResourceOptions) => {
      const { resources } = await record(() => void make(opts));
      const [component, ...others] = resources.filter(
        (resource) => resource.type !== "pulumi:pulumi:Stack",
      );
      expect(component).to.include({ type: `sagemaker-async-inference:index:${type}` });
      expect(others).not.to.be.empty;
      return { component, others };
    };

    it(`hold of all that ${type} makes, which is its own and named after it`, async () => {
      const { others } = await children({});
      for (const { name, parent, protect } of others) {
        expect([name.split("-")[0], parent, protect], name).to.deep.equal(["made", "made", false]);
      }
    });

    it(`protect all that ${type} makes, but for what every change replaces`, async () => {
      const { others } = await children({ protect: true });
      for (const { name, protect } of others) {
        expect(protect, name).to.equal(!replaced.includes(name));
      }
    });

    it(`keep the state of ${type} under a new name, given the old one as an alias`, async () => {
      const { component } = await children({ aliases: [{ name: "old" }] });
      expect(component?.aliases).to.deep.equal(["old"]);
    });
  }
});
