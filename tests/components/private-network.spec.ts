import { expect } from "chai";

import { PrivateNetwork, type PrivateNetworkArgs } from "../../components";
import { type Recording, record, refusals, standsBefore } from "./recording-monitor";

function deployed(args: PrivateNetworkArgs = {}): Promise<Recording> {
  return record(() => new PrivateNetwork("network", args));
}

const interfaces = [
  ...["sagemaker.runtime", "ecr.api", "ecr.dkr", "logs", "monitoring"],
  ...["sts", "kms", "secretsmanager", "sns", "sqs"],
];
const childOf = (service: string): string => `network-${service.replace(".", "-")}`;

interface Statement {
  readonly Sid: string;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: object;
}

function policyOf(recording: Recording, name: string): Statement[] {
  const { policy } = recording.resource(name).inputs;
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

describe("PrivateNetwork", () => {
  describe("as it is made without arguments", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      expect(recording.childrenOf("network")).to.have.members([
        "network-vpc",
        "network-containers",
        "network-containers-egress",
        "network-service-endpoints",
        "network-service-endpoints-ingress",
        ...["network-s3", "network-dynamodb"],
        ...interfaces.map(childOf),
      ]);
    });

    it("asks awsx for isolated subnets in two zones, with AWS's names and without a NAT gateway", () => {
      expect(recording.resource("network-vpc")).to.deep.include({
        type: "awsx:ec2:Vpc",
        inputs: {
          cidrBlock: "10.0.0.0/16",
          numberOfAvailabilityZones: 2,
          subnetStrategy: "Auto",
          subnetSpecs: [{ type: "Isolated" }],
          natGateways: { strategy: "None" },
          enableDnsHostnames: true,
          enableDnsSupport: true,
        },
      });
    });

    for (const service of ["s3", "dynamodb"]) {
      it(`reaches ${service} by every route, in this account alone`, () => {
        const { inputs } = recording.resource(childOf(service));
        expect(inputs).to.deep.include({
          vpcId: "vpc-0123456789abcdef0",
          vpcEndpointType: "Gateway",
          serviceName: `com.amazonaws.us-east-1.${service}`,
          routeTableIds: ["rtb-0123456789abcdef0", "rtb-0123456789abcdef1"],
        });
        expect(policyOf(recording, childOf(service))[0]).to.deep.include({
          Sid: "OnlyThisAccount",
          Condition: {
            StringEquals: {
              "aws:PrincipalAccount": "123456789012",
              "aws:ResourceAccount": "123456789012",
            },
          },
        });
      });
    }

    it("lets images be pulled, whose layers are in a bucket of AWS", () => {
      expect(policyOf(recording, "network-s3")[1]).to.deep.include({
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
      });
      expect(policyOf(recording, "network-dynamodb")).to.have.length(1);
    });

    for (const service of interfaces) {
      it(`reaches ${service} by an interface in every zone, under its usual name`, () => {
        const { inputs } = recording.resource(childOf(service));
        expect(inputs).to.deep.include({
          vpcId: "vpc-0123456789abcdef0",
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.us-east-1.${service}`,
          subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
          securityGroupIds: ["sg-0123456789abcdef0"],
          privateDnsEnabled: true,
        });
        expect(policyOf(recording, childOf(service))).to.deep.equal([
          {
            Sid: "OnlyThisAccount",
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
          },
        ]);
      });
    }

    it("lets containers talk HTTPS, and nobody talk to them", () => {
      expect(recording.resource("network-containers-egress").inputs).to.include({
        ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443 },
        cidrIpv4: "0.0.0.0/0",
      });
      const ingress = recording.resources.filter(({ type }) => type.endsWith("IngressRule"));
      expect(ingress.map(({ name }) => name)).to.deep.equal(["network-service-endpoints-ingress"]);
      expect(ingress[0]?.dependencies).to.include("network-containers");
    });

    it("lays everything into the VPC, and takes it off before the VPC", () => {
      for (const name of recording.childrenOf("network").filter((each) => each !== "network-vpc")) {
        expect(standsBefore(recording, "network-vpc", name), name).to.equal(true);
      }
    });

    it("registers exactly its public outputs", () => {
      expect(recording.outputs.get("network")).to.deep.equal({
        vpcId: "vpc-0123456789abcdef0",
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        securityGroupIds: ["sg-0123456789abcdef0"],
      });
    });
  });

  it("has one NAT gateway and private subnets where it is to lead to the internet", async () => {
    const recording = await deployed({ natGateway: true });
    expect(recording.resource("network-vpc").inputs).to.deep.include({
      subnetSpecs: [{ type: "Public" }, { type: "Private" }],
      natGateways: { strategy: "Single" },
    });
    expect(recording.resource("network-logs").inputs["subnetIds"]).to.deep.equal([
      "subnet-0123456789abcdef2",
      "subnet-0123456789abcdef3",
    ]);
  });

  it("has only the interfaces that are asked for, and S3 and DynamoDB always", async () => {
    const recording = await deployed({ interfaceServices: ["logs"] });
    const endpoints = recording.resources.filter(
      ({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint",
    );
    expect(endpoints.map(({ name }) => name)).to.have.members([
      ...["network-s3", "network-dynamodb", "network-logs"],
    ]);
  });

  it("names every argument that cannot be used at once and creates nothing", async () => {
    let reasons: Record<string, string> = {};
    const recording = await record(() => {
      reasons = refusals(
        () =>
          new PrivateNetwork("network", {
            cidrBlock: "10.0.0.0/8",
            zoneCount: 0,
            interfaceServices: ["Logs"],
          }),
      );
    });
    expect(reasons).to.deep.equal({
      cidrBlock:
        'is "10.0.0.0/8"; it must be a range of IPv4 addresses of /16 to /24, such as 10.0.0.0/16, at most 18 characters',
      zoneCount: "is 0; it must be a whole number of availability zones from 1 to 6",
      interfaceServices:
        'has a member that is "Logs"; it must be a service as the name of its VPC endpoint has it, such as sagemaker.runtime, at most 63 characters',
    });
    expect(recording.resources.filter(({ type }) => type.startsWith("aws"))).to.be.empty;
  });
});
