import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GetPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";

import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { deployStack, destroyStack } from "../../../simulator/deploy";
import { createClients } from "../../../simulator/deploy/clients";
import { changed, count, failureOf } from "./results";
import { leftovers } from "./leftovers";

const REGION = "us-east-1";

describe("deploying a stack", function () {
  this.timeout(60_000);

  let aws: LocalAws;
  let stateDir: string;
  let messages: string[];

  beforeEach(async () => {
    aws = await startLocalAws({ speed: 3600 });
    stateDir = mkdtempSync(join(tmpdir(), "deploy-stack-"));
    messages = [];
  });
  afterEach(async () => {
    await aws.close();
    rmSync(stateDir, { recursive: true });
  });

  function options(fixture: string, config: Record<string, string> = {}) {
    return {
      endpoint: aws.endpoint,
      projectDir: join(__dirname, "fixtures", fixture),
      stateDir,
      config,
      onProgress: (progress: { kind: string; text?: string }) => {
        if (progress.kind === "message") messages.push(progress.text ?? "");
      },
    };
  }

  it("has nothing to do when a stack is taken off twice", async () => {
    await deployStack(options("named-bucket"));
    await destroyStack(options("named-bucket"));
    expect((await destroyStack(options("named-bucket"))).resources).to.deep.equal([]);
  });

  it("starts clean on a server that has forgotten the stack", async () => {
    await deployStack(options("named-bucket"));
    await aws.reset();
    const second = await deployStack(options("named-bucket"));
    expect(count(second)).to.deep.equal({ created: 3 });
    expect(messages).to.include(
      `The server at ${aws.endpoint} knows nothing of stack local (a fresh server?): starting clean`,
    );
  });

  it("starts clean when the stack's earlier server no longer runs", async () => {
    const earlier = aws.endpoint;
    await deployStack(options("named-bucket"));
    await aws.close();
    aws = await startLocalAws({ speed: 3600 });
    expect(count(await deployStack(options("named-bucket")))).to.deep.equal({ created: 3 });
    expect(messages).to.include(
      `Stack local was deployed on ${earlier}, which no longer runs: starting clean`,
    );
  });

  it("refuses a second server while the stack's first one runs", async () => {
    await deployStack(options("named-bucket"));
    const other = await startLocalAws({ speed: 3600 });
    try {
      const error = await failureOf(
        deployStack({ ...options("named-bucket"), endpoint: other.endpoint }),
      );
      expect(error).to.deep.include({ exitCode: 2 });
      expect(error.message).to.equal(
        `Stack \`local\` is deployed on ${aws.endpoint}, which still runs; first take it off there with \`npm run deploy:local -- --endpoint ${aws.endpoint} --stack local --destroy\``,
      );
    } finally {
      await other.close();
    }
  });

  it("makes again what hung on a resource that was replaced under its old name", async () => {
    await deployStack(options("named-bucket"));
    const second = await deployStack(options("named-bucket", { generation: "2" }));
    expect(changed(second)).to.deep.equal([
      "replaced aws:s3/bucket:Bucket",
      "replaced aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    ]);
    const { s3 } = createClients(aws.endpoint, REGION);
    const { PublicAccessBlockConfiguration: block } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket: "named-bucket" }),
    );
    expect(block).to.deep.include({ BlockPublicAcls: true });
  });

  it("names a type that it cannot make, and keeps what it has made for --destroy", async () => {
    const error = await failureOf(deployStack(options("unknown-type")));
    expect(error.message).to.equal(
      "deploy:local cannot make aws:dynamodb/table:Table (second): it does not know the type. The Pulumi CLI can, against the same server",
    );
    expect(count(await destroyStack(options("unknown-type")))).to.deep.equal({ deleted: 1 });
    expect(await leftovers(aws.endpoint, REGION)).to.deep.equal({});
  });

  it("says which resource AWS refused, and why", async () => {
    const error = await failureOf(deployStack(options("failing", { how: "refused-by-aws" })));
    expect(error.message).to.match(
      /^aws:iam\/rolePolicyAttachment:RolePolicyAttachment \(orphan\) cannot be deployed: NoSuchEntity\w*: /,
    );
    expect(error).to.deep.include({ exitCode: 1 });
  });

  const refusals = {
    refuse: "`size` is 0; it must be at least 1",
    validate: "Thing cannot be made:\n  args.size: must be at least 1",
    "in-apply": "the topic is not to my liking",
    duplicate:
      "Two resources of type aws:sns/topic:Topic are named topic; names must differ within a type",
  };
  for (const [how, message] of Object.entries(refusals)) {
    it(`gives the message alone of a program that ends itself (${how})`, async () => {
      const error = await failureOf(deployStack(options("failing", { how })));
      expect(error.message).to.equal(message);
      expect(error).to.deep.include({ exitCode: 2 });
    });
  }

  it("tells where a program broke", async () => {
    const error = await failureOf(deployStack(options("failing", { how: "break" })));
    expect(error.message).to.match(
      /failed: TypeError: cannot read property of nothing\n.*index\.ts:/s,
    );
    expect(error).to.deep.include({ exitCode: 1 });
  });
});
