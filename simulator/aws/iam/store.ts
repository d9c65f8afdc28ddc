import { randomInt } from "node:crypto";
import { ACCOUNT_ID } from "../account";
import { AwsError } from "../errors";
import { GLOBAL, type ServiceHost, StoreKey } from "../service-host";
import { TagStore } from "../tags";
import { type ManagedPolicy, POLICY_ARN_OF_AWS } from "./managed-policy";

/** The state of IAM. */
export const IAM = new StoreKey("iam", () => new IamStore());

/** A role and what it may do. */
export interface Role {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  /** Simulated epoch seconds. */
  readonly createdAt: number;
  trustPolicy: string;
  description: string | undefined;
  maxSessionSeconds: number;
  permissionsBoundary: string | undefined;
  /** Policies in the role itself, JSON by name. */
  readonly inlinePolicies: Map<string, string>;
  /** ARNs of policies beside it. */
  readonly attachedPolicies: Set<string>;
}

/** Below it are the roles that services give themselves. */
export const SERVICE_ROLE_PATH = "/aws-service-role/";

/** Whether a service gave itself the role: only that service may change it. */
export function isServiceLinked({ path }: Role): boolean {
  return path.startsWith(SERVICE_ROLE_PATH);
}

/** Roles and policies as records. */
export class IamStore {
  readonly tags = new TagStore();
  private readonly roles = new Map<string, Role>();
  private readonly policies = new Map<string, ManagedPolicy>();

  addRole(role: Role): void {
    this.roles.set(role.name, role);
  }

  findRole(name: string): Role | undefined {
    return this.roles.get(name);
  }

  /** @throws AwsError `NoSuchEntityException` */
  role(name: string | undefined): Role {
    const role = this.roles.get(name ?? "");
    if (role === undefined) {
      throw noSuchEntity(`The role with name ${name} cannot be found.`);
    }
    return role;
  }

  /** All roles by name. */
  listRoles(): readonly Role[] {
    return [...this.roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  deleteRole(role: Role): void {
    this.roles.delete(role.name);
    this.tags.drop(role.arn);
  }

  addPolicy(policy: ManagedPolicy): void {
    this.policies.set(policy.arn, policy);
  }

  findPolicy(arn: string): ManagedPolicy | undefined {
    return this.policies.get(arn);
  }

  /** @throws AwsError `NoSuchEntityException` */
  policy(arn: string | undefined): ManagedPolicy {
    const policy = this.policies.get(arn ?? "");
    if (policy === undefined) {
      throw noSuchEntity(`Policy ${arn} was not found.`);
    }
    return policy;
  }

  /** All policies of the account by name. */
  listPolicies(): readonly ManagedPolicy[] {
    return [...this.policies.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  deletePolicy(policy: ManagedPolicy): void {
    this.policies.delete(policy.arn);
    this.tags.drop(policy.arn);
  }

  /** The roles that a policy is attached to. */
  rolesWith(policyArn: string): readonly Role[] {
    return this.listRoles().filter((role) => role.attachedPolicies.has(policyArn));
  }

  /** True for a policy that a role may be given; those of AWS are not checked by name. */
  isAttachable(policyArn: string): boolean {
    return this.policies.has(policyArn) || policyArn.startsWith(POLICY_ARN_OF_AWS);
  }
}

/** The state of IAM, which is one for all regions. */
export function iamOf(aws: ServiceHost): IamStore {
  return aws.store(IAM, GLOBAL);
}

/** `NoSuchEntity`, 404. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntityException", message);
}

/**
 * The ARN of a role or policy.
 *
 * @param path begins and ends with a slash
 */
export function iamArn(kind: "role" | "policy", path: string, name: string): string {
  return `arn:aws:iam::${ACCOUNT_ID}:${kind}${path}${name}`;
}

const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A unique id as IAM makes them: `AROA` for roles, `ANPA` for policies, `ASIA` for keys of sessions, then 17 letters and digits. */
export function uniqueId(prefix: "AROA" | "ANPA" | "ASIA"): string {
  const letters = Array.from({ length: 17 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]);
  return prefix + letters.join("");
}
