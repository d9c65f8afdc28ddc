import {
  type CreateAliasRequest,
  type DeleteAliasRequest,
  type ListAliasesRequest,
  type ListAliasesResponse,
  type UpdateAliasRequest,
} from "@aws-sdk/client-kms";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { keysOf } from "./store";

/** Aliases in one answer unless the client asks for less. */
const DEFAULT_PAGE = 50;

export const createAlias: Operation<CreateAliasRequest, void> = (input, context) => {
  const keys = keysOf(context);
  const name = input.AliasName as string;
  if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name) || name.startsWith("alias/aws/")) {
    throw new AwsError(
      "InvalidAliasNameException",
      `Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html`,
      400,
    );
  }
  const key = keys.key(input.TargetKeyId, context.now);
  const existing = keys.findAlias(name);
  if (existing !== undefined) {
    throw new AwsError(
      "AlreadyExistsException",
      `An alias with the name ${existing.arn} already exists`,
      400,
    );
  }
  keys.createAlias(name, key, context.now);
};

export const updateAlias: Operation<UpdateAliasRequest, void> = (input, context) => {
  const keys = keysOf(context);
  const alias = keys.alias(input.AliasName);
  alias.keyId = keys.key(input.TargetKeyId, context.now).id;
  alias.updatedAt = context.now;
};

export const deleteAlias: Operation<DeleteAliasRequest, void> = (input, context) => {
  const keys = keysOf(context);
  keys.deleteAlias(keys.alias(input.AliasName));
};

export const listAliases: Operation<ListAliasesRequest, ListAliasesResponse> = (input, context) => {
  const keys = keysOf(context);
  const keyId = input.KeyId === undefined ? undefined : keys.key(input.KeyId, context.now).id;
  const matching = keys
    .listAliases()
    .filter((alias) => keyId === undefined || alias.keyId === keyId);
  const page = pageOf(matching, input.Marker, input.Limit ?? DEFAULT_PAGE);
  return {
    Aliases: page.items.map((alias) => ({
      AliasName: alias.name,
      AliasArn: alias.arn,
      TargetKeyId: alias.keyId,
      CreationDate: dateOf(alias.createdAt),
      LastUpdatedDate: dateOf(alias.updatedAt),
    })),
    NextMarker: page.nextToken,
    Truncated: page.nextToken !== undefined,
  };
};
