import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { InvokeEndpointAsyncCommand } from "@aws-sdk/client-sagemaker-runtime";

import { type ArticleBody } from "../load/corpus/article-source";
import { Journal } from "../load/journal/journal";
import { RequestLedger } from "../load/journal/ledger";
import { recordInto } from "../load/journal/recorder";
import { forEachConcurrently } from "../load/sending/concurrency";
import { sendOpenLoop } from "../load/sending/client";
import { inferenceId } from "../load/sending/inference-id";
import { createLoadClients, loadSockets } from "../load/service/aws-clients";
import { followService } from "../load/service/follow-service";
import { type LoadTarget } from "../load/service/target";
import { type Benchmark, median, type Measurement } from "./benchmark";
import { startServer, stopProcess } from "./server-process";

const requests = 10_000;

/** Measurements of each, in turn, of which the median counts; one before them is thrown away. */
const rounds = 5;

const goalRatio = 0.9;

const bucketName = "bench";
const endpointName = "bench";
const limits = { requestTtlSeconds: 21_600, invocationTimeoutSeconds: 900 };

/** What sending took. */
interface Sending {
  readonly perSecond: number;
  /** Of this process. */
  readonly processorMicroseconds: number;
}

/**
 * The rate at which the load simulation sends, beside a bare loop over the same client: both send the same requests, as
 * many at a time. The simulation plans, journals and accounts for each, and holds the server's time back. Neither
 * uploads: that is done before a stream begins.
 */
export const load: Benchmark = {
  name: "load",
  description:
    `${requests} requests at full speed, ${loadSockets} at a time, by the load simulation (planned, journaled, accounted ` +
    "for) and by a bare loop of SDK calls; uploads are no part of either",
  async run() {
    const { url, child } = await startServer("server-under-load.ts", [bucketName, endpointName]);
    const folder = mkdtempSync(join(tmpdir(), "bench-load-"));
    try {
      const target = targetOf(url);
      const bare: Sending[] = [];
      const ours: Sending[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        bare.push(await measured(() => sendBare(target, `bare-${round}`)));
        ours.push(await measured(() => sendPlanned(target, `ours-${round}`, folder)));
      }
      return compare(bare.slice(1), ours.slice(1));
    } finally {
      rmSync(folder, { recursive: true });
      await stopProcess(child);
    }
  },
};

function targetOf(endpointUrl: string): LoadTarget {
  return {
    ...{ endpointUrl, region: "us-east-1", endpointName, variantName: "bench", bucketName },
    ...{ inputPrefix: "in", outputPath: `s3://${bucketName}/out` },
    ...{ successQueueUrl: "", errorQueueUrl: "" },
  };
}

const inputLocation = `s3://${bucketName}/in/article.txt`;

/** A loop over the SDK's `send`, and nothing else. */
async function sendBare(target: LoadTarget, run: string): Promise<void> {
  const clients = createLoadClients(target);
  const { runtime } = clients;
  const indices = Array.from({ length: requests }, (_, index) => index);
  await forEachConcurrently(indices, loadSockets, async (index) => {
    await runtime.send(
      new InvokeEndpointAsyncCommand({
        EndpointName: endpointName,
        InferenceId: inferenceId(run, index),
        InputLocation: inputLocation,
        ContentType: "text/plain",
        RequestTTLSeconds: limits.requestTtlSeconds,
        InvocationTimeoutSeconds: limits.invocationTimeoutSeconds,
      }),
    );
  });
  clients.destroy();
}

/** As a run sends, all arrivals at once. */
async function sendPlanned(target: LoadTarget, run: string, folder: string): Promise<void> {
  const { clock } = await followService(target);
  const clients = createLoadClients(target);
  const { runtime } = clients;
  const journal = Journal.create(join(folder, run, "journal.jsonl"));
  const ledger = new RequestLedger();
  const plannedSeconds = clock.now();
  const open = (): Promise<ArticleBody> => Promise.reject(new Error("It is in S3 already"));
  const input = { name: "article.txt", mostBytes: 0, contentType: "text/plain", open };
  const planned = Array.from({ length: requests }, (_, index) => ({
    ...{ index, plannedSeconds, input, inputLocation },
  }));
  await sendOpenLoop(
    {
      ...{ runtime, clock, run, endpointName, limits, placesOutputs: false },
      record: recordInto(journal, ledger),
    },
    planned,
    new AbortController().signal,
  );
  if (ledger.counts.accepted !== requests) {
    throw new Error(`${ledger.counts.accepted} of ${requests} requests were accepted`);
  }
  journal.close();
  clock.close();
  clients.destroy();
}

async function measured(send: () => Promise<void>): Promise<Sending> {
  const processor = process.cpuUsage();
  const begin = performance.now();
  await send();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(processor);
  return { perSecond: requests / seconds, processorMicroseconds: (user + system) / requests };
}

function compare(bare: readonly Sending[], ours: readonly Sending[]): Measurement[] {
  const medianOf = (sendings: readonly Sending[], of: keyof Sending): number =>
    median(sendings.map((each) => each[of]));
  // What else the machine does weighs on neighbours in time alike.
  const ratio = median(
    ours.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? NaN)),
  );
  return [
    { name: "the load simulation", value: medianOf(ours, "perSecond"), unit: "requests/s" },
    { name: "a bare loop of SDK calls", value: medianOf(bare, "perSecond"), unit: "requests/s" },
    {
      name: "ours to the bare loop",
      value: ratio,
      unit: "x",
      goal: `>= ${goalRatio}`,
      met: ratio >= goalRatio,
    },
    {
      name: "processor time of the load simulation",
      value: medianOf(ours, "processorMicroseconds"),
      unit: "µs a request",
    },
    {
      name: "processor time of the bare loop",
      value: medianOf(bare, "processorMicroseconds"),
      unit: "µs a request",
    },
  ];
}
