import { type PlatformOptions } from "../engine/platform-options";
import { type Simulation } from "../engine/simulation";
import { type Distribution } from "../engine/types";
import { Clock } from "./clock";
import { SERVED_OPERATIONS_VARIABLE, ServedOperations } from "./coverage/served-operations";
import { type DataFolder, openDataFolder } from "./data-folder";
import { Driver } from "./driver";
import { type FaultOptions, Faults } from "./faults";
import { ContainerModel } from "./model/container";
import { type Model } from "./model/model";
import { Summarizer } from "./model/summarizer";
import { s3Of, type S3Store } from "./s3/store";
import { LOOPBACK, Server } from "./server";
import { services } from "./services";
import { snsOf, type SnsStore } from "./sns/store";
import { type ServerHost, type StoreKey } from "./service-host";
import { Stores } from "./stores";

/** How to start a local AWS. */
export interface LocalAwsOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Address to listen on; 127.0.0.1 by default, which only this machine reaches. There are no passwords. */
  readonly host?: string;
  /** Simulated seconds in a wall second, 1 to 3600; 60 by default. */
  readonly speed?: number;
  /** Folder for payloads, made if missing; by default a fresh temporary folder that `close()` removes. */
  readonly dataDir?: string;
  /** Seed of everything that the engines draw; 1 by default. */
  readonly seed?: number;
  /** What answers invocations; by default a summariser that speaks the interface of the Hugging Face container. */
  readonly model?: Model;
  /**
   * Address of a container that answers invocations by SageMaker's contract (`/ping`, `/invocations`), such as
   * `http://127.0.0.1:8080`; not beside `model`. It takes the time that it really takes, times `speed`.
   */
  readonly containerUrl?: string;
  /**
   * Simulated time that the model takes for a request, in seconds; by default log-normal with median 3 s and 90th
   * percentile 6 s. Of a container it is the least time.
   */
  readonly serviceTimeSeconds?: Distribution;
  /** What differs from the engine's documented defaults, such as the time that instances take to start. */
  readonly platform?: Partial<PlatformOptions>;
  /** What goes wrong on purpose; nothing by default. */
  readonly faults?: FaultOptions;
  /** Told of each answered call; silent by default. */
  readonly log?: (line: string) => void;
}

/** A running local AWS: one HTTP server, simulated time, and the state of every service. */
export class LocalAws implements ServerHost {
  readonly clock: Clock;
  readonly driver: Driver;
  readonly model: Model;
  /** Distribution of the simulated time that the model takes for a request. */
  readonly serviceTimeSeconds: Distribution;
  readonly log: ((line: string) => void) | undefined;
  readonly faults: Faults | undefined;
  /** Writes down which clients use which operations, where the environment asks for it. */
  readonly servedOperations: ServedOperations | undefined;
  /** Where payloads are kept. */
  readonly dataDir: string;
  private readonly stores: Stores;
  private readonly server: Server;

  /** For `startLocalAws`, which also prepares the folder and listens. */
  constructor(
    options: LocalAwsOptions,
    private readonly dataFolder: DataFolder,
  ) {
    this.dataDir = dataFolder.path;
    this.log = options.log;
    const servedPath = process.env[SERVED_OPERATIONS_VARIABLE];
    this.servedOperations = servedPath ? new ServedOperations(servedPath) : undefined;
    this.faults =
      options.faults === undefined ? undefined : new Faults(options.faults, options.seed ?? 1);
    const model = modelOf(options);
    this.model = this.faults?.over(model) ?? model;
    this.serviceTimeSeconds =
      options.serviceTimeSeconds ?? (this.model.takesOwnTime === true ? NO_TIME : USUAL_TIME);
    this.clock = new Clock(options.speed ?? 60);
    this.driver = new Driver(this.clock, options.seed ?? 1, options.platform ?? {}, (region) => {
      for (const service of services) {
        service.startRegion?.(this, region);
      }
    });
    this.stores = new Stores(this);
    this.server = new Server(this, services);
  }

  /** Base URL of every service, such as `http://127.0.0.1:4566`. */
  get endpoint(): string {
    return this.server.endpoint;
  }

  /** Buckets and objects, for services that read inputs and write outputs. */
  get s3(): S3Store {
    return s3Of(this);
  }

  /** Topics of a region, for services that publish. */
  sns(region: string): SnsStore {
    return snsOf(this, region);
  }

  /** The engine of a region, made when it is first asked for. */
  simulation(region: string): Simulation {
    return this.driver.simulation(region);
  }

  /** The state of a service in a region, made when it is first asked for. */
  store<Store extends object>(key: StoreKey<Store>, region: string): Store {
    return this.stores.get(key, region);
  }

  /** Accepts connections; resolves when it does. */
  async listen(port: number, host: string): Promise<void> {
    await this.server.listen(port, host);
  }

  /** Forgets every resource of every service; time goes on. */
  async reset(): Promise<void> {
    this.driver.reset();
    await this.stores.clear();
  }

  /** Ends connections and timers and releases all state. */
  async close(): Promise<void> {
    this.driver.close();
    await this.server.close();
    await this.stores.clear();
    this.model.close?.();
    await this.dataFolder.release();
  }
}

/** What a request takes of a model that says nothing of its own time. */
const USUAL_TIME: Distribution = { kind: "lognormal", p50: 3, p90: 6 };

/** Nothing is added to the time that a container takes. */
const NO_TIME: Distribution = { kind: "constant", value: 0 };

function modelOf({ model, containerUrl }: LocalAwsOptions): Model {
  if (model !== undefined && containerUrl !== undefined) {
    throw new RangeError("`model` and `containerUrl` are both given; give one of them");
  }
  return containerUrl === undefined
    ? (model ?? new Summarizer())
    : new ContainerModel(containerUrl);
}

/**
 * Starts a local AWS, on 127.0.0.1 unless told otherwise.
 *
 * @example
 * const aws = await startLocalAws({ speed: 600 });
 * const s3 = new S3({ endpoint: aws.endpoint, region: "us-east-1", forcePathStyle: true });
 * await aws.reset();
 * await aws.close();
 *
 * @throws RangeError when `speed` is out of range, or `containerUrl` no address
 * @throws the system's error when the port is taken (`EADDRINUSE`) or the folder cannot be written
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const folder = await openDataFolder(options.dataDir);
  try {
    const aws = new LocalAws(options, folder);
    await aws.listen(options.port ?? 0, options.host ?? LOOPBACK);
    return aws;
  } catch (error) {
    await folder.release();
    throw error;
  }
}
