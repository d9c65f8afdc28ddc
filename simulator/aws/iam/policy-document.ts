import { AwsError } from "../errors";

/** Longest inline policies of a role and longest managed policy, in characters without white space. */
const LONGEST_DOCUMENT = 10_240;

/**
 * Holds a policy to the grammar's outline.
 *
 * @throws AwsError `MalformedPolicyDocumentException`
 */
export function checkPolicyDocument(text: string | undefined): string {
  let document: unknown;
  try {
    document = JSON.parse(text ?? "");
  } catch {
    throw malformed("Syntax errors in policy.");
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw malformed("Syntax errors in policy.");
  }
  if (!("Statement" in document)) {
    throw malformed("Syntax errors in policy: the element Statement is missing.");
  }
  if (JSON.stringify(document).length > LONGEST_DOCUMENT) {
    throw new AwsError(
      "LimitExceededException",
      `Maximum policy size of ${LONGEST_DOCUMENT} bytes exceeded`,
    );
  }
  return text ?? "";
}

/** Policies travel percent-encoded in IAM's answers. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}
