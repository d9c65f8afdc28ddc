import { expect } from "chai";

import { configuration, model, topic } from "./examples";
import { Pack, type RuleInfo, type Said, unknown } from "./pack";
import { ruleCases, type Subject } from "./rule-cases";

describe("the policy pack", () => {
  let pack: Pack;
  let rules: ReadonlyMap<string, RuleInfo>;
  before(async () => {
    pack = await Pack.start();
    rules = new Map((await pack.rules()).map((rule) => [rule.name, rule]));
  });
  after(() => pack.stop());
  beforeEach(() => pack.configure());

  async function saidBy(rule: string, subject: Subject): Promise<Said[]> {
    const said = await ("type" in subject ? pack.analyze(subject) : pack.analyzeStack(subject));
    return said.filter((each) => each.rule === rule);
  }

  it("has a case for each of its rules", () => {
    expect(ruleCases.map(({ rule }) => rule)).to.have.members([...rules.keys()]);
  });

  it("tells of each rule how severe it is, and what to do about it", () => {
    for (const { name, severity, remedy, settings } of rules.values()) {
      expect(severity, name).to.be.above(0);
      expect(remedy, name).not.to.be.empty;
      for (const [setting, { description }] of Object.entries(settings)) {
        expect(description, `${name}.${setting}`).to.be.a("string").that.is.not.empty;
      }
    }
  });

  for (const { rule, passes, fails, unknown: later, settings } of ruleCases) {
    describe(`rule ${rule}`, () => {
      it("has nothing to say where all is well", async () => {
        for (const subject of passes) expect(await saidBy(rule, subject)).to.deep.equal([]);
      });

      it("names what is wrong, as severe as it is by default", async () => {
        const level = rules.get(rule)?.level;
        for (const [subject, ...messages] of fails) {
          const said = await saidBy(rule, subject);
          expect(said.map(({ message }) => message)).to.deep.equal(messages);
          // What could not be mended stops a deployment.
          const expected = level === "remediate" ? "mandatory" : level;
          expect(new Set(said.map((each) => each.level))).to.deep.equal(new Set([expected]));
        }
      });

      it("refuses nothing for what a preview does not know yet", async () => {
        const [subject, held] = later;
        const said = await saidBy(rule, subject);
        expect(said.map(({ level }) => level)).to.deep.equal(held === "tried" ? [] : ["advisory"]);
        for (const { message } of said) expect(message).to.contain("during preview");
      });

      it("does as a stack's configuration says", async () => {
        const [failing] = fails[0] ?? [];
        if (failing === undefined) return;
        await pack.configure({ [rule]: "advisory" });
        const advised = await saidBy(rule, failing);
        expect(advised.map(({ level }) => level))
          .to.include("advisory")
          .but.not.include("mandatory");
        await pack.configure({ [rule]: "disabled" });
        expect(await saidBy(rule, failing)).to.deep.equal([]);
        if (settings === undefined) return;
        await pack.configure({ [rule]: settings });
        expect(await saidBy(rule, failing)).to.deep.equal([]);
      });
    });
  }

  describe("rule allowed-instance-types", () => {
    const rule = "allowed-instance-types";

    it("holds to the types and families that a stack is allowed", async () => {
      await pack.configure({ [rule]: { allowed: ["ml.g5.*", "ml.c5.large"] } });
      expect((await saidBy(rule, configuration())).map(({ message }) => message)).to.deep.equal([
        "`instanceType` is ml.m5.xlarge; allowed are ml.g5.*, ml.c5.large",
      ]);
      await pack.configure({ [rule]: { allowed: ["ml.m5.*"] } });
      expect(await saidBy(rule, configuration())).to.deep.equal([]);
    });
  });

  describe("rule required-tags", () => {
    it("fills in what is set for the stack, and the project", async () => {
      await pack.configure({ "required-tags": { values: { team: "vision" } } });
      const { props, rules: mended } = await pack.remediate(topic({ tags: { team: "nlp" } }));
      expect(mended).to.deep.equal(["required-tags"]);
      expect(props)
        .to.have.property("tags")
        .that.deep.equals({ team: "nlp", project: "summaries" });
      const filled = await pack.remediate(topic({ tags: undefined }));
      expect(filled.props)
        .to.have.property("tags")
        .that.deep.equals({ team: "vision", project: "summaries" });
    });

    it("leaves alone what has its tags, takes none, or is not to be mended", async () => {
      expect((await pack.remediate(topic())).rules).to.deep.equal([]);
      await pack.configure({ "required-tags": "mandatory" });
      expect((await pack.remediate(topic({ tags: undefined }))).rules).to.deep.equal([]);
    });

    it("keeps what a preview does not know", async () => {
      const { props } = await pack.remediate(topic({ tags: undefined, kmsMasterKeyId: unknown }));
      expect(props).to.include({ kmsMasterKeyId: unknown });
    });
  });

  it("leaves endpoints that are not asynchronous to others", async () => {
    const realTime = configuration({ asyncInferenceConfig: undefined, kmsKeyArn: undefined });
    expect(await pack.analyze(realTime)).to.deep.equal([]);
    expect(await pack.analyze(model())).to.deep.equal([]);
  });
});
