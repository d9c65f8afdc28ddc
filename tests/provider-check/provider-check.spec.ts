import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkedPrograms } from "./checked-programs";
import { checkedStacks } from "./checked-stacks";
import { checkProgram, checkStack, type StackReport } from "./stack-check";
import { findTerraform, type Installation } from "./terraform";

/** The provider waits half a minute of its own for a queue, at creation and at removal. */
const A_STACK_MS = 30 * 60 * 1000;

describe("The AWS provider under Pulumi's types", function () {
  this.timeout(A_STACK_MS);

  for (const stack of checkedStacks()) {
    it(`creates, changes, imports and destroys the stack ${stack.name}, and plans nothing in between`, function () {
      return expectNoProblem(this, (folder, installation) =>
        checkStack(stack, folder, installation),
      );
    });
  }

  for (const program of checkedPrograms()) {
    const title = program.isHosted
      ? `creates, imports and destroys ${program.name}`
      : `takes every input of ${program.name}`;
    it(title, function () {
      return expectNoProblem(this, (folder, installation) =>
        checkProgram(program, folder, installation),
      );
    });
  }
});

async function expectNoProblem(
  test: Mocha.Context,
  check: (folder: string, installation: Installation) => Promise<StackReport>,
): Promise<void> {
  if (process.env["PROVIDER_CHECK"] === undefined) {
    console.log("      takes minutes: skipped; PROVIDER_CHECK=1 runs it");
    return test.skip();
  }
  const installation = await findTerraform();
  if (typeof installation === "string") {
    console.log(`      ${installation}: skipped`);
    return test.skip();
  }
  const folder = mkdtempSync(join(tmpdir(), "provider-check-"));
  try {
    const { steps, types } = await check(folder, installation);
    const problems = steps.flatMap(({ name, problems }) =>
      problems.map((problem) => `${name}: ${problem}`),
    );
    expect(problems).to.deep.equal([]);
    console.log(`      types: ${types.join(", ")}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
