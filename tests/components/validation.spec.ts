import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { checkedInputs, ifWritten, pairRule, withDefaults } from "../../components/validation";

interface Args {
  readonly low?: pulumi.Input<number>;
  readonly high?: pulumi.Input<number>;
}

const notNegative = (value: number) =>
  value < 0 ? `is ${value}; it must be 0 or more` : undefined;

const ordered = pairRule<Args>()({
  properties: ["low", "high"],
  reason: (low, high) => (low > high ? `is ${low}, above \`high\`, which is ${high}` : undefined),
});

function check(args: Args): Args {
  return checkedInputs('Thing "a"', args, { low: notNegative, high: notNegative }, [ordered]);
}

/** What an output comes to; the runtime's types keep this method to themselves. */
function settled(value: unknown): Promise<unknown> {
  return (value as { promise(): Promise<unknown> }).promise();
}

async function rejection(value: unknown): Promise<string> {
  try {
    await settled(value);
  } catch (error) {
    return (error as Error).message;
  }
  return "it was accepted";
}

describe("checked inputs", () => {
  before(async () => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
  });

  it("pass on what is right", () => {
    expect(check({ low: 1, high: 2 })).to.deep.equal({ low: 1, high: 2 });
  });

  it("say all that is wrong in one error, with the owner's name", () => {
    expect(() => check({ low: -1, high: -2 })).to.throw(
      pulumi.InputPropertiesError,
      'Thing "a" has 3 invalid properties:\n' +
        "  `low` is -1; it must be 0 or more\n" +
        "  `high` is -2; it must be 0 or more\n" +
        "  `low` is -1, above `high`, which is -2",
    );
  });

  it("leave an output that comes out right as it is", async () => {
    expect(await settled(check({ low: pulumi.output(1) }).low)).to.equal(1);
  });

  it("make an output that comes out wrong fail, so that nothing can be made from it", async () => {
    expect(await rejection(check({ low: pulumi.output(-1) }).low)).to.equal(
      'Thing "a" has an invalid property:\n  `low` is -1; it must be 0 or more',
    );
  });

  it("check a promise as an output", async () => {
    expect(await rejection(check({ low: Promise.resolve(-1) }).low)).to.contain("`low` is -1");
  });

  it("hold a plain value against an output once that is known", async () => {
    expect(await rejection(check({ low: 3, high: pulumi.output(2) }).low)).to.contain(
      "`low` is 3, above `high`, which is 2",
    );
  });

  it("hold an output against a plain value once it is known", async () => {
    expect(await rejection(check({ low: pulumi.output(3), high: 2 }).low)).to.contain(
      "`low` is 3, above `high`, which is 2",
    );
  });
});

describe("a list in checked inputs", () => {
  interface Lists {
    readonly ids: pulumi.Input<pulumi.Input<string>[]>;
  }
  const short = (ids: readonly string[]) =>
    ids.some((id) => id.length > 3) ? "has a member that is long" : undefined;

  it("is held back until members that are outputs are known", async () => {
    const ids = [pulumi.output("a"), "abcd"];
    const checked = checkedInputs<Lists>('Thing "a"', { ids }, { ids: short });
    expect(await rejection(checked.ids)).to.contain("`ids` has a member that is long");
    const right = checkedInputs<Lists>('Thing "a"', { ids: [pulumi.output("a")] }, { ids: short });
    expect(await settled(right.ids)).to.deep.equal(["a"]);
  });

  it("is believed where resources name themselves, and judged where it is written out", () => {
    expect(ifWritten([pulumi.output("abcd")], short)).to.equal(undefined);
    expect(ifWritten(pulumi.output(["abcd"]), short)).to.equal(undefined);
    expect(ifWritten(["abcd"], short)).to.equal(short);
  });
});

describe("defaults", () => {
  it("stand in for what is missing or undefined, and for nothing else", () => {
    const args: Args = { low: 0, high: undefined };
    expect(withDefaults({ low: 1, high: 2 }, args)).to.deep.equal({ low: 0, high: 2 });
  });
});
