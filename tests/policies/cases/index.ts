import { accessCases } from "./access";
import { encryptionCases } from "./encryption";
import { endpointCases } from "./endpoint";
import { monitoringCases } from "./monitoring";
import { productionCases } from "./production";
import { scalingCases } from "./scaling";
import { tagCases } from "./tags";
import { type RuleCase } from "./rule-case";

/** What every rule has to say. */
export const ruleCases: readonly RuleCase[] = [
  ...endpointCases,
  ...encryptionCases,
  ...accessCases,
  ...scalingCases,
  ...monitoringCases,
  ...tagCases,
  ...productionCases,
];
