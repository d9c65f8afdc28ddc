import { randomUUID } from "node:crypto";
import {
  type InvokeEndpointAsyncInput,
  type InvokeEndpointAsyncOutput,
} from "@aws-sdk/client-sagemaker-runtime";
import { z } from "zod";
import { limits, maxInlineBytes, sageMakerName } from "../../../sagemaker/limits";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { s3Uri, under } from "../sagemaker/s3-location";
import { type HostedEndpoint } from "../sagemaker/hosted-endpoint";
import { SAGEMAKER } from "../sagemaker/store";
import { type Invocation } from "./invocation";

const header = z
  .string()
  .max(1024)
  .regex(/^[\x20-\x7e\t]*$/);

const constraints = z.object({
  EndpointName: z.string().max(sageMakerName.maxLength).regex(sageMakerName.pattern),
  ContentType: header.optional(),
  Accept: header.optional(),
  CustomAttributes: header.optional(),
  InferenceId: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x21-\x7e][\x20-\x7e]*$/)
    .optional(),
  InputLocation: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^(https|s3):\/\/([^/]+)\/?(.*)$/)
    .optional(),
  S3OutputPathExtension: z
    .string()
    .min(1)
    .max(512)
    .regex(/^(?!s3:|https:)[a-zA-Z0-9!_.*'()/-]+$/)
    .optional(),
  Filename: z
    .string()
    .min(1)
    .max(32)
    .regex(/^(?!.*\..*\.)[a-zA-Z0-9][a-zA-Z0-9\-_.]*$/)
    .optional(),
  RequestTTLSeconds: z
    .number()
    .min(limits.requestTtlSeconds.min)
    .max(limits.requestTtlSeconds.max)
    .optional(),
  InvocationTimeoutSeconds: z
    .number()
    .min(limits.invocationTimeoutSeconds.min)
    .max(limits.invocationTimeoutSeconds.max)
    .optional(),
});

/** Accepts an invocation: 202 with the places where its result or its failure will be. */
export const invokeEndpointAsync: Operation<
  InvokeEndpointAsyncInput,
  InvokeEndpointAsyncOutput
> = async (request, context) => {
  checkConstraints(constraints, request, "ValidationError");
  checkPayload(request);
  const endpoint = requireEndpoint(request.EndpointName, context);
  const { settings } = endpoint.deployment;
  if (!context.simulation.invocationRate.admit(context.simulation.now)) {
    throw new AwsError("ThrottlingException", "Rate exceeded", 400);
  }

  const inferenceId = request.InferenceId ?? randomUUID();
  // SageMaker names the objects by an id of their own, not by the inference id.
  const objectId = randomUUID();
  const folder = (path: typeof settings.outputPath): typeof path =>
    path && request.S3OutputPathExtension !== undefined
      ? under(path, request.S3OutputPathExtension.replace(/^\/+/, ""))
      : path;
  const outputFolder = folder(settings.outputPath);
  const failureFolder = folder(settings.failurePath);
  const { InputLocation: location } = request;
  const input =
    location === undefined
      ? await keepInline(request.Body, endpoint)
      : ({ kind: "s3", uri: location } as const);
  const invocation: Invocation = {
    inferenceId,
    contentType: request.ContentType,
    accept: request.Accept,
    customAttributes: request.CustomAttributes,
    input,
    output: outputFolder && under(outputFolder, request.Filename ?? `${objectId}.out`),
    failure: failureFolder && under(failureFolder, `${objectId}-error.out`),
    // The engine's own time, so that its latencies and the notification's times agree.
    receivedAt: context.simulation.now,
  };
  endpoint.processor.submit(invocation, {
    requestTtlSeconds: request.RequestTTLSeconds ?? limits.requestTtlSeconds.default,
    invocationTimeoutSeconds:
      request.InvocationTimeoutSeconds ?? limits.invocationTimeoutSeconds.default,
  });
  return {
    InferenceId: inferenceId,
    OutputLocation: invocation.output && s3Uri(invocation.output),
    FailureLocation: invocation.failure && s3Uri(invocation.failure),
  };
};

function checkPayload({ Body: body, InputLocation: location }: InvokeEndpointAsyncInput): void {
  const hasBody = body !== undefined && body.length > 0;
  if (hasBody === (location !== undefined)) {
    throw new AwsError(
      "ValidationError",
      `Exactly one of Body and InputLocation must be provided; ${hasBody ? "both were" : "neither was"} given.`,
      400,
    );
  }
  if (hasBody && body.length > maxInlineBytes.value) {
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${maxInlineBytes.value}`,
      400,
    );
  }
}

/** Endpoint names are matched in their own case here, unlike everywhere else. */
function requireEndpoint(name = "", { aws, region, accountId }: RequestContext): HostedEndpoint {
  const endpoint = aws.store(SAGEMAKER, region).endpoints.find(name);
  const isServing = ["InService", "Updating", "RollingBack"].includes(endpoint?.status ?? "");
  if (endpoint === undefined || endpoint.name !== name || !isServing) {
    throw new AwsError(
      "ValidationError",
      `Endpoint ${name} of account ${accountId} not found.`,
      400,
    );
  }
  return endpoint;
}

async function keepInline(
  content: Uint8Array = new Uint8Array(),
  endpoint: HostedEndpoint,
): Promise<Invocation["input"]> {
  return {
    kind: "inline",
    path: await endpoint.processor.inlineInputs.keep(content),
    sizeBytes: content.length,
  };
}
