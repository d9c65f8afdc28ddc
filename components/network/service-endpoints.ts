// The whole module: with it, what awsx hands over of the VPC are resources and not mere ids.
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import {
  gatewayServices,
  imageLayerBucket,
  vpcEndpointServiceName,
} from "../../sagemaker/network-endpoints";
import { type DeploymentPlace } from "../endpoint/deployment-place";
import { type PolicyStatement, policyDocument } from "../policy-document";

/** Where VPC endpoints come to stand. */
export interface ServiceEndpointsArgs {
  readonly place: DeploymentPlace;
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly routeTableIds: pulumi.Output<string[]>;
  /** Security group of the interfaces. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly interfaceServices: readonly string[];
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Makes a VPC endpoint for each service, through which nobody but this account gets. */
export function createServiceEndpoints(
  name: string,
  args: ServiceEndpointsArgs,
  parent: pulumi.Resource,
): ec2.VpcEndpoint[] {
  const endpoint = (service: string, rest: Partial<ec2.VpcEndpointArgs>): ec2.VpcEndpoint =>
    new ec2.VpcEndpoint(
      `${name}-${service.replaceAll(".", "-")}`,
      {
        vpcId: args.vpcId,
        serviceName: args.place.region.apply((region) => vpcEndpointServiceName(region, service)),
        policy: endpointPolicy(service, args.place),
        tags: args.tags,
        ...rest,
      },
      { parent },
    );
  const { routeTableIds, subnetIds, securityGroupId } = args;
  return [
    ...gatewayServices.map((service) =>
      endpoint(service, { vpcEndpointType: "Gateway", routeTableIds }),
    ),
    ...args.interfaceServices.map((service) =>
      endpoint(service, {
        ...{ vpcEndpointType: "Interface", subnetIds, privateDnsEnabled: true },
        securityGroupIds: [securityGroupId],
      }),
    ),
  ];
}

/**
 * Lets this account's identities through, to buckets and tables of this account alone, so that data cannot be carried to
 * another; and whoever pulls an image to its layers, which lie in a bucket of AWS.
 *
 * Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html and
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
function endpointPolicy(
  service: string,
  { partition, region, accountId }: DeploymentPlace,
): pulumi.Output<string> {
  const isGateway = gatewayServices.some((each) => each === service);
  const ofThisAccount: PolicyStatement = {
    Sid: "OnlyThisAccount",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: {
      StringEquals: {
        "aws:PrincipalAccount": accountId,
        ...(isGateway && { "aws:ResourceAccount": accountId }),
      },
    },
  };
  const layers: PolicyStatement = {
    Sid: "LayersOfImages",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: pulumi
      .all([partition, region])
      .apply(
        ([inPartition, inRegion]) => `arn:${inPartition}:s3:::${imageLayerBucket(inRegion)}/*`,
      ),
  };
  return policyDocument(service === "s3" ? [ofThisAccount, layers] : [ofThisAccount]);
}
