import { createHash } from "node:crypto";
import { S3, type CompletedPart } from "@aws-sdk/client-s3";
import { Crc64Nvme } from "@aws-sdk/checksums/crc";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

const FIRST = Buffer.alloc(5 * 1024 * 1024, "first");
const SECOND = Buffer.from("second");
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

describe("Checksums of uploads in parts", () => {
  const server = useServer();
  let s3: S3;
  before(async () => {
    s3 = server.client(S3, { forcePathStyle: true });
    await s3.createBucket({ Bucket: "parts" });
  });

  const object = { Bucket: "parts", Key: "whole" };

  async function upload(
    ChecksumAlgorithm: "SHA256" | "CRC64NVME",
  ): Promise<{ UploadId: string | undefined; Parts: CompletedPart[] }> {
    const { UploadId } = await s3.createMultipartUpload({ ...object, ChecksumAlgorithm });
    const Parts: CompletedPart[] = [];
    for (const [index, Body] of [FIRST, SECOND].entries()) {
      const PartNumber = index + 1;
      const part = await s3.uploadPart({
        ...object,
        UploadId,
        PartNumber,
        Body,
        ChecksumAlgorithm,
      });
      const { ETag, ChecksumSHA256, ChecksumCRC64NVME } = part;
      Parts.push({ PartNumber, ETag, ChecksumSHA256, ChecksumCRC64NVME });
    }
    return { UploadId, Parts };
  }

  it("are put together from those of the parts for SHA-256", async () => {
    const { UploadId, Parts } = await upload("SHA256");
    const composite = sha256(Buffer.concat([sha256(FIRST), sha256(SECOND)])).toString("base64");
    const completed = await s3.completeMultipartUpload({
      ...object,
      UploadId,
      MultipartUpload: { Parts },
    });
    expect(completed).to.include({ ChecksumSHA256: `${composite}-2`, ChecksumType: "COMPOSITE" });
    const head = await s3.headObject({ ...object, ChecksumMode: "ENABLED" });
    expect(head).to.include({ ChecksumSHA256: `${composite}-2`, ChecksumType: "COMPOSITE" });
  });

  it("are of the whole for CRC-64/NVME", async () => {
    const { UploadId, Parts } = await upload("CRC64NVME");
    const crc = new Crc64Nvme();
    crc.update(Buffer.concat([FIRST, SECOND]));
    const whole = Buffer.from(await crc.digest()).toString("base64");
    const completed = await s3.completeMultipartUpload({
      ...object,
      UploadId,
      MultipartUpload: { Parts },
    });
    expect(completed).to.include({ ChecksumCRC64NVME: whole, ChecksumType: "FULL_OBJECT" });
  });

  it("are listed with the parts", async () => {
    const { UploadId } = await upload("SHA256");
    const { Parts, ChecksumAlgorithm, ChecksumType } = await s3.listParts({ ...object, UploadId });
    expect({ ChecksumAlgorithm, ChecksumType }).to.deep.equal({
      ChecksumAlgorithm: "SHA256",
      ChecksumType: "COMPOSITE",
    });
    expect(Parts?.map((part) => part.ChecksumSHA256)).to.deep.equal([
      sha256(FIRST).toString("base64"),
      sha256(SECOND).toString("base64"),
    ]);
  });

  it("refuse a part whose checksum is another", async () => {
    const { UploadId, Parts } = await upload("SHA256");
    const ChecksumSHA256 = sha256(Buffer.from("other")).toString("base64");
    const error = await errorOf(
      s3.completeMultipartUpload({
        ...object,
        UploadId,
        MultipartUpload: { Parts: [{ ...Parts[0], ChecksumSHA256 }, ...Parts.slice(1)] },
      }),
    );
    expect(error.name).to.equal("InvalidPart");
  });

  it("refuse a type that the algorithm cannot have", async () => {
    const error = await errorOf(
      s3.createMultipartUpload({
        ...object,
        ChecksumAlgorithm: "SHA256",
        ChecksumType: "FULL_OBJECT",
      }),
    );
    expect(error.message).to.equal(
      "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.",
    );
  });
});

describe("Conditions on writes", () => {
  const server = useServer();
  let s3: S3;
  before(async () => {
    s3 = server.client(S3, { forcePathStyle: true });
    await s3.createBucket({ Bucket: "conditions" });
  });

  it("hold for the end of an upload in parts", async () => {
    const object = { Bucket: "conditions", Key: "taken" };
    await s3.putObject({ ...object, Body: "first" });
    const { UploadId } = await s3.createMultipartUpload(object);
    const { ETag } = await s3.uploadPart({ ...object, UploadId, PartNumber: 1, Body: "second" });
    const error = await errorOf(
      s3.completeMultipartUpload({
        ...object,
        UploadId,
        IfNoneMatch: "*",
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );
    expect([error.name, error.$metadata.httpStatusCode]).to.deep.equal(["PreconditionFailed", 412]);
  });

  it("let one of many writers win who all want to be the first", async () => {
    const puts = Array.from({ length: 8 }, (_, index) =>
      s3.putObject({
        Bucket: "conditions",
        Key: "race",
        Body: Buffer.alloc(200_000, String(index)),
        IfNoneMatch: "*",
      }),
    );
    const outcomes = await Promise.allSettled(puts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("refuse a copy whose source has not changed since", async () => {
    const { ETag } = await s3.putObject({ Bucket: "conditions", Key: "source", Body: "x" });
    const error = await errorOf(
      s3.copyObject({
        Bucket: "conditions",
        Key: "copy",
        CopySource: "conditions/source",
        CopySourceIfNoneMatch: ETag,
      }),
    );
    expect([error.name, error.$metadata.httpStatusCode]).to.deep.equal(["PreconditionFailed", 412]);
  });
});
