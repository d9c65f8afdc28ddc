import { QueryShapeSerializer } from "@aws-sdk/core/protocols";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as sns from "@aws-sdk/client-sns";
import { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import { decodeQuery } from "../../../../simulator/aws/protocols/query-decoder";

const putMetricAlarm = NormalizedSchema.of(cloudWatch.PutMetricAlarmInput$);
const createTopic = NormalizedSchema.of(sns.CreateTopicInput$);
const putMetricData = NormalizedSchema.of(cloudWatch.PutMetricDataInput$);

function roundTrip(schema: NormalizedSchema, value: object): object {
  const serializer = new QueryShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    serializeEmptyLists: true,
  });
  serializer.write(schema, value);
  return decodeQuery(schema, new URLSearchParams(serializer.flush() as string));
}

describe("decodeQuery", () => {
  it("reads back what the SDK writes", () => {
    const alarm = {
      AlarmName: "a=b&c",
      ActionsEnabled: false,
      AlarmActions: ["arn:1", "arn:2"],
      Dimensions: [
        { Name: "EndpointName", Value: "e" },
        { Name: "VariantName", Value: "v" },
      ],
      Threshold: 0.25,
      Period: 60,
    };
    expect(roundTrip(putMetricAlarm, alarm)).to.deep.equal(alarm);
  });

  it("reads maps and empty lists", () => {
    const topic = { Name: "t", Attributes: { DisplayName: "d", Policy: "{}" }, Tags: [] };
    expect(roundTrip(createTopic, topic)).to.deep.equal(topic);
  });

  it("reads timestamps and numbers in lists", () => {
    const data = {
      Namespace: "n",
      MetricData: [
        { MetricName: "m", Timestamp: new Date("2026-11-23T10:00:00Z"), Values: [1, 2.5] },
      ],
    };
    expect(roundTrip(putMetricData, data)).to.deep.equal(data);
  });

  it("orders list elements by their number, not by their place in the form", () => {
    const form = new URLSearchParams(
      "AlarmName=a&AlarmActions.member.10=z&AlarmActions.member.2=b",
    );
    expect(decodeQuery(putMetricAlarm, form)).to.deep.equal({
      AlarmName: "a",
      AlarmActions: ["b", "z"],
    });
  });

  it("names a value that does not fit its type", () => {
    const form = new URLSearchParams("AlarmName=a&Period=soon");
    expect(() => decodeQuery(putMetricAlarm, form)).to.throw("'soon' at 'Period' is not a number");
  });

  it("is not led astray by keys that JavaScript knows", () => {
    const form = new URLSearchParams(
      "Name=t&__proto__.x=1&constructor=2&Attributes.entry.1.key=__proto__&Attributes.entry.1.value=v",
    );
    const input = decodeQuery(createTopic, form) as { Name: string };
    expect(input.Name).to.equal("t");
    expect(({} as { x?: unknown }).x).to.equal(undefined);
  });

  it("refuses keys that are nested without end", () => {
    const form = new URLSearchParams(`Name=t&${"a.".repeat(100)}=1`);
    expect(() => decodeQuery(createTopic, form)).to.throw("is nested too deeply");
  });
});
