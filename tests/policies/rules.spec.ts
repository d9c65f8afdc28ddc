import { expect } from "chai";

import { asyncMetrics, metricDimensions } from "../../sagemaker/metrics";
import { ruleCases } from "./cases";
import { type Subject } from "./cases/rule-case";
import { alarm, configuration, dashboardOf, model, topic, trackingPolicy } from "./examples";
import { type AnalyzedResource, Pack, type RuleInfo, type Said, unknown } from "./pack";

/** What a metric is published under. */
interface Address {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

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

  it("has something that passes, fails and is not known yet of each, and a setting where there is one", () => {
    for (const { rule, passes, fails, settings } of ruleCases) {
      expect([passes.length, fails.length], rule).to.satisfy((counts: number[]) =>
        counts.every((count) => count > 0),
      );
      const own = Object.keys(rules.get(rule)?.settings ?? {});
      if (own.length > 0) expect(settings, rule).to.include.any.keys(...own);
    }
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

  for (const { rule, passes, fails, unknown: later, settings, given = {} } of ruleCases) {
    describe(`rule ${rule}`, () => {
      it("has nothing to say where all is well", async () => {
        for (const subject of passes) expect(await saidBy(rule, subject)).to.deep.equal([]);
      });

      it("names what is wrong, as severe as it is by default", async () => {
        await pack.configure({ [rule]: given });
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
        await pack.configure({ [rule]: given });
        const [subject, held] = later;
        const said = await saidBy(rule, subject);
        expect(said.map(({ level }) => level)).to.deep.equal(held === "tried" ? [] : ["advisory"]);
        for (const { message } of said) expect(message).to.contain("during preview");
      });

      it("does as a stack's configuration says", async () => {
        const [failing] = fails[0] ?? [];
        if (failing === undefined) throw new Error("nothing fails");
        await pack.configure({ [rule]: { ...given, enforcementLevel: "advisory" } });
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

  describe("rules about metrics", () => {
    const addressed = Object.values(asyncMetrics).map((metric): Address => ({
      ...metric,
      dimensions: metricDimensions(metric, "summaries", "primary"),
    }));
    const namespaces = [...new Set(addressed.map(({ namespace }) => namespace))];

    /** By what each rule is told of a metric. */
    const told: Readonly<Record<string, (address: Address) => AnalyzedResource>> = {
      "alarm-metrics-exist": ({ namespace, name, dimensions }) =>
        alarm({ namespace, metricName: name, dimensions }),
      "dashboard-metrics-exist": ({ namespace, name, dimensions }) =>
        dashboardOf(namespace, name, ...Object.entries(dimensions).flat()),
      "scaling-metrics-exist": ({ namespace, name, dimensions }) =>
        trackingPolicy({
          customizedMetricSpecification: {
            ...{ namespace, metricName: name },
            dimensions: Object.entries(dimensions).map(([key, value]) => ({ name: key, value })),
          },
        }),
    };

    for (const [rule, of] of Object.entries(told)) {
      it(`${rule} knows each metric of the table, and that alone`, async () => {
        for (const address of addressed) {
          expect(await saidBy(rule, of(address)), address.name).to.deep.equal([]);
          for (const wrong of mistyped(address)) {
            const said = await saidBy(rule, of(wrong));
            expect(
              said.map(({ level }) => level),
              JSON.stringify(wrong),
            ).to.include("mandatory");
          }
        }
      });
    }

    /** The address with one slip in it, in each place. */
    function mistyped(address: Address): Address[] {
      const { name, namespace, dimensions } = address;
      const [[, value] = ["", ""], ...others] = Object.entries(dimensions);
      return [
        { ...address, name: `${name}s` },
        { ...address, namespace: namespaces.find((other) => other !== namespace) ?? "" },
        { ...address, dimensions: { ...dimensions, InstanceId: "i-1" } },
        { ...address, dimensions: { Endpoint: value, ...Object.fromEntries(others) } },
      ];
    }
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
