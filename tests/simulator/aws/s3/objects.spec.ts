import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { Readable } from "node:stream";
import { S3 } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

const Bucket = "objects";

describe("S3 objects", () => {
  const server = useServer();
  const s3 = (): S3 => server.client(S3);

  before(async () => {
    await s3().createBucket({ Bucket });
  });

  it("gives back body, content type, metadata and MD5 of what was put", async () => {
    const put = await s3().putObject({
      Bucket,
      Key: "a/b c+ü&<.txt",
      Body: "hello",
      ContentType: "text/plain",
      Metadata: { language: "en" },
    });
    const got = await s3().getObject({ Bucket, Key: "a/b c+ü&<.txt" });
    expect(await got.Body?.transformToString()).to.equal("hello");
    expect(got.ContentType).to.equal("text/plain");
    expect(got.Metadata).to.deep.equal({ language: "en" });
    expect(got.ETag).to.equal('"5d41402abc4b2a76b9719d911017c592"');
    expect(put.ETag).to.equal(got.ETag);
    expect(got.ServerSideEncryption).to.equal("AES256");
  });

  it("takes an empty body", async () => {
    await s3().putObject({ Bucket, Key: "empty", Body: "" });
    const { ContentLength, ETag } = await s3().headObject({ Bucket, Key: "empty" });
    expect(ContentLength).to.equal(0);
    expect(ETag).to.equal('"d41d8cd98f00b204e9800998ecf8427e"');
  });

  it("takes a stream of unknown chunks with a trailing checksum", async () => {
    const bytes = randomBytes(300_000);
    await s3().putObject({
      Bucket,
      Key: "stream",
      Body: Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]),
      ContentLength: bytes.length,
      ChecksumAlgorithm: "SHA256",
    });
    const got = await s3().getObject({ Bucket, Key: "stream", ChecksumMode: "ENABLED" });
    expect(got.ChecksumSHA256).to.equal(createHash("sha256").update(bytes).digest("base64"));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).to.deep.equal(bytes);
  });

  it("tells those attributes of an object that are asked for", async () => {
    await s3().putObject({ Bucket, Key: "known", Body: "hello", ChecksumAlgorithm: "SHA256" });
    const all = await s3().getObjectAttributes({
      Bucket,
      Key: "known",
      ObjectAttributes: ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"],
    });
    expect(all).to.deep.include({
      ETag: "5d41402abc4b2a76b9719d911017c592",
      StorageClass: "STANDARD",
      ObjectSize: 5,
      Checksum: {
        ChecksumSHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
        ChecksumType: "FULL_OBJECT",
      },
    });
    expect(all.ObjectParts).to.equal(undefined);
    const { $metadata, LastModified, ...one } = await s3().getObjectAttributes({
      Bucket,
      Key: "known",
      ObjectAttributes: ["ObjectSize"],
    });
    expect($metadata.httpStatusCode).to.equal(200);
    expect(LastModified).to.be.instanceOf(Date);
    expect(one).to.deep.equal({ ObjectSize: 5 });
  });

  it("refuses a body that is not what its checksum says, and keeps nothing of it", async () => {
    const error = await errorOf(
      s3().putObject({ Bucket, Key: "wrong", Body: "hello", ChecksumCRC32: "AAAAAA==" }),
    );
    expect(error.name).to.equal("BadDigest");
    expect((await errorOf(s3().headObject({ Bucket, Key: "wrong" }))).name).to.equal("NotFound");
  });

  for (const [range, text, contentRange] of [
    ["bytes=1-2", "el", "bytes 1-2/5"],
    ["bytes=3-", "lo", "bytes 3-4/5"],
    ["bytes=-2", "lo", "bytes 3-4/5"],
    ["bytes=0-99", "hello", "bytes 0-4/5"],
  ] as const) {
    it(`answers ${range} with 206`, async () => {
      await s3().putObject({ Bucket, Key: "range", Body: "hello" });
      const got = await s3().getObject({ Bucket, Key: "range", Range: range });
      expect(await got.Body?.transformToString()).to.equal(text);
      expect(got.ContentRange).to.equal(contentRange);
      expect(got.$metadata.httpStatusCode).to.equal(206);
    });
  }

  it("refuses a range behind the end", async () => {
    await s3().putObject({ Bucket, Key: "range", Body: "hello" });
    const error = await errorOf(s3().getObject({ Bucket, Key: "range", Range: "bytes=5-" }));
    expect(error.name).to.equal("InvalidRange");
    expect(error.$metadata.httpStatusCode).to.equal(416);
  });

  it("streams a range of a long body from disk", async () => {
    const bytes = randomBytes(200_000);
    await s3().putObject({ Bucket, Key: "long", Body: bytes });
    const got = await s3().getObject({ Bucket, Key: "long", Range: "bytes=150000-150009" });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).to.deep.equal(
      bytes.subarray(150_000, 150_010),
    );
  });

  it("does not send again what has not changed", async () => {
    const { ETag } = await s3().putObject({ Bucket, Key: "same", Body: "x" });
    const error = await errorOf(s3().getObject({ Bucket, Key: "same", IfNoneMatch: ETag }));
    expect(error.$metadata.httpStatusCode).to.equal(304);
  });

  it("does not overwrite when told not to", async () => {
    await s3().putObject({ Bucket, Key: "once", Body: "first" });
    const error = await errorOf(
      s3().putObject({ Bucket, Key: "once", Body: "second", IfNoneMatch: "*" }),
    );
    expect(error.name).to.equal("PreconditionFailed");
    expect(error.$metadata.httpStatusCode).to.equal(412);
  });

  it("says which key or bucket is missing", async () => {
    expect((await errorOf(s3().getObject({ Bucket, Key: "none" }))).message).to.equal(
      "The specified key does not exist.",
    );
    const noBucket = await errorOf(s3().putObject({ Bucket: "nowhere", Key: "k", Body: "x" }));
    expect(noBucket.name).to.equal("NoSuchBucket");
    expect(noBucket.$metadata.httpStatusCode).to.equal(404);
  });

  it("copies an object, with its metadata unless they are replaced", async () => {
    await s3().putObject({ Bucket, Key: "source", Body: "copy me", Metadata: { a: "1" } });
    await s3().copyObject({ Bucket, Key: "copy", CopySource: `${Bucket}/source` });
    await s3().copyObject({
      Bucket,
      Key: "changed",
      CopySource: `${Bucket}/source`,
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
    });
    expect((await s3().headObject({ Bucket, Key: "copy" })).Metadata).to.deep.equal({ a: "1" });
    expect((await s3().headObject({ Bucket, Key: "changed" })).Metadata).to.deep.equal({ b: "2" });
  });

  it("deletes one and many, what is not there included", async () => {
    await s3().putObject({ Bucket, Key: "gone/1", Body: "x" });
    await s3().putObject({ Bucket, Key: "gone/2", Body: "x" });
    const { Deleted } = await s3().deleteObjects({
      Bucket,
      Delete: { Objects: [{ Key: "gone/1" }, { Key: "gone/2" }, { Key: "gone/3" }] },
    });
    expect(Deleted?.map(({ Key }) => Key)).to.deep.equal(["gone/1", "gone/2", "gone/3"]);
    expect((await s3().listObjectsV2({ Bucket, Prefix: "gone/" })).KeyCount).to.equal(0);
  });

  it("puts an object together from its parts", async () => {
    const bytes = randomBytes(11 * 1024 * 1024);
    const upload = new Upload({
      client: s3(),
      params: { Bucket, Key: "parts", Body: bytes },
      partSize: 5 * 1024 * 1024,
    });
    const { ETag } = await upload.done();
    expect(ETag).to.match(/^"[0-9a-f]{32}-3"$/);
    const got = await s3().getObject({ Bucket, Key: "parts" });
    const received = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(received.equals(bytes)).to.equal(true);
    expect((await s3().listMultipartUploads({ Bucket })).Uploads ?? []).to.deep.equal([]);
  });

  it("refuses to join parts that were not sent", async () => {
    const { UploadId } = await s3().createMultipartUpload({ Bucket, Key: "unsent" });
    const error = await errorOf(
      s3().completeMultipartUpload({
        Bucket,
        Key: "unsent",
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"x"' }] },
      }),
    );
    expect(error.name).to.equal("InvalidPart");
    await s3().abortMultipartUpload({ Bucket, Key: "unsent", UploadId });
    expect((await errorOf(s3().listParts({ Bucket, Key: "unsent", UploadId }))).name).to.equal(
      "NoSuchUpload",
    );
  });

  it("never lets a key leave the data folder", async () => {
    const target = new URL(server.aws.endpoint);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(
        {
          host: target.hostname,
          port: target.port,
          method: "PUT",
          path: `/${Bucket}/../../../escaped`,
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      call.on("error", reject);
      call.end("x");
    });
    expect(status).to.equal(200);
    const files = readdirSync(server.aws.dataDir, { recursive: true, encoding: "utf8" });
    expect(files.some((file) => file.includes("escaped"))).to.equal(false);
    expect((await s3().listObjectsV2({ Bucket, Prefix: "../" })).KeyCount).to.equal(1);
  });

  it("finds the bucket in the host too", async () => {
    await s3().putObject({ Bucket, Key: "by-host", Body: "hosted" });
    const { port } = new URL(server.aws.endpoint);
    const text = await new Promise<string>((resolve, reject) => {
      const call = request(
        {
          host: "127.0.0.1",
          port,
          path: "/by-host",
          headers: { host: `${Bucket}.s3.us-east-1.amazonaws.com` },
        },
        (response) => {
          let body = "";
          response.on("data", (chunk: Buffer) => (body += chunk.toString()));
          response.on("end", () => resolve(body));
        },
      );
      call.on("error", reject);
      call.end();
    });
    expect(text).to.equal("hosted");
  });
});
