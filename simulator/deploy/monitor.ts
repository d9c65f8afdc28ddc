import { type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

import { type Deployment, type Registration } from "./deployment";
import { DeployError, messageOf } from "./errors";
import { invoke } from "./invokes";
import { type OnProgress } from "./progress";
import { type Project } from "./project";
import { decodeProperties, encodeProperties, type Properties } from "./property-values";
import { createUrn } from "./urn";

/** The answer to a registered resource. */
export interface Registered {
  readonly urn: string;
  readonly id: string;
  /** In wire format. */
  readonly properties: Properties;
}

const FIRST_PROBLEM_WINS =
  "the deployment is ending: another resource failed or it was interrupted";

/**
 * Pulumi's resource monitor over a deployment: what the program registers is made on the server while the program
 * waits. After the first failure nothing new is begun.
 */
export class Monitor {
  /** The stack's outputs, in wire format, once the program has registered them. */
  stackOutputs: Properties = {};
  /** Rejects with the first thing that goes wrong; the program itself may only hang then. */
  readonly failed: Promise<never>;

  #fail: (error: Error) => void = () => {};
  #failure: Error | undefined;
  readonly #urns = new Set<string>();
  readonly #providerRegions = new Map<string, string>();
  readonly #underWay = new Set<Promise<unknown>>();
  #stackUrn = "";

  constructor(
    private readonly project: Project,
    private readonly deployment: Deployment,
    private readonly onProgress: OnProgress,
    private readonly signal?: AbortSignal,
  ) {
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    // Whether anyone waits for it or not.
    this.failed.catch(() => {});
  }

  registerResource(request: RegisterResourceRequest): Promise<Registered> {
    return this.#guarded(() => this.#register(request));
  }

  invoke(token: string, args: Properties, provider: string): Promise<Properties> {
    return this.#guarded(() => {
      const { values } = decodeProperties(args, this.project.directory);
      const region = this.#region(values, provider);
      return invoke(token, values, this.deployment.context(region, token, token, "creating"));
    });
  }

  /** Refuses what only the Pulumi CLI can do. */
  refuse(what: string): Promise<never> {
    return this.#guarded(() => {
      throw new DeployError(
        `deploy:local cannot ${what}; the Pulumi CLI can, against the same server`,
      );
    });
  }

  registerOutputs(urn: string, outputs: Properties): void {
    if (urn === this.#stackUrn) this.stackOutputs = outputs;
  }

  /** A line that the program logged. */
  log(text: string): void {
    this.onProgress({ kind: "message", text });
  }

  /** Resolves when no call to the server is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #register(request: RegisterResourceRequest): Promise<Registered> {
    const type = request.getType();
    const name = request.getName();
    const parent = request.getParent();
    const urn = createUrn({ ...this.project, project: this.project.name, parent, type, name });
    if (this.#urns.has(urn)) {
      throw new DeployError(
        `Two resources of type ${type} are named ${name}; names must differ within a type`,
        2,
      );
    }
    this.#urns.add(urn);
    const wire = (request.getObject()?.toJavaScript() ?? {}) as Properties;
    if (request.getRemote()) {
      throw new DeployError(
        `deploy:local cannot make ${type} (${name}): a plug-in that only the Pulumi CLI runs makes such a component. Turn off the setting that asks for it, or use the CLI`,
        2,
      );
    }
    if (!request.getCustom()) {
      if (type === "pulumi:pulumi:Stack") this.#stackUrn = urn;
      return { urn, id: "", properties: wire };
    }
    const { values, secretKeys } = decodeProperties(wire, this.project.directory);
    if (type.startsWith("pulumi:providers:")) {
      if (typeof values["region"] === "string") this.#providerRegions.set(urn, values["region"]);
      return { urn, id: name, properties: wire };
    }
    if (request.getImportid() !== "") {
      throw new DeployError(
        `deploy:local cannot import ${type} (${name}); leave out the \`import\` option`,
      );
    }
    const region = this.#region(values, request.getProvider());
    const state = await this.deployment.register(this.#registration(request, urn, region, values));
    const secret = [...secretKeys, ...request.getAdditionalsecretoutputsList()];
    return { urn, id: state.id, properties: encodeProperties(state.outputs, secret) };
  }

  #registration(
    request: RegisterResourceRequest,
    urn: string,
    region: string,
    inputs: Properties,
  ): Registration {
    const propertyDependencies = Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([key, dependencies]) => [
        key,
        dependencies.getUrnsList(),
      ]),
    );
    return {
      urn,
      type: request.getType(),
      name: request.getName(),
      region,
      inputs,
      dependencies: request.getDependenciesList(),
      propertyDependencies,
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      aliases: this.#aliases(request),
    };
  }

  #aliases(request: RegisterResourceRequest): string[] {
    return request.getAliasesList().map((alias) => {
      const spec = alias.getSpec();
      if (!spec) return alias.getUrn();
      return createUrn({
        project: spec.getProject() || this.project.name,
        stack: spec.getStack() || this.project.stack,
        parent: spec.getNoparent() ? "" : spec.getParenturn() || request.getParent(),
        type: spec.getType() || request.getType(),
        name: spec.getName() || request.getName(),
      });
    });
  }

  /** `region` of the resource, else of its provider, else of the stack. A provider reference is a URN, two colons and an id. */
  #region(inputs: Properties, provider: string): string {
    if (typeof inputs["region"] === "string") return inputs["region"];
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    return this.#providerRegions.get(urn) ?? this.project.region;
  }

  async #guarded<T>(work: () => Promise<T> | T): Promise<T> {
    if (this.#failure ?? this.signal?.aborted) throw new Error(FIRST_PROBLEM_WINS);
    const task = Promise.resolve().then(work);
    this.#underWay.add(task);
    try {
      return await task;
    } catch (error) {
      this.#failure ??= this.#causeOf(error);
      this.#fail(this.#failure);
      throw error;
    } finally {
      this.#underWay.delete(task);
    }
  }

  /** Of a call that an interruption cut off, the interruption. */
  #causeOf(error: unknown): Error {
    const cause: unknown = this.signal?.aborted ? this.signal.reason : error;
    return cause instanceof Error ? cause : new Error(messageOf(cause));
  }
}
