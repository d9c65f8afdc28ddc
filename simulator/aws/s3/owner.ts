/** Canonical user id of the account, in S3's own form. */
export const OWNER_ID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";

/** The account as lists and access control lists name it. */
export const OWNER = { ID: OWNER_ID } as const;
