import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GetObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  waitUntilEndpointDeleted,
} from "@aws-sdk/client-sagemaker";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";

import { createLoadClients } from "../../../load/service/aws-clients";
import { readJournal } from "../../../load/journal/journal";
import { RequestLedger } from "../../../load/journal/ledger";
import { type LoadOptions } from "../../../load/run/load-options";
import { type LoadPhase } from "../../../load/run/progress";
import { resumeLoad, runLoad } from "../../../load/run/run-load";
import { type LoadTarget, parseS3Location } from "../../../load/service/target";
import {
  type LocalAws,
  type LocalAwsOptions,
  startLocalAws,
} from "../../../simulator/aws/local-aws";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../../simulator/scenario/result";

import { deployStack, hideMessagesBriefly, inService, patience, sageMakerOf } from "../local-stack";

describe("a load on the local server", function () {
  this.timeout(60_000);

  let reportsDirectory: string;
  let aws: LocalAws | undefined;
  beforeEach(() => {
    reportsDirectory = mkdtempSync(join(tmpdir(), "reports-"));
  });
  afterEach(async () => {
    await aws?.close();
    aws = undefined;
    rmSync(reportsDirectory, { recursive: true });
  });

  async function prepare(
    workload: object,
    server: LocalAwsOptions = {},
    options: Partial<LoadOptions> = {},
  ): Promise<LoadOptions> {
    aws = await startLocalAws({ speed: 600, ...server });
    return {
      target: await deployStack(aws.endpoint),
      scenario: parseScenario({
        workload: { arrivals: { kind: "constant", ratePerSecond: 0.5 }, ...workload },
      }),
      reportsDirectory,
      run: "test-run",
      ...options,
    };
  }

  function gauge(result: RunResult, name: string): (number | null)[] {
    const series = result.timeline[name];
    return Array.isArray(series) ? series : [];
  }

  it("finds every result, and the fleet going from zero to several and back", async () => {
    const phases: LoadPhase[] = [];
    const options = await prepare({ requests: 100 });
    const result = await runLoad({
      ...options,
      onProgress: ({ phase }) => {
        if (phases.at(-1) !== phase) {
          phases.push(phase);
        }
      },
    });
    expect(result.totals).to.include({ submitted: 100, succeeded: 100, lost: 0, duplicated: 0 });
    expect(result.instances.peak).to.be.above(1);
    const instances = gauge(result, "CurrentInstanceCount");
    expect(instances.at(0)).to.equal(0);
    expect(instances.at(-1)).to.equal(0);
    expect(Math.max(...gauge(result, "ApproximateBacklogSize").map(Number))).to.be.above(50);
    const processed = gauge(result, "InvocationsProcessed").reduce<number>(
      (sum, value) => sum + (value ?? 0),
      0,
    );
    expect(processed).to.equal(100);
    expect(result.scalingActivities[0]).to.include({ from: 0, status: "Successful" });
    expect(result.scalingActivities.at(-1)).to.include({ to: 0, status: "Successful" });
    expect(result.cost.total).to.be.above(0);
    expect(result.measurement).to.include({ target: "local", speed: 600 });
    expect(result.scenario).to.have.all.keys(
      ...["name", "seed", "region", "workload", "endpoint", "scaling", "maxSeconds"],
    );
    expect(result.scenario).to.have.deep.property("scaling", {
      minCapacity: 0,
      maxCapacity: 5,
      targetTracking: {
        backlogPerInstance: 5,
        scaleInCooldownSeconds: 120,
        scaleOutCooldownSeconds: 120,
        disableScaleIn: false,
      },
      scaleFromZero: { cooldownSeconds: 300, evaluationPeriods: 2, instances: 1 },
      idleScaleIn: null,
      stepScaleOut: null,
    });
    expect(phases).to.deep.equal([
      ...["uploading", "waitingForFleet", "sending", "draining"],
      ...["scalingIn", "reconciling", "measuring"],
    ]);
  });

  it("measures each request from its planned time to the end that its notification tells", async () => {
    const result = await runLoad(
      await prepare(
        { requests: 20 },
        { serviceTimeSeconds: { kind: "constant", value: 40 } },
        { waitForScaleIn: false },
      ),
    );
    const { queue, service, total } = result.latencySeconds;
    expect(service.mean).to.be.closeTo(40, 0.5);
    const parts = Number(queue.mean) + Number(service.mean);
    // What is neither queue nor service is the way to the server: milliseconds, each 0.6 s of its time.
    expect(total.mean).to.be.within(parts - 5, parts + 120);
    expect(total.p50).to.be.at.least(40);
  });

  it("keeps a closed loop: never more outstanding than may be, and every result found", async () => {
    const options = await prepare(
      { requests: 12, arrivals: { kind: "closed-loop", concurrency: 3 } },
      { serviceTimeSeconds: { kind: "constant", value: 40 } },
      { waitForScaleIn: false, startFleet: null },
    );
    const result = await runLoad(options);

    let outstanding = 0;
    let most = 0;
    for await (const event of readJournal(join(reportsDirectory, "test-run", "journal.jsonl"))) {
      if (event.event === "sent") outstanding += 1;
      if (event.event === "notified") outstanding -= 1;
      most = Math.max(most, outstanding);
    }
    expect(most).to.equal(3);
    expect(result.totals).to.include({ submitted: 12, succeeded: 12 });
    expect(result.warnings.map(({ code }) => code)).to.include("closed-loop");
    expect(result.prediction?.errors).to.include.keys("backlogMean");
  });

  it("refuses a closed loop that several processes would have to keep, before anything is sent", async () => {
    const arrivals = { kind: "closed-loop", concurrency: 3 };
    const options = await prepare({ requests: 24, arrivals }, {}, { shards: 2 });
    const failure: unknown = await runLoad(options).catch((error: unknown) => error);
    expect(String(failure)).to.match(
      /`shards` is 2, and the requests are sent in a closed loop, .*: leave `--shards` out/,
    );
    expect(readdirSync(reportsDirectory)).to.deep.equal([]);
  });

  it("has its requests accepted within seconds of their planned time, however fast time goes", async () => {
    const options = await prepare(
      { requests: 300, arrivals: { kind: "constant", ratePerSecond: 1 } },
      { speed: 3600 },
      { waitForScaleIn: false },
    );
    const result = await runLoad(options);
    const ledger = new RequestLedger();
    for await (const event of readJournal(join(reportsDirectory, "test-run", "journal.jsonl"))) {
      ledger.apply(event);
    }
    const late = [...ledger.requests()].map(
      (each) => (each.result?.receivedSeconds ?? NaN) - each.plannedSeconds,
    );
    expect(late).to.have.length(300);
    expect(Math.max(...late)).to.be.at.most(5.1);
    expect(result.warnings.map(({ code }) => code)).not.to.include("client-fell-behind");
  });

  it("leaves a journal from which the whole run can be had again", async () => {
    const options = await prepare({ requests: 10 }, {}, { waitForScaleIn: false });
    await runLoad(options);
    const ledger = new RequestLedger();
    const file = join(reportsDirectory, "test-run", "journal.jsonl");
    for await (const event of readJournal(file)) {
      ledger.apply(event);
    }
    expect(ledger.counts).to.include({ uploaded: 10, sent: 10, accepted: 10, completed: 10 });
    const clients = createLoadClients(options.target);
    for (const { outcome, outputLocation } of ledger.requests()) {
      expect(outcome).to.equal("succeeded");
      const { bucket, key } = parseS3Location(outputLocation ?? "");
      const output = await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      expect(await output.Body?.transformToString()).to.match(/summary_text/);
    }
    clients.destroy();
  });

  it("sends what fits in the requests themselves, and the rest through S3", async () => {
    const lines = [{ inputs: "A short one. It is read." }, { inputs: "Long. ".repeat(25_000) }];
    const file = join(reportsDirectory, "requests.jsonl");
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    const options = await prepare(
      { requests: 4 },
      {},
      { waitForScaleIn: false, inputDirectory: file, inline: true },
    );
    const { totals } = await runLoad(options);
    expect(totals).to.include({ submitted: 4, succeeded: 4 });
    const uploads: string[] = [];
    const inline: unknown[] = [];
    for await (const event of readJournal(join(reportsDirectory, "test-run", "journal.jsonl"))) {
      if (event.event === "uploaded") uploads.push(event.input);
      if (event.event === "sent" && event.inlineBytes !== undefined) inline.push(event.index);
    }
    expect(uploads).to.deep.equal(["line-000001.json"]);
    expect(inline).to.deep.equal([0, 2]);
  });

  it("counts what the model refuses as failed", async () => {
    const refusal = { status: 400, contentType: "text/plain", body: Buffer.from("too dull") };
    const options = await prepare(
      { requests: 10 },
      { model: { invoke: () => Promise.resolve(refusal) } },
      { waitForScaleIn: false },
    );
    const { totals } = await runLoad(options);
    expect(totals).to.include({ submitted: 10, succeeded: 0, failed: 10 });
  });

  it("counts what waited for longer than its time to live as expired, and warns", async () => {
    const options = await prepare({ requests: 10, requestTtlSeconds: 60 });
    const { totals, warnings } = await runLoad(options);
    expect(totals).to.include({ submitted: 10, expired: 10 });
    expect(warnings.map(({ code }) => code)).to.include("requests-expired");
  });

  it("leaves messages about other requests in the queue, and says so", async () => {
    const options = await prepare({ requests: 5 }, {}, { waitForScaleIn: false });
    const clients = createLoadClients(options.target);
    await clients.sqs.send(
      new SendMessageCommand({ QueueUrl: options.target.successQueueUrl, MessageBody: "hello" }),
    );
    clients.destroy();
    const { totals, warnings } = await runLoad(options);
    expect(totals.succeeded).to.equal(5);
    expect(warnings.map(({ code }) => code)).to.deep.equal(["foreign-messages"]);
  });

  it("stops sending when it is told to, waits for what was sent, and goes on from there", async () => {
    const stop = new AbortController();
    const options = await prepare(
      { requests: 150 },
      {},
      { signal: stop.signal, startFleet: null, waitForScaleIn: false },
    );
    await inService(options.target);
    const stopped = await runLoad({
      ...options,
      onProgress: ({ phase, sent }) => {
        if (phase === "sending" && sent > 0) {
          stop.abort();
        }
      },
    });
    const { submitted, succeeded } = stopped.totals;
    expect(submitted).to.be.within(1, 149);
    expect(succeeded).to.equal(submitted);
    expect(stopped.warnings.map(({ code }) => code)).to.include("stopped-early");

    const resumed = await resumeLoad({ reportsDirectory, run: "test-run" });
    expect(resumed.totals).to.include({ submitted: 150, succeeded: 150 });
    expect(resumed.warnings.map(({ code }) => code)).to.include("resumed");
  });

  it("ends clearly when the endpoint is deleted on the way, and can go on once it is back", async () => {
    const options = await prepare(
      { requests: 100, requestTtlSeconds: 600, invocationTimeoutSeconds: 60 },
      {},
      { startFleet: null, waitForScaleIn: false },
    );
    await inService(options.target);
    await hideMessagesBriefly(options.target);
    const deletion = deleteEndpoint(options.target);
    const error = await runLoad({
      ...options,
      onProgress: ({ sent }) => {
        if (sent > 0) deletion.begin();
      },
    }).catch((caught: unknown) => caught);
    await deletion.done;
    expect(error)
      .to.be.an("error")
      .with.property("message")
      .that.matches(
        /^(Invoking|Watching) endpoint articles: .*\(what was done is in .*journal\.jsonl; once that is mended, `npm run simulate -- --resume test-run` goes on\)$/s,
      );

    await createEndpoint(options.target);
    const { totals } = await resumeLoad({ reportsDirectory, run: "test-run" });
    // What was in the queue went with the endpoint.
    expect(totals.submitted).to.equal(100);
    expect(totals.succeeded + totals.lost).to.equal(100);
    expect(totals.succeeded).to.be.above(0);
  });

  it("says which runs there are when it is to go on with one that is not there", async () => {
    await prepare({ requests: 1 });
    const error = await resumeLoad({ reportsDirectory, run: "other" }).catch(
      (caught: unknown) => caught,
    );
    expect(error)
      .to.be.an("error")
      .with.property(
        "message",
        `The run to go on with is "other", which has no journal in "${reportsDirectory}": there are no runs there, start one`,
      );
  });

  it("ends with a clear word, and without a journal, when there is no such endpoint", async () => {
    const options = await prepare({ requests: 5 });
    const target = { ...options.target, endpointName: "nowhere" };
    const error = await runLoad({ ...options, target }).catch((caught: unknown) => caught);
    expect(error)
      .to.be.an("error")
      .with.property("message")
      .that.matches(
        /^Looking at endpoint nowhere: ValidationException: Could not find endpoint .*; the endpoint does not exist: check the stack's outputs, or deploy it again$/,
      );
    expect(readdirSync(reportsDirectory)).to.deep.equal([]);
  });
});

/** Deletes the endpoint under load when it is told to. */
function deleteEndpoint(target: LoadTarget): { begin(): void; done: Promise<void> } {
  let begin = (): void => undefined;
  const done = new Promise<void>((resolve) => (begin = resolve)).then(async () => {
    const client = sageMakerOf(target);
    await client.send(new DeleteEndpointCommand({ EndpointName: target.endpointName }));
    client.destroy();
  });
  return { begin, done };
}

async function createEndpoint(target: LoadTarget): Promise<void> {
  const client = sageMakerOf(target);
  await waitUntilEndpointDeleted(patience(client), { EndpointName: target.endpointName });
  await client.send(
    new CreateEndpointCommand({
      EndpointName: target.endpointName,
      EndpointConfigName: "articles-config",
    }),
  );
  client.destroy();
  await inService(target);
}
