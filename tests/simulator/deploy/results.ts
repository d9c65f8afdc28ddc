import { type StackResult } from "../../../simulator/deploy";

/** How many resources came to each result. */
export function count({ resources }: StackResult): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result } of resources) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

/** What was done, in order, to what did not stay as it was. */
export function changed({ resources }: StackResult): string[] {
  return resources
    .filter(({ result }) => result !== "unchanged")
    .map(({ result, type }) => `${result} ${type}`);
}

/** Why a deployment failed. */
export async function failureOf(deployment: Promise<unknown>): Promise<Error> {
  try {
    await deployment;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("The deployment succeeded");
}
