export { DeploymentStrategy } from "../sagemaker/deployment-strategies";
export { ServingStack } from "../sagemaker/serving-stacks";
export { AsyncInferenceEndpoint } from "./async-inference-endpoint";
export { type AsyncInferenceEndpointArgs } from "./async-inference-endpoint-args";
export { AutoscalingPolicy, type AutoscalingPolicyArgs } from "./autoscaling-policy";
export { type ScheduledCapacityArgs } from "./scaling/schedules";
export { MonitoringDashboard } from "./monitoring-dashboard";
export { type MonitoringDashboardArgs } from "./monitoring-dashboard-args";
