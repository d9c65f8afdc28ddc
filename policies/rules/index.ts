import { accessRules } from "./access";
import { encryptionRules } from "./encryption";
import { endpointRules } from "./endpoint";
import { monitoringRules } from "./monitoring";
import { productionRules } from "./production";
import { scalingRules } from "./scaling";
import { tagRules } from "./tags";

/** Every rule of the pack. */
export const policies = [
  ...endpointRules,
  ...encryptionRules,
  ...accessRules,
  ...scalingRules,
  ...monitoringRules,
  ...tagRules,
  ...productionRules,
];
