import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { type Recording } from "../components/recording-monitor";
import { exampleSources, unhostedSources } from "../graphs/graph-sources";
import { prepared, trusting } from "./checked-stacks";

/** A program that has no settings, or whose settings the local AWS has no place for. */
export interface CheckedProgram {
  readonly name: string;
  readonly graph: () => Promise<Recording>;
  /** Whether the local AWS has a place for all of it; else it is planned alone. */
  readonly isHosted: boolean;
  /** Makes what the program is given and does not make itself. */
  readonly prepare?: (endpoint: string) => Promise<unknown>;
}

/** The examples, and what the local AWS has no place for: the results table, and what stands in a network. */
export function checkedPrograms(): CheckedProgram[] {
  return [
    ...exampleSources.map(({ name, graph }) => ({
      name,
      graph,
      isHosted: true,
      prepare: makeReader,
    })),
    ...unhostedSources.map(({ name, graph }) => ({ name, graph, isHosted: false })),
  ];
}

/** The role that the example in TypeScript lets call its endpoint. */
function makeReader(endpoint: string): Promise<unknown> {
  return prepared(endpoint, ({ iam }) =>
    iam.send(new CreateRoleCommand({ RoleName: "summary-reader", ...trusting("lambda") })),
  );
}
