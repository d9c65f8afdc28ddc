import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import { expect } from "chai";

import { Pack, type RuleInfo } from "./pack";

const file = join(__dirname, "../../docs/policies.md");
const table = /<!-- rules -->\n[^]*<!-- end of rules -->/;

const severities: Readonly<Record<number, string>> = {
  [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

function row({ name, description, level, severity, remedy, settings }: RuleInfo): string {
  const set = Object.entries(settings).map(
    ([key, { default: value, description: what }]) =>
      `\`${key}\` (${JSON.stringify(value)}): ${what}`,
  );
  const told = [description, `*${remedy}*`, ...set].join("<br>");
  return `| \`${name}\` | ${severities[severity]} | ${level} | ${told} |`;
}

describe("the list of rules in docs/policies.md", () => {
  it("is the pack's own; UPDATE_POLICIES=1 writes it", async () => {
    const pack = await Pack.start();
    const rules = await pack.rules().finally(() => pack.stop());
    const head = [
      "| Rule | Severity | Level | What it holds a stack to |",
      "| --- | --- | --- | --- |",
    ];
    const written = [...head, ...rules.map(row)].join("\n");
    const whole = `<!-- rules -->\n\n${written}\n\n<!-- end of rules -->`;
    const text = readFileSync(file, "utf8");
    if (process.env["UPDATE_POLICIES"] !== undefined)
      writeFileSync(file, text.replace(table, whole));
    expect(table.exec(readFileSync(file, "utf8"))?.[0]).to.equal(whole);
  });
});
