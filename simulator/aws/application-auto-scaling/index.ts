import * as schemas from "@aws-sdk/client-application-auto-scaling";
import { type ServiceDefinition } from "../service";
import { deleteScalingPolicy } from "./delete-scaling-policy";
import { deleteScheduledAction } from "./delete-scheduled-action";
import { deregisterScalableTarget } from "./deregister-scalable-target";
import { describeScalableTargets } from "./describe-scalable-targets";
import { describeScalingActivities } from "./describe-scaling-activities";
import { describeScalingPolicies } from "./describe-scaling-policies";
import { describeScheduledActions } from "./describe-scheduled-actions";
import { getPredictiveScalingForecast } from "./get-predictive-scaling-forecast";
import { listTagsForResource } from "./list-tags-for-resource";
import { putScalingPolicy } from "./put-scaling-policy";
import { putScheduledAction } from "./put-scheduled-action";
import { registerScalableTarget } from "./register-scalable-target";
import { tagResource } from "./tag-resource";
import { untagResource } from "./untag-resource";

/** Application Auto Scaling, for variants of SageMaker endpoints. */
export const applicationAutoScaling: ServiceDefinition = {
  name: "application-auto-scaling",
  signingName: "application-autoscaling",
  schemas,
  protocols: ["json-1.1"],
  targetPrefix: "AnyScaleFrontendService",
  simulatedTime: true,
  operations: {
    DeleteScalingPolicy: deleteScalingPolicy,
    DeleteScheduledAction: deleteScheduledAction,
    DeregisterScalableTarget: deregisterScalableTarget,
    DescribeScalableTargets: describeScalableTargets,
    DescribeScalingActivities: describeScalingActivities,
    DescribeScalingPolicies: describeScalingPolicies,
    DescribeScheduledActions: describeScheduledActions,
    GetPredictiveScalingForecast: getPredictiveScalingForecast,
    ListTagsForResource: listTagsForResource,
    PutScalingPolicy: putScalingPolicy,
    PutScheduledAction: putScheduledAction,
    RegisterScalableTarget: registerScalableTarget,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
};
