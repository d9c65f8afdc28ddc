import * as schemas from "@aws-sdk/client-sts";
import { type ServiceDefinition } from "../service";
import { assumeRole } from "./assume-role";
import { getCallerIdentity } from "./get-caller-identity";

/** AWS STS, query: who am I, and credentials of a role. */
export const sts: ServiceDefinition = {
  name: "sts",
  signingName: "sts",
  schemas,
  protocols: ["query"],
  queryVersion: "2011-06-15",
  xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
};
