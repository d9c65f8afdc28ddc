import { type z } from "zod";

import {
  type AsyncInferenceEndpointArgs,
  type AutoscalingPolicyArgs,
  type MonitoringDashboardArgs,
  type PrivateNetworkArgs,
} from "../components";
import { endpointSettings } from "./endpoint";
import { type MonitoringSettings } from "./monitoring";
import { type NetworkSettings } from "./network";
import { type ScalingSettings } from "./scaling";

/** The keys that are no arguments as they stand. */
const renamed = [
  "concurrency",
  "automaticConcurrency",
  "containerEnvironment",
  "callerRoleNames",
] as const satisfies (keyof typeof endpointSettings)[];
type Renamed = (typeof renamed)[number];

/** The settings of the endpoint. */
type EndpointSettings = z.output<z.ZodObject<typeof endpointSettings>>;

/** What a stack's settings say of the endpoint, as arguments of `AsyncInferenceEndpoint`. */
export function endpointArguments(settings: EndpointSettings): AsyncInferenceEndpointArgs {
  const { concurrency, automaticConcurrency, containerEnvironment } = settings;
  const sameNames = Object.fromEntries(
    Object.entries(settings).filter(
      ([key]) => key in endpointSettings && !renamed.some((other) => other === key),
    ),
  ) as Omit<EndpointSettings, Renamed>;
  return {
    ...sameNames,
    maxConcurrentInvocationsPerInstance: automaticConcurrency ? undefined : concurrency,
    environment: containerEnvironment,
  };
}

/** What a stack's settings say of its scaling. */
export function scalingArguments(
  settings: ScalingSettings,
): Omit<AutoscalingPolicyArgs, "endpointName" | "variantName" | "tags"> {
  return {
    targetBacklogPerInstance: settings.backlogTarget,
    longestInvocationSeconds: settings.longestInvocationSeconds,
    minCapacity: settings.minCapacity,
    maxCapacity: settings.maxCapacity,
    scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
    scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
    stepScaling: settings.stepScaling,
    wakeUpInstances: settings.wakeUpInstances,
    idleScaleInSeconds: settings.idleScaleInSeconds,
    scaleInOnBacklog: settings.scaleInOnBacklog,
    schedules: settings.schedules,
  };
}

/** What a stack's settings say of its dashboard and alarms. */
export function monitoringArguments(
  settings: MonitoringSettings & ScalingSettings & EndpointSettings,
): Omit<MonitoringDashboardArgs, "endpointName" | "variantName" | "tags"> {
  return {
    targetBacklogPerInstance: settings.backlogTarget,
    maxCapacity: settings.autoscaling ? settings.maxCapacity : undefined,
    instanceType: settings.instanceType,
    createKey: settings.createKey,
    dashboardName: settings.dashboardName,
    oldestRequestAlarmSeconds: settings.oldestRequestAlarmSeconds,
    coldStartAlarmSeconds: settings.coldStartAlarmSeconds,
    pinnedAlarmSeconds: settings.pinnedAlarmSeconds,
    createAlarmTopic: settings.createAlarmTopic,
    alarmEmails: settings.alarmEmails,
    alarmUrls: settings.alarmUrls,
    alarmActionArns: settings.alarmActionArns,
    maintenance: settings.maintenance,
  };
}

/** What a stack's settings say of a network of its own. */
export function networkArguments(settings: NetworkSettings): PrivateNetworkArgs {
  return {
    cidrBlock: settings.networkCidrBlock,
    zoneCount: settings.networkZones,
    natGateway: settings.networkNatGateway,
  };
}
