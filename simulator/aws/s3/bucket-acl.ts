import { type PutBucketAclRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { acl, ownershipControls } from "./stored-settings";

/** A bucket takes lists of grants only once its owner has said so; the canned list `private` is what it has anyway. */
export const putBucketAcl: Operation<PutBucketAclRequest, void> = (input, context) => {
  const owner = ownershipControls.get(input, context) as {
    readonly OwnershipControls?: { readonly Rules?: readonly { ObjectOwnership?: string }[] };
  };
  const isEnforced = owner.OwnershipControls?.Rules?.[0]?.ObjectOwnership === "BucketOwnerEnforced";
  const isPrivate =
    input.AccessControlPolicy === undefined && (input.ACL ?? "private") === "private";
  if (isEnforced && !isPrivate) {
    throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);
  }
  if (input.AccessControlPolicy !== undefined) {
    acl.put(input, context);
  }
};
