import { createHash } from "node:crypto";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

const FIRST = Buffer.alloc(5 * 1024 * 1024, "first");
const LAST = Buffer.from("the last part");
const sizeBytes = FIRST.length + LAST.length;
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

describe("Reading parts of an object", () => {
  const server = useServer();
  const object = { Bucket: "read-parts", Key: "whole" };
  let s3: S3;

  before(async () => {
    s3 = server.client(S3, { forcePathStyle: true });
    await s3.createBucket({ Bucket: object.Bucket });
    const { UploadId } = await s3.createMultipartUpload({ ...object, ChecksumAlgorithm: "SHA256" });
    const parts = [];
    for (const [index, Body] of [FIRST, LAST].entries()) {
      const PartNumber = index + 1;
      const part = { ...object, UploadId, PartNumber, Body, ChecksumAlgorithm: "SHA256" as const };
      const { ETag, ChecksumSHA256 } = await s3.uploadPart(part);
      parts.push({ PartNumber, ETag, ChecksumSHA256 });
    }
    await s3.completeMultipartUpload({ ...object, UploadId, MultipartUpload: { Parts: parts } });
    await s3.putObject({ ...object, Key: "one piece", Body: LAST });
  });

  it("gives a part's bytes, where they stand, and its own checksum", async () => {
    const part = await s3.getObject({ ...object, PartNumber: 2, ChecksumMode: "ENABLED" });
    expect(part.$metadata.httpStatusCode).to.equal(206);
    expect(await part.Body?.transformToString()).to.equal(LAST.toString());
    expect(part).to.include({
      ContentRange: `bytes ${FIRST.length}-${sizeBytes - 1}/${sizeBytes}`,
      ContentLength: LAST.length,
      PartsCount: 2,
      ChecksumSHA256: sha256(LAST),
    });
    const head = await s3.headObject({ ...object, PartNumber: 1 });
    expect(head).to.include({ ContentLength: FIRST.length, PartsCount: 2 });
  });

  it("counts the parts only for who asks for one", async () => {
    expect((await s3.headObject(object)).PartsCount).to.equal(undefined);
  });

  it("takes an object that came in one piece for its part 1", async () => {
    const part = await s3.getObject({ ...object, Key: "one piece", PartNumber: 1 });
    expect(await part.Body?.transformToString()).to.equal(LAST.toString());
    expect(part.PartsCount).to.equal(undefined);
    const second = s3.getObject({ ...object, Key: "one piece", PartNumber: 2 });
    expect((await errorOf(second)).name).to.equal("InvalidPartNumber");
  });

  it("refuses a part that there is not, and a part of a range", async () => {
    const missing = await errorOf(s3.getObject({ ...object, PartNumber: 3 }));
    expect([missing.name, missing.message, missing.$metadata.httpStatusCode]).to.deep.equal([
      "InvalidPartNumber",
      "The requested partnumber is not satisfiable",
      416,
    ]);
    const both = s3.getObject({ ...object, PartNumber: 1, Range: "bytes=0-1" });
    expect((await errorOf(both)).message).to.equal(
      "Cannot specify both Range header and partNumber query parameter",
    );
  });

  it("lists the parts among the attributes, a page at a time", async () => {
    const { ObjectParts: page } = await s3.getObjectAttributes({
      ...object,
      ObjectAttributes: ["ObjectParts"],
      MaxParts: 1,
    });
    expect(page).to.deep.include({
      TotalPartsCount: 2,
      IsTruncated: true,
      NextPartNumberMarker: "1",
      Parts: [{ PartNumber: 1, Size: FIRST.length, ChecksumSHA256: sha256(FIRST) }],
    });
  });

  it("names the key that an object is encrypted with by its ARN, whatever it was called by", async () => {
    const { KeyMetadata: key } = await server.client(KMS).createKey({});
    for (const SSEKMSKeyId of [key?.KeyId, key?.Arn]) {
      const put = { ...object, Key: "secret", Body: "x", SSEKMSKeyId };
      const answer = await s3.putObject({ ...put, ServerSideEncryption: "aws:kms" });
      expect(answer.SSEKMSKeyId).to.equal(key?.Arn);
    }
    const copied = await s3.copyObject({ ...object, Key: "open", CopySource: "read-parts/secret" });
    expect(copied.ServerSideEncryption).to.equal("AES256");
    const byAws = { ...object, Key: "secret", Body: "x", ServerSideEncryption: "aws:kms" as const };
    expect((await s3.putObject(byAws)).SSEKMSKeyId).to.match(/^arn:aws:kms:us-east-1:\d+:key\//);
  });

  it("refuses a token that no listing gave", async () => {
    const list = s3.listObjectsV2({ Bucket: object.Bucket, ContinuationToken: "bm9uZQ" });
    expect(await errorOf(list)).to.include({
      name: "InvalidArgument",
      message: "The continuation token provided is incorrect",
    });
  });
});
