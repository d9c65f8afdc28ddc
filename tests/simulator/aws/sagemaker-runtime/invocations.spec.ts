import { KMS } from "@aws-sdk/client-kms";
import { expect } from "chai";
import { type InvokeEndpointAsyncInput } from "@aws-sdk/client-sagemaker-runtime";
import { ACCOUNT, BUCKET, ENDPOINT, errorOf, Hosting, REGION } from "../hosting";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

describe("asynchronous invocations", () => {
  let hosting: Hosting;
  let kms: KMS;

  before(async () => {
    hosting = await Hosting.start({
      speed: 1200,
      serviceTimeSeconds: { kind: "constant", value: 20 },
    });
    kms = new KMS({
      endpoint: hosting.aws.endpoint,
      region: REGION,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    });
    await hosting.createConfig();
    await hosting.createEndpoint();
    await hosting.s3.putObject({
      Bucket: BUCKET,
      Key: "in/article.txt",
      Body: "The harbour is old. Ships come to the harbour.",
      ContentType: "text/plain",
    });
  });

  after(() => {
    kms.destroy();
    return hosting.close();
  });

  function invoke(changes: Partial<InvokeEndpointAsyncInput> = {}) {
    return hosting.runtime.invokeEndpointAsync({
      EndpointName: ENDPOINT,
      InputLocation: `s3://${BUCKET}/in/article.txt`,
      ...changes,
    });
  }

  async function textAt(location: string | undefined): Promise<string> {
    const key = (location ?? "").replace(`s3://${BUCKET}/`, "");
    const { Body: body } = await hosting.s3.getObject({ Bucket: BUCKET, Key: key });
    return (await body?.transformToString()) ?? "";
  }

  async function resultOf(inferenceId: string): Promise<Record<string, unknown>> {
    let found: Record<string, unknown> | undefined;
    await hosting.until(`the result of ${inferenceId}`, async () => {
      const messages = await hosting.receive("InferenceResult", 1);
      found ??= messages.find((message) => message.inferenceId === inferenceId);
      return found !== undefined;
    });
    return found ?? {};
  }

  it("are accepted with 202, a generated id, and places that are named otherwise", async () => {
    const accepted = await invoke();
    expect(accepted.$metadata.httpStatusCode).to.equal(202);
    const id = accepted.InferenceId ?? "";
    expect(id).to.match(new RegExp(`^${uuid}$`));
    expect(accepted.OutputLocation).to.match(new RegExp(`^s3://${BUCKET}/out/${uuid}\\.out$`));
    const object = /out\/(.+)\.out$/.exec(accepted.OutputLocation ?? "")?.[1];
    expect(object).to.not.equal(id);
    expect(accepted.FailureLocation).to.equal(`s3://${BUCKET}/failed/${object}-error.out`);
    await resultOf(id);
  });

  it("take the content type of the S3 object when the request names none", async () => {
    const accepted = await invoke({ InferenceId: "typed" });
    expect(await resultOf("typed")).to.include({ invocationStatus: "Completed" });
    expect(await textAt(accepted.OutputLocation)).to.match(/^\[\{"summary_text":"[^"]+"\}\]$/);
  });

  it("take the input from the body", async () => {
    const accepted = await invoke({
      InputLocation: undefined,
      Body: Buffer.from('{"inputs": "Only one sentence."}'),
      ContentType: "application/json",
      InferenceId: "inline",
    });
    await resultOf("inline");
    expect(await textAt(accepted.OutputLocation)).to.equal(
      '[{"summary_text":"Only one sentence."}]',
    );
  });

  it("write to the folder and file name asked for", async () => {
    const accepted = await invoke({
      InferenceId: "named",
      S3OutputPathExtension: "team-a/2026",
      Filename: "article.json",
    });
    expect(accepted.OutputLocation).to.equal(`s3://${BUCKET}/out/team-a/2026/article.json`);
    await resultOf("named");
    expect(await textAt(accepted.OutputLocation)).to.include("summary_text");
  });

  it("fail after their acceptance when the input does not exist", async () => {
    const missing = `s3://${BUCKET}/in/missing`;
    const accepted = await invoke({ InputLocation: missing, InferenceId: "missing" });
    expect(accepted.$metadata.httpStatusCode).to.equal(202);
    expect(await resultOf("missing")).to.include({
      invocationStatus: "Failed",
      failureReason: `ClientError: Failed to download the input ${missing}: NoSuchKey: The specified key does not exist.`,
      failureLocation: accepted.FailureLocation,
    });
    expect(await textAt(accepted.FailureLocation)).to.include("NoSuchKey");
    const output = textAt(accepted.OutputLocation);
    expect((await errorOf(output)).name).to.equal("NoSuchKey");
  });

  it("fail when their role may not read the input, or S3 not its key", async () => {
    const put = { Bucket: BUCKET, Body: "The harbour is old.", ContentType: "text/plain" };
    await hosting.s3.putObject({ ...put, Key: "closed/article" });
    const statement = {
      Effect: "Deny",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${BUCKET}/closed/*`,
    };
    await hosting.iam.putRolePolicy({
      RoleName: hosting.roleArn.split("/").at(-1),
      PolicyName: "closed",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statement }),
    });
    const { KeyMetadata: key } = await kms.createKey({});
    const encryption = { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: key?.KeyId };
    await hosting.s3.putObject({ ...put, ...encryption, Key: "in/secret" });
    await kms.disableKey({ KeyId: key?.KeyId });
    for (const [path, problem] of [
      ["closed/article", "AccessDenied: Access Denied"],
      ["in/secret", `KMS.DisabledException: ${key?.Arn} is disabled.`],
    ] as const) {
      const location = `s3://${BUCKET}/${path}`;
      await invoke({ InputLocation: location, InferenceId: path });
      expect((await resultOf(path)).failureReason).to.equal(
        `ClientError: Failed to download the input ${location}: ${problem}`,
      );
    }
  });

  it("fail when they take longer than their time-out", async () => {
    await invoke({ InvocationTimeoutSeconds: 5, InferenceId: "slow" });
    expect(await resultOf("slow")).to.include({
      invocationStatus: "Failed",
      failureReason: "InternalFailure: invocation expired",
    });
  });

  it("expire in the queue when they wait longer than their time to live", async () => {
    await hosting.atOneInstant(async () => {
      for (let index = 0; index < 10; index++) await invoke({ InferenceId: `before-${index}` });
      await invoke({ RequestTTLSeconds: 60, InferenceId: "late" });
    });
    expect(await resultOf("late")).to.include({
      invocationStatus: "Failed",
      failureReason: "InternalFailure: request expired in the queue",
    });
  });

  it("leave a line with their id in the log of the instance", async () => {
    await invoke({ InferenceId: "logged" });
    await resultOf("logged");
    const { events = [] } = await hosting.logs.filterLogEvents({
      logGroupName: `/aws/sagemaker/Endpoints/${ENDPOINT}`,
      filterPattern: '"[logged]"',
    });
    expect(events).to.have.lengthOf(1);
    expect(events[0]?.logStreamName).to.match(/^all-traffic\/i-[0-9a-f]{17}\/data-log$/);
    expect(events[0]?.message).to.match(
      /^\[logged\] Inference request succeeded\. ModelLatency: 20000000 us, TimeInBacklog: \d+ ms, TotalProcessingTime: \d+ ms$/,
    );
  });

  describe("are refused", () => {
    const refusals: [string, Partial<InvokeEndpointAsyncInput>, string][] = [
      [
        "with both a body and a location",
        { Body: Buffer.from("x") },
        "Exactly one of Body and InputLocation must be provided; both were given.",
      ],
      [
        "with neither a body nor a location",
        { InputLocation: undefined },
        "Exactly one of Body and InputLocation must be provided; neither was given.",
      ],
      [
        "with a body of more than 128,000 bytes",
        { InputLocation: undefined, Body: Buffer.alloc(128_001, "x") },
        "1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to 128000",
      ],
      [
        "with a time to live below a minute",
        { RequestTTLSeconds: 59 },
        "1 validation error detected: Value '59' at 'requestTTLSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
      ],
      [
        "with a time-out over an hour",
        { InvocationTimeoutSeconds: 3601 },
        "1 validation error detected: Value '3601' at 'invocationTimeoutSeconds' failed to satisfy constraint: Member must have value less than or equal to 3600",
      ],
      [
        "with a file name of two dots",
        { Filename: "a.tar.gz" },
        "1 validation error detected: Value 'a.tar.gz' at 'filename' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?!.*\\..*\\.)[a-zA-Z0-9][a-zA-Z0-9\\-_.]*$",
      ],
      [
        "with the endpoint's name in another case",
        { EndpointName: ENDPOINT.toLowerCase() },
        `Endpoint ${ENDPOINT.toLowerCase()} of account ${ACCOUNT} not found.`,
      ],
    ];

    for (const [situation, changes, message] of refusals) {
      it(situation, async () => {
        const error = await errorOf(invoke(changes));
        expect(error).to.deep.equal({ name: "ValidationError", message });
      });
    }

    it("when they are synchronous, with a stream or without", async () => {
      const request = { EndpointName: ENDPOINT, Body: Buffer.from("x") };
      for (const invoked of [
        hosting.runtime.invokeEndpoint(request),
        hosting.runtime.invokeEndpointWithResponseStream(request),
      ]) {
        expect(await errorOf(invoked)).to.deep.equal({
          name: "ValidationError",
          message: `Endpoint ${ENDPOINT} of account ${ACCOUNT} is an asynchronous endpoint. Use InvokeEndpointAsync to invoke it.`,
        });
      }
    });
  });
});

describe("asynchronous invocations above the account's rate", () => {
  let hosting: Hosting;

  before(async () => {
    hosting = await Hosting.start({
      speed: 1200,
      platform: { provisionSeconds: { kind: "constant", value: 60 }, invocationsPerSecond: 1e-6 },
    });
    await hosting.createConfig();
    await hosting.createEndpoint();
  });

  after(() => hosting.close());

  it("are throttled, as AWS's services say it", async () => {
    const invoke = () =>
      hosting.runtime.invokeEndpointAsync({
        EndpointName: ENDPOINT,
        InputLocation: `s3://${BUCKET}/in/missing.txt`,
      });
    await invoke();
    expect(await errorOf(invoke())).to.include({
      name: "ThrottlingException",
      message: "Rate exceeded",
    });
  });
});
