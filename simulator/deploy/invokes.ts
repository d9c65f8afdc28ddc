import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";

import { DeployError } from "./errors";
import { policyDocument } from "./policy-document";
import { text, type Properties } from "./property-values";
import { type ResourceContext } from "./resource-type";
import { partitionOf } from "./urn";

type Invoke = (args: Properties, context: ResourceContext) => Promise<Properties> | Properties;

const INVOKES: Readonly<Record<string, Invoke>> = {
  "aws:index/getRegion:getRegion": (args, context) => {
    const name = typeof args["name"] === "string" ? args["name"] : context.region;
    return {
      id: name,
      name,
      region: name,
      description: name,
      endpoint: `ec2.${name}.${dnsSuffix(name)}`,
    };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": async (_args, { clients }) => {
    const { Account, Arn, UserId } = await clients.sts.send(new GetCallerIdentityCommand({}));
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
  },
  "aws:index/getPartition:getPartition": (_args, { region }) => {
    const partition = partitionOf(region);
    const reverseDnsPrefix = dnsSuffix(region).split(".").reverse().join(".");
    return { id: partition, partition, dnsSuffix: dnsSuffix(region), reverseDnsPrefix };
  },
  "aws:index/getServicePrincipal:getServicePrincipal": (args, context) => {
    const service = text(args, "serviceName");
    const name = `${service}.amazonaws.com`;
    return {
      id: `${service}.${context.region}`,
      name,
      serviceName: service,
      suffix: "amazonaws.com",
      region: context.region,
    };
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
};

/**
 * Answers a data source.
 *
 * @throws DeployError naming one that deploy:local does not know
 */
export async function invoke(
  token: string,
  args: Properties,
  context: ResourceContext,
): Promise<Properties> {
  const known = INVOKES[token];
  if (known) return known(args, context);
  throw new DeployError(
    `deploy:local cannot look up ${token}: it knows ${Object.keys(INVOKES).join(", ")}. The Pulumi CLI can, against the same server`,
  );
}

function dnsSuffix(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
