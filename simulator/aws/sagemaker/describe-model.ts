import { type DescribeModelInput, type DescribeModelOutput } from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { SAGEMAKER } from "./store";

export const describeModel: Operation<DescribeModelInput, DescribeModelOutput> = (
  request,
  context,
) => {
  const model = context.aws.store(SAGEMAKER, context.region).models.require(request.ModelName);
  return {
    EnableNetworkIsolation: false,
    ...model.definition,
    ModelName: model.name,
    ModelArn: model.arn,
    CreationTime: dateOf(model.createdAt),
  };
};
