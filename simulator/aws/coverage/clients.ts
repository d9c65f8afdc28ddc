/** The clients whose use of an operation is told apart, as the coverage table names them. */
export const clients = ["SDK for JavaScript v3", "boto3", "aws CLI", "AWS provider"] as const;

export type Client = (typeof clients)[number];

/** What only that client's `User-Agent` says; the more special come first, for the CLI and the provider name their SDKs. */
const signs: readonly (readonly [RegExp, Client])[] = [
  [/terraform-provider-aws|pulumi/i, "AWS provider"],
  [/^aws-cli\//, "aws CLI"],
  [/^Boto3\//, "boto3"],
  [/^aws-sdk-js\/3\./, "SDK for JavaScript v3"],
];

/** The client of a request; undefined for any other. */
export function clientOf(userAgent: string | undefined): Client | undefined {
  return signs.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
}
