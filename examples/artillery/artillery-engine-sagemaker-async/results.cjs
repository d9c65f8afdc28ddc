"use strict";

const { setTimeout: delay } = require("node:timers/promises");

const { GetObjectCommand, NoSuchKey } = require("@aws-sdk/client-s3");

const { partsOf } = require("./s3-location.cjs");

/** The endpoint wrote a failure instead of a result. */
class ResultFailed extends Error {
  name = "ResultFailed";
}

/** Neither a result nor a failure was there in time. */
class ResultTimedOut extends Error {
  name = "ResultTimedOut";
}

/**
 * Looks for a request's output and failure until one of them is there.
 *
 * @param accepted with `outputLocation` and, where the endpoint has a failure path, `failureLocation`
 * @param wait with `pollSeconds` and `timeoutSeconds`
 * @returns the output as text
 * @throws {ResultFailed} with what the failure says
 * @throws {ResultTimedOut} when neither came in time
 */
async function waitForResult(s3, accepted, { pollSeconds, timeoutSeconds }) {
  const { inferenceId, outputLocation, failureLocation } = accepted;
  const deadline = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const output = await readText(s3, outputLocation);
    if (output !== undefined) return { output };
    const failure = await readText(s3, failureLocation);
    if (failure !== undefined) {
      throw new ResultFailed(
        `Request ${inferenceId} failed, as ${failureLocation} says: ${failure}`,
      );
    }
    if (performance.now() >= deadline) {
      throw new ResultTimedOut(
        `Request ${inferenceId} has neither a result nor a failure after ${timeoutSeconds} s: ` +
          "look at the endpoint's backlog, or give it a longer `wait.timeoutSeconds`",
      );
    }
    await delay(pollSeconds * 1000);
  }
}

/** An object as text; `undefined` where there is none. */
async function readText(s3, location) {
  const { bucket, key } = partsOf(location ?? "") ?? {};
  if (bucket === undefined) return undefined;
  try {
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await body.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

module.exports = { waitForResult };
