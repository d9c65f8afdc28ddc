import * as schemas from "@aws-sdk/client-sagemaker-runtime";
import { type ServiceDefinition } from "../service";
import { invokeEndpoint } from "./invoke-endpoint";
import { invokeEndpointAsync } from "./invoke-endpoint-async";

/** Amazon SageMaker Runtime: asynchronous invocations. */
export const sagemakerRuntime: ServiceDefinition = {
  name: "sagemaker-runtime",
  signingName: "sagemaker",
  schemas,
  protocols: ["rest-json"],
  simulatedTime: true,
  operations: {
    InvokeEndpoint: invokeEndpoint,
    InvokeEndpointAsync: invokeEndpointAsync,
    InvokeEndpointWithResponseStream: invokeEndpoint,
  },
};
