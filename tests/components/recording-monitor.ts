import * as pulumi from "@pulumi/pulumi";

/** One resource as the program registered it. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  /** Made by a provider; a component is not. */
  readonly custom: boolean;
  readonly inputs: Record<string, unknown>;
  /** Name of the parent; "" for the stack. */
  readonly parent: string;
  /** Names of everything that must stand first, by `dependsOn` or by an input. */
  readonly dependencies: readonly string[];
  /** The same by their URNs: a component and its child may have one name. */
  readonly dependencyUrns: readonly string[];
  readonly protect: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  /** Names, or URNs, that the resource had before. */
  readonly aliases: readonly string[];
  /** Outputs that are secret whatever the provider says. */
  readonly secretOutputs: readonly string[];
  /** URNs of what each input was made of. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** What it was made as: its URN and its outputs; nothing before that. */
  readonly made?: { readonly urn: string; readonly outputs: Record<string, unknown> };
}

/** What a program registered with Pulumi's engine. */
export interface Recording {
  readonly resources: readonly RecordedResource[];
  /** What each component gave to `registerOutputs`, by the component's name. */
  readonly outputs: ReadonlyMap<string, Record<string, unknown>>;
  /** The only resource of a name. */
  resource(name: string): RecordedResource;
  /** Names of the children of a component. */
  childrenOf(parent: string): string[];
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getDeletebeforereplace(): boolean;
  getParent(): string;
  getProtect(): boolean;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getAliasesList(): { getUrn(): string; getSpec(): { getName(): string } | undefined }[];
  getAdditionalsecretoutputsList(): string[];
  getPropertydependenciesMap(): {
    entries(): IterableIterator<[string, { getUrnsList(): string[] }]>;
  };
  getObject(): { toJavaScript(): Record<string, unknown> };
}

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> };
}

interface RegisterResponse {
  getUrn(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

type Respond<Response = unknown> = (error: unknown, response: Response) => void;

interface Monitor {
  registerResource(request: RegisterRequest, respond: Respond<RegisterResponse>): void;
  registerResourceOutputs(request: OutputsRequest, respond: Respond): void;
}

/** Where the recorded programs are deployed. */
export const place = {
  accountId: "123456789012",
  region: "us-east-1",
  partition: "aws",
} as const;

/** What a resource is made as. */
export interface Outputs {
  readonly id: string;
  readonly state: Record<string, unknown>;
}

/** Outputs that look as AWS's do. */
function plausibleOutputs(args: pulumi.runtime.MockResourceArgs): Outputs {
  const inputs = args.inputs as Record<string, unknown>;
  const physicalName = typeof inputs["name"] === "string" ? inputs["name"] : `${args.name}-0123456`;
  const state = {
    ...inputs,
    name: physicalName,
    bucket: inputs["bucket"] ?? physicalName,
    arn: arnOf(args.type, physicalName),
    url: `https://queue.test/${physicalName}`,
    ...awsxOutputs(args.type),
  };
  // As the provider has it: a scalable target's id is the id of what it scales.
  const { resourceId } = inputs;
  const id = typeof resourceId === "string" ? resourceId : physicalName;
  const isGroup = args.type === "aws:ec2/securityGroup:SecurityGroup";
  return { id: isGroup ? "sg-0123456789abcdef0" : id, state };
}

/** What awsx's components tell of their parts, which their plug-in alone makes; nothing of any other type. */
export function awsxOutputs(type: string): Record<string, unknown> {
  return awsxStates[type] ?? {};
}

const awsxStates: Readonly<Record<string, Record<string, unknown>>> = {
  "awsx:ec2:Vpc": {
    vpcId: "vpc-0123456789abcdef0",
    isolatedSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    privateSubnetIds: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
    routeTables: [{ id: "rtb-0123456789abcdef0" }, { id: "rtb-0123456789abcdef1" }],
  },
  "awsx:ecs:FargateTaskDefinition": {
    taskDefinition: { arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/load:1" },
  },
};

/** A key's says that it is one, as components check. */
function arnOf(type: string, name: string): string {
  const kind = type === "aws:kms/key:Key" ? "key/" : "";
  return `arn:aws:${type.split(/[:/]/)[1]}:${place.region}:${place.accountId}:${kind}${name}`;
}

function answer({ token }: pulumi.runtime.MockCallArgs): Record<string, unknown> {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { region: place.region };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: place.accountId };
    case "aws:index/getPartition:getPartition":
      return { partition: place.partition };
    case "aws:secretsmanager/getSecretVersion:getSecretVersion":
      return { secretString: "hf_of_secrets_manager" };
    default:
      throw new Error(`The program called ${token}, which no test expects.`);
  }
}

const nameIn = (urn: string): string => (urn === "" ? "" : (urn.split("::").at(-1) ?? ""));

/** How a program is run. */
export interface RecordOptions {
  readonly stack?: string;
  readonly outputs?: (args: pulumi.runtime.MockResourceArgs) => Outputs;
}

/**
 * Runs a program and records what it registers, options included.
 *
 * @param program Creates resources; may be asynchronous.
 * @param config Stack configuration, each key with its namespace.
 * @param options.stack Name of the stack.
 * @param options.outputs What each resource is made as; as AWS would have it when omitted.
 */
export async function record(
  program: () => unknown,
  config: Record<string, string> = {},
  { stack = "test", outputs: newResource = plausibleOutputs }: RecordOptions = {},
): Promise<Recording> {
  await pulumi.runtime.setMocks(
    { newResource, call: answer },
    "sagemaker-async-inference",
    stack,
    false,
  );
  pulumi.runtime.setAllConfig(config);
  const resources: RecordedResource[] = [];
  const outputs = new Map<string, Record<string, unknown>>();
  listen(resources, outputs);
  await withoutStackTraces(async () => {
    await pulumi.runtime.runInPulumiStack(async () => await program());
    await pulumi.runtime.disconnect();
  });
  return {
    resources,
    outputs,
    resource: (name) => {
      const found = resources.filter((resource) => resource.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1) {
        throw new Error(
          `${found.length} resources are named ${name}; there are ${resources.map((resource) => resource.name).join(", ")}`,
        );
      }
      return only;
    },
    childrenOf: (parent) =>
      resources.filter((resource) => resource.parent === parent).map((resource) => resource.name),
  };
}

/** Pulumi notes where each promise was made, which takes longer than all the rest of a program. */
async function withoutStackTraces(run: () => Promise<void>): Promise<void> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function listen(
  resources: RecordedResource[],
  outputs: Map<string, Record<string, unknown>>,
): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, respond) => {
    const resource: { -readonly [Key in keyof RecordedResource]: RecordedResource[Key] } = {
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      inputs: request.getObject().toJavaScript(),
      parent: nameIn(request.getParent()),
      dependencies: request.getDependenciesList().map(nameIn),
      dependencyUrns: request.getDependenciesList(),
      protect: request.getProtect(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      ignoreChanges: request.getIgnorechangesList(),
      aliases: request
        .getAliasesList()
        .map((alias) => alias.getSpec()?.getName() ?? alias.getUrn()),
      secretOutputs: request.getAdditionalsecretoutputsList(),
      propertyDependencies: Object.fromEntries(
        [...request.getPropertydependenciesMap().entries()].map(([property, made]) => [
          property,
          made.getUrnsList(),
        ]),
      ),
    };
    resources.push(resource);
    register(request, (error, response) => {
      if (error === null || error === undefined) {
        const outputs = response.getObject()?.toJavaScript() ?? {};
        resource.made = { urn: response.getUrn(), outputs };
      }
      respond(error, response);
    });
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, respond) => {
    outputs.set(nameIn(request.getUrn()), request.getOutputs().toJavaScript());
    registerOutputs(request, respond);
  };
}

const secretSignature = "4dabf18193072939515e22adb298388d";

/** The value of a secret as it is recorded, or `undefined` of what is none. */
export function secretValue(recorded: unknown): unknown {
  const { [secretSignature]: signature, value } = Object(recorded) as Record<string, unknown>;
  return signature === undefined ? undefined : value;
}

/** Whether `first` must stand before `later`, directly or through others. */
export function standsBefore(recording: Recording, first: string, later: string): boolean {
  const seen = new Set<string>();
  const pending = [...recording.resource(later).dependencies];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === first) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    pending.push(...recording.resource(name).dependencies);
  }
  return false;
}

/** The reasons by property that creating a component is refused for. */
export function refusals(create: () => unknown): Record<string, string> {
  try {
    create();
  } catch (error) {
    if (!pulumi.InputPropertiesError.isInstance(error)) throw error;
    return Object.fromEntries(
      error.errors.map(({ propertyPath, reason }) => [propertyPath, reason]),
    );
  }
  return {};
}
