import { expect } from "chai";

import { metricAlarmRequest } from "../../../../simulator/deploy/resources/metric-alarm-request";

describe("the request of a metric alarm", () => {
  it("spells the alarm's name, dimensions and actions as AWS does", () => {
    const inputs = {
      name: "wake-up",
      metricName: "HasBacklogWithoutCapacity",
      dimensions: { EndpointName: "e" },
      okActions: ["arn:aws:sns:us-east-1:1:t"],
      evaluationPeriods: 2,
    };
    expect(metricAlarmRequest(inputs)).to.deep.equal({
      AlarmName: "wake-up",
      MetricName: "HasBacklogWithoutCapacity",
      Dimensions: [{ Name: "EndpointName", Value: "e" }],
      OKActions: ["arn:aws:sns:us-east-1:1:t"],
      EvaluationPeriods: 2,
    });
  });

  it("unfolds the metric of a query, which returns no data unless told to, into a metric and its statistic", () => {
    const metric = {
      namespace: "AWS/SageMaker",
      metricName: "InvocationFailures",
      dimensions: { EndpointName: "e" },
      period: 300,
      stat: "Sum",
    };
    const request = metricAlarmRequest({ metricQueries: [{ id: "failed", metric }] });
    expect(request).to.deep.equal({
      Metrics: [
        {
          Id: "failed",
          MetricStat: {
            Metric: {
              Namespace: "AWS/SageMaker",
              MetricName: "InvocationFailures",
              Dimensions: [{ Name: "EndpointName", Value: "e" }],
            },
            Period: 300,
            Stat: "Sum",
          },
          ReturnData: false,
        },
      ],
    });
  });

  it("leaves a query of metric math as it is", () => {
    const metricQueries = [{ id: "rate", expression: "failed / done", returnData: true }];
    expect(metricAlarmRequest({ metricQueries })).to.deep.equal({
      Metrics: [{ Id: "rate", Expression: "failed / done", ReturnData: true }],
    });
  });
});
