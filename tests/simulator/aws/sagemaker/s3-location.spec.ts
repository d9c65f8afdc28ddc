import { expect } from "chai";
import { parseS3Location, s3Uri, under } from "../../../../simulator/aws/sagemaker/s3-location";

describe("parseS3Location", () => {
  for (const uri of [
    "s3://bucket/in/a b.txt",
    "https://bucket.s3.eu-central-1.amazonaws.com/in/a b.txt",
    "https://s3.amazonaws.com/bucket/in/a b.txt",
  ]) {
    it(`reads ${uri}`, () => {
      expect(parseS3Location(uri)).to.deep.equal({ bucket: "bucket", key: "in/a b.txt" });
    });
  }

  it("gives nothing for an address elsewhere", () => {
    expect(parseS3Location("https://example.com/x")).to.equal(undefined);
    expect(parseS3Location(undefined)).to.equal(undefined);
  });

  it("reads a bucket alone", () => {
    expect(parseS3Location("s3://bucket")).to.deep.equal({ bucket: "bucket", key: "" });
  });
});

describe("under", () => {
  it("puts a name into a folder, with or without a slash at its end", () => {
    expect(s3Uri(under({ bucket: "b", key: "out/" }, "x.out"))).to.equal("s3://b/out/x.out");
    expect(s3Uri(under({ bucket: "b", key: "out" }, "x.out"))).to.equal("s3://b/out/x.out");
  });

  it("puts a name into a bucket", () => {
    expect(s3Uri(under({ bucket: "b", key: "" }, "x.out"))).to.equal("s3://b/x.out");
  });
});
