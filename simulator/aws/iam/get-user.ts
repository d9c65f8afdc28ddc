import { type GetUserRequest, type GetUserResponse } from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { noSuchEntity } from "./store";

/** AWS has none older: IAM opened in September 2010. */
const ACCOUNT_OPENED = new Date("2010-09-02T00:00:00Z");

/**
 * Whoever calls is the account itself, which has no name and no path; there are no users. The AWS provider of Terraform
 * and Pulumi asks for it when it starts, to learn the account's number.
 */
export const getUser: Operation<GetUserRequest, GetUserResponse> = (
  { UserName },
  { accountId },
) => {
  if (UserName !== undefined) throw noSuchEntity(`The user with name ${UserName} cannot be found.`);
  return {
    User: {
      Path: undefined,
      UserName: undefined,
      UserId: accountId,
      Arn: `arn:aws:iam::${accountId}:root`,
      CreateDate: ACCOUNT_OPENED,
    },
  };
};
