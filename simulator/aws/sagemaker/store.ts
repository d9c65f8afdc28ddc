import { arn } from "../account";
import { validationError } from "../errors";
import { StoreKey } from "../service-host";
import { TagStore } from "../tags";
import { type HostedEndpoint } from "./hosted-endpoint";
import { type EndpointConfigRecord, type ModelRecord, type SageMakerRecord } from "./records";

/** The kinds of resources, as ARNs spell them, with their names in messages. */
const kinds = {
  model: "model",
  "endpoint-config": "endpoint configuration",
  endpoint: "endpoint",
} as const;

type Kind = keyof typeof kinds;

/** Resources of one kind. Names are unique whatever their case, and ARNs hold them in lower case. */
export class Resources<Item extends SageMakerRecord> {
  private readonly items = new Map<string, Item>();

  constructor(
    private readonly kind: Kind,
    private readonly region: string,
    private readonly isGone: (item: Item) => boolean = () => false,
  ) {}

  arnOf(name: string): string {
    return arn("sagemaker", this.region, `${this.kind}/${name.toLowerCase()}`);
  }

  find(name: string): Item | undefined {
    const item = this.items.get(name.toLowerCase());
    return item === undefined || this.isGone(item) ? undefined : item;
  }

  /** @throws AwsError `ValidationException`, which is SageMaker's "not found" */
  require(name: string | undefined): Item {
    const item = this.find(name ?? "");
    if (item === undefined) {
      throw validationError(`Could not find ${kinds[this.kind]} "${this.arnOf(name ?? "")}".`);
    }
    return item;
  }

  /** @throws AwsError `ValidationException` when the name is taken */
  requireFree(name: string): void {
    if (this.find(name) !== undefined) {
      throw validationError(
        `Cannot create already existing ${kinds[this.kind]} "${this.arnOf(name)}".`,
      );
    }
  }

  add(item: Item): void {
    this.items.set(item.name.toLowerCase(), item);
  }

  delete(name: string): void {
    this.items.delete(name.toLowerCase());
  }

  all(): Item[] {
    return [...this.items.values()].filter((item) => !this.isGone(item));
  }
}

/** Models, endpoint configurations and endpoints of one region. */
export class SageMakerStore {
  readonly models: Resources<ModelRecord>;
  readonly endpointConfigs: Resources<EndpointConfigRecord>;
  readonly endpoints: Resources<HostedEndpoint>;
  readonly tags = new TagStore();

  constructor(region: string) {
    this.models = new Resources("model", region);
    this.endpointConfigs = new Resources("endpoint-config", region);
    this.endpoints = new Resources("endpoint", region, (endpoint) => endpoint.isGone);
  }

  /** Ends the work of every endpoint. */
  async close(): Promise<void> {
    await Promise.all(this.endpoints.all().map((endpoint) => endpoint.close()));
  }
}

/** SageMaker's state, one a region. */
export const SAGEMAKER = new StoreKey("sagemaker", (_aws, region) => new SageMakerStore(region));
