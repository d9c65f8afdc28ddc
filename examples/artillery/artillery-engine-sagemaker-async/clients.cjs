"use strict";

const { S3Client } = require("@aws-sdk/client-s3");
const { SageMakerRuntimeClient } = require("@aws-sdk/client-sagemaker-runtime");

/** One client a service for all virtual users of a worker. */
function createClients({ region, endpointUrl }) {
  const common = {
    region,
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    ...(isLoopback(endpointUrl)
      ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } }
      : {}),
  };
  return {
    s3: new S3Client({ ...common, forcePathStyle: endpointUrl !== undefined }),
    // A request whose answer was lost may have been taken: SageMaker takes a second one with its id for another.
    runtime: new SageMakerRuntimeClient({ ...common, maxAttempts: 1 }),
  };
}

/** A local server checks no credentials, and must not be sent any of the user's own. */
function isLoopback(endpointUrl) {
  if (endpointUrl === undefined) return false;
  const { hostname } = new URL(endpointUrl);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

module.exports = { createClients };
