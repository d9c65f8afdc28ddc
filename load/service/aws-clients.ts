import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { S3Client } from "@aws-sdk/client-s3";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";

import { type LoadTarget } from "./target";

/** One client a service for the whole run: a client costs far more than a call. */
export interface LoadClients {
  /** For everything but uploads. */
  readonly s3: S3Client;
  /** For PutObject into one bucket only: its handlers are cached, and with them the address of the bucket. */
  readonly uploads: S3Client;
  readonly runtime: SageMakerRuntimeClient;
  readonly sqs: SQSClient;
  readonly sageMaker: SageMakerClient;
  readonly cloudWatch: CloudWatchClient;
  readonly autoScaling: ApplicationAutoScalingClient;
  /** Closes every connection. */
  destroy(): void;
}

/** Sockets for each of the two services that carry the load. */
export const loadSockets = 64;

/** Long polls hold their sockets for 20 seconds, and deletions must not wait behind them. */
const queueSockets = 32;

const controlSockets = 8;

/** Time to connect; a server that is busy accepting thousands of requests may take a moment. */
const connectionTimeoutMilliseconds = 10_000;

/**
 * Building a command's chain of handlers anew for each call is a quarter of the call's CPU time. The SDK keeps the chain
 * with this option, for calls that are sent without options of their own.
 */
const cachedHandlers = { cacheMiddleware: true } as const;

function connections(maxSockets: number): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets };
  return new NodeHttpHandler({
    httpAgent: agent,
    httpsAgent: agent,
    connectionTimeout: connectionTimeoutMilliseconds,
  });
}

/** A loopback server checks no credentials, and must not be sent any from the user's own chain. */
function isLoopback(endpointUrl: string): boolean {
  const { hostname } = new URL(endpointUrl);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

/** Makes the clients for a target; on a loopback endpoint with made-up credentials, otherwise with the SDK's chain. */
export function createLoadClients({
  endpointUrl,
  region,
}: Pick<LoadTarget, "endpointUrl" | "region">): LoadClients {
  const common = {
    region,
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    ...(endpointUrl !== undefined && isLoopback(endpointUrl)
      ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } }
      : {}),
  };
  const storage = {
    ...common,
    forcePathStyle: endpointUrl !== undefined,
    // The payload hash of the signature protects it already; a CRC would be computed and sent on top.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  } as const;
  const s3 = new S3Client({ ...storage, requestHandler: connections(loadSockets) });
  const uploads = new S3Client({
    ...storage,
    ...cachedHandlers,
    requestHandler: connections(loadSockets),
  });
  const runtime = new SageMakerRuntimeClient({
    ...common,
    ...cachedHandlers,
    // The sender backs off by itself, and counts what it took.
    maxAttempts: 1,
    requestHandler: connections(loadSockets),
  });
  const sqs = new SQSClient({ ...common, requestHandler: connections(queueSockets) });
  const sageMaker = new SageMakerClient({ ...common, requestHandler: connections(controlSockets) });
  const cloudWatch = new CloudWatchClient({
    ...common,
    requestHandler: connections(controlSockets),
  });
  const autoScaling = new ApplicationAutoScalingClient({
    ...common,
    requestHandler: connections(controlSockets),
  });
  return {
    ...{ s3, uploads, runtime, sqs, sageMaker, cloudWatch, autoScaling },
    destroy: () => {
      for (const client of [s3, uploads, runtime, sqs, sageMaker, cloudWatch, autoScaling]) {
        client.destroy();
      }
    },
  };
}
