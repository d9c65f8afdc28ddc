import { Readable } from "node:stream";

import { expect } from "chai";

import { type ModelRequest } from "../../../../simulator/aws/model/model";
import { Summarizer } from "../../../../simulator/aws/model/summarizer";

const tower =
  "The tower is 324 metres tall, about the same height as an 81-storey building. " +
  "Its base is square, and the tower measures 125 metres on each side. " +
  "The tower was the tallest building of its day, and the building held that title for 41 years. " +
  "Cats sleep a lot. The tallest building of the day is now elsewhere.";

function request(text: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    contentType: "application/json",
    accept: undefined,
    customAttributes: undefined,
    body: () => Readable.from([Buffer.from(text)]),
    sizeBytes: Buffer.byteLength(text),
    ...changes,
  };
}

async function invoke(modelRequest: ModelRequest): Promise<{ status: number; answer: unknown }> {
  const response = await new Summarizer().invoke(modelRequest);
  expect(response.contentType).to.equal("application/json");
  return {
    status: response.status,
    answer: JSON.parse((response.body as Buffer).toString("utf8")),
  };
}

describe("Summarizer", () => {
  it("answers one input with a list of one summary", async () => {
    const { status, answer } = await invoke(request(JSON.stringify({ inputs: tower })));
    expect(status).to.equal(200);
    const [{ summary_text: summary }] = answer as [{ summary_text: string }];
    expect(tower).to.include(summary.slice(0, 40));
    expect(summary.length).to.be.lessThan(tower.length);
  });

  it("answers a list of inputs with a summary for each", async () => {
    const inputs = [tower, "A single sentence."];
    const { answer } = await invoke(request(JSON.stringify({ inputs })));
    expect(answer).to.have.lengthOf(2);
    expect((answer as unknown[])[1]).to.deep.equal({ summary_text: "A single sentence." });
  });

  it("takes plain text, whatever its charset parameter says", async () => {
    const { status, answer } = await invoke(
      request("A single sentence.", { contentType: "text/plain; charset=utf-8" }),
    );
    expect(status).to.equal(200);
    expect(answer).to.deep.equal([{ summary_text: "A single sentence." }]);
  });

  it("takes JSON when no content type is given", async () => {
    const { status } = await invoke(request('{"inputs":"x"}', { contentType: undefined }));
    expect(status).to.equal(200);
  });

  it("answers invalid JSON with 400", async () => {
    const { status, answer } = await invoke(request('{"inputs": '));
    expect(status).to.equal(400);
    expect(answer).to.include({ code: 400, type: "InternalServerException" });
  });

  it("answers JSON without inputs with 400", async () => {
    const { answer } = await invoke(request('{"text": "x"}'));
    expect(answer).to.deep.equal({
      code: 400,
      type: "InternalServerException",
      message: 'Expected a JSON object with "inputs", a text or a list of texts.',
    });
  });

  it("answers a content type that it does not know with 400", async () => {
    const { answer } = await invoke(request("x", { contentType: "image/png" }));
    expect(answer).to.deep.equal({
      code: 400,
      type: "InternalServerException",
      message: "Content type image/png is not supported by this framework.",
    });
  });

  it("answers an Accept header that it cannot serve with 400", async () => {
    const { status } = await invoke(request('{"inputs":"x"}', { accept: "text/csv" }));
    expect(status).to.equal(400);
  });

  it("answers a JSON document over the container's limit with 413 without reading it", async () => {
    let opened = false;
    const body = (): Readable => {
      opened = true;
      return Readable.from([]);
    };
    const { status } = await invoke(request("", { sizeBytes: 6_553_501, body }));
    expect(status).to.equal(413);
    expect(opened).to.equal(false);
  });

  it("reads no more than the first megabyte of a long text", async () => {
    const sentence = "The tower stands by the river of the town. ";
    let chunks = 0;
    const body = (): Readable =>
      Readable.from(
        (function* endless() {
          for (; chunks < 10_000; chunks++) yield Buffer.from(sentence.repeat(1000));
        })(),
      );
    const { status } = await invoke(
      request("", { contentType: "text/plain", sizeBytes: 430_000_000, body }),
    );
    expect(status).to.equal(200);
    expect(chunks).to.be.lessThan(100);
  });
});
