import { AwsError } from "../errors";
import { isRecord } from "../is-record";

/** Longest inline policies of a role and longest managed policy, in characters without white space. */
const LONGEST_DOCUMENT = 10_240;

/** A policy of a role says what it may do; its trust policy says who may take the role on. */
export type PolicyKind = "identity" | "trust";

/**
 * Holds a policy to the grammar.
 *
 * @throws AwsError `MalformedPolicyDocumentException`, `LimitExceededException`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function checkPolicyDocument(text: string | undefined, kind: PolicyKind): string {
  let document: unknown;
  try {
    document = JSON.parse(text ?? "");
  } catch {
    throw malformed("Syntax errors in policy.");
  }
  if (!isRecord(document)) {
    throw malformed("Syntax errors in policy.");
  }
  if (document.Statement === undefined) {
    throw malformed("Syntax errors in policy: the element Statement is missing.");
  }
  if (JSON.stringify(document).length > LONGEST_DOCUMENT) {
    throw new AwsError(
      "LimitExceededException",
      `Maximum policy size of ${LONGEST_DOCUMENT} bytes exceeded`,
    );
  }
  for (const statement of [document.Statement].flat()) {
    checkStatement(statement, kind);
  }
  return text ?? "";
}

function checkStatement(statement: unknown, kind: PolicyKind): void {
  if (!isRecord(statement) || !["Allow", "Deny"].includes(String(statement.Effect))) {
    throw malformed("Syntax errors in policy.");
  }
  const has = (name: string): boolean =>
    statement[name] !== undefined || statement[`Not${name}`] !== undefined;
  if (!has("Action")) {
    throw malformed("Policy statement must contain actions.");
  }
  for (const action of textsIn(statement.Action ?? statement.NotAction)) {
    if (action !== "*" && !action.includes(":")) {
      throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
  }
  if (kind === "trust") {
    if (has("Resource")) {
      throw malformed("Has prohibited field Resource");
    }
    if (!has("Principal")) {
      throw malformed("Missing required field Principal");
    }
    return;
  }
  if (has("Principal")) {
    throw malformed("Policy document should not specify a principal.");
  }
  const resources = textsIn(statement.Resource ?? statement.NotResource);
  if (resources.length === 0) {
    throw malformed("Policy statement must contain resources.");
  }
  for (const resource of resources) {
    if (resource !== "*" && !resource.startsWith("arn:")) {
      throw malformed(`Resource ${resource} must be in ARN format or "*".`);
    }
  }
}

/** Policies travel percent-encoded in IAM's answers. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * One text or several.
 *
 * @throws AwsError `MalformedPolicyDocumentException` for anything else
 */
function textsIn(value: unknown): string[] {
  return [value ?? []].flat().map((each) => {
    if (typeof each !== "string") {
      throw malformed("Syntax errors in policy.");
    }
    return each;
  });
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}
