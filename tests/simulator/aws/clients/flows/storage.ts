import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { expectFailure, type Session } from "../session";

/** What signatures and XML could trip over. */
const AWKWARD_KEY = "listing/a b+c/ü&<.txt";

/** S3's smallest part, but for the last. */
const PART_BYTES = 5 * 1024 * 1024;

/** Buckets and objects: small, listed, in parts, by presigned URL, missing. */
export function describeStorage(open: () => Session): void {
  it("stores an object with its metadata, and reads it back", async () => {
    const { client, bucket, target } = open();
    const { region } = target.connection;
    await client.call(
      new CreateBucketCommand({
        Bucket: bucket,
        ...(region === "us-east-1"
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
      }),
    );
    await client.call(
      new PutObjectCommand({
        Bucket: bucket,
        Key: AWKWARD_KEY,
        Body: "hello",
        ContentType: "text/plain",
        Metadata: { colour: "blue" },
      }),
    );
    expect((await client.read(bucket, AWKWARD_KEY)).toString()).to.equal("hello");
    expect(
      await client.call(new HeadObjectCommand({ Bucket: bucket, Key: AWKWARD_KEY })),
    ).to.deep.include({
      ContentLength: 5,
      ContentType: "text/plain",
      Metadata: { colour: "blue" },
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
    });
    const attributes = await client.call(
      new GetObjectAttributesCommand({
        Bucket: bucket,
        Key: AWKWARD_KEY,
        ObjectAttributes: ["ETag", "ObjectSize"],
      }),
    );
    expect(attributes).to.include({ ETag: "5d41402abc4b2a76b9719d911017c592", ObjectSize: 5 });
  });

  it("lists keys page by page", async () => {
    const { client, bucket } = open();
    for (const key of ["listing/b", "listing/c"]) {
      await client.call(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));
    }
    const keys: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await client.call(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: "listing/",
          MaxKeys: 2,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key: key }) => key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(keys).to.deep.equal([AWKWARD_KEY, "listing/b", "listing/c"]);
  });

  it("puts an object together from its parts", async () => {
    const { client, bucket } = open();
    const upload = { Bucket: bucket, Key: "parts" };
    const { UploadId: id } = await client.call(new CreateMultipartUploadCommand(upload));
    const bodies = [randomBytes(PART_BYTES), Buffer.from("the end")];
    for (const [index, body] of bodies.entries()) {
      await client.call(
        new UploadPartCommand({ ...upload, UploadId: id, PartNumber: index + 1, Body: body }),
      );
    }
    const { Parts: parts = [] } = await client.call(
      new ListPartsCommand({ ...upload, UploadId: id }),
    );
    expect(parts.map(({ Size: size }) => size)).to.deep.equal([PART_BYTES, 7]);
    const { ETag: tag } = await client.call(
      new CompleteMultipartUploadCommand({
        ...upload,
        UploadId: id,
        MultipartUpload: {
          Parts: parts.map(({ ETag, PartNumber }) => ({ ETag, PartNumber })),
        },
      }),
    );
    expect(tag).to.match(/^"[0-9a-f]{32}-2"$/);
    expect((await client.read(bucket, "parts")).equals(Buffer.concat(bodies))).to.equal(true);
  });

  it("knows no upload that was aborted", async () => {
    const { client, bucket } = open();
    const upload = { Bucket: bucket, Key: "aborted" };
    const { UploadId: id } = await client.call(new CreateMultipartUploadCommand(upload));
    await client.call(new AbortMultipartUploadCommand({ ...upload, UploadId: id }));
    await expectFailure(
      client.call(new ListPartsCommand({ ...upload, UploadId: id })),
      "NoSuchUpload",
      /The specified upload does not exist/,
    );
  });

  it("takes a big file in the client's own way", async () => {
    const { client, bucket } = open();
    const folder = await mkdtemp(join(tmpdir(), "big-file-"));
    try {
      const content = randomBytes(9 * 1024 * 1024);
      await writeFile(join(folder, "big"), content);
      await client.upload(join(folder, "big"), bucket, "big");
      expect((await client.read(bucket, "big")).equals(content)).to.equal(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("opens a presigned URL to anyone", async function () {
    const { client, bucket } = open();
    const url = await client.presign(bucket, AWKWARD_KEY);
    if (url === undefined) {
      console.log(`        ${client.name} makes no presigned URLs here: skipped`);
      return this.skip();
    }
    expect(await (await fetch(url)).text()).to.equal("hello");
  });

  it("tells what is missing", async () => {
    const { client, bucket } = open();
    await client.call(new DeleteObjectCommand({ Bucket: bucket, Key: "listing/c" }));
    await expectFailure(
      client.read(bucket, "listing/c"),
      "NoSuchKey",
      /^The specified key does not exist\.$/,
    );
    // A HEAD answer has no body: each client makes a code of its own from the status.
    await expectFailure(client.call(new HeadObjectCommand({ Bucket: bucket, Key: "listing/c" })), [
      "NotFound",
      "404",
    ]);
    await expectFailure(
      client.call(new ListObjectsV2Command({ Bucket: `${bucket}-none` })),
      "NoSuchBucket",
      /^The specified bucket does not exist/,
    );
    await expectFailure(
      client.call(new GetBucketPolicyCommand({ Bucket: bucket })),
      "NoSuchBucketPolicy",
      /^The bucket policy does not exist/,
    );
  });
}
