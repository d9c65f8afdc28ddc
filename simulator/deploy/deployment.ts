import { changedKeys, keepIgnored } from "./differences";
import { deletionOrder } from "./deletion-order";
import { DeployError, messageOf } from "./errors";
import { madeUpName } from "./naming";
import { type Progress, type OnProgress, type ResourceStatus } from "./progress";
import { type Properties } from "./property-values";
import { resourceType } from "./resources/registry";
import { isGone, type ResourceContext, type ResourceType } from "./resource-type";
import { type ServerConnection } from "./server-connection";
import { type ResourceState, type StackState, type StateFile } from "./state";
import { partitionOf } from "./urn";

/** A custom resource that the program asks for, its inputs all known. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly region: string;
  readonly inputs: Properties;
  readonly dependencies: readonly string[];
  /** Input -> URNs of the resources its value came from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Earlier URNs of the same resource. */
  readonly aliases: readonly string[];
}

/** What became of each resource. */
export type ResourceResult = Extract<
  ResourceStatus,
  "created" | "updated" | "replaced" | "unchanged" | "deleted"
>;

/**
 * Brings a server to what a program asks for, resource by resource, and keeps the stack's state file true to the
 * server after every call.
 */
export class Deployment {
  /** Type, name and outcome of every resource touched, in the order they were finished. */
  readonly results: { type: string; name: string; id: string; result: ResourceResult }[] = [];

  // Made anew under the same name, so that what was attached to them is gone although no input changed.
  readonly #remade = new Set<string>();
  readonly #registered = new Set<string>();

  constructor(
    private readonly connection: ServerConnection,
    private readonly state: StackState,
    private readonly file: StateFile,
    private readonly onProgress: OnProgress,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * Makes, changes, replaces or leaves one resource.
   *
   * @throws DeployError naming the type and the resource
   */
  async register(registration: Registration): Promise<ResourceState> {
    const { type: token, name, urn, aliases } = registration;
    const type = resourceType(token);
    if (!type) {
      throw new DeployError(
        `deploy:local cannot make ${token} (${name}): it does not know the type. The Pulumi CLI can, against the same server`,
      );
    }
    this.#registered.add(urn);
    const old = this.state.resources.find(
      (known) => !known.obsolete && (known.urn === urn || aliases.includes(known.urn)),
    );
    if (!old) this.#remade.add(urn);
    try {
      return await (old
        ? this.#change(type, old, registration)
        : this.#create(type, this.#named(type, registration), registration, "created"));
    } catch (error) {
      throw failure(token, name, error);
    }
  }

  /** Deletes what was replaced and what the program no longer asks for. */
  async deleteLeftovers(): Promise<void> {
    await this.#deleteAll(({ urn, obsolete }) => obsolete || !this.#registered.has(urn));
  }

  /** Deletes everything. */
  async deleteEverything(): Promise<void> {
    await this.#deleteAll(() => true);
  }

  /** The context a resource type works in. */
  context(region: string, type: string, name: string, status: ResourceStatus): ResourceContext {
    const { connection, signal } = this;
    return {
      clients: connection.clients(region),
      accountId: connection.accountId,
      region,
      partition: partitionOf(region),
      sleep: (serverSeconds) => connection.sleep(serverSeconds, signal),
      detail: (detail) => this.#tell({ kind: "resource", type, name, status, detail }),
    };
  }

  async #change(
    type: ResourceType,
    old: ResourceState,
    registration: Registration,
  ): Promise<ResourceState> {
    const named = this.#named(type, registration, old);
    const inputs = keepIgnored(old.inputs, named.inputs, registration.ignoreChanges);
    const changed = changedKeys(old.inputs, inputs);
    const detached = Object.entries(registration.propertyDependencies)
      .filter(([, urns]) => urns.some((urn) => this.#remade.has(urn)))
      .map(([key]) => key);
    const touched = [...new Set([...changed, ...detached])];
    if (touched.length === 0) return this.#keep(type, old, registration);
    const mustReplace = (key: string): boolean =>
      !type.update ||
      type.replacedBy?.(key) === true ||
      registration.replaceOnChanges.some((path) => path === key || path === "*");
    if (!touched.some(mustReplace)) return this.#update(type, old, inputs, registration);
    return this.#replace(type, old, registration, changed);
  }

  async #keep(
    type: ResourceType,
    old: ResourceState,
    registration: Registration,
  ): Promise<ResourceState> {
    const { urn, dependencies } = registration;
    const kept = await this.#makeReady(type, { ...old, urn, dependencies }, old, "creating");
    this.#report(kept, "unchanged");
    return kept;
  }

  async #update(
    type: ResourceType,
    old: ResourceState,
    inputs: Properties,
    registration: Registration,
  ): Promise<ResourceState> {
    const { type: token, name, region, urn, dependencies } = registration;
    const started = performance.now();
    this.#tell({ kind: "resource", type: token, name, status: "updating" });
    const context = this.context(region, token, name, "updating");
    const changed = (await type.update?.(old, inputs, context)) ?? {};
    const outputs = { ...old.outputs, ...inputs, ...changed };
    const updated = await this.#makeReady(
      type,
      { ...old, urn, inputs, outputs, dependencies, ready: type.ready === undefined },
      old,
      "updating",
    );
    this.#report(updated, "updated", started);
    return updated;
  }

  async #replace(
    type: ResourceType,
    old: ResourceState,
    registration: Registration,
    changed: readonly string[],
  ): Promise<ResourceState> {
    const named = this.#named(type, registration);
    const property = type.name?.property;
    const sameIdentity =
      property === undefined
        ? changed.length === 0
        : named.inputs[property] === old.inputs[property];
    if (registration.deleteBeforeReplace || sameIdentity) {
      await this.#delete(old);
      this.#remade.add(registration.urn);
    } else {
      this.#save(old, { ...old, obsolete: true });
    }
    return this.#create(type, named, registration, "replaced");
  }

  async #create(
    type: ResourceType,
    named: { inputs: Properties; madeUpName: boolean },
    registration: Registration,
    result: "created" | "replaced",
  ): Promise<ResourceState> {
    const { urn, type: token, name, region, dependencies } = registration;
    const status = result === "created" ? "creating" : "replacing";
    const started = performance.now();
    this.#tell({ kind: "resource", type: token, name, status });
    const context = this.context(region, token, name, status);
    const { id, outputs = {} } = await type.create(named.inputs, context);
    const created: ResourceState = {
      ...{ urn, type: token, name, id, region },
      inputs: named.inputs,
      outputs: { ...named.inputs, ...outputs },
      ...{ dependencies, madeUpName: named.madeUpName },
      ready: type.ready === undefined,
      obsolete: false,
    };
    const usable = await this.#makeReady(type, created, undefined, status);
    this.#report(usable, result, started);
    return usable;
  }

  /** Saves a state at once, so that a cut-off wait loses nothing, and again when the resource can be used. */
  async #makeReady(
    type: ResourceType,
    state: ResourceState,
    previous: ResourceState | undefined,
    status: ResourceStatus,
  ): Promise<ResourceState> {
    this.#save(previous, state);
    if (state.ready || !type.ready) return state;
    await type.ready(state, this.context(state.region, state.type, state.name, status));
    const usable = { ...state, ready: true };
    this.#save(state, usable);
    return usable;
  }

  #named(
    type: ResourceType,
    { name, inputs }: Registration,
    old?: ResourceState,
  ): { inputs: Properties; madeUpName: boolean } {
    const property = type.name?.property;
    if (!type.name || property === undefined || inputs[property] !== undefined) {
      return { inputs, madeUpName: false };
    }
    const kept = old?.madeUpName === true ? old.inputs[property] : undefined;
    return {
      inputs: { ...inputs, [property]: kept ?? madeUpName(name, inputs, type.name) },
      madeUpName: true,
    };
  }

  async #deleteAll(doomed: (resource: ResourceState) => boolean): Promise<void> {
    for (const resource of deletionOrder(this.state.resources.filter(doomed))) {
      this.signal?.throwIfAborted();
      const started = performance.now();
      await this.#delete(resource);
      const { type, name, obsolete } = resource;
      // The result of a replaced resource is that of its replacement.
      if (!obsolete) this.#report(resource, "deleted", started);
      else this.#tell({ kind: "resource", type, name, status: "deleted", detail: "replaced" });
    }
  }

  async #delete(resource: ResourceState): Promise<void> {
    const { type: token, name, region } = resource;
    this.#tell({ kind: "resource", type: token, name, status: "deleting" });
    try {
      await resourceType(token)?.delete(resource, this.context(region, token, name, "deleting"));
    } catch (error) {
      if (!isGone(error)) throw failure(token, name, error, "cannot be deleted");
    }
    this.#save(resource, undefined);
  }

  #save(before: ResourceState | undefined, after: ResourceState | undefined): void {
    const { resources } = this.state;
    const index = before === undefined ? -1 : resources.indexOf(before);
    if (index >= 0) resources.splice(index, 1, ...(after ? [after] : []));
    else if (after) resources.push(after);
    this.file.write(this.state);
  }

  #report({ type, name, id }: ResourceState, result: ResourceResult, started?: number): void {
    const seconds = started === undefined ? {} : { seconds: (performance.now() - started) / 1000 };
    this.results.push({ type, name, id, result });
    this.#tell({ kind: "resource", type, name, status: result, ...seconds });
  }

  #tell(progress: Progress): void {
    this.onProgress(progress);
  }
}

function failure(
  token: string,
  name: string,
  error: unknown,
  what = "cannot be deployed",
): DeployError {
  if (error instanceof DeployError && error.message.includes(token)) return error;
  const exitCode = error instanceof DeployError ? error.exitCode : 1;
  const message = `${token} (${name}) ${what}: ${awsCode(error)}${messageOf(error)}`;
  return new DeployError(message, exitCode, { cause: error });
}

/** What AWS calls an error, or its HTTP status where the answer named none. */
function awsCode(error: unknown): string {
  if (!(error instanceof Error) || !("$metadata" in error)) return "";
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: number };
  return error.name === "Unknown" ? `HTTP ${httpStatusCode ?? "error"}, ` : `${error.name}: `;
}
