import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type * as pulumi from "@pulumi/pulumi";

/** What the groups are made for. */
export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Output<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Who may talk to whom within the network. */
export interface SecurityGroups {
  readonly containers: SecurityGroup;
  readonly endpoints: SecurityGroup;
  readonly rules: pulumi.CustomResource[];
}

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 } as const;

/** Containers talk HTTPS to whatever there is a route to, and are talked to by nobody; VPC endpoints only answer them. */
export function createSecurityGroups(
  name: string,
  { vpcId, tags }: SecurityGroupsArgs,
  parent: pulumi.Resource,
): SecurityGroups {
  const group = (suffix: string, description: string): SecurityGroup =>
    new SecurityGroup(`${name}-${suffix}`, { vpcId, description, tags }, { parent });
  const containers = group("containers", "Containers of SageMaker endpoints");
  const endpoints = group("service-endpoints", "VPC endpoints of AWS services");
  const outward = new SecurityGroupEgressRule(
    `${name}-containers-egress`,
    {
      ...https,
      securityGroupId: containers.id,
      cidrIpv4: "0.0.0.0/0",
      description: "HTTPS to AWS; the routes say how far it goes",
      tags,
    },
    { parent },
  );
  const inward = new SecurityGroupIngressRule(
    `${name}-service-endpoints-ingress`,
    {
      ...https,
      securityGroupId: endpoints.id,
      referencedSecurityGroupId: containers.id,
      description: "HTTPS from the containers",
      tags,
    },
    { parent },
  );
  return { containers, endpoints, rules: [outward, inward] };
}
