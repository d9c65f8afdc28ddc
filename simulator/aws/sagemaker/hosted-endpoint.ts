import { type DeploymentConfig } from "@aws-sdk/client-sagemaker";
import { type AsyncEndpoint } from "../../engine/async-endpoint";
import { type EndpointListener, type EndpointStatus } from "../../engine/types";
import { limits } from "../../../sagemaker/limits";
import { validationError } from "../errors";
import { type ServiceHost } from "../service-host";
import { InvocationProcessor } from "../sagemaker-runtime/invocation-processor";
import { asyncSettingsOf, type AsyncSettings } from "./async-settings";
import { rollOutOf } from "./deployment-config";
import { HealthChecks } from "./health-checks";
import { publishTestNotifications } from "./test-notification";
import { roleMay } from "./working-role";
import { type EndpointConfigRecord, type ModelRecord, type SageMakerRecord } from "./records";

/** Simulated seconds between two looks of an update at its alarms. */
const ALARM_LOOK_SECONDS = 10;

/** A configuration with everything in it that an asynchronous endpoint runs on. */
export interface Deployment {
  readonly config: EndpointConfigRecord;
  readonly model: ModelRecord;
  readonly settings: AsyncSettings;
  readonly variantName: string;
  readonly instanceType: string;
  readonly initialInstanceCount: number;
  readonly initialWeight: number;
  /** Time that a container has from its start to its first healthy answer. */
  readonly containerStartupTimeoutSeconds: number;
}

/**
 * Reads a configuration.
 *
 * @throws AwsError when it has what asynchronous inference does not support, or is none for asynchronous inference
 */
export function deploymentOf(config: EndpointConfigRecord, model: ModelRecord): Deployment {
  const settings = asyncSettingsOf(config.definition);
  if (settings === undefined) {
    throw validationError(
      `The endpoint configuration "${config.name}" has no AsyncInferenceConfig: this local AWS hosts asynchronous endpoints only.`,
    );
  }
  const [variant, ...others] = config.definition.ProductionVariants ?? [];
  if (
    variant === undefined ||
    others.length > 0 ||
    variant.ServerlessConfig !== undefined ||
    (config.definition.ShadowProductionVariants ?? []).length > 0
  ) {
    throw validationError(
      "One or more endpoint features are not supported using this configuration.",
    );
  }
  const pools = [...(variant.InstancePools ?? [])];
  pools.sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0));
  return {
    config,
    model,
    settings,
    variantName: variant.VariantName ?? "",
    instanceType: variant.InstanceType ?? pools[0]?.InstanceType ?? "",
    initialInstanceCount: variant.InitialInstanceCount ?? 1,
    initialWeight: variant.InitialVariantWeight ?? 1,
    containerStartupTimeoutSeconds:
      variant.ContainerStartupHealthCheckTimeoutInSeconds ??
      limits.containerStartupTimeoutSeconds.default,
  };
}

/** The role that an endpoint works as. */
export function executionRoleOf({ config, model }: Deployment): string | undefined {
  return config.definition.ExecutionRoleArn ?? model.definition.ExecutionRoleArn;
}

/** How a deployment is put on the engine. */
function engineOptionsOf(aws: ServiceHost, deployment: Deployment) {
  return {
    instanceType: deployment.instanceType,
    initialInstanceCount: deployment.initialInstanceCount,
    maxConcurrentInvocationsPerInstance: deployment.settings.maxConcurrentInvocationsPerInstance,
    model: {
      serviceTimeSeconds: aws.serviceTimeSeconds,
      failureProbability: 0,
      completion: "external",
      healthCheckSeconds:
        aws.model.ping === undefined ? null : deployment.containerStartupTimeoutSeconds,
    } as const,
  };
}

/** A creation or an update under way. */
interface PendingUpdate {
  readonly deployment: Deployment;
  readonly since: number;
  /** To go back to if it fails. */
  readonly weightBefore: number;
}

/** An endpoint as SageMaker keeps it: its configuration here, its fleet and queue in the engine. */
export class HostedEndpoint implements SageMakerRecord {
  modifiedAt: number;
  /** Share of traffic of the only variant: configured, or set since. */
  weight: number;
  deploymentConfig: DeploymentConfig | undefined;
  /** What the running fleet was made from. */
  deployment: Deployment;
  /** What an update under way will make the fleet from, and since when. */
  pending: PendingUpdate | undefined;
  /** Why the last creation, update or scale-out came to nothing. */
  failureReason: string | undefined;
  readonly processor: InvocationProcessor;
  readonly fleet: AsyncEndpoint;
  private readonly healthChecks: HealthChecks;

  constructor(
    private readonly aws: ServiceHost,
    private readonly region: string,
    readonly name: string,
    readonly arn: string,
    readonly createdAt: number,
    deployment: Deployment,
  ) {
    this.modifiedAt = createdAt;
    this.deployment = deployment;
    this.weight = deployment.initialWeight;
    this.pending = { deployment, since: createdAt, weightBefore: this.weight };
    this.healthChecks = new HealthChecks(aws, (instance) => this.fleet.passHealthCheck(instance));
    this.processor = new InvocationProcessor({
      aws,
      region,
      endpointName: name,
      variantName: deployment.variantName,
      model: aws.model,
      settings: () => this.deployment.settings,
      may: (action, location) => roleMay(aws, executionRoleOf(this.deployment), action, location),
    });
    const listener: EndpointListener = {
      requestStarted: (request, instance, at, serviceSeconds) =>
        this.processor.started(request, instance, at, serviceSeconds),
      requestInterrupted: (request) => this.processor.interrupted(request),
      requestSettled: (request, outcome, instants) =>
        this.processor.settled(request, outcome, { ...instants }),
      statusChanged: (status, at) => this.statusChanged(status, at),
      fleetChangeStarted: (_from, _to, at) => {
        this.failureReason = undefined;
        this.notifyTest(at);
      },
      instanceStarted: (instance, at) => this.healthChecks.begin(instance, at),
      healthCheckFailed: (instance) => this.healthCheckFailed(instance),
    };
    this.fleet = aws.simulation(region).createEndpoint(
      {
        name,
        variantName: deployment.variantName,
        startInService: false,
        ...engineOptionsOf(aws, deployment),
      },
      listener,
    );
    this.processor.attach(this.fleet);
    this.notifyTest(createdAt);
  }

  get status(): EndpointStatus {
    return this.fleet.status;
  }

  /** True once the deletion is over. */
  get isGone(): boolean {
    return this.fleet.deleted;
  }

  /** The id that Application Auto Scaling gives the variant. */
  get scalableResourceId(): string {
    return `endpoint/${this.name}/variant/${this.deployment.variantName}`;
  }

  /** @throws AwsError `ValidationException` while a change is under way; SageMaker says this for deletions too */
  requireSettled(): void {
    if (this.status !== "InService" && this.status !== "Failed") {
      throw validationError(`Cannot update in-progress endpoint "${this.arn}".`);
    }
  }

  /** Replaces the fleet by one made from another configuration, except for the properties that are kept. */
  update(
    deployment: Deployment,
    kept: { readonly count: number | undefined; readonly weight: number | undefined },
    now: number,
  ): void {
    const initialInstanceCount = kept.count ?? deployment.initialInstanceCount;
    const weightBefore = this.weight;
    this.failureReason = undefined;
    this.weight = kept.weight ?? deployment.initialWeight;
    this.pending = { deployment, since: now, weightBefore };
    this.modifiedAt = now;
    this.fleet.update({
      ...engineOptionsOf(this.aws, deployment),
      initialInstanceCount,
      ...rollOutOf(this.deploymentConfig, initialInstanceCount),
    });
    this.notifyTest(now);
    this.watchAlarms(this.pending, now);
  }

  /** Rolls an update back as soon as one of its alarms stands in ALARM. */
  private watchAlarms(update: PendingUpdate, now: number): void {
    const alarms = this.deploymentConfig?.AutoRollbackConfiguration?.Alarms ?? [];
    if (alarms.length === 0) return;
    const { compositeAlarms } = this.aws.simulation(this.region);
    const look = (at: number): void => {
      if (this.pending !== update) return;
      if (alarms.every(({ AlarmName: name = "" }) => compositeAlarms.stateOf(name) !== "ALARM")) {
        this.aws.driver.at(at + ALARM_LOOK_SECONDS, look);
        return;
      }
      this.takeBack(update);
      this.fleet.rollBack();
    };
    this.aws.driver.at(now, look);
  }

  /** What was to come does not come. */
  private takeBack({ weightBefore }: PendingUpdate): void {
    this.pending = undefined;
    this.weight = weightBefore;
  }

  private healthCheckFailed(instance: number): void {
    this.healthChecks.end(instance);
    const { variantName } = (this.pending ?? this).deployment;
    this.failureReason = unhealthy(variantName);
    if (this.pending !== undefined) this.takeBack(this.pending);
  }

  /** Publishes the test notification that SageMaker sends at each change of an endpoint. */
  private notifyTest(atSeconds: number): void {
    const { settings } = (this.pending ?? this).deployment;
    publishTestNotifications(this.aws, settings, atSeconds);
  }

  private statusChanged(status: EndpointStatus, atSeconds: number): void {
    this.modifiedAt = atSeconds;
    if (status === "InService" && this.pending !== undefined) {
      this.deployment = this.pending.deployment;
      this.pending = undefined;
    }
  }

  /** Ends the work under way. */
  close(): Promise<void> {
    this.healthChecks.close();
    return this.processor.close();
  }
}

/**
 * SageMaker's words for a container that never answered `/ping` with 200.
 *
 * https://github.com/aws/amazon-sagemaker-examples/issues/1113
 */
function unhealthy(variantName: string): string {
  return (
    `The primary container for production variant ${variantName} did not pass the ping health check. ` +
    "Please check CloudWatch logs for this endpoint."
  );
}
