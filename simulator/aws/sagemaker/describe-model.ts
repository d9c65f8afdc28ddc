import { type DescribeModelInput, type DescribeModelOutput } from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { SAGEMAKER } from "./store";

export const describeModel: Operation<DescribeModelInput, DescribeModelOutput> = (
  request,
  context,
) => {
  const model = context.aws.store(SAGEMAKER, context.region).models.require(request.ModelName);
  const { Tags: _tags, ...definition } = model.definition;
  return {
    EnableNetworkIsolation: false,
    ...definition,
    ModelName: model.name,
    ModelArn: model.arn,
    CreationTime: dateOf(model.createdAt),
  };
};
