import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import fc from "fast-check";
import { compareUtf8 } from "../../../../simulator/aws/s3/sorted-keys";
import { useServer } from "../local-server";

const Bucket = "listing";

describe("S3 listings", () => {
  const server = useServer();
  const s3 = (): S3 => server.client(S3);

  before(async () => {
    await s3().createBucket({ Bucket });
    for (const Key of ["b/1", "a", "b/2", "b/c/3", "é", "z"]) {
      await s3().putObject({ Bucket, Key, Body: Key });
    }
  });

  it("lists keys in the order of their bytes", async () => {
    const { Contents } = await s3().listObjectsV2({ Bucket });
    expect(Contents?.map(({ Key }) => Key)).to.deep.equal(["a", "b/1", "b/2", "b/c/3", "z", "é"]);
  });

  it("groups keys at the delimiter behind the prefix", async () => {
    const root = await s3().listObjectsV2({ Bucket, Delimiter: "/" });
    expect(root.CommonPrefixes).to.deep.equal([{ Prefix: "b/" }]);
    expect(root.Contents?.map(({ Key }) => Key)).to.deep.equal(["a", "z", "é"]);
    const inner = await s3().listObjectsV2({ Bucket, Delimiter: "/", Prefix: "b/" });
    expect(inner.CommonPrefixes).to.deep.equal([{ Prefix: "b/c/" }]);
    expect(inner.Contents?.map(({ Key }) => Key)).to.deep.equal(["b/1", "b/2"]);
  });

  for (const Delimiter of [undefined, "/"]) {
    it(`gives every entry once, page by page${Delimiter === undefined ? "" : ", with a delimiter"}`, async () => {
      const entries: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3().listObjectsV2({ Bucket, Delimiter, MaxKeys: 1, ContinuationToken });
        expect(page.KeyCount).to.equal(1);
        entries.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(entries).to.deep.equal(
        Delimiter === undefined ? ["a", "b/1", "b/2", "b/c/3", "z", "é"] : ["a", "b/", "z", "é"],
      );
    });
  }

  it("lists as the first version of the API does", async () => {
    const page = await s3().listObjects({ Bucket, Delimiter: "/", MaxKeys: 2 });
    expect(page.IsTruncated).to.equal(true);
    expect(page.NextMarker).to.equal("b/");
    const next = await s3().listObjects({ Bucket, Delimiter: "/", Marker: page.NextMarker });
    expect(next.Contents?.map(({ Key }) => Key)).to.deep.equal(["z", "é"]);
  });

  it("orders any text by its UTF-8 bytes", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).to.equal(
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        );
      }),
    );
  });
});
