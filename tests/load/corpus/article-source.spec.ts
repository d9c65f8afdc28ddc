import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { generateArticle } from "../../../load/corpus/article-generator";
import { type ArticleSource } from "../../../load/corpus/article-source";
import { readCorpus } from "../../../load/corpus/corpus-articles";
import { ownInputs } from "../../../load/corpus/own-inputs";
import { generatedArticles } from "../../../load/corpus/generated-articles";

async function texts(source: ArticleSource, requests: number): Promise<string[]> {
  const inputs = [...source.inputs(requests)];
  const bodies = await Promise.all(inputs.map((input) => input.open()));
  return bodies.map(({ body }) => (body instanceof Uint8Array ? Buffer.from(body).toString() : ""));
}

describe("generated articles", () => {
  it("come from a corpus of articles of one to twelve kilobytes", () => {
    const corpus = readCorpus();
    expect(corpus.length).to.be.at.least(12);
    for (const { title, paragraphs } of corpus) {
      const bytes = Buffer.byteLength([title, ...paragraphs].join("\n\n"));
      expect(bytes, title).to.be.within(1_000, 12_000);
    }
  });

  it("all differ, ten thousand of them", async () => {
    const all = await texts(generatedArticles({ seed: 1 }), 10_000);
    expect(new Set(all).size).to.equal(10_000);
  });

  it("are the same for the same seed, and others for another", async () => {
    const first = await texts(generatedArticles({ seed: 7 }), 20);
    expect(await texts(generatedArticles({ seed: 7 }), 20)).to.deep.equal(first);
    expect(await texts(generatedArticles({ seed: 8 }), 20)).to.not.deep.equal(first);
  });

  it("have lengths from one to twelve kilobytes when none is asked for", async () => {
    const lengths = (await texts(generatedArticles({ seed: 3 }), 500)).map((text) => text.length);
    expect(Math.min(...lengths)).to.be.within(700, 1_500);
    expect(Math.max(...lengths)).to.be.within(10_000, 13_000);
  });

  it("come within a sentence of the length that is asked for", () => {
    const corpus = readCorpus();
    for (const bytes of [500, 3_000, 200_000]) {
      const text = generateArticle(corpus, 1, 0, bytes);
      expect(Buffer.byteLength(text)).to.be.within(bytes - 500, bytes + 500);
    }
  });

  it("name the input that each request is made on", () => {
    const source = generatedArticles({ seed: 1 });
    const names = [...source.inputs(3)].map(({ name }) => name);
    expect(names).to.deep.equal([0, 1, 2].map((index) => source.input(index).name));
  });
});

describe("the user's own inputs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "input-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is used over and over, each file uploaded once", async () => {
    writeFileSync(join(folder, "b.txt"), "second");
    writeFileSync(join(folder, "a.txt"), "first");
    const source = ownInputs(folder);
    expect(await texts(source, 5)).to.deep.equal(["first", "second"]);
    expect([0, 1, 2].map((index) => source.input(index).name)).to.deep.equal([
      "input-000000.txt",
      "input-000001.txt",
      "input-000000.txt",
    ]);
  });

  it("gives names that a signed header can hold, whatever the files are called", () => {
    writeFileSync(join(folder, "報告 1.テキスト"), "text");
    expect(ownInputs(folder).input(0).name).to.equal("input-000000");
  });

  it("is refused when it is missing", () => {
    const missing = join(folder, "nowhere");
    expect(() => ownInputs(missing)).to.throw(
      `\`--input\` is "${missing}", which is no folder or file that can be read; name a folder of files, a file, or a .jsonl file with a request on each line`,
    );
  });

  it("is refused when it holds no files", () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, ".hidden"), "text");
    expect(() => ownInputs(folder)).to.throw(
      `\`--input\` is "${folder}", which holds no files; put the inputs into it, one a file`,
    );
  });

  it("is refused when one of its files is empty", () => {
    const file = join(folder, "a.txt");
    writeFileSync(file, "");
    expect(() => ownInputs(folder)).to.throw(
      `\`--input\` is "${folder}", and its file "${file}" is empty; an endpoint has nothing to do with it: take it out of the folder`,
    );
  });

  it("is refused when one of its files cannot be read", function () {
    if (process.getuid?.() === 0) {
      // The superuser may read everything.
      this.skip();
    }
    const file = join(folder, "a.txt");
    writeFileSync(file, "text");
    chmodSync(file, 0);
    expect(() => ownInputs(folder)).to.throw(
      `\`--input\` is "${folder}", and its file "${file}" cannot be read; make it readable, or take it out of the folder`,
    );
  });

  it("have the content type that their extension tells", () => {
    const types = {
      "a.txt": "text/plain",
      "b.json": "application/json",
      "c.JPG": "image/jpeg",
      "d.wav": "audio/wav",
      "e.csv": "text/csv",
      "f.jsonl": "application/jsonlines",
      "g.npy": "application/x-npy",
      "h.unheard": "application/octet-stream",
      "i.pdf": "application/pdf",
      noextension: "text/plain",
    };
    for (const name of Object.keys(types)) writeFileSync(join(folder, name), "content");
    expect([...ownInputs(folder).inputs(10)].map((each) => each.contentType)).to.deep.equal(
      Object.values(types),
    );
  });

  it("may be one file, sent over and over", async () => {
    const file = join(folder, "question.json");
    writeFileSync(file, '{"inputs": "Why?"}');
    const source = ownInputs(file);
    expect(await texts(source, 3)).to.deep.equal(['{"inputs": "Why?"}']);
    expect(source.input(2)).to.include({
      name: "input-000000.json",
      contentType: "application/json",
      mostBytes: 18,
    });
  });

  it("may be a file of JSON lines, a request on each, over and over", async () => {
    const file = join(folder, "requests.jsonl");
    const lines = ['{"inputs": "One."}', '{"inputs": "Zwei – é."}', '"three"'];
    writeFileSync(file, `${lines[0]}\r\n\n${lines[1]}\n${lines[2]}`);
    const source = ownInputs(file);
    expect((await texts(source, 5)).map((text) => text.trimEnd())).to.deep.equal(lines);
    expect([0, 1, 2, 3].map((index) => source.input(index).name)).to.deep.equal([
      ...["line-000000.json", "line-000001.json", "line-000002.json", "line-000000.json"],
    ]);
    expect(source.input(1).contentType).to.equal("application/json");
  });

  it("may be JSON lines that are longer than what is read at a time", async () => {
    const file = join(folder, "requests.ndjson");
    const lines = [300_000, 10, 600_000].map((length) => JSON.stringify("é".repeat(length)));
    writeFileSync(file, lines.join("\n"));
    expect(await texts(ownInputs(file), 3)).to.deep.equal(lines);
  });

  it("are refused when a line of JSON lines is not JSON, or there is none", () => {
    const file = join(folder, "requests.jsonl");
    writeFileSync(file, '{"inputs": "One."}\nOne.\n');
    expect(() => ownInputs(file)).to.throw(
      new RegExp(
        String.raw`^\`--input\` is "${file}", and its line 2 is not JSON \(.+\); write one JSON value a line, or give the file ` +
          "another extension to send it as it is$",
      ),
    );
    writeFileSync(file, "\n");
    expect(() => ownInputs(file)).to.throw(
      `\`--input\` is "${file}", which holds no line; write a request on each line`,
    );
    expect(() => ownInputs(join(folder, "none.jsonl"))).to.throw("ENOENT");
  });
});
