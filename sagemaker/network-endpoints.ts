import { type NameRule, type NumberRange } from "./limits";

/**
 * What an endpoint without a way to the internet still has to reach, by the last part of the name of its VPC endpoint.
 *
 * Sources: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html and
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const gatewayServices = ["s3", "dynamodb"] as const;

/** The same by a network interface in each zone, which AWS bills by the hour. */
export const interfaceServices = [
  /** Callers within the network invoke the endpoint. */
  "sagemaker.runtime",
  /** Images. */
  ...(["ecr.api", "ecr.dkr"] as const),
  /** What containers log and measure. */
  ...(["logs", "monitoring"] as const),
  /** Credentials of roles, keys and secrets. */
  ...(["sts", "kms", "secretsmanager"] as const),
  /** Readers of results and failures. */
  ...(["sns", "sqs"] as const),
] as const;

/** Name of the VPC endpoint of a service in a region. */
export function vpcEndpointServiceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}

/** The buckets that ECR keeps the layers of images in; they belong to AWS. */
export function imageLayerBucket(region: string): string {
  return `prod-${region}-starport-layer-bucket`;
}

/** Part of the name of a VPC endpoint. */
export const interfaceServiceRule: NameRule = {
  pattern: /^[a-z0-9]+([.-][a-z0-9]+)*$/,
  maxLength: 63,
  description: "a service as the name of its VPC endpoint has it, such as sagemaker.runtime",
  source:
    "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
};

/** Availability zones that a network may span. */
export const networkZones: NumberRange = {
  min: 1,
  max: 6,
  default: 2,
  unit: "availability zones",
  source: "https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
};

/** A range of IPv4 addresses that a VPC may have. */
export const cidrBlockRule: NameRule = {
  pattern:
    /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\/(1[6-9]|2[0-4])$/,
  maxLength: 18,
  description: "a range of IPv4 addresses of /16 to /24, such as 10.0.0.0/16",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
};

export const defaultCidrBlock = "10.0.0.0/16";

/**
 * Says why a model of the Hub cannot be served in a network without a way out, to be read after the name of the option
 * that makes the network.
 *
 * @param shown How the name of another option is shown.
 */
export function networkWithoutHubProblem(shown: (option: string) => string): string {
  return (
    `is true; without a way to the internet nothing fetches ${shown("modelId")} from the Hub: copy the model to S3 and name it with ` +
    `${shown("modelPrefixUri")} or ${shown("modelArchiveUri")}, or set ${shown("networkNatGateway")} to true, which AWS bills by the hour`
  );
}
