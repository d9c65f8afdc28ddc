import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { ContentStore } from "../../../../simulator/aws/s3/content-store";
import { errorOf } from "../local-server";

const SMALL = 100;
const LARGE = 200_000;

describe("ContentStore", () => {
  let parent = "";
  let store: ContentStore;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "content-store-"));
    store = new ContentStore(join(parent, "contents"));
  });

  afterEach(async () => {
    await store.clear();
    rmSync(parent, { recursive: true });
  });

  for (const size of [0, SMALL, LARGE]) {
    it(`gives back a body of ${size} bytes, whole and in part`, async () => {
      const bytes = randomBytes(size);
      const content = await store.write(Readable.from([bytes]), size);
      expect(await buffer(store.read(content))).to.deep.equal(bytes);
      if (size > 0) {
        const part = await buffer(store.read(content, { first: 10, last: 19 }));
        expect(part).to.deep.equal(bytes.subarray(10, 20));
      }
    });
  }

  it("keeps short bodies apart that were written side by side", async () => {
    const bodies = Array.from({ length: 50 }, (_, index) => Buffer.from(`body ${index}`));
    const contents = await Promise.all(bodies.map((body) => store.write(body)));
    store.remove(contents[3] as (typeof contents)[number]);
    for (const index of [0, 2, 4, 49]) {
      const content = contents[index] as (typeof contents)[number];
      expect(store.readAtOnce(content)?.toString()).to.equal(`body ${index}`);
    }
  });

  it("uses the place of short bodies again when all are gone", async () => {
    for (let round = 0; round < 3; round++) {
      const contents = await Promise.all(
        Array.from({ length: 10 }, () => store.write(randomBytes(SMALL))),
      );
      contents.forEach((content) => store.remove(content));
    }
    const kept = await store.write(Buffer.from("kept"));
    expect(store.readAtOnce(kept)?.toString()).to.equal("kept");
    expect(readdirSync(join(parent, "contents"))).to.have.length(1);
  });

  it("joins short and long bodies in order", async () => {
    const parts = [randomBytes(LARGE), randomBytes(SMALL)];
    const contents = await Promise.all(parts.map((part) => store.write(part)));
    const joined = await store.concatenate(contents);
    expect((await buffer(store.read(joined))).equals(Buffer.concat(parts))).to.equal(true);
  });

  it("leaves nothing of a body that breaks off", async () => {
    const body = new Readable({
      read() {
        this.push(randomBytes(LARGE));
        this.destroy(new Error("broken off"));
      },
    });
    expect((await errorOf(store.write(body))).message).to.equal("broken off");
    expect(readdirSync(join(parent, "contents"))).to.deep.equal([]);
  });

  it("goes with its folder", async () => {
    await store.write(randomBytes(SMALL));
    await store.write(randomBytes(LARGE));
    await store.clear();
    expect(existsSync(join(parent, "contents"))).to.equal(false);
  });
});
