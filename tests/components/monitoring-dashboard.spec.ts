import { expect } from "chai";

import { MonitoringDashboard, type MonitoringDashboardArgs } from "../../components";
import { asyncMetrics, metricDimensions } from "../../sagemaker/metrics";
import { type Recording, record, refusals } from "./recording-monitor";

const happyPath: MonitoringDashboardArgs = {
  endpointName: "summaries",
  variantName: "primary",
  targetBacklogPerInstance: 5,
  maxCapacity: 4,
};

function deployed(change: Partial<MonitoringDashboardArgs> = {}): Promise<Recording> {
  return record(() => new MonitoringDashboard("monitoring", { ...happyPath, ...change }));
}

const alarmNames = [
  "monitoring-failures-alarm",
  "monitoring-expiry-alarm",
  "monitoring-stuck-at-zero-alarm",
  "monitoring-oldest-request-alarm",
];

describe("MonitoringDashboard", () => {
  describe("as it is made from an endpoint and its scaling", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      expect(recording.childrenOf("monitoring")).to.have.members([
        "monitoring-dashboard",
        ...alarmNames,
      ]);
    });

    it("is called as the endpoint", () => {
      expect(recording.resource("monitoring-dashboard").inputs["dashboardName"]).to.equal(
        "summaries",
      );
    });

    it("watches only metrics that an asynchronous endpoint publishes, by their own dimensions", () => {
      const published = Object.values(asyncMetrics).map((metric) => ({
        namespace: metric.namespace,
        metricName: metric.name,
        dimensions: metricDimensions(metric, "summaries", "primary"),
      }));
      for (const name of alarmNames) {
        const { namespace, metricName, dimensions } = recording.resource(name).inputs;
        expect(published, name).to.deep.include({ namespace, metricName, dimensions });
      }
    });

    for (const [name, expected] of [
      [
        "monitoring-failures-alarm",
        { metricName: "InvocationFailures", statistic: "Sum", threshold: 1, evaluationPeriods: 1 },
      ],
      [
        "monitoring-expiry-alarm",
        { metricName: "ExpiredRequests", statistic: "Sum", threshold: 1, evaluationPeriods: 1 },
      ],
      [
        "monitoring-stuck-at-zero-alarm",
        {
          metricName: "HasBacklogWithoutCapacity",
          statistic: "Average",
          threshold: 1,
          evaluationPeriods: 20,
        },
      ],
      [
        "monitoring-oldest-request-alarm",
        {
          metricName: "ApproximateAgeOfOldestRequest",
          statistic: "Maximum",
          threshold: 10_800,
          evaluationPeriods: 3,
        },
      ],
    ] as const) {
      it(`raises ${name} on its metric alone`, () => {
        expect(recording.resource(name).inputs).to.include({
          ...expected,
          period: 60,
          datapointsToAlarm: expected.evaluationPeriods,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          treatMissingData: "notBreaching",
        });
      });
    }

    it("notifies nobody unless told whom", () => {
      for (const name of alarmNames) {
        expect(recording.resource(name).inputs).not.to.have.property("alarmActions");
      }
    });

    it("registers exactly its public outputs", () => {
      expect(recording.outputs.get("monitoring")).to.deep.equal({
        dashboardName: "summaries",
        alarmNames: alarmNames.map((name) => `${name}-0123456`),
      });
    });
  });

  it("notifies whom it is told", async () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:on-call";
    const recording = await deployed({ alarmActionArns: [topic] });
    for (const name of alarmNames) {
      expect(recording.resource(name).inputs["alarmActions"]).to.deep.equal([topic]);
    }
  });

  it("names every argument that is out of its range at once and creates nothing", async () => {
    let reasons: Record<string, string> = {};
    const recording = await record(() => {
      reasons = refusals(
        () =>
          new MonitoringDashboard("monitoring", {
            ...happyPath,
            targetBacklogPerInstance: 0,
            maxCapacity: 0,
            oldestRequestAlarmSeconds: 21_601,
            dashboardName: "a b",
          }),
      );
    });
    expect(reasons).to.have.all.keys(
      "targetBacklogPerInstance",
      "maxCapacity",
      "oldestRequestAlarmSeconds",
      "dashboardName",
    );
    expect(recording.resources.filter(({ type }) => type.startsWith("aws:"))).to.be.empty;
  });
});
