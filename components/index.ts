export { DeploymentStrategy } from "../sagemaker/deployment-strategies";
export { ServingStack } from "../sagemaker/serving-stacks";
export { AsyncInferenceEndpoint } from "./async-inference-endpoint";
export { type AsyncInferenceEndpointArgs } from "./async-inference-endpoint-args";
export { AutoscalingPolicy } from "./autoscaling-policy";
export { type AutoscalingPolicyArgs, type ScheduledCapacityArgs } from "./autoscaling-policy-args";
export { MonitoringDashboard } from "./monitoring-dashboard";
export { type MonitoringDashboardArgs } from "./monitoring-dashboard-args";
