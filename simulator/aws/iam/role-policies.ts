import { type ServiceHost } from "../service-host";
import { documentInForce, documentOfAws } from "./managed-policy";
import { iamOf } from "./store";

/** What a role may do and who may act as it, as JSON documents. */
export interface RolePolicies {
  readonly trustPolicy: string;
  /** Inline and attached ones; policies of AWS only as far as they are known here. */
  readonly policies: readonly string[];
}

/** The policies of a role, for services that check one; undefined when there is no such role. */
export function rolePolicies(aws: ServiceHost, roleArn: string): RolePolicies | undefined {
  const iam = iamOf(aws);
  const role = iam.findRole(roleArn.slice(roleArn.lastIndexOf("/") + 1));
  if (role === undefined || role.arn !== roleArn) {
    return undefined;
  }
  const attached = [...role.attachedPolicies].flatMap((arn) => {
    const policy = iam.findPolicy(arn);
    const document = policy === undefined ? documentOfAws(arn) : documentInForce(policy);
    return document === undefined ? [] : [document];
  });
  return {
    trustPolicy: role.trustPolicy,
    policies: [...role.inlinePolicies.values(), ...attached],
  };
}
