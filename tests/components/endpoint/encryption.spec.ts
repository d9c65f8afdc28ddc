import { expect } from "chai";

import { deployed, keyArn, statement, statements, statementsOf } from "./deployed";
import { type Recording } from "../recording-monitor";

function encryptionRules(recording: Recording): unknown {
  return recording.resource("inference-bucket-encryption").inputs["rules"];
}

describe("the encryption of an AsyncInferenceEndpoint", () => {
  it("uses one key that is made and rotated for bucket, results, topics, queues and logs", async () => {
    const recording = await deployed();
    expect(recording.resource("inference-key").inputs).to.include({ enableKeyRotation: true });
    expect(encryptionRules(recording)).to.deep.equal([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    for (const outcome of ["success", "error"]) {
      for (const kind of ["topic", "queue", "dead-letter-queue"]) {
        const { inputs } = recording.resource(`inference-${outcome}-${kind}`);
        expect(inputs["kmsMasterKeyId"], `${outcome} ${kind}`).to.equal(keyArn);
      }
    }
    expect(recording.resource("inference-logs").inputs["kmsKeyId"]).to.equal(keyArn);
  });

  it("lets the account decide over the key, and the services that act for themselves use it here only", async () => {
    const recording = await deployed();
    expect(statements(recording, "inference-key")).to.deep.equal([
      {
        Sid: "AccountDecides",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "TopicsAndAlarmsDeliver",
        Effect: "Allow",
        Principal: { Service: ["sns.amazonaws.com", "cloudwatch.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
      {
        Sid: "LogsEncrypt",
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Action: [
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey*",
          "kms:ReEncrypt*",
        ],
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:123456789012:log-group:*",
          },
        },
      },
    ]);
  });

  it("lets the role use the key, and pass it on to volumes only", async () => {
    const recording = await deployed();
    expect(statement(recording, "inference-role-policy", "UseKey").Resource).to.equal(keyArn);
    expect(statement(recording, "inference-role-policy", "GrantKeyToVolumes")).to.deep.include({
      Action: "kms:CreateGrant",
      Resource: keyArn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });

  it("encrypts the volume of a type that has one, and not the local disk that its hardware encrypts", async () => {
    const volume = async (instanceType: string) =>
      (await deployed({ instanceType })).resource("inference-config").inputs["kmsKeyArn"];
    expect(await volume("ml.m5.xlarge")).to.equal(keyArn);
    expect(await volume("ml.g5.xlarge")).to.equal(undefined);
  });

  it("uses a key that is given, and makes none", async () => {
    const given = "arn:aws:kms:us-east-1:123456789012:key/0000";
    const recording = await deployed({ kmsKeyArn: given });
    expect(recording.childrenOf("inference")).not.to.include("inference-key");
    expect(recording.resource("inference-logs").inputs["kmsKeyId"]).to.equal(given);
    expect(recording.outputs.get("inference")).to.include({ kmsKeyArn: given });
  });

  it("leaves encryption to keys of AWS's own where none is wanted", async () => {
    const recording = await deployed({ createKey: false });
    expect(recording.childrenOf("inference")).not.to.include("inference-key");
    expect(encryptionRules(recording)).to.deep.equal([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    expect(recording.resource("inference-success-queue").inputs).to.include({
      sqsManagedSseEnabled: true,
    });
    expect(recording.resource("inference-success-topic").inputs).to.deep.equal({});
    expect(recording.outputs.get("inference")).not.to.have.property("kmsKeyArn");
    const sids = statements(recording, "inference-role-policy").map(({ Sid }) => Sid);
    expect(sids).not.to.include.members(["UseKey"]);
    expect(
      statementsOf(recording.outputs.get("inference")?.["callerPolicy"]).map(({ Sid }) => Sid),
    ).to.deep.equal(["Invoke", "PutInputs", "GetResults", "FindResults"]);
  });

  it("lets the role decrypt what it is given to read under other keys", async () => {
    const other = "arn:aws:kms:us-east-1:123456789012:key/1111";
    const recording = await deployed({ readableKeyArns: [other] });
    expect(statement(recording, "inference-role-policy", "DecryptGivenData")).to.deep.include({
      Action: "kms:Decrypt",
      Resource: [other],
    });
  });
});
