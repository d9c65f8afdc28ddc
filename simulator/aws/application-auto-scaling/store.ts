import {
  type PutScalingPolicyRequest,
  type PutScheduledActionRequest,
} from "@aws-sdk/client-application-auto-scaling";
import { StoreKey } from "../service-host";
import { TagStore } from "../tags";

/** What the API tells of a scalable target beyond what the engine keeps. */
export interface TargetRecord {
  readonly arn: string;
  readonly roleArn: string;
}

/** A policy as it was put; the engine has its meaning. */
export interface PolicyRecord {
  readonly arn: string;
  readonly definition: PutScalingPolicyRequest;
}

/** A scheduled action as it was put, in the last version. */
export interface ScheduledActionRecord {
  readonly arn: string;
  readonly createdAt: number;
  readonly definition: PutScheduledActionRequest;
}

/** What Application Auto Scaling answers with in one region; all scaling itself is the engine's. */
export class AutoScalingStore {
  readonly targets = new Map<string, TargetRecord>();
  readonly tags = new TagStore();
  private readonly policies = new Map<string, PolicyRecord>();
  private readonly actions = new Map<string, ScheduledActionRecord>();

  policy(resourceId: string, name: string): PolicyRecord | undefined {
    return this.policies.get(keyOf(resourceId, name));
  }

  putPolicy(resourceId: string, name: string, record: PolicyRecord): void {
    this.policies.set(keyOf(resourceId, name), record);
  }

  deletePolicy(resourceId: string, name: string): void {
    this.policies.delete(keyOf(resourceId, name));
  }

  action(resourceId: string, name: string): ScheduledActionRecord | undefined {
    return this.actions.get(keyOf(resourceId, name));
  }

  putAction(resourceId: string, name: string, record: ScheduledActionRecord): void {
    this.actions.set(keyOf(resourceId, name), record);
  }

  deleteAction(resourceId: string, name: string): void {
    this.actions.delete(keyOf(resourceId, name));
  }

  allActions(): ScheduledActionRecord[] {
    return [...this.actions.values()];
  }

  /** Forgets a target with its policies and scheduled actions. */
  forgetTarget(resourceId: string): void {
    const target = this.targets.get(resourceId);
    if (target !== undefined) {
      this.tags.drop(target.arn);
    }
    this.targets.delete(resourceId);
    const prefix = keyOf(resourceId, "");
    for (const records of [this.policies, this.actions]) {
      [...records.keys()]
        .filter((key) => key.startsWith(prefix))
        .forEach((key) => records.delete(key));
    }
  }
}

/** Neither resource ids nor names may hold a line break. */
function keyOf(resourceId: string, name: string): string {
  return `${resourceId}\n${name}`;
}

/** Application Auto Scaling's records, one set a region. */
export const AUTO_SCALING = new StoreKey("application-auto-scaling", () => new AutoScalingStore());
