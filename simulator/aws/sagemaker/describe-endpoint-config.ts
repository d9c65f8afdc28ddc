import {
  type DescribeEndpointConfigInput,
  type DescribeEndpointConfigOutput,
} from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { SAGEMAKER } from "./store";

export const describeEndpointConfig: Operation<
  DescribeEndpointConfigInput,
  DescribeEndpointConfigOutput
> = (request, context) => {
  const { endpointConfigs } = context.aws.store(SAGEMAKER, context.region);
  const config = endpointConfigs.require(request.EndpointConfigName);
  return {
    EnableNetworkIsolation: false,
    ...config.definition,
    EndpointConfigName: config.name,
    EndpointConfigArn: config.arn,
    CreationTime: dateOf(config.createdAt),
  };
};
