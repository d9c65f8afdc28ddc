import { type IncomingHttpHeaders } from "node:http";
import { DEFAULT_REGION } from "../account";
import { type Query } from "./wire";

/** Who a request is for, as its signature says it. The signature itself is not checked. */
export interface CredentialScope {
  readonly region: string;
  /** Signing name of the service; undefined for an unsigned request. */
  readonly service: string | undefined;
}

const UNSIGNED: CredentialScope = { region: DEFAULT_REGION, service: undefined };

/** Signature version 2 names no service; only S3 still takes it. */
const VERSION_2: CredentialScope = { region: DEFAULT_REGION, service: "s3" };

/** Reads the credential scope from the `Authorization` header, or from the query of a presigned URL. */
export function credentialScope(headers: IncomingHttpHeaders, query: Query): CredentialScope {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const start = authorization.indexOf("Credential=");
    if (start === -1) {
      return authorization.startsWith("AWS ") ? VERSION_2 : UNSIGNED;
    }
    const end = authorization.indexOf(",", start);
    return parseScope(
      authorization.slice(start + "Credential=".length, end === -1 ? undefined : end),
    );
  }
  const presigned = query.get("X-Amz-Credential")?.[0];
  if (presigned !== undefined) {
    return parseScope(presigned);
  }
  return query.has("AWSAccessKeyId") && query.has("Signature") ? VERSION_2 : UNSIGNED;
}

/** `AKID/20261123/us-east-1/sagemaker/aws4_request`; the key's id may itself contain slashes. */
function parseScope(credential: string): CredentialScope {
  const parts = credential.trim().split("/");
  const region = parts[parts.length - 3];
  const service = parts[parts.length - 2];
  if (parts.length < 5 || region === undefined || service === undefined) {
    return UNSIGNED;
  }
  return { region: /^[a-z0-9-]{1,32}$/.test(region) ? region : DEFAULT_REGION, service };
}
