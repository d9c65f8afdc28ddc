import {
  CreateLogGroupCommand,
  type CreateLogGroupCommandInput,
  CreateLogGroupRequest$,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";

import { type Properties, text, textMap } from "../property-values";
import { toRequest } from "../request-shape";
import { allBut, type ResourceContext, type ResourceType } from "../resource-type";

/** aws.cloudwatch.LogGroup. */
export const logGroup: ResourceType = {
  tokens: ["aws:cloudwatch/logGroup:LogGroup"],
  name: { property: "name", maxLength: 512 },
  replacedBy: allBut("retentionInDays", "skipDestroy"),

  async create(inputs, context) {
    const { partition, region, accountId, clients } = context;
    const name = text(inputs, "name");
    await clients.logs.send(
      new CreateLogGroupCommand({
        ...toRequest<CreateLogGroupCommandInput>(CreateLogGroupRequest$, inputs, {
          rename: { name: "logGroupName" },
          omit: ["retentionInDays", "tags"],
        }),
        tags: textMap(inputs, "tags"),
      }),
    );
    if (retentionOf(inputs) > 0) await setRetention(name, inputs, context);
    const arn = `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
    return { id: name, outputs: { arn } };
  },

  async update({ id }, inputs, context) {
    await setRetention(id, inputs, context);
  },

  async delete({ id }, { clients }) {
    await clients.logs.send(new DeleteLogGroupCommand({ logGroupName: id }));
  },

  async read({ id }, { clients }) {
    const { logGroups = [] } = await clients.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: id }),
    );
    if (logGroups.some(({ logGroupName }) => logGroupName === id)) return;
    throw Object.assign(new Error(`No log group ${id}`), { name: "ResourceNotFoundException" });
  },
};

async function setRetention(
  logGroupName: string,
  inputs: Properties,
  { clients }: ResourceContext,
): Promise<void> {
  const retentionInDays = retentionOf(inputs);
  await (retentionInDays > 0
    ? clients.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }))
    : clients.logs.send(new DeleteRetentionPolicyCommand({ logGroupName })));
}

/** 0 keeps logs for ever. */
function retentionOf(inputs: Properties): number {
  return Number(inputs["retentionInDays"] ?? 0);
}
