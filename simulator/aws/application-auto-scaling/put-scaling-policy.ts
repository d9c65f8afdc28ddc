import { randomUUID } from "node:crypto";
import {
  type PutScalingPolicyRequest,
  type PutScalingPolicyResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { arn } from "../account";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { policyAlarms } from "./policy-alarms";
import {
  policyConfigurationOf,
  policyConstraints,
  refuseTrackedTwice,
} from "./policy-configuration";
import {
  notFound,
  requireRoom,
  requireVariant,
  requireVariantDimension,
} from "./scalable-resource";
import { AUTO_SCALING } from "./store";

export const putScalingPolicy: Operation<PutScalingPolicyRequest, PutScalingPolicyResponse> = (
  request,
  context,
) => {
  checkConstraints(policyConstraints, request);
  requireVariantDimension(request);
  const { ResourceId: resourceId = "", PolicyName: name = "" } = request;
  const { autoscaling } = context.simulation;
  if (autoscaling.target(resourceId) === undefined) {
    throw notFound("scalable target registered", request);
  }
  const endpoint = requireVariant(resourceId, context);
  const store = context.aws.store(AUTO_SCALING, context.region);
  const known = store.policy(resourceId, name);
  if (known === undefined) {
    requireRoom("scalingPolicies", autoscaling.policies(resourceId).length);
  }
  const definition = { ...request, PolicyType: request.PolicyType ?? known?.definition.PolicyType };
  const configuration = policyConfigurationOf(
    definition,
    { endpointName: endpoint.name, variantName: endpoint.deployment.variantName },
    context.simulation.metrics,
  );
  const others = autoscaling.policies(resourceId).filter((policy) => policy.name !== name);
  refuseTrackedTwice(
    configuration,
    others.map((policy) => policy.configuration),
  );
  const policyArn =
    known?.arn ??
    arn(
      "autoscaling",
      context.region,
      `scalingPolicy:${randomUUID()}:resource/sagemaker/${resourceId}:policyName/${name}`,
    );
  autoscaling.putPolicy({ resourceId, name, arn: policyArn, configuration });
  store.putPolicy(resourceId, name, {
    arn: policyArn,
    definition: { ...definition, PolicyType: configuration.kind },
  });
  return { PolicyARN: policyArn, Alarms: policyAlarms(context, policyArn) };
};
