import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListPoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import {
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
} from "@aws-sdk/client-sagemaker";
import { ListSubscriptionsCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";

import { createClients } from "../../../simulator/deploy/clients";

/** Everything that a server lists, by kind; kinds of which there is nothing are left out. */
export async function leftovers(endpoint: string, region: string): Promise<Record<string, number>> {
  const clients = createClients(endpoint, region);
  const { applicationAutoScaling, cloudWatch, iam, kms, logs, s3, sageMaker, sns, sqs } = clients;
  const ServiceNamespace = "sagemaker";
  const alarms = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
  );
  const counts = {
    targets: (
      await applicationAutoScaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace }))
    ).ScalableTargets,
    policies: (
      await applicationAutoScaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace }))
    ).ScalingPolicies,
    scheduledActions: (
      await applicationAutoScaling.send(new DescribeScheduledActionsCommand({ ServiceNamespace }))
    ).ScheduledActions,
    metricAlarms: alarms.MetricAlarms,
    compositeAlarms: alarms.CompositeAlarms,
    dashboards: (await cloudWatch.send(new ListDashboardsCommand({}))).DashboardEntries,
    endpoints: (await sageMaker.send(new ListEndpointsCommand({}))).Endpoints,
    configurations: (await sageMaker.send(new ListEndpointConfigsCommand({}))).EndpointConfigs,
    models: (await sageMaker.send(new ListModelsCommand({}))).Models,
    topics: (await sns.send(new ListTopicsCommand({}))).Topics,
    subscriptions: (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions,
    queues: (await sqs.send(new ListQueuesCommand({}))).QueueUrls,
    buckets: (await s3.send(new ListBucketsCommand({}))).Buckets,
    logGroups: (await logs.send(new DescribeLogGroupsCommand({}))).logGroups,
    keys: await keysInUse(kms),
    roles: (await iam.send(new ListRolesCommand({}))).Roles,
    managedPolicies: (await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies,
  };
  clients.destroy();
  return Object.fromEntries(
    Object.entries(counts)
      .map(([kind, list]) => [kind, list?.length ?? 0] as const)
      .filter(([, count]) => count > 0),
  );
}

/** A key that is deleted is kept for days, to be called back. */
async function keysInUse(kms: KMSClient): Promise<string[]> {
  const { Keys: keys = [] } = await kms.send(new ListKeysCommand({}));
  const described = await Promise.all(
    keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))),
  );
  return described.flatMap(({ KeyMetadata: key }) =>
    key?.KeyState === "PendingDeletion" ? [] : [key?.KeyId ?? ""],
  );
}
