import { type DeleteModelInput } from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { SAGEMAKER } from "./store";

export const deleteModel: Operation<DeleteModelInput, void> = (request, context) => {
  const { models, tags } = context.aws.store(SAGEMAKER, context.region);
  const model = models.require(request.ModelName);
  models.delete(model.name);
  tags.drop(model.arn);
};
