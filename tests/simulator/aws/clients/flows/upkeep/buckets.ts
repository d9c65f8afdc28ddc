import {
  type _Object,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketReplicationCommand,
  DeleteBucketTaggingCommand,
  DeleteBucketWebsiteCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketRequestPaymentCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { expectFailure, type Session } from "../../session";

const TAG = { Key: "purpose", Value: "upkeep" };

/** Settings of a bucket, and versions, tags and copies of objects, as people look after them. */
export function describeBucketUpkeep(open: () => Session): void {
  const bucketOf = ({ run }: Session): string => `${run}-settings`;

  it("makes a bucket with the settings that AWS gives it", async () => {
    const session = open();
    const { client, target } = session;
    const Bucket = bucketOf(session);
    const { region } = target.connection;
    await client.call(
      new CreateBucketCommand({
        Bucket,
        ...(region === "us-east-1"
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
      }),
    );
    await client.call(new HeadBucketCommand({ Bucket }));
    await client.call(new GetBucketLocationCommand({ Bucket }));
    const { Buckets: buckets } = await client.call(new ListBucketsCommand({}));
    expect(buckets?.map(({ Name }) => Name)).to.include(Bucket);
    const blocked = await client.call(new GetPublicAccessBlockCommand({ Bucket }));
    expect(blocked.PublicAccessBlockConfiguration?.BlockPublicPolicy).to.equal(true);
    const { Grants: grants } = await client.call(new GetBucketAclCommand({ Bucket }));
    expect(grants?.map(({ Permission }) => Permission)).to.deep.equal(["FULL_CONTROL"]);
    const { Payer: payer } = await client.call(new GetBucketRequestPaymentCommand({ Bucket }));
    expect(payer).to.equal("BucketOwner");
    await expectFailure(
      client.call(new GetBucketReplicationCommand({ Bucket })),
      "ReplicationConfigurationNotFoundError",
    );
    await expectFailure(
      client.call(new GetObjectLockConfigurationCommand({ Bucket })),
      "ObjectLockConfigurationNotFoundError",
    );
  });

  it("gives back each setting of a bucket, and takes it off", async () => {
    const session = open();
    const { client } = session;
    const Bucket = bucketOf(session);
    const TagSet = [TAG];
    await client.call(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await client.call(new GetBucketTaggingCommand({ Bucket }))).TagSet).to.deep.equal(
      TagSet,
    );
    await client.call(new DeleteBucketTaggingCommand({ Bucket }));

    const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["https://example.com"] }];
    await client.call(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    const cors = await client.call(new GetBucketCorsCommand({ Bucket }));
    expect(cors.CORSRules).to.deep.equal(CORSRules);
    await client.call(new DeleteBucketCorsCommand({ Bucket }));

    const IndexDocument = { Suffix: "index.html" };
    await client.call(
      new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument } }),
    );
    const website = await client.call(new GetBucketWebsiteCommand({ Bucket }));
    expect(website.IndexDocument).to.deep.equal(IndexDocument);
    await client.call(new DeleteBucketWebsiteCommand({ Bucket }));
    await client.call(new DeleteBucketReplicationCommand({ Bucket }));

    const Rules = [
      {
        ID: "old",
        Status: "Enabled" as const,
        Filter: { Prefix: "old/" },
        Expiration: { Days: 3 },
      },
    ];
    await client.call(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    );
    const lifecycle = await client.call(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(lifecycle.Rules).to.deep.equal(Rules);
    await client.call(new DeleteBucketLifecycleCommand({ Bucket }));

    await client.call(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
      }),
    );
    const encryption = await client.call(new GetBucketEncryptionCommand({ Bucket }));
    expect(
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault,
    ).to.deep.equal({ SSEAlgorithm: "AES256" });
    await client.call(new DeleteBucketEncryptionCommand({ Bucket }));
  });

  it("switches what cannot be taken off", async () => {
    const session = open();
    const { client } = session;
    const Bucket = bucketOf(session);
    await client.call(
      new PutBucketAccelerateConfigurationCommand({
        Bucket,
        AccelerateConfiguration: { Status: "Suspended" },
      }),
    );
    await client.call(new GetBucketAccelerateConfigurationCommand({ Bucket }));
    await client.call(
      new PutBucketRequestPaymentCommand({
        Bucket,
        RequestPaymentConfiguration: { Payer: "BucketOwner" },
      }),
    );
    await client.call(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
    const logging = await client.call(new GetBucketLoggingCommand({ Bucket }));
    expect(logging.LoggingEnabled).to.equal(undefined);
    await client.call(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    const told = await client.call(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(told.EventBridgeConfiguration).to.deep.equal({});
  });

  it("lets the owner say who may do what", async () => {
    const session = open();
    const { client, accountId } = session;
    const Bucket = bucketOf(session);
    await client.call(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" }] },
      }),
    );
    const owned = await client.call(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(owned.OwnershipControls?.Rules).to.deep.equal([
      { ObjectOwnership: "BucketOwnerPreferred" },
    ]);
    await client.call(new PutBucketAclCommand({ Bucket, ACL: "private" }));
    await client.call(new DeleteBucketOwnershipControlsCommand({ Bucket }));
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${Bucket}/*`,
        },
      ],
    };
    await client.call(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    const { Policy: read = "" } = await client.call(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(read)).to.deep.equal(policy);
    const { PolicyStatus: status } = await client.call(
      new GetBucketPolicyStatusCommand({ Bucket }),
    );
    expect(status?.IsPublic).to.equal(false);
    await client.call(new DeleteBucketPolicyCommand({ Bucket }));
    await client.call(new DeletePublicAccessBlockCommand({ Bucket }));
    await client.call(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      }),
    );
  });

  it("keeps versions, tags and copies of objects", async () => {
    const session = open();
    const { client } = session;
    const Bucket = bucketOf(session);
    await client.call(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    const versioning = await client.call(new GetBucketVersioningCommand({ Bucket }));
    expect(versioning.Status).to.equal("Enabled");
    const Key = "kept";
    for (const Body of ["one", "two"]) {
      await client.call(new PutObjectCommand({ Bucket, Key, Body }));
    }
    await client.call(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [TAG] } }));
    const tagging = await client.call(new GetObjectTaggingCommand({ Bucket, Key }));
    expect(tagging.TagSet).to.deep.equal([TAG]);
    await client.call(new DeleteObjectTaggingCommand({ Bucket, Key }));

    const CopySource = `${Bucket}/${Key}`;
    await client.call(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    expect((await client.read(Bucket, "copy")).toString()).to.equal("two");
    const upload = { Bucket, Key: "joined" };
    const { UploadId } = await client.call(new CreateMultipartUploadCommand(upload));
    const part = await client.call(
      new UploadPartCopyCommand({ ...upload, UploadId, PartNumber: 1, CopySource }),
    );
    expect(part.CopyPartResult?.ETag).to.equal('"b8a9f715dbb64fd5c56e7783c6820a61"');
    const { Uploads: uploads } = await client.call(new ListMultipartUploadsCommand({ Bucket }));
    expect(uploads?.map((each) => each.UploadId)).to.deep.equal([UploadId]);
    await client.call(new AbortMultipartUploadCommand({ ...upload, UploadId }));
    const { Contents: objects } = await client.call(new ListObjectsCommand({ Bucket }));
    expect(objects?.map((object: _Object) => object.Key)).to.deep.equal(["copy", "kept"]);

    await client.call(new DeleteObjectCommand({ Bucket, Key }));
    const listed = await client.call(new ListObjectVersionsCommand({ Bucket }));
    expect(listed.DeleteMarkers?.map((marker) => marker.Key)).to.deep.equal([Key]);
    expect(listed.Versions?.map((version) => version.Key)).to.deep.equal(["copy", "kept", "kept"]);
    for (const { Key: key, VersionId } of [
      ...(listed.Versions ?? []),
      ...(listed.DeleteMarkers ?? []),
    ]) {
      await client.call(new DeleteObjectCommand({ Bucket, Key: key, VersionId }));
    }
    await client.call(new DeleteBucketCommand({ Bucket }));
  });
}
