import {
  type InvokeEndpointInput,
  type InvokeEndpointOutput,
} from "@aws-sdk/client-sagemaker-runtime";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { SAGEMAKER } from "../sagemaker/store";

/** Refuses, with or without a stream: every endpoint here is asynchronous, and SageMaker answers those with `ValidationError`. */
export const invokeEndpoint: Operation<
  Pick<InvokeEndpointInput, "EndpointName">,
  InvokeEndpointOutput
> = ({ EndpointName: name = "" }, { aws, region, accountId }) => {
  const endpoint = aws.store(SAGEMAKER, region).endpoints.find(name);
  throw new AwsError(
    "ValidationError",
    endpoint === undefined
      ? `Endpoint ${name} of account ${accountId} not found.`
      : `Endpoint ${name} of account ${accountId} is an asynchronous endpoint. Use InvokeEndpointAsync to invoke it.`,
    400,
  );
};
