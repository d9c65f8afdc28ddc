import { isDeepStrictEqual } from "node:util";

import {
  DeleteScalingPolicyCommand,
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  PutScalingPolicyRequest$,
  PutScheduledActionCommand,
  type PutScheduledActionCommandInput,
  PutScheduledActionRequest$,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
  RegisterScalableTargetRequest$,
  type ScalableDimension,
  type ServiceNamespace,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";

import { type Properties, text, textMap } from "../property-values";
import { toRequest } from "../request-shape";
import { only, type ResourceContext, type ResourceType } from "../resource-type";

const PLACE = ["resourceId", "scalableDimension", "serviceNamespace", "region"];

/** aws.appautoscaling.Target. */
export const target: ResourceType = {
  tokens: ["aws:appautoscaling/target:Target"],
  replacedBy: only(...PLACE),

  async create(inputs, context) {
    return { id: text(inputs, "resourceId"), outputs: await register(inputs, context) };
  },

  async update(existing, { tags, ...inputs }, context) {
    const { tags: tagsBefore, ...inputsBefore } = existing.inputs;
    // Registered anew for its tags alone, the target would lose the range that a schedule has set since.
    const outputs = isDeepStrictEqual(inputs, inputsBefore)
      ? { arn: text(existing.outputs, "arn") }
      : // AWS takes tags with the first registration only, and refuses them with a later one.
        await register(inputs, context);
    await replaceTags(text(outputs, "arn"), { tags: tagsBefore }, { tags }, context);
    return outputs;
  },

  async delete({ inputs }, { clients }) {
    await clients.applicationAutoScaling.send(new DeregisterScalableTargetCommand(placeOf(inputs)));
  },

  async read({ inputs }, { clients }) {
    const { ServiceNamespace, ScalableDimension, ResourceId } = placeOf(inputs);
    const { ScalableTargets = [] } = await clients.applicationAutoScaling.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace,
        ScalableDimension,
        ResourceIds: [ResourceId],
      }),
    );
    if (ScalableTargets.length === 0) throw notFound(ResourceId);
  },
};

/** aws.appautoscaling.Policy: target tracking or step scaling. */
export const policy: ResourceType = {
  tokens: ["aws:appautoscaling/policy:Policy"],
  name: { property: "name", maxLength: 255 },
  replacedBy: only("name", ...PLACE),

  async create(inputs, context) {
    return { id: text(inputs, "name"), outputs: await putPolicy(inputs, context) };
  },

  async update(_existing, inputs, context) {
    return putPolicy(inputs, context);
  },

  async delete({ id, inputs }, { clients }) {
    await clients.applicationAutoScaling.send(
      new DeleteScalingPolicyCommand({ ...placeOf(inputs), PolicyName: id }),
    );
  },
};

/** aws.appautoscaling.ScheduledAction. */
export const scheduledAction: ResourceType = {
  tokens: ["aws:appautoscaling/scheduledAction:ScheduledAction"],
  name: { property: "name", maxLength: 255 },
  replacedBy: only("name", ...PLACE),

  async create(inputs, context) {
    await putScheduledAction(inputs, context);
    return { id: text(inputs, "name") };
  },

  async update(_existing, inputs, context) {
    await putScheduledAction(inputs, context);
  },

  async delete({ id, inputs }, { clients }) {
    await clients.applicationAutoScaling.send(
      new DeleteScheduledActionCommand({ ...placeOf(inputs), ScheduledActionName: id }),
    );
  },
};

async function register(inputs: Properties, { clients }: ResourceContext): Promise<Properties> {
  const { ScalableTargetARN } = await clients.applicationAutoScaling.send(
    new RegisterScalableTargetCommand(
      toRequest<RegisterScalableTargetCommandInput>(RegisterScalableTargetRequest$, inputs),
    ),
  );
  return ScalableTargetARN === undefined ? {} : { arn: ScalableTargetARN };
}

async function replaceTags(
  ResourceARN: string,
  before: Properties,
  inputs: Properties,
  { clients: { applicationAutoScaling } }: ResourceContext,
): Promise<void> {
  const Tags = textMap(inputs, "tags");
  const TagKeys = Object.keys(textMap(before, "tags")).filter((key) => !(key in Tags));
  if (TagKeys.length > 0) {
    await applicationAutoScaling.send(new UntagResourceCommand({ ResourceARN, TagKeys }));
  }
  if (Object.keys(Tags).length > 0) {
    await applicationAutoScaling.send(new TagResourceCommand({ ResourceARN, Tags }));
  }
}

async function putPolicy(inputs: Properties, { clients }: ResourceContext): Promise<Properties> {
  const { PolicyARN, Alarms = [] } = await clients.applicationAutoScaling.send(
    new PutScalingPolicyCommand(
      // The provider's default; AWS has none.
      toRequest<PutScalingPolicyCommandInput>(
        PutScalingPolicyRequest$,
        { policyType: "StepScaling", ...inputs },
        { rename: { name: "PolicyName" } },
      ),
    ),
  );
  return { arn: PolicyARN, alarmArns: Alarms.map(({ AlarmARN }) => AlarmARN) };
}

async function putScheduledAction(inputs: Properties, { clients }: ResourceContext): Promise<void> {
  await clients.applicationAutoScaling.send(
    new PutScheduledActionCommand(
      toRequest<PutScheduledActionCommandInput>(PutScheduledActionRequest$, inputs, {
        rename: { name: "ScheduledActionName" },
      }),
    ),
  );
}

function placeOf(inputs: Properties): {
  ServiceNamespace: ServiceNamespace;
  ScalableDimension: ScalableDimension;
  ResourceId: string;
} {
  return {
    ServiceNamespace: text(inputs, "serviceNamespace") as ServiceNamespace,
    ScalableDimension: text(inputs, "scalableDimension") as ScalableDimension,
    ResourceId: text(inputs, "resourceId"),
  };
}

/** Describe answers an empty list where other services answer an error. */
function notFound(resourceId: string): Error {
  return Object.assign(new Error(`No scalable target ${resourceId}`), {
    name: "ObjectNotFoundException",
  });
}
