import { settingsNamespace } from "../settings/schema";
import { UsageError } from "./run-command";

/** Settings that need what the local AWS does not have: what that is, and how a stack does without. */
const beyondTheLocalAws: readonly {
  readonly key: string;
  readonly needs: string;
  readonly instead: string;
}[] = [
  {
    key: "createResultsTable",
    needs: "Lambda and DynamoDB",
    instead: "set it to false; everything else of the stack works without it",
  },
  {
    key: "hubTokenSecretArn",
    needs: "Secrets Manager",
    instead: "leave it out; the local AWS serves its own model and asks the Hub for none",
  },
  {
    key: "createNetwork",
    needs: "EC2, and the plug-in of awsx that the Pulumi CLI runs",
    instead: "set it to false; the local AWS is a network of its own",
  },
];

/**
 * Refuses what a stack's configuration asks for and the local AWS cannot host.
 *
 * @throws UsageError naming each such setting, what it needs and what to do.
 */
export function refuseUnhostableSettings(config: Readonly<Record<string, string>>): void {
  const problems = beyondTheLocalAws.flatMap(({ key, needs, instead }) => {
    const qualified = `${settingsNamespace}:${key}`;
    const value = config[qualified];
    if (value === undefined || value === "false") return [];
    return [
      `\`${qualified}\` is ${JSON.stringify(value)}; it needs ${needs}, which the local AWS does not have: ${instead}`,
    ];
  });
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
}
