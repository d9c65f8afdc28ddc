import * as schemas from "@aws-sdk/client-sts";
import { type ServiceDefinition } from "../service";
import { getCallerIdentity } from "./get-caller-identity";

/** AWS STS, query: who am I. */
export const sts: ServiceDefinition = {
  name: "sts",
  signingName: "sts",
  schemas,
  protocols: ["query"],
  queryVersion: "2011-06-15",
  xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  operations: { GetCallerIdentity: getCallerIdentity },
};
