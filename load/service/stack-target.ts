import { z } from "zod";

import { LoadError } from "../load-error";
import { type LoadTarget } from "./target";

const outputsSchema = z.object({
  region: z.string(),
  endpointName: z.string(),
  variantName: z.string(),
  bucketName: z.string(),
  inputPrefix: z.string(),
  outputPath: z.string(),
  successQueueUrl: z.string(),
  errorQueueUrl: z.string(),
});

/**
 * The target that a deployed stack's outputs name.
 *
 * @param outputs As `deploy:local` or `pulumi stack output --json` gives them.
 * @param endpointUrl Base URL of the server it is deployed on; left out, AWS itself.
 * @throws {LoadError} When outputs are missing, with their names.
 */
export function stackTarget(
  outputs: Readonly<Record<string, unknown>>,
  endpointUrl?: string,
): LoadTarget {
  const parsed = outputsSchema.safeParse(outputs);
  if (!parsed.success) {
    const missing = parsed.error.issues.map(({ path }) => `\`${path.join(".")}\``).join(", ");
    const isOnlyQueues = parsed.error.issues.every(({ path }) =>
      String(path[0]).endsWith("QueueUrl"),
    );
    throw new LoadError(
      `The stack's outputs lack ${missing}; ` +
        (isOnlyQueues
          ? "a load hears of its results there: set `createQueues` to true in the stack's config, and deploy it again"
          : "deploy it with the program of this project first"),
    );
  }
  return { ...parsed.data, endpointUrl };
}
