import {
  PutScalingPolicyRequest$,
  RegisterScalableTargetRequest$,
} from "@aws-sdk/client-application-auto-scaling";
import { PutMetricAlarmInput$ } from "@aws-sdk/client-cloudwatch";
import { ServerSideEncryptionConfiguration$ } from "@aws-sdk/client-s3";
import { CreateEndpointConfigInput$, CreateModelInput$ } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";

import { toRequest } from "../../../simulator/deploy/request-shape";

describe("shaping properties into an AWS request", () => {
  it("matches names without regard to case", () => {
    const properties = { rules: [{ applyServerSideEncryptionByDefault: { kmsMasterKeyId: "k" } }] };
    expect(toRequest(ServerSideEncryptionConfiguration$, properties)).to.deep.equal({
      Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: "k" } }],
    });
  });

  it("matches a property that the provider made plural", () => {
    const properties = {
      asyncInferenceConfig: {
        outputConfig: { notificationConfig: { includeInferenceResponseIns: ["SUCCESS"] } },
      },
    };
    expect(toRequest(CreateEndpointConfigInput$, properties)).to.deep.equal({
      AsyncInferenceConfig: {
        OutputConfig: { NotificationConfig: { IncludeInferenceResponseIn: ["SUCCESS"] } },
      },
    });
  });

  it("takes the only block out of its list where AWS knows one structure", () => {
    const properties = {
      primaryContainer: { modelDataSource: { s3DataSources: [{ s3Uri: "s3://b/m.tar.gz" }] } },
    };
    expect(toRequest(CreateModelInput$, properties)).to.deep.equal({
      PrimaryContainer: { ModelDataSource: { S3DataSource: { S3Uri: "s3://b/m.tar.gz" } } },
    });
  });

  it("turns a text into a number where AWS wants a number", () => {
    const properties = {
      stepScalingPolicyConfiguration: {
        stepAdjustments: [{ metricIntervalLowerBound: "0.5", scalingAdjustment: 1 }],
      },
    };
    expect(toRequest(PutScalingPolicyRequest$, properties)).to.deep.equal({
      StepScalingPolicyConfiguration: {
        StepAdjustments: [{ MetricIntervalLowerBound: 0.5, ScalingAdjustment: 1 }],
      },
    });
  });

  it("spreads a map over a list of names and values", () => {
    const properties = { dimensions: { EndpointName: "e" }, tags: { team: "t" } };
    expect(toRequest(PutMetricAlarmInput$, properties)).to.deep.equal({
      Dimensions: [{ Name: "EndpointName", Value: "e" }],
      Tags: [{ Key: "team", Value: "t" }],
    });
  });

  it("keeps a map whose keys are the user's own as it is", () => {
    const properties = { primaryContainer: { environment: { HF_TASK: "summarization" } } };
    expect(toRequest(CreateModelInput$, properties)).to.deep.equal({
      PrimaryContainer: { Environment: { HF_TASK: "summarization" } },
    });
  });

  it("renames a property whose member has another name", () => {
    const request = toRequest(CreateModelInput$, { name: "m" }, { rename: { name: "ModelName" } });
    expect(request).to.deep.equal({ ModelName: "m" });
  });

  it("leaves out what only the provider knows", () => {
    const properties = { minCapacity: 0, region: "us-east-1", tagsAll: { a: "b" } };
    expect(toRequest(RegisterScalableTargetRequest$, properties)).to.deep.equal({ MinCapacity: 0 });
  });

  it("refuses a property that the operation has no member for, naming where it stands", () => {
    const properties = { primaryContainer: { colour: "red" } };
    expect(() => toRequest(CreateModelInput$, properties)).to.throw(
      "`primaryContainer.colour` has no counterpart in ContainerDefinition; deploy:local cannot set it, the Pulumi CLI can",
    );
  });
});
