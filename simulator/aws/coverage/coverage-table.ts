import { ServiceModel } from "../protocols/service-model";
import { type ServiceDefinition } from "../service";
import { type Client, clients } from "./clients";
import { type ServedOperation } from "./served-operations";

const introduction = `# What the local AWS answers

Every operation of the local AWS (\`npm run emulator\`), and the clients that used it in this project's tests: a mark stands
where a server in a test answered that client. \`npm run coverage:operations\` writes this page from the code and from a run of
the tests; a test fails when the operations are others than these.
`;

const mark = "✓";

/**
 * The page \`docs/coverage.md\`.
 *
 * @param definitions the services, in the order of the page
 * @param served who used what
 */
export function coverageTable(
  definitions: readonly ServiceDefinition[],
  served: readonly ServedOperation[],
): string {
  const uses = new Set(served.map(useKey));
  const sections = definitions.map((definition) => {
    const known = [...new ServiceModel(definition).operations.keys()];
    const offered = Object.keys(definition.operations).sort();
    const rows = offered.map((operation) => {
      const marks = clients.map((client) =>
        uses.has(useKey({ service: definition.name, operation, client })) ? mark : "",
      );
      return row([operation, ...marks]);
    });
    const others = known.length - offered.length;
    const rest =
      others === 0
        ? "These are all that the service has."
        : `The service's other ${others} operations answer \`NotImplemented\` (HTTP 501), naming the operation.`;
    return [
      `## ${definition.name}: ${offered.length} of ${known.length}`,
      "",
      row(["Operation", ...clients]),
      row(["---", ...clients.map(() => ":-:")]),
      ...rows,
      "",
      rest,
    ].join("\n");
  });
  return `${[introduction, ...sections].join("\n")}\n`
    .replace(/\n(## )/g, "\n\n$1")
    .replace(/\n{3,}/g, "\n\n");
}

/** Reads back from a page who used what, so that a new page can keep it. */
export function servedOperationsOf(page: string): ServedOperation[] {
  const served: ServedOperation[] = [];
  let service = "";
  for (const line of page.split("\n")) {
    service = /^## (\S+):/.exec(line)?.[1] ?? service;
    const [operation = "", ...marks] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    clients.forEach((client, index) => {
      if (marks[index] === mark) {
        served.push({ service, operation, client });
      }
    });
  }
  return served;
}

function useKey({
  service,
  operation,
  client,
}: {
  service: string;
  operation: string;
  client: Client;
}): string {
  return `${service} ${operation} ${client}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
