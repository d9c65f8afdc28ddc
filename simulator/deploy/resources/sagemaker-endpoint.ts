import {
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateEndpointInput$,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  UpdateEndpointCommand,
  type UpdateEndpointCommandInput,
  UpdateEndpointInput$,
} from "@aws-sdk/client-sagemaker";

import { DeployError } from "../errors";
import { type Properties, text } from "../property-values";
import { toRequest } from "../request-shape";
import { isGone, only, type ResourceContext, type ResourceType } from "../resource-type";
import { replaceTags } from "./sagemaker-tags";

// As often as AWS's own waiters ask.
const POLL_SECONDS = 30;
// Real endpoints give up by themselves long before.
const LONGEST_WAIT_SECONDS = 2 * 60 * 60;
const SETTLED = ["InService", "Failed", "OutOfService", "UpdateRollbackFailed"];
const UPDATES = ["endpointConfigName", "deploymentConfig"];

/** aws.sagemaker.Endpoint; made, changed or deleted when it is InService again or gone. */
export const endpoint: ResourceType = {
  tokens: ["aws:sagemaker/endpoint:Endpoint"],
  name: { property: "name", maxLength: 63 },
  replacedBy: only("name", "region"),

  async create(inputs, { clients }) {
    const { EndpointArn } = await clients.sageMaker.send(
      new CreateEndpointCommand(
        toRequest<CreateEndpointCommandInput>(CreateEndpointInput$, inputs, {
          rename: { name: "EndpointName" },
        }),
      ),
    );
    return { id: text(inputs, "name"), outputs: { arn: EndpointArn } };
  },

  async update({ inputs: before, outputs }, inputs, context) {
    if (UPDATES.some((key) => differs(before, inputs, key))) {
      await poll(text(outputs, "name"), context, isSettled);
      await context.clients.sageMaker.send(
        new UpdateEndpointCommand(
          toRequest<UpdateEndpointCommandInput>(UpdateEndpointInput$, inputs, {
            rename: { name: "EndpointName" },
            omit: ["tags"],
          }),
        ),
      );
    }
    await replaceTags(text(outputs, "arn"), before, inputs, context);
  },

  async ready({ id, inputs }, context) {
    const settled = await poll(id, context, isSettled);
    if (settled?.EndpointStatus === "InService") {
      if (settled.EndpointConfigName === text(inputs, "endpointConfigName")) return;
      throw new DeployError(
        `endpoint ${id} was rolled back to its configuration ${settled.EndpointConfigName}, as an alarm of the update went off (\`aws cloudwatch describe-alarms --state-value ALARM\`); mend the cause, deploy again`,
      );
    }
    throw new DeployError(
      `endpoint ${id} is ${settled?.EndpointStatus ?? "gone"}: ${settled?.FailureReason ?? "no reason given"}. Take the stack off with \`--destroy\`, mend the cause, deploy again`,
    );
  },

  async delete({ id }, context) {
    // SageMaker refuses while a change of the fleet, scaling's last word, is under way.
    await poll(id, context, isSettled);
    await context.clients.sageMaker.send(new DeleteEndpointCommand({ EndpointName: id }));
    await poll(id, context, () => false);
  },

  async read({ id }, { clients }) {
    await clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName: id }));
  },
};

/** Whether no change is under way, so that SageMaker takes the next one. */
function isSettled({ EndpointStatus: status }: DescribeEndpointCommandOutput): boolean {
  return SETTLED.includes(status ?? "");
}

/** Asks until `settled` or until the endpoint is gone (undefined). */
async function poll(
  id: string,
  context: ResourceContext,
  settled: (description: DescribeEndpointCommandOutput) => boolean,
): Promise<DescribeEndpointCommandOutput | undefined> {
  let told: string | undefined;
  for (let waited = 0; waited <= LONGEST_WAIT_SECONDS; waited += POLL_SECONDS) {
    const description = await describe(id, context);
    if (!description || settled(description)) return description;
    const { EndpointStatus: status = "unknown" } = description;
    if (status !== told) context.detail(`endpoint is ${status}`);
    told = status;
    await context.sleep(POLL_SECONDS);
  }
  throw new DeployError(
    `endpoint ${id} is still ${told ?? "unknown"} after ${LONGEST_WAIT_SECONDS / 3600} hours of the server's time`,
  );
}

async function describe(
  id: string,
  { clients }: ResourceContext,
): Promise<DescribeEndpointCommandOutput | undefined> {
  try {
    return await clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName: id }));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function differs(before: Properties, after: Properties, key: string): boolean {
  return JSON.stringify(before[key]) !== JSON.stringify(after[key]);
}
