import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { expect } from "chai";

import { type ArticleInput } from "../../../load/corpus/article-source";
import { createLoadClients, type LoadClients } from "../../../load/service/aws-clients";
import { type PlannedRequest, sendOpenLoop } from "../../../load/sending/client";
import { type ServiceClock, WallClock } from "../../../load/service/clock";
import { type JournalEvent } from "../../../load/journal/journal-event";
import { RequestLedger } from "../../../load/journal/ledger";

describe("the open-loop sender", () => {
  const wallClock = new WallClock();
  /** Where time was asked to wait, move by move. */
  let leashEnds: number[];
  const clock: ServiceClock = {
    speed: 1,
    now: () => wallClock.now(),
    sleepUntil: (seconds, signal) => wallClock.sleepUntil(seconds, signal),
    leash: (untilSeconds) => void leashEnds.push(untilSeconds),
    standStill: () => Promise.resolve(),
    close: () => undefined,
  };
  let server: Server;
  let clients: LoadClients;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let ledger: RequestLedger;
  let events: JournalEvent[];

  beforeEach((done) => {
    answer = accept;
    ledger = new RequestLedger();
    events = [];
    leashEnds = [];
    server = createServer((request, response) => {
      request.resume().on("end", () => answer(request, response));
    }).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      clients = createLoadClients({
        endpointUrl: `http://127.0.0.1:${port}`,
        ...{ region: "us-east-1", endpointName: "articles", variantName: "main" },
        ...{ bucketName: "bucket", inputPrefix: "input", outputPath: "s3://bucket/output" },
        ...{ successQueueUrl: "", errorQueueUrl: "" },
      });
      done();
    });
  });
  afterEach((done) => {
    clients.destroy();
    server.closeAllConnections();
    server.close(done);
  });

  function accept(request: IncomingMessage, response: ServerResponse): void {
    const id = String(request.headers["x-amzn-sagemaker-inference-id"]);
    response.writeHead(202, {
      "content-type": "application/json",
      "X-Amzn-SageMaker-OutputLocation": `s3://bucket/output/of-${id}.out`,
    });
    response.end(JSON.stringify({ InferenceId: id }));
  }

  function refuse(response: ServerResponse, status: number, code: string, message: string): void {
    response.writeHead(status, {
      "content-type": "application/json",
      "x-amzn-errortype": code,
    });
    response.end(JSON.stringify({ message }));
  }

  function send(requests: Iterable<PlannedRequest>, signal?: AbortSignal): Promise<void> {
    return sendOpenLoop(
      {
        ...{ runtime: clients.runtime, clock, run: "run", endpointName: "articles" },
        placesOutputs: false,
        limits: { requestTtlSeconds: 600, invocationTimeoutSeconds: 900 },
        record: (...batch) => {
          events.push(...batch);
          for (const event of batch) ledger.apply(event);
        },
      },
      requests,
      signal ?? new AbortController().signal,
    );
  }

  function planned(count: number, everySeconds: number): PlannedRequest[] {
    const start = clock.now();
    return Array.from({ length: count }, (_, index) => ({
      index,
      plannedSeconds: start + index * everySeconds,
      input: inputOf(Buffer.from(`text ${index}`)),
      inputLocation: `s3://bucket/input/${index}.txt`,
    }));
  }

  function inputOf(body: Buffer | Readable): ArticleInput {
    return {
      ...{ name: "input.csv", contentType: "text/csv", mostBytes: 100 },
      open: () => Promise.resolve({ body, bytes: 100 }),
    };
  }

  it("sends an input in the request itself where it is to go inline", async () => {
    const got: [unknown, unknown, string][] = [];
    server.removeAllListeners("request");
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) => {
        const {
          "x-amzn-sagemaker-content-type": type,
          "x-amzn-sagemaker-inputlocation": location,
        } = request.headers;
        got.push([type, location, body]);
        accept(request, response);
      });
    });
    const [first, second, third] = planned(3, 0);
    await send([
      { ...first!, inputLocation: null },
      { ...second!, inputLocation: null, input: inputOf(Readable.from(["a,", "b"])) },
      third!,
    ]);
    expect(got).to.have.deep.members([
      ["text/csv", undefined, "text 0"],
      ["text/csv", undefined, "a,b"],
      ["text/csv", "s3://bucket/input/2.txt", ""],
    ]);
    const sent = events.filter((each) => each.event === "sent");
    expect(sent.map(({ inlineBytes = null }) => inlineBytes)).to.have.members([6, 3, null]);
  });

  it("does not count what cannot be read as sent, and ends", async () => {
    const [request] = planned(1, 0);
    const input = {
      ...inputOf(Buffer.from("")),
      open: () => Promise.reject(new Error("the disk is gone")),
    };
    const sending = send([{ ...request!, inputLocation: null, input }]);
    expect(await sending.catch(String)).to.equal(
      "LoadError: Reading input input.csv: Error: the disk is gone",
    );
    expect(ledger.counts.sent).to.equal(0);
  });

  it("sends each request at its planned time, whatever the answers take", async () => {
    answer = (request, response) => setTimeout(() => accept(request, response), 200);
    await send(planned(20, 0.01));
    const lags = [...ledger.requests()].map((each) => each.sentSeconds - each.plannedSeconds);
    expect(Math.min(...lags)).to.be.at.least(0);
    expect(Math.max(...lags)).to.be.below(0.1);
  });

  it("keeps each answer with its request when many are under way", async () => {
    answer = (request, response) => setTimeout(() => accept(request, response), Math.random() * 20);
    await send(planned(300, 0));
    expect(ledger.counts).to.include({ sent: 300, accepted: 300 });
    for (const { index, outputLocation } of ledger.requests()) {
      expect(outputLocation).to.equal(`s3://bucket/output/of-run.${index}.out`);
    }
  });

  it("records a request before it leaves", async () => {
    let sentBeforeFirst = -1;
    answer = (request, response) => {
      sentBeforeFirst = ledger.counts.sent;
      accept(request, response);
    };
    await send(planned(1, 0));
    expect(sentBeforeFirst).to.equal(1);
  });

  it("tries again while the service throttles, and counts the attempts", async () => {
    let calls = 0;
    answer = (request, response) => {
      calls += 1;
      if (calls < 3) {
        refuse(response, 400, "ThrottlingException", "Rate exceeded");
      } else {
        accept(request, response);
      }
    };
    await send(planned(1, 0));
    expect(events.at(-1)).to.include({ event: "accepted", attempts: 3 });
  });

  it("records what the service refuses, and goes on with the others", async () => {
    answer = (request, response) =>
      request.headers["x-amzn-sagemaker-inference-id"] === "run.1"
        ? refuse(response, 400, "ValidationError", "InputLocation is too long")
        : accept(request, response);
    await send(planned(3, 0));
    expect(ledger.counts).to.include({ accepted: 2, rejected: 1 });
    expect(ledger.request(1)?.error).to.equal("ValidationError: InputLocation is too long");
  });

  it("ends at once, with advice, when the endpoint is gone", async () => {
    answer = (_, response) =>
      refuse(response, 400, "ValidationError", "Endpoint articles of account 1 not found.");
    const error = await send(planned(1000, 0.02)).catch((caught: unknown) => caught);
    expect(error)
      .to.be.an("error")
      .with.property(
        "message",
        "Invoking endpoint articles: ValidationError: Endpoint articles of account 1 not found.; " +
          "the endpoint does not exist: check the stack's outputs, or deploy it again",
      );
    expect(ledger.counts.sent).to.be.below(100);
  });

  it("does not send again what may have been accepted, and leaves it in doubt", async () => {
    let calls = 0;
    answer = (request) => {
      calls += 1;
      request.socket.destroy();
    };
    await send(planned(1, 0));
    expect(calls).to.equal(1);
    expect(events.at(-1)).to.include({ event: "answerLost", index: 0 });
    expect(ledger.inDoubt().map(({ index }) => index)).to.deep.equal([0]);
  });

  it("takes back what expired credentials kept from being sent", async () => {
    answer = (_, response) => refuse(response, 403, "ExpiredTokenException", "expired");
    const error = await send(planned(3, 0)).catch((caught: unknown) => caught);
    expect(error)
      .to.be.an("error")
      .with.property(
        "message",
        "Invoking endpoint articles: ExpiredTokenException: expired; the credentials have expired: sign in again",
      );
    expect(ledger.counts.sent).to.equal(0);
  });

  it("sends no more after the signal, and waits for what is under way", async () => {
    const stop = new AbortController();
    answer = (request, response) => {
      stop.abort();
      setTimeout(() => accept(request, response), 50);
    };
    await send(planned(1000, 0.02), stop.signal);
    expect(ledger.counts.sent).to.be.below(100);
    expect(ledger.counts.accepted).to.equal(ledger.counts.sent);
  });

  it("keeps time five seconds beyond the earliest request that is not accepted", async () => {
    const accepted: (() => void)[] = [];
    answer = (request, response) => {
      accepted.push(() => accept(request, response));
      if (accepted.length === 3) {
        accepted.reverse().forEach((answerIt) => answerIt());
      }
    };
    const requests = planned(3, 0.01);
    await send(requests);
    const start = requests[0]?.plannedSeconds ?? 0;
    const [first, ...others] = [...new Set(leashEnds)].map((end) => end - start);
    expect(first).to.equal(5);
    expect(others.at(-1)).to.equal(Infinity);
    expect([first, ...others]).to.deep.equal(
      [first, ...others].sort((a, b) => Number(a) - Number(b)),
    );
    expect(Math.max(...others.slice(0, -1), 5)).to.be.at.most(5.03);
  });

  it("lets time go when it is stopped", async () => {
    const stop = new AbortController();
    answer = (request, response) => {
      stop.abort();
      accept(request, response);
    };
    await send(planned(1000, 0.02), stop.signal);
    expect(leashEnds.at(-1)).to.equal(Infinity);
  });

  it("lets time go when the service ends the run", async () => {
    answer = (_, response) => refuse(response, 403, "AccessDeniedException", "no");
    await send(planned(1000, 0.02)).catch(() => undefined);
    expect(leashEnds.at(-1)).to.equal(Infinity);
  });
});
