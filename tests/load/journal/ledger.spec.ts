import { mkdtempSync, rmSync, appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { Journal, readJournal } from "../../../load/journal/journal";
import { type JournalEvent } from "../../../load/journal/journal-event";
import { RequestLedger } from "../../../load/journal/ledger";
import { recordInto } from "../../../load/journal/recorder";

function sent(index: number): JournalEvent {
  return { event: "sent", index, plannedSeconds: 100, atSeconds: 101, inputLocation: "s3://b/in" };
}

function accepted(index: number): JournalEvent {
  return {
    ...{ event: "accepted", index, atSeconds: 102, attempts: 1 },
    ...{ outputLocation: `s3://b/out/${index}`, failureLocation: null },
  };
}

function notified(index: number, status: "Completed" | "Failed"): JournalEvent {
  return {
    ...{ event: "notified", index, status, atSeconds: 121, receivedSeconds: 102 },
    ...{ endedSeconds: 120, outputLocation: null, failureLocation: null, failureReason: null },
  };
}

function found(index: number, status: "Completed" | "Failed"): JournalEvent {
  return {
    ...{ event: "found", index, status, atSeconds: 131, endedSeconds: 119 },
    location: `s3://b/${status}/${index}`,
  };
}

function rejected(index: number): JournalEvent {
  return { event: "rejected", index, atSeconds: 103, attempts: 3, error: "Throttled" };
}

function ledgerOf(...events: JournalEvent[]): RequestLedger {
  const ledger = new RequestLedger();
  events.forEach((event) => ledger.apply(event));
  return ledger;
}

describe("the ledger of a run", () => {
  it("counts a request as outstanding from its sending to the first word of its end", () => {
    const ledger = ledgerOf(sent(0), sent(1), accepted(0));
    expect(ledger.outstanding).to.equal(2);
    ledger.apply(notified(0, "Completed"));
    ledger.apply(rejected(1));
    expect(ledger.outstanding).to.equal(0);
  });

  it("takes a result that is told before the acceptance", () => {
    const ledger = ledgerOf(sent(0), notified(0, "Completed"), accepted(0));
    expect(ledger.outstanding).to.equal(0);
    expect(ledger.request(0)?.outputLocation).to.equal("s3://b/out/0");
  });

  it("takes a result that is told before a shard's word that the request was sent", () => {
    const ledger = ledgerOf(notified(0, "Completed"), notified(0, "Completed"), sent(0));
    expect(ledger.counts).to.include({ sent: 1, completed: 1, duplicated: 1 });
    expect(ledger.outstanding).to.equal(0);
    expect(ledger.request(0)?.heardSeconds).to.equal(121);
  });

  it("counts a second notification as a duplicate", () => {
    const ledger = ledgerOf(sent(0), notified(0, "Completed"), notified(0, "Completed"));
    expect(ledger.counts).to.include({ completed: 1, duplicated: 1 });
  });

  it("takes a result that is found and told for one, with the times of its notification", () => {
    const ledger = ledgerOf(sent(0), accepted(0), found(0, "Completed"));
    expect(ledger.request(0)?.result).to.include({ receivedSeconds: 102, endedSeconds: 119 });
    expect(ledger.wasNotified(0)).to.equal(false);
    ledger.apply(notified(0, "Completed"));
    expect(ledger.request(0)?.result).to.include({ receivedSeconds: 102, endedSeconds: 120 });
    expect(ledger.request(0)?.heardSeconds).to.equal(131);
    expect(ledger.wasNotified(0)).to.equal(true);
    expect(ledger.counts).to.include({ completed: 1, duplicated: 0 });
    ledger.apply(notified(0, "Completed"));
    expect(ledger.counts).to.include({ completed: 1, duplicated: 1 });
  });

  it("counts a request that has another end in S3 than was told, as a duplicate and as completed", () => {
    const told = ledgerOf(sent(0), notified(0, "Failed"), found(0, "Completed"));
    const seen = ledgerOf(sent(0), found(0, "Completed"), notified(0, "Failed"));
    for (const ledger of [told, seen]) {
      expect(ledger.counts).to.include({ completed: 1, failed: 0, duplicated: 1 });
      expect(ledger.request(0)?.result?.outputLocation).to.equal("s3://b/Completed/0");
    }
  });

  it("prefers a completion to a failure of the same request, in whatever order they come", () => {
    for (const order of [["Completed", "Failed"] as const, ["Failed", "Completed"] as const]) {
      const ledger = ledgerOf(sent(0), ...order.map((status) => notified(0, status)));
      expect(ledger.counts, order.join()).to.include({ completed: 1, failed: 0, duplicated: 1 });
      expect(ledger.request(0)?.result?.status).to.equal("Completed");
    }
  });

  it("believes a notification more than a refusal", () => {
    const late = ledgerOf(sent(0), rejected(0), notified(0, "Completed"));
    const early = ledgerOf(sent(0), notified(0, "Completed"), rejected(0));
    for (const ledger of [late, early]) {
      expect(ledger.counts).to.include({ rejected: 0, completed: 1 });
      expect(ledger.outstanding).to.equal(0);
    }
  });

  it("refuses to have a request sent twice", () => {
    expect(() => ledgerOf(sent(4), sent(4))).to.throw("Request 4 was sent twice");
  });
});

describe("the journal of a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function replay(file: string): Promise<RequestLedger> {
    const ledger = new RequestLedger();
    for await (const event of readJournal(file)) {
      ledger.apply(event);
    }
    return ledger;
  }

  it("gives back the ledger that it was written beside", async () => {
    const journal = Journal.create(join(folder, "run", "journal.jsonl"));
    const ledger = new RequestLedger();
    const record = recordInto(journal, ledger);
    [sent(0), accepted(0), sent(1), notified(0, "Completed"), rejected(1)].forEach((event) =>
      record(event),
    );
    record({ event: "reconciled", index: 1, outcome: "failed", reason: "not accepted" });
    journal.close();
    const replayed = await replay(journal.file);
    expect([...replayed.requests()]).to.deep.equal([...ledger.requests()]);
    expect(replayed.counts).to.deep.equal(ledger.counts);
  });

  it("has every line on file before the next thing happens", async () => {
    const journal = Journal.create(join(folder, "journal.jsonl"));
    journal.append(sent(0));
    expect((await replay(journal.file)).counts.sent).to.equal(1);
    journal.close();
  });

  it("is read up to a line that a crash cut off", async () => {
    const journal = Journal.create(join(folder, "journal.jsonl"));
    journal.append(sent(0));
    journal.close();
    appendFileSync(journal.file, '{"event":"acc');
    expect((await replay(journal.file)).counts).to.include({ sent: 1, accepted: 0 });
  });

  it("is refused when a line in its middle is broken", async () => {
    const journal = Journal.create(join(folder, "journal.jsonl"));
    journal.close();
    appendFileSync(journal.file, "broken\n{}\n");
    const error = await replay(journal.file).catch((caught: unknown) => caught);
    expect(error)
      .to.be.an("error")
      .with.property("message", `Line 1 of "${journal.file}" is not a journal event`);
  });

  it("is never written over", () => {
    const file = join(folder, "journal.jsonl");
    Journal.create(file).close();
    expect(() => Journal.create(file)).to.throw(
      `The run's journal "${file}" cannot be begun (EEXIST: file already exists, open '${file}'): ` +
        "give a folder for reports that this user may write to and that holds no run of this name",
    );
  });
});
