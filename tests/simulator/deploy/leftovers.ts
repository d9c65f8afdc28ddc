import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { ListPoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
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
  const { applicationAutoScaling, cloudWatch, iam, s3, sageMaker, sns, sqs } = clients;
  const ServiceNamespace = "sagemaker";
  const alarms = await cloudWatch.send(new DescribeAlarmsCommand({}));
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
    dashboards: (await cloudWatch.send(new ListDashboardsCommand({}))).DashboardEntries,
    endpoints: (await sageMaker.send(new ListEndpointsCommand({}))).Endpoints,
    configurations: (await sageMaker.send(new ListEndpointConfigsCommand({}))).EndpointConfigs,
    models: (await sageMaker.send(new ListModelsCommand({}))).Models,
    topics: (await sns.send(new ListTopicsCommand({}))).Topics,
    subscriptions: (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions,
    queues: (await sqs.send(new ListQueuesCommand({}))).QueueUrls,
    buckets: (await s3.send(new ListBucketsCommand({}))).Buckets,
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
