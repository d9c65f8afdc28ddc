import { type ListModelsInput, type ListModelsOutput } from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { listed } from "./listing";
import { SAGEMAKER } from "./store";

export const listModels: Operation<ListModelsInput, ListModelsOutput> = (request, context) => {
  const { models } = context.aws.store(SAGEMAKER, context.region);
  const { items, nextToken } = listed(models.all(), request);
  return {
    Models: items.map((model) => ({
      ModelName: model.name,
      ModelArn: model.arn,
      CreationTime: dateOf(model.createdAt),
    })),
    NextToken: nextToken,
  };
};
