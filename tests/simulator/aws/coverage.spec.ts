import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { clientOf } from "../../../simulator/aws/coverage/clients";
import { coverageTable, servedOperationsOf } from "../../../simulator/aws/coverage/coverage-table";
import {
  readServedOperations,
  ServedOperations,
} from "../../../simulator/aws/coverage/served-operations";
import { services } from "../../../simulator/aws/services";

const page = join(__dirname, "../../../docs/coverage.md");

describe("docs/coverage.md", () => {
  it("lists the operations of the code; else run npm run coverage:operations -- --only-code", () => {
    const text = readFileSync(page, "utf8");
    expect(text).to.equal(coverageTable(services, servedOperationsOf(text)));
  });

  it("gives back the marks that it was made with", () => {
    const served = [
      { service: "sts", operation: "GetCallerIdentity", client: "aws CLI" },
      { service: "sqs", operation: "SendMessage", client: "boto3" },
    ] as const;
    expect(servedOperationsOf(coverageTable(services, served))).to.have.deep.members([...served]);
  });

  it("says how many operations a service has, and how many of them are there", () => {
    const text = coverageTable(services, []);
    // Application Auto Scaling has 14 operations, all of them there.
    expect(text).to.contain("## application-auto-scaling: 14 of 14\n");
    expect(text).to.match(/## sts: (\d) of 1\d\n/);
    expect(text).to.match(/The service's other \d+ operations answer `NotImplemented`/);
  });
});

describe("the client of a request", () => {
  for (const [userAgent, client] of [
    ["aws-sdk-js/3.1141.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#20.20.2", "SDK for JavaScript v3"],
    ["Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.1", "boto3"],
    ["aws-cli/2.30.0 md/awscrt#0.27.6 ua/2.1 os/linux", "aws CLI"],
    ["aws-cli/1.22.34 Python/3.11.2 Linux/6.1 botocore/1.27.84", "aws CLI"],
    [
      "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/6.2.0 aws-sdk-go-v2/1.36",
      "AWS provider",
    ],
    ["APN/1.0 Pulumi/1.0 PulumiAws/7.48.0 aws-sdk-go-v2/1.36", "AWS provider"],
    ["curl/8.5.0", undefined],
    [undefined, undefined],
  ] as const) {
    it(`that says ${userAgent} is ${client ?? "none that is counted"}`, () => {
      expect(clientOf(userAgent)).to.equal(client);
    });
  }
});

describe("the operations that servers wrote down", () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "served-"));
    path = join(folder, "served.jsonl");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("are read back, each once for each client that is known", () => {
    const served = new ServedOperations(path);
    served.record("sts", "GetCallerIdentity", "Boto3/1.43.11");
    served.record("sts", "GetCallerIdentity", "Boto3/1.43.12");
    served.record("sts", "GetCallerIdentity", "curl/8.5.0");
    expect(readServedOperations(path)).to.deep.equal([
      { service: "sts", operation: "GetCallerIdentity", client: "boto3" },
    ]);
  });

  it("are refused with the line that is none", () => {
    writeFileSync(path, '{"service":"sts"}\n');
    expect(() => readServedOperations(path)).to.throw(
      `Line 1 of ${path} is no record of a served operation: {"service":"sts"}.`,
    );
  });
});
