import { AwsError } from "../errors";
import { isRecord } from "../is-record";
import { type FilterPolicy, operators } from "./filter-policy";

/** What a filter policy looks at. */
export type FilterScope = "MessageAttributes" | "MessageBody";

/**
 * Holds a filter policy to its grammar. One that breaks it would fit no message, without a word.
 *
 * @param prefix begins AWS's words for the operation
 * @throws AwsError `InvalidParameterException`
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function checkFilterPolicy(policy: FilterPolicy, scope: FilterScope, prefix: string): void {
  const invalid = (reason: string): AwsError =>
    new AwsError("InvalidParameterException", `Invalid parameter: ${prefix}${reason}`);
  const checkPart = (part: FilterPolicy): void => {
    for (const [key, conditions] of Object.entries(part)) {
      if (key === "$or" && Array.isArray(conditions)) {
        conditions.filter(isRecord).forEach((each) => checkPart(each));
      } else if (Array.isArray(conditions)) {
        conditions.forEach(checkCondition);
      } else if (!isRecord(conditions)) {
        throw invalid(`FilterPolicy: "${key}" must be an object or an array`);
      } else if (scope === "MessageAttributes") {
        throw invalid(
          "Filter policy scope MessageAttributes does not support nested filter policy",
        );
      } else {
        checkPart(conditions);
      }
    }
  };
  const checkCondition = (condition: unknown): void => {
    const isValue = ["string", "number", "boolean"].includes(typeof condition);
    if (condition === null || isValue) {
      return;
    }
    if (!isRecord(condition)) {
      throw invalid("FilterPolicy: Match value must be String, number, true, false, or null");
    }
    const unknown = Object.keys(condition).find((name) => !operators.includes(name));
    if (unknown !== undefined) {
      throw invalid(`FilterPolicy: Unrecognized match type ${unknown}`);
    }
  };
  checkPart(policy);
}
