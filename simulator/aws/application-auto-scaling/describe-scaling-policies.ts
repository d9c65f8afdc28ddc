import {
  type DescribeScalingPoliciesRequest,
  type DescribeScalingPoliciesResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { policyAlarms } from "./policy-alarms";
import {
  asksForVariants,
  maxResultsConstraint,
  SCALABLE_DIMENSION,
  SERVICE_NAMESPACE,
} from "./scalable-resource";
import { AUTO_SCALING } from "./store";

const DEFAULT_PAGE = 10;

const input = z.object({ MaxResults: maxResultsConstraint });

export const describeScalingPolicies: Operation<
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse
> = (request, context) => {
  checkConstraints(input, request);
  const store = context.aws.store(AUTO_SCALING, context.region);
  const names = request.PolicyNames ?? [];
  const found = asksForVariants(request)
    ? context.simulation.autoscaling
        .policies(request.ResourceId)
        .filter(({ name }) => names.length === 0 || names.includes(name))
    : [];
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxResults ?? DEFAULT_PAGE);
  return {
    ScalingPolicies: items.map((policy) => {
      const definition = store.policy(policy.resourceId, policy.name)?.definition;
      return {
        PolicyARN: policy.arn,
        PolicyName: policy.name,
        ServiceNamespace: SERVICE_NAMESPACE,
        ResourceId: policy.resourceId,
        ScalableDimension: SCALABLE_DIMENSION,
        PolicyType: policy.configuration.kind,
        StepScalingPolicyConfiguration: definition?.StepScalingPolicyConfiguration,
        TargetTrackingScalingPolicyConfiguration:
          definition?.TargetTrackingScalingPolicyConfiguration,
        Alarms: policyAlarms(context, policy.arn),
        CreationTime: dateOf(policy.createdAt),
      };
    }),
    NextToken: nextToken,
  };
};
