import {
  LogGroupClass,
  type AssociateKmsKeyRequest,
  type CreateLogGroupRequest,
  type DeleteLogGroupRequest,
  type DeleteRetentionPolicyRequest,
  type DescribeLogGroupsRequest,
  type DescribeLogGroupsResponse,
  type DisassociateKmsKeyRequest,
  type LogGroup as LogGroupOutput,
  type PutRetentionPolicyRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { type LogGroup, logsOf } from "./store";

/** Days that a group may keep its lines. */
const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Groups in one answer unless the client asks for less. */
const DEFAULT_PAGE = 50;

const groupName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);

const createInput = z.object({
  logGroupName: groupName,
  kmsKeyId: z.string().max(256).optional(),
  logGroupClass: z.enum(LogGroupClass).optional(),
});

const describeInput = z.object({
  logGroupNamePrefix: groupName.optional(),
  logGroupNamePattern: z
    .string()
    .max(512)
    .regex(/^[.\-_/#A-Za-z0-9]*$/)
    .optional(),
  logGroupClass: z.enum(LogGroupClass).optional(),
  limit: z.number().int().min(1).max(50).optional(),
});

export const createLogGroup: Operation<CreateLogGroupRequest, void> = (input, context) => {
  checkConstraints(createInput, input, "InvalidParameterException");
  const logs = logsOf(context);
  const name = input.logGroupName as string;
  if (logs.findGroup(name) !== undefined) {
    throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
  }
  const group = logs.createGroup(name, context.now, {
    kmsKeyId: input.kmsKeyId,
    logGroupClass: input.logGroupClass,
  });
  const tags = Object.entries(input.tags ?? {});
  logs.tags.put(
    group.arn,
    tags.map(([Key, Value]) => ({ Key, Value })),
  );
};

export const deleteLogGroup: Operation<DeleteLogGroupRequest, void> = (input, context) => {
  const logs = logsOf(context);
  logs.deleteGroup(logs.group(input.logGroupName));
};

export const describeLogGroups: Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> = (
  input,
  context,
) => {
  checkConstraints(describeInput, input, "InvalidParameterException");
  if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  }
  const matching = logsOf(context)
    .listGroups()
    .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ""))
    .filter(({ name }) =>
      name.toLowerCase().includes((input.logGroupNamePattern ?? "").toLowerCase()),
    )
    .filter(({ logGroupClass: held }) => (input.logGroupClass ?? held) === held)
    .filter(
      ({ name, arn }) =>
        input.logGroupIdentifiers === undefined ||
        input.logGroupIdentifiers.some((one) => one === name || one === arn),
    );
  const page = pageOf(matching, input.nextToken, input.limit ?? DEFAULT_PAGE);
  return { logGroups: page.items.map(groupOutput), nextToken: page.nextToken };
};

export const putRetentionPolicy: Operation<PutRetentionPolicyRequest, void> = (input, context) => {
  const days = input.retentionInDays as number;
  if (!retentionDays.includes(days)) {
    throw new AwsError(
      "InvalidParameterException",
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
    );
  }
  logsOf(context).group(input.logGroupName).retentionDays = days;
};

export const deleteRetentionPolicy: Operation<DeleteRetentionPolicyRequest, void> = (
  input,
  context,
) => {
  logsOf(context).group(input.logGroupName).retentionDays = undefined;
};

export const associateKmsKey: Operation<AssociateKmsKeyRequest, void> = (input, context) => {
  const group = logsOf(context).group(input.logGroupName ?? input.resourceIdentifier);
  group.kmsKeyId = input.kmsKeyId;
};

export const disassociateKmsKey: Operation<DisassociateKmsKeyRequest, void> = (input, context) => {
  const group = logsOf(context).group(input.logGroupName ?? input.resourceIdentifier);
  group.kmsKeyId = undefined;
};

function groupOutput(group: LogGroup): LogGroupOutput {
  const bytes = [...group.streams.values()]
    .flatMap(({ events }) => events)
    .reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  return {
    logGroupName: group.name,
    creationTime: group.createdMs,
    retentionInDays: group.retentionDays,
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    storedBytes: bytes,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass as LogGroupOutput["logGroupClass"],
    logGroupArn: group.arn,
  };
}
