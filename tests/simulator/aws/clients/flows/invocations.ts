import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
} from "@aws-sdk/client-sagemaker-runtime";
import { expect } from "chai";
import { isUnknownToClient } from "../client";
import { expectFailure, type ResultMessage, type Session } from "../session";

const ARTICLE =
  "The harbour closed in 1974, when the last coal ship left its pier. " +
  "The council bought the harbour and asked the residents what the harbour should become. " +
  "Most residents asked for trees, and the council planted trees along the harbour. " +
  "A bakery opened. Cats sleep on the pier of the harbour all day.";

/** Requests to an endpoint at zero instances, and what becomes of each. */
export function describeInvocations(open: () => Session): void {
  it("accepts inputs in S3, even one that is missing or that the model will refuse", async () => {
    const session = open();
    const { client, bucket, target } = session;
    session.sentAt = target.now();
    const inputs = { good: JSON.stringify({ inputs: ARTICLE }), bad: '{"no": "inputs"}' };
    for (const [name, body] of Object.entries(inputs)) {
      await client.call(
        new PutObjectCommand({ Bucket: bucket, Key: `in/${name}.json`, Body: body }),
      );
    }
    for (const name of ["good", "bad", "missing"]) {
      const accepted = await client.call(
        new InvokeEndpointAsyncCommand({
          EndpointName: session.endpointName,
          InputLocation: `s3://${bucket}/in/${name}.json`,
          ContentType: "application/json",
          InferenceId: name,
        }),
      );
      expect(accepted.InferenceId).to.equal(name);
      expect(accepted.OutputLocation).to.match(
        new RegExp(`^s3://${bucket}/out/[0-9a-f-]{36}\\.out$`),
      );
      session.outputs.set(name, accepted.OutputLocation ?? "");
    }
  });

  it("accepts an input in the request itself", async function () {
    const session = open();
    try {
      const accepted = await session.client.call(
        new InvokeEndpointAsyncCommand({
          EndpointName: session.endpointName,
          Body: Buffer.from(JSON.stringify({ inputs: ARTICLE })),
          ContentType: "application/json",
          InferenceId: "inline",
        }),
      );
      session.outputs.set("inline", accepted.OutputLocation ?? "");
    } catch (error) {
      if (!isUnknownToClient(error)) throw error;
      console.log(`        ${session.client.name} is older than inputs in the request: skipped`);
      this.skip();
    }
  });

  it("refuses what it cannot accept", async () => {
    const { client, endpointName, accountId, bucket } = open();
    await expectFailure(
      client.call(
        new InvokeEndpointAsyncCommand({
          EndpointName: "none",
          InputLocation: `s3://${bucket}/in/good.json`,
        }),
      ),
      "ValidationError",
      new RegExp(`^Endpoint none of account ${accountId} not found\\.$`),
    );
    await expectFailure(
      client.call(new InvokeEndpointCommand({ EndpointName: endpointName, Body: "{}" })),
      "ValidationError",
    );
  });

  it("announces how each ended", async () => {
    const session = open();
    await session.receiveUntil("the last result", (body) => {
      const message = JSON.parse(body) as ResultMessage;
      // Every change of the fleet is announced with a test message too.
      if (message.eventName === "InferenceResult") {
        session.results.set(message.inferenceId, message);
      }
      return session.results.size === session.outputs.size;
    });
    const statuses = [...session.results].map(([id, { invocationStatus }]) => [
      id,
      invocationStatus,
    ]);
    expect(Object.fromEntries(statuses)).to.deep.equal(
      Object.fromEntries(
        [...session.outputs.keys()].map((id) => [
          id,
          ["bad", "missing"].includes(id) ? "Failed" : "Completed",
        ]),
      ),
    );
  });

  it("put the summaries where it said", async () => {
    const { client, bucket, outputs, results } = open();
    for (const id of ["good", "inline"].filter((name) => outputs.has(name))) {
      const location = outputs.get(id) ?? "";
      expect(results.get(id)?.responseParameters?.outputLocation).to.equal(location);
      const output = await client.read(bucket, location.replace(`s3://${bucket}/`, ""));
      const [summary] = JSON.parse(output.toString()) as [{ readonly summary_text: string }];
      expect(summary.summary_text).to.have.lengthOf.within(20, ARTICLE.length - 1);
    }
  });

  it("tells why the others failed, and puts nothing where a summary would be", async () => {
    const { client, bucket, outputs, results, knowsFailurePath } = open();
    expect(results.get("bad")?.failureReason).to.equal(
      "ClientError: Received client error (400) from model. " +
        "See the SageMaker Endpoint logs in your account for more information.",
    );
    expect(results.get("missing")?.failureReason).to.be.a("string");
    for (const id of ["bad", "missing"]) {
      const key = (outputs.get(id) ?? "").replace(`s3://${bucket}/`, "");
      await expectFailure(client.read(bucket, key), "NoSuchKey");
      if (!knowsFailurePath) continue;
      const failure = key.replace(/^out\/(.*)\.out$/, "failed/$1-error.out");
      expect(await client.read(bucket, failure)).to.have.lengthOf.above(0);
    }
  });
}
