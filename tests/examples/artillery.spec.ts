import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { parse } from "yaml";

import { type LoadTarget } from "../../load/service/target";
import { deployStack, inService } from "../load/local-stack";
import { clientSettings, useServer } from "../simulator/aws/local-server";

const folder = join(__dirname, "../../examples/artillery");

interface Context {
  readonly vars: Record<string, unknown>;
}

type Callback = (error: unknown, context: Context) => void;
type Step = (context: Context, callback: Callback) => void;

interface Script {
  readonly config: {
    readonly target?: string;
    readonly engines: { readonly "sagemaker-async": object };
    readonly processor?: object;
    readonly variables?: { readonly article: readonly string[] };
  };
  readonly scenarios: readonly Scenario[];
}

interface Scenario {
  readonly name?: string;
  readonly flow: readonly object[];
}

/** What Artillery calls of an engine. */
interface Engine {
  createScenario(scenario: Scenario, events: EventEmitter): Step;
}

type EngineClass = new (script: Script, events: EventEmitter, helpers: object) => Engine;

/** Artillery's helpers, as far as the engine calls them. */
const helpers = {
  template: (value: unknown, { vars }: Context): unknown =>
    value === undefined
      ? undefined
      : JSON.parse(
          JSON.stringify(value).replace(/{{ (\w+) }}/g, (_all, name: string) =>
            JSON.stringify(vars[name]).slice(1, -1),
          ),
        ),
  createThink:
    ({ think }: { readonly think: number }): Step =>
    (context, callback) => {
      context.vars.thought = think;
      callback(null, context);
    },
};

/** What a virtual user came to, and what it told on the way. */
interface Outcome {
  readonly error: unknown;
  readonly vars: Record<string, unknown>;
  readonly told: readonly (readonly unknown[])[];
}

/** The module that Artillery resolves for `engine: sagemaker-async`. */
const SageMakerAsyncEngine = createRequire(__filename)(
  join(folder, "artillery-engine-sagemaker-async"),
) as EngineClass;

const example = parse(readFileSync(join(folder, "load.yaml"), "utf8")) as Script;

function play(script: Script, scenario: Scenario, vars: object): Promise<Outcome> {
  const events = new EventEmitter();
  const told: unknown[][] = [];
  for (const name of ["started", "counter", "histogram", "error"]) {
    events.on(name, (...values: unknown[]) => told.push([name, ...values]));
  }
  const user = new SageMakerAsyncEngine(script, events, helpers).createScenario(scenario, events);
  return new Promise((resolve) =>
    user({ vars: { ...vars } }, (error, context) => resolve({ error, vars: context.vars, told })),
  );
}

function counted({ told }: Outcome): unknown[] {
  return told.filter(([event]) => event !== "histogram");
}

describe("the Artillery engine", function () {
  this.timeout(60_000);

  const server = useServer({ speed: 600 });
  let target: LoadTarget;
  let s3: S3Client;
  before(async () => {
    target = await deployStack(server.aws.endpoint);
    await inService(target);
    s3 = new S3Client({ ...clientSettings(server.aws.endpoint), forcePathStyle: true });
  });
  after(() => s3.destroy());

  function scriptOf(run: string): Script {
    return {
      config: {
        target: target.endpointName,
        engines: {
          "sagemaker-async": {
            region: target.region,
            endpointUrl: target.endpointUrl,
            inputLocation: `s3://${target.bucketName}/artillery`,
            run,
          },
        },
      },
      scenarios: example.scenarios,
    };
  }

  function scenarioNamed(name: string): Scenario {
    const scenario = example.scenarios.find((each) => each.name === name);
    if (scenario === undefined) throw new Error(`load.yaml has no scenario ${name}`);
    return scenario;
  }

  async function objectAt(key: string): Promise<string> {
    const object = await s3.send(new GetObjectCommand({ Bucket: target.bucketName, Key: key }));
    return object.Body?.transformToString() ?? "";
  }

  it("puts each input into S3 and invokes with it, under ids that a repetition gives again", async () => {
    const articles = example.config.variables?.article ?? [];
    for (const [index, article] of articles.entries()) {
      const outcome = await play(scriptOf("sent"), scenarioNamed("send"), { article });
      expect(outcome.error).to.equal(null);
      expect(counted(outcome)).to.deep.equal([
        ["started"],
        ["counter", "sagemaker_async.requests", 1],
        ["counter", "sagemaker_async.accepted", 1],
      ]);
      expect(await objectAt(`artillery/sent.${threadId}.${index}`)).to.equal(article);
    }
    expect(articles).to.have.length(2);
  });

  it("sends an input in the request, waits for its result and reads it", async () => {
    const outcome = await play(scriptOf("read"), scenarioNamed("send and read"), {
      article: example.config.variables?.article[0],
    });
    expect(outcome.error).to.equal(null);
    expect(counted(outcome)).to.deep.equal([
      ["started"],
      ["counter", "sagemaker_async.requests", 1],
      ["counter", "sagemaker_async.accepted", 1],
      ["counter", "sagemaker_async.completed", 1],
    ]);
    const times = outcome.told.filter(([event]) => event === "histogram");
    expect(times.map(([, name]) => name)).to.deep.equal([
      "sagemaker_async.submit_time",
      "sagemaker_async.result_time",
    ]);
    const summary = outcome.vars.summary as Record<string, string>;
    expect(summary).to.include({ inferenceId: `read.${threadId}.0`, inputLocation: null });
    const [{ summary_text: sentence }] = JSON.parse(summary.output ?? "") as [
      { summary_text: string },
    ];
    expect(example.config.variables?.article[0]).to.include(sentence.split(". ")[0]);
    expect(outcome.vars.thought).to.equal(1);
    const listed = await s3.send(
      new ListObjectsV2Command({ Bucket: target.bucketName, Prefix: "artillery/read" }),
    );
    expect(listed.KeyCount).to.equal(0);
  });

  it("ends a virtual user whose request failed, with what the failure says", async () => {
    const inputLocation = `s3://${target.bucketName}/no-such-input`;
    const outcome = await play(
      scriptOf("failed"),
      { flow: [{ invoke: { inputLocation, wait: { pollSeconds: 0.1 } } }] },
      {},
    );
    expect(outcome.error).to.have.property("name", "ResultFailed");
    expect(outcome.error)
      .to.have.property("message")
      .that.matches(
        /^Request failed\.\d+\.0 failed, as s3:\/\/articles-bucket\/failure\/.+ says: /,
      );
    expect(counted(outcome).slice(-2)).to.deep.equal([
      ["counter", "sagemaker_async.failed", 1],
      ["error", "ResultFailed"],
    ]);
  });

  it("ends a virtual user that the endpoint refused, with the service's word", async () => {
    const script = scriptOf("refused");
    const outcome = await play(
      { ...script, config: { ...script.config, target: "nobody" } },
      { flow: [{ invoke: { text: "x", inline: true } }] },
      {},
    );
    expect(outcome.error).to.have.property("name", "ValidationError");
    expect(counted(outcome).slice(-2)).to.deep.equal([
      ["counter", "sagemaker_async.requests", 1],
      ["error", "ValidationError"],
    ]);
  });

  const refused: readonly (readonly [string, object, string])[] = [
    [
      "an action of another engine",
      { get: { url: "/" } },
      'The action ["get"] is none of engine sagemaker-async: give `invoke`, `think`, `loop`, `function` or `log`',
    ],
    [
      "no input",
      { invoke: { wait: true } },
      "`invoke` has no input; give exactly one of text, json, file, inputLocation",
    ],
    [
      "two inputs",
      { invoke: { text: "x", json: {} } },
      "`invoke` has text and json for input; give exactly one of text, json, file, inputLocation",
    ],
    [
      "a key that it does not know",
      { invoke: { text: "x", wiat: true } },
      "`invoke` has wiat; it may have text, json, file, inputLocation, contentType, inline, as, wait, requestTtlSeconds, " +
        "invocationTimeoutSeconds",
    ],
    [
      "a wait that is no time",
      { invoke: { text: "x", wait: { timeoutSeconds: "long" } } },
      '`invoke.wait.timeoutSeconds` is "long"; it must be a number of seconds above 0',
    ],
    [
      "a function that is not exported",
      { function: "draw" },
      '`function` is "draw", which `config.processor` does not export: export it there',
    ],
  ];
  for (const [what, action, message] of refused) {
    it(`refuses ${what} before anything is sent`, () => {
      const engine = new SageMakerAsyncEngine(scriptOf("x"), new EventEmitter(), helpers);
      expect(() => engine.createScenario({ flow: [action] }, new EventEmitter())).to.throw(message);
    });
  }

  it("refuses a config without a place for inputs where one is needed", () => {
    const { config } = scriptOf("x");
    const engines = { "sagemaker-async": { region: "us-east-1" } };
    const script = { config: { ...config, engines }, scenarios: [] };
    const engine = new SageMakerAsyncEngine(script, new EventEmitter(), helpers);
    expect(() =>
      engine.createScenario({ flow: [{ invoke: { text: "x" } }] }, new EventEmitter()),
    ).to.throw(
      "`invoke` puts its input into S3, and `config.engines.sagemaker-async.inputLocation` does not say where: give it " +
        "(s3://bucket/prefix), or `inline: true` for inputs of up to 128,000 bytes",
    );
  });
});
