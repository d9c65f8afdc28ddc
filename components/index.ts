export {
  AsyncInferenceEndpoint,
  type AsyncInferenceEndpointArgs,
} from "./async-inference-endpoint";
export { AutoscalingPolicy, type AutoscalingPolicyArgs } from "./autoscaling-policy";
export { type ScheduledCapacityArgs } from "./scaling/schedules";
export { MonitoringDashboard, type MonitoringDashboardArgs } from "./monitoring-dashboard";
