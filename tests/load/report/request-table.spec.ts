import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { parse } from "csv-parse/sync";

import { type JournalEvent } from "../../../load/journal/journal-event";
import { requestColumns } from "../../../load/report/request-table";
import { writeReport } from "../../../load/report/write-report";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { playedRun } from "./run-result-factory";

const formula = '=HYPERLINK("http://x"),\nsecond line';
const start = 1_700_000_000;

/** The first request goes well, the second fails, of the third nothing was heard. */
const events: JournalEvent[] = [
  {
    ...{ event: "started", run: "run-1", startedAt: "2023-11-14T22:13:20.000Z", options: {} },
    target: {
      ...{ region: "us-east-1", endpointName: "articles", variantName: "primary" },
      ...{ bucketName: "b", inputPrefix: "in", outputPath: "s3://b/out" },
      ...{ successQueueUrl: "http://q", errorQueueUrl: "http://e" },
    },
    scenario: parseScenario({
      workload: { requests: 3, arrivals: { kind: "constant", ratePerSecond: 1 } },
      model: { serviceTimeSeconds: { kind: "constant", value: 1 } },
    }),
  },
  { event: "streamStarted", atSeconds: start },
  ...[0, 1, 2].map((index): JournalEvent => ({
    ...{ event: "sent", index, plannedSeconds: start + index, atSeconds: start + index + 0.0104 },
    inputLocation: `s3://b/in/${index}`,
  })),
  ...[0, 1].map((index): JournalEvent => ({
    ...{ event: "accepted", index, atSeconds: start + index + 0.25, attempts: 1 },
    ...{ outputLocation: `s3://b/out/${index}`, failureLocation: `s3://b/failed/${index}` },
  })),
  {
    ...{ event: "notified", index: 0, atSeconds: start + 9, status: "Completed" },
    ...{ receivedSeconds: start + 0.25, endedSeconds: start + 9.5, failureReason: null },
    ...{ outputLocation: "s3://b/out/0", failureLocation: null },
  },
  { event: "reconciled", index: 0, outcome: "succeeded", reason: null },
  { event: "reconciled", index: 1, outcome: "failed", reason: formula },
];

describe("the table of a run's requests", () => {
  let folder: string;
  let rows: Record<string, string>[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "requests-"));
    const journal = join(folder, "journal.jsonl");
    await writeFile(journal, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const { requests = "" } = await writeReport(playedRun({ requests: 10 }), folder, { journal });
    const text = await readFile(requests, "utf8");
    expect(text.split("\n")[0]).to.equal(requestColumns.join(","));
    rows = parse<Record<string, string>>(text, { columns: true });
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  it("counts times from the start of the stream, to a millisecond, and splits the latency", () => {
    expect(rows[0]).to.deep.equal({
      ...{ index: "0", inferenceId: "run-1.0", outcome: "succeeded" },
      ...{ planned: "0", sent: "0.01", accepted: "0.25", ended: "9.5", notified: "9" },
      // By two clocks the word of the end may come before it.
      ...{ submitSeconds: "0.25", endpointSeconds: "9.25", deliverySeconds: "-0.5" },
      ...{ totalSeconds: "9.5", reason: "", inputLocation: "s3://b/in/0" },
      ...{ outputLocation: "s3://b/out/0", failureLocation: "s3://b/failed/0" },
    });
  });

  it("tells why a request failed, as a text that no spreadsheet runs", () => {
    expect(rows[1]).to.include({ outcome: "failed", ended: "", reason: `'${formula}` });
  });

  it("leaves empty what is not known", () => {
    expect(rows[2]).to.include({ outcome: "unfinished", accepted: "", totalSeconds: "" });
    expect(rows[2]).to.include({ sent: "2.01", outputLocation: "" });
  });
});
