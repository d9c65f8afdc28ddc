import { type z } from "zod";

import { named, wholeNumberIn } from "../sagemaker/checks";
import {
  cidrBlockRule,
  defaultCidrBlock,
  networkWithoutHubProblem,
  networkZones,
} from "../sagemaker/network-endpoints";
import { flag, number, text } from "./fields";

/** The keys of a network of the stack's own; an existing one is `subnetIds` and `securityGroupIds`. */
export const networkSettings = {
  /** Makes a `PrivateNetwork`, whose arguments the others are. */
  createNetwork: flag(false),
  networkCidrBlock: text(defaultCidrBlock, named(cidrBlockRule)),
  networkZones: number(2, wholeNumberIn(networkZones)),
  networkNatGateway: flag(false),
};

export type NetworkSettings = z.output<z.ZodObject<typeof networkSettings>>;

/** Settings of the endpoint that a network has to fit to. */
interface Neighbours {
  readonly subnetIds?: readonly string[] | undefined;
  readonly modelId?: string | undefined;
}

/** What does not fit together among the settings that are right by themselves. */
export function networkProblems(
  { createNetwork, networkNatGateway, modelId, subnetIds }: Partial<NetworkSettings> & Neighbours,
  qualified: (key: string) => string,
): { key: string; reason: string }[] {
  if (createNetwork !== true) return [];
  const shown = (key: string): string => `\`${qualified(key)}\``;
  const problem = (reason: string) => ({ key: qualified("createNetwork"), reason });
  return [
    ...(subnetIds === undefined
      ? []
      : [
          problem(
            `is true beside ${shown("subnetIds")}; an endpoint has one network: take one of the two out`,
          ),
        ]),
    ...(modelId === undefined || networkNatGateway === true
      ? []
      : [problem(networkWithoutHubProblem(shown))]),
  ];
}
