import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkedStacks } from "./checked-stacks";
import { checkStack } from "./stack-check";
import { findTerraform } from "./terraform";

/** The provider waits half a minute of its own for a queue, at creation and at removal. */
const A_STACK_MS = 30 * 60 * 1000;

describe("The AWS provider under Pulumi's types", function () {
  this.timeout(A_STACK_MS);

  for (const stack of checkedStacks()) {
    it(`creates, changes, imports and destroys the stack ${stack.name}, and plans nothing in between`, async function () {
      if (process.env["PROVIDER_CHECK"] === undefined) {
        console.log("      takes minutes: skipped; PROVIDER_CHECK=1 runs it");
        return this.skip();
      }
      const installation = await findTerraform();
      if (typeof installation === "string") {
        console.log(`      ${installation}: skipped`);
        return this.skip();
      }
      const folder = mkdtempSync(join(tmpdir(), `provider-check-${stack.name}-`));
      try {
        const { steps, types } = await checkStack(stack, folder, installation);
        const problems = steps.flatMap(({ name, problems }) =>
          problems.map((problem) => `${name}: ${problem}`),
        );
        expect(problems).to.deep.equal([]);
        console.log(`      types: ${types.join(", ")}`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
