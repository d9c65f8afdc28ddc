import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

describe("S3 buckets", () => {
  const server = useServer();
  const s3 = (region = "us-east-1"): S3 => server.client(S3, { region });
  let Bucket = "";
  let count = 0;

  beforeEach(async () => {
    Bucket = `bucket-${count++}`;
    await s3().createBucket({ Bucket });
  });

  it("are created, found and listed", async () => {
    expect((await s3().headBucket({ Bucket })).BucketRegion).to.equal("us-east-1");
    const { Buckets } = await s3().listBuckets({ Prefix: Bucket });
    expect(Buckets?.map(({ Name }) => Name)).to.deep.equal([Bucket]);
  });

  it("tell their region, us-east-1 by saying nothing", async () => {
    const elsewhere = `${Bucket}-eu`;
    await s3("eu-west-1").createBucket({
      Bucket: elsewhere,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    });
    expect((await s3().getBucketLocation({ Bucket })).LocationConstraint).to.equal(undefined);
    const { LocationConstraint } = await s3().getBucketLocation({ Bucket: elsewhere });
    expect(LocationConstraint).to.equal("eu-west-1");
  });

  it("are refused under a name that breaks the rules", async () => {
    const error = await errorOf(s3().createBucket({ Bucket: "No_Capitals" }));
    expect(error.name).to.equal("InvalidBucketName");
  });

  it("are not deleted while an object or an old version is left", async () => {
    await s3().putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    const { VersionId } = await s3().putObject({ Bucket, Key: "k", Body: "x" });
    const marker = await s3().deleteObject({ Bucket, Key: "k" });
    expect((await errorOf(s3().deleteBucket({ Bucket }))).name).to.equal("BucketNotEmpty");
    await s3().deleteObject({ Bucket, Key: "k", VersionId });
    await s3().deleteObject({ Bucket, Key: "k", VersionId: marker.VersionId });
    await s3().deleteBucket({ Bucket });
    expect((await errorOf(s3().headBucket({ Bucket }))).name).to.equal("NotFound");
  });

  it("keep every version once they are versioned", async () => {
    await s3().putObject({ Bucket, Key: "k", Body: "zero" });
    await s3().putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    const { VersionId } = await s3().putObject({ Bucket, Key: "k", Body: "one" });
    await s3().deleteObject({ Bucket, Key: "k" });
    expect((await errorOf(s3().getObject({ Bucket, Key: "k" }))).name).to.equal("NoSuchKey");
    const read = async (version: string | undefined): Promise<string | undefined> =>
      (await s3().getObject({ Bucket, Key: "k", VersionId: version })).Body?.transformToString();
    expect(await read(VersionId)).to.equal("one");
    expect(await read("null")).to.equal("zero");
    const { Versions, DeleteMarkers } = await s3().listObjectVersions({ Bucket });
    expect(Versions?.map((version) => version.VersionId)).to.deep.equal([VersionId, "null"]);
    expect(DeleteMarkers?.map(({ IsLatest }) => IsLatest)).to.deep.equal([true]);
  });

  it("answer as new buckets of AWS do before a setting is put", async () => {
    const client = s3();
    const { ServerSideEncryptionConfiguration } = await client.getBucketEncryption({ Bucket });
    expect(ServerSideEncryptionConfiguration?.Rules).to.deep.equal([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
    ]);
    const { PublicAccessBlockConfiguration } = await client.getPublicAccessBlock({ Bucket });
    expect(PublicAccessBlockConfiguration).to.deep.equal({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect((await client.getBucketVersioning({ Bucket })).Status).to.equal(undefined);
    const unset = {
      NoSuchBucketPolicy: client.getBucketPolicy({ Bucket }),
      NoSuchLifecycleConfiguration: client.getBucketLifecycleConfiguration({ Bucket }),
      NoSuchTagSet: client.getBucketTagging({ Bucket }),
      NoSuchCORSConfiguration: client.getBucketCors({ Bucket }),
      NoSuchWebsiteConfiguration: client.getBucketWebsite({ Bucket }),
      ReplicationConfigurationNotFoundError: client.getBucketReplication({ Bucket }),
      ObjectLockConfigurationNotFoundError: client.getObjectLockConfiguration({ Bucket }),
    };
    for (const [name, call] of Object.entries(unset)) {
      const error = await errorOf(call);
      expect(error.name).to.equal(name);
      expect(error.$metadata.httpStatusCode).to.equal(404);
    }
  });

  it("give back policy, lifecycle, tags and ownership as they were put", async () => {
    const client = s3();
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await client.putBucketPolicy({ Bucket, Policy });
    expect((await client.getBucketPolicy({ Bucket })).Policy).to.equal(Policy);
    await client.putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: "r", Status: "Enabled", Filter: { Prefix: "in/" }, Expiration: { Days: 3 } }],
      },
    });
    const { Rules } = await client.getBucketLifecycleConfiguration({ Bucket });
    expect(Rules).to.deep.equal([
      { ID: "r", Status: "Enabled", Filter: { Prefix: "in/" }, Expiration: { Days: 3 } },
    ]);
    await client.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } });
    expect((await client.getBucketTagging({ Bucket })).TagSet).to.deep.equal([
      { Key: "a", Value: "b" },
    ]);
    await client.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
    });
    const { OwnershipControls } = await client.getBucketOwnershipControls({ Bucket });
    expect(OwnershipControls?.Rules).to.deep.equal([{ ObjectOwnership: "ObjectWriter" }]);
  });

  it("refuse a policy that is not about them, or lets everyone in while that is blocked", async () => {
    const good = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const put = (statement: object): Promise<unknown> =>
      s3().putBucketPolicy({ Bucket, Policy: JSON.stringify({ Statement: [statement] }) });
    const isPublic = async (): Promise<boolean | undefined> =>
      (await s3().getBucketPolicyStatus({ Bucket })).PolicyStatus?.IsPublic;
    for (const [statement, code, message] of [
      [{ ...good, Principal: undefined }, "MalformedPolicy", "Missing required field Principal"],
      [
        { ...good, Resource: "arn:aws:s3:::other/*" },
        "MalformedPolicy",
        "Policy has invalid resource",
      ],
      [
        good,
        "AccessDenied",
        `User: arn:aws:iam::123456789012:root is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
      ],
    ] as const) {
      expect(await errorOf(put(statement))).to.include({ name: code, message });
    }
    await put({ ...good, Effect: "Deny", Resource: `arn:aws:s3:::${Bucket}` });
    expect(await isPublic()).to.equal(false);
    await s3().deletePublicAccessBlock({ Bucket });
    await put(good);
    expect(await isPublic()).to.equal(true);
  });

  it("refuse a lifecycle rule that does nothing", async () => {
    const put = s3().putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: { Rules: [{ Status: "Enabled", Filter: { Prefix: "in/" } }] },
    });
    expect((await errorOf(put)).message).to.equal(
      "At least one action needs to be specified in a rule",
    );
  });

  it("refuse a policy that is no JSON", async () => {
    const error = await errorOf(s3().putBucketPolicy({ Bucket, Policy: "no" }));
    expect(error.name).to.equal("MalformedPolicy");
  });
});
