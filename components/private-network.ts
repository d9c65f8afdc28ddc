import { Vpc } from "@pulumi/awsx/ec2/vpc";
import * as pulumi from "@pulumi/pulumi";

import { listOf, named, wholeNumberIn } from "../sagemaker/checks";
import {
  cidrBlockRule,
  defaultCidrBlock,
  interfaceServiceRule,
  interfaceServices,
  networkZones,
} from "../sagemaker/network-endpoints";
import { deploymentPlace } from "./endpoint/deployment-place";
import { createSecurityGroups } from "./network/security-groups";
import { createServiceEndpoints } from "./network/service-endpoints";
import { type PrivateNetworkArgs } from "./private-network-args";
import { checkedInputs, withDefaults } from "./validation";

const defaults = {
  cidrBlock: defaultCidrBlock,
  zoneCount: 2,
  natGateway: false,
  interfaceServices: [...interfaceServices],
};

/**
 * A network for endpoints that nothing reaches from outside and that reaches nothing but AWS: a VPC with a subnet in each
 * zone, and VPC endpoints that let only this account through. There is no NAT gateway unless one is asked for.
 *
 * The VPC is awsx's, which makes its parts in a plug-in of its own: the Pulumi CLI has to be there.
 */
export class PrivateNetwork extends pulumi.ComponentResource {
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;
  /** Subnets of the instances, for `subnetIds` of `AsyncInferenceEndpoint`; known once AWS can be reached from them. */
  public readonly subnetIds: pulumi.Output<string[]>;
  /** Security group of the containers, for `securityGroupIds` of `AsyncInferenceEndpoint`. */
  public readonly securityGroupIds: pulumi.Output<string[]>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that is out of its range, before anything is created.
   */
  constructor(name: string, args: PrivateNetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("sagemaker-async-inference:index:PrivateNetwork", name, {}, opts);
    const inputs = checkedArgs(name, args);
    const place = deploymentPlace(this);

    const vpc = createVpc(name, inputs, this);
    const subnetIds = inputs.natGateway ? vpc.privateSubnetIds : vpc.isolatedSubnetIds;
    const groups = createSecurityGroups(name, { ...inputs, vpcId: vpc.vpcId }, this);
    const endpoints = createServiceEndpoints(
      name,
      {
        ...inputs,
        ...{ place, subnetIds, vpcId: vpc.vpcId, securityGroupId: groups.endpoints.id },
        routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
      },
      this,
    );

    this.vpcId = vpc.vpcId;
    const passages = [...endpoints, ...groups.rules].map(({ id }) => id);
    this.subnetIds = pulumi.all([subnetIds, pulumi.all(passages)]).apply(([ids]) => ids);
    this.securityGroupIds = pulumi.all([groups.containers.id]);
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
    });
  }
}

type CheckedArgs = ReturnType<typeof checkedArgs>;

function checkedArgs(name: string, args: PrivateNetworkArgs) {
  return checkedInputs(`PrivateNetwork "${name}"`, withDefaults(defaults, args), {
    cidrBlock: named(cidrBlockRule),
    zoneCount: wholeNumberIn(networkZones),
    interfaceServices: listOf(named(interfaceServiceRule), { min: 0 }),
  });
}

function createVpc(
  name: string,
  { cidrBlock, zoneCount, natGateway, tags }: CheckedArgs,
  parent: pulumi.Resource,
): Vpc {
  return new Vpc(
    `${name}-vpc`,
    {
      cidrBlock,
      numberOfAvailabilityZones: zoneCount,
      subnetStrategy: "Auto",
      subnetSpecs: natGateway ? [{ type: "Public" }, { type: "Private" }] : [{ type: "Isolated" }],
      natGateways: { strategy: natGateway ? "Single" : "None" },
      // Names of AWS's services lead to the VPC endpoints only with both.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags,
    },
    { parent },
  );
}
