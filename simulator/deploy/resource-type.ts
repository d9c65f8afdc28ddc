import { type AwsClients } from "./clients";
import { type PhysicalName } from "./naming";
import { type Properties } from "./property-values";

/** What a resource type works with: clients for the resource's region, and the names its ARNs are made of. */
export interface ResourceContext {
  readonly clients: AwsClients;
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Waits that many seconds of the server's time. */
  sleep(serverSeconds: number): Promise<void>;
  /** Reports how a step under way stands. */
  detail(text: string): void;
}

/** A resource that stands on the server. */
export interface ExistingResource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A resource just made. Its outputs are its inputs and these. */
export interface CreatedResource {
  readonly id: string;
  readonly outputs?: Properties;
}

/** How one type of pulumi-aws resource is made, changed and removed through the AWS API. */
export interface ResourceType {
  /** Pulumi's type tokens: the current one and its older names. */
  readonly tokens: readonly string[];
  /** Absent for types that have no name of their own. */
  readonly name?: PhysicalName;
  /** Whether a change of that input makes a new resource; every input does where there is no `update`. */
  readonly replacedBy?: (input: string) => boolean;
  create(inputs: Properties, context: ResourceContext): Promise<CreatedResource>;
  /** Brings an existing resource to new inputs; returns outputs that changed. Must cover every input that does not replace. */
  update?(
    existing: ExistingResource,
    inputs: Properties,
    context: ResourceContext,
  ): Promise<Properties | void>;
  /** Waits until the resource can be used; called after create and update, and again when a deployment was cut off. */
  ready?(existing: ExistingResource, context: ResourceContext): Promise<void>;
  /** Removes it; an error that says it is gone already is taken as success. */
  delete(existing: ExistingResource, context: ResourceContext): Promise<void>;
  /**
   * Asks for the resource; rejects with AWS's not-found error when the server does not know it. Types without this
   * stand and fall with what they depend on.
   */
  read?(existing: ExistingResource, context: ResourceContext): Promise<unknown>;
}

/** For `replacedBy`: these inputs and no others. */
export function only(...inputs: readonly string[]): (input: string) => boolean {
  return (input) => inputs.includes(input);
}

/** For `replacedBy`: every input but these. */
export function allBut(...inputs: readonly string[]): (input: string) => boolean {
  return (input) => !inputs.includes(input);
}

const GONE = /NoSuch|NotFound|NonExistent|DoesNotExist|Not Found/i;

/** Whether AWS says that a thing is not, or no longer, there. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // SageMaker says it in the text of a ValidationException.
  return GONE.test(error.name) || /^(Could not find|Cannot find)\b/.test(error.message);
}
