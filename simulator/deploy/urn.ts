const STACK_TYPE = "pulumi:pulumi:Stack";

/**
 * A resource's URN, as Pulumi's engine makes it: the types of all its parents but the stack, then its own.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
 */
export function createUrn(options: {
  readonly project: string;
  readonly stack: string;
  readonly parent: string;
  readonly type: string;
  readonly name: string;
}): string {
  const { project, stack, parent, type, name } = options;
  const parentType = parent.split("::")[2] ?? "";
  const qualified = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The region-independent prefix of a region's ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
