/**
 * Actions that take no resource, or whose resources have no names before they are used: a statement on them can only
 * say `*`.
 *
 * Source: the "Resource types" column of https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
 * and for the network interfaces, which SageMaker makes, https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
const actionsOnAnything: ReadonlySet<string> = new Set([
  "cloudwatch:PutMetricData",
  "ec2:CreateNetworkInterface",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterface",
  "ec2:DeleteNetworkInterfacePermission",
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcs",
  "ecr:GetAuthorizationToken",
  "logs:DescribeLogGroups",
  "sts:GetCallerIdentity",
]);

/** Managed policies that give far more than an endpoint or its callers need, by the end of their ARN. */
export const broadManagedPolicy = /\/(AdministratorAccess|PowerUserAccess|[\w-]*FullAccess)$/;

interface Statement {
  readonly Sid?: unknown;
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy document as text; none of what is no such document. */
function statementsIn(document: string): Statement[] {
  const parsed = parsedJson(document) as { readonly Statement?: unknown } | undefined;
  return listed(parsed?.Statement).filter(
    (statement): statement is Statement => typeof statement === "object" && statement !== null,
  );
}

/** What an identity's policy permits without saying what: each as a sentence about one of its statements. */
export function unboundedRights(document: string): string[] {
  return statementsIn(document)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement, index) => {
      const name = typeof statement.Sid === "string" ? statement.Sid : `number ${index + 1}`;
      return unbounded(statement).map((problem) => `statement ${name} ${problem}`);
    });
}

function unbounded(statement: Statement): string[] {
  if (statement.NotAction !== undefined || statement.NotResource !== undefined) {
    return ["permits everything but what it names (NotAction, NotResource)"];
  }
  const actions = texts(statement.Action);
  const whole = actions.filter((action) => /^([^:]*:)?\*$/.test(action));
  if (whole.length > 0) return [`permits ${whole.join(", ")}, every action`];
  if (!texts(statement.Resource).includes("*")) return [];
  const bounded = actions.filter((action) => !actionsOnAnything.has(action));
  return bounded.length > 0 ? [`permits ${bounded.join(", ")} on every resource`] : [];
}

/** Whether a resource's policy lets anybody in: everyone is permitted, and under no condition. */
export function opensToEveryone(document: string): boolean {
  return statementsIn(document).some(
    ({ Effect, Principal, Condition }) =>
      Effect === "Allow" &&
      Condition === undefined &&
      (Principal === "*" || texts((Principal as { AWS?: unknown } | undefined)?.AWS).includes("*")),
  );
}

/** Whether a resource's policy turns away who comes without TLS. */
export function refusesPlainHttp(document: string): boolean {
  return statementsIn(document).some(({ Effect, Principal, Condition }) => {
    const bool = (Condition as { Bool?: Record<string, unknown> } | undefined)?.Bool;
    return (
      Effect === "Deny" &&
      (Principal === "*" ||
        texts((Principal as { AWS?: unknown } | undefined)?.AWS).includes("*")) &&
      String(bool?.["aws:SecureTransport"]) === "false"
    );
  });
}

function listed(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function texts(value: unknown): string[] {
  return listed(value).filter((each): each is string => typeof each === "string");
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
