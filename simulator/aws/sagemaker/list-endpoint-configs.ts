import {
  type ListEndpointConfigsInput,
  type ListEndpointConfigsOutput,
} from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { listed } from "./listing";
import { SAGEMAKER } from "./store";

export const listEndpointConfigs: Operation<ListEndpointConfigsInput, ListEndpointConfigsOutput> = (
  request,
  context,
) => {
  const { endpointConfigs } = context.aws.store(SAGEMAKER, context.region);
  const { items, nextToken } = listed(endpointConfigs.all(), request);
  return {
    EndpointConfigs: items.map((config) => ({
      EndpointConfigName: config.name,
      EndpointConfigArn: config.arn,
      CreationTime: dateOf(config.createdAt),
    })),
    NextToken: nextToken,
  };
};
