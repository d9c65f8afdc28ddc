export {
  AsyncInferenceEndpoint,
  type AsyncInferenceEndpointArgs,
} from "./async-inference-endpoint";
export { AutoscalingPolicy, type AutoscalingPolicyArgs } from "./autoscaling-policy";
export { MonitoringDashboard, type MonitoringDashboardArgs } from "./monitoring-dashboard";
