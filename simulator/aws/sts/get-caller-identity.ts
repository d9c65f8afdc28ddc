import { type GetCallerIdentityRequest, type GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { type Operation } from "../operation";

/** Whoever calls is the account itself. */
export const getCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = (
  _input,
  { accountId },
) => ({ Account: accountId, UserId: accountId, Arn: `arn:aws:iam::${accountId}:root` });
