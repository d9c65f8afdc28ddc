import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { checkedStacks } from "../provider-check/checked-stacks";
import { findPulumi } from "./installation";
import { liveThrough } from "./stack-life";

/** The provider waits half a minute of its own for each queue, at creation and at removal. */
const A_STACK_MS = 30 * 60 * 1000;

describe("The program under the Pulumi CLI, on the local AWS", function () {
  this.timeout(A_STACK_MS);

  for (const stack of checkedStacks()) {
    const all = process.env["PULUMI_CHECK"] !== undefined;
    it(`previews, makes, changes, refreshes and destroys the stack ${stack.name}, and changes nothing in between`, async function () {
      if (stack.name !== "local" && !all) {
        console.log("      takes minutes: skipped; PULUMI_CHECK=1 runs it");
        return this.skip();
      }
      const installation = await findPulumi();
      if (typeof installation === "string") {
        console.log(`      ${installation}: skipped`);
        return this.skip();
      }
      const folder = mkdtempSync(join(tmpdir(), "pulumi-check-"));
      try {
        // The change of the instance type takes as long as the rest, and is left to who asks for it.
        const { otherInstances } = stack;
        const life = { ...stack, otherInstances: all ? otherInstances : {} };
        const steps = await liveThrough(life, folder, installation);
        const problems = steps.flatMap(({ name, problems }) =>
          problems.map((problem) => `${name}: ${problem}`),
        );
        expect(problems).to.deep.equal([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
