import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { parse } from "yaml";

import { parseSettings, readSettings, SettingsError } from "../settings";
import {
  endpointNameOf,
  type SettingProblem,
  settingKeys,
  settingsNamespace,
} from "../settings/schema";

const root = join(__dirname, "..");

function config(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${settingsNamespace}:${key}`, value]),
  );
}

function problems(values: Record<string, string>): Record<string, string> {
  try {
    parseSettings(config(values));
  } catch (error) {
    if (error instanceof SettingsError) {
      return Object.fromEntries(
        error.problems.map(({ key, reason }: SettingProblem) => [
          key.slice(settingsNamespace.length + 1),
          reason,
        ]),
      );
    }
    throw error;
  }
  return {};
}

describe("settings", () => {
  it("are the default stack when nothing is set", () => {
    expect(parseSettings({})).to.include({
      team: "research",
      modelId: "google/pegasus-large",
      task: "summarization",
      instanceType: "ml.g5.xlarge",
      concurrency: 2,
      backlogTarget: 5,
      minCapacity: 0,
      maxCapacity: 5,
      scaleOutCooldownSeconds: 120,
      scaleInCooldownSeconds: 120,
    });
  });

  it("take numbers and flags from text", () => {
    expect(
      parseSettings(config({ concurrency: "8", backlogTarget: "2.5", forceDestroyBucket: "true" })),
    ).to.include({ concurrency: 8, backlogTarget: 2.5, forceDestroyBucket: true });
  });

  it("pass over the keys of other namespaces", () => {
    expect(parseSettings({ "aws:region": "eu-west-1", "other:concurrency": "x" })).to.deep.equal(
      parseSettings({}),
    );
  });

  it("refuse an unknown key by name, and say which was meant", () => {
    expect(problems({ concurency: "2" })).to.deep.equal({
      concurency: "is no setting; did you mean `sagemaker-async-inference:concurrency`?",
    });
  });

  it("refuse a key that resembles none, and list those there are", () => {
    expect(problems({ frobnicate: "2" })).to.deep.equal({
      frobnicate: `is no setting; settings are ${settingKeys.join(", ")}`,
    });
  });

  for (const [key, value, reason] of [
    ["concurrency", "0", 'is "0"; it must be a whole number of requests from 1 to 1000'],
    ["concurrency", "1001", 'is "1001"; it must be a whole number of requests from 1 to 1000'],
    ["concurrency", "two", 'is "two"; it must be a whole number of requests from 1 to 1000'],
    ["concurrency", "", 'is ""; it must be a whole number of requests from 1 to 1000'],
    ["backlogTarget", "0", 'is "0"; it must be a number of requests above 0'],
    ["backlogTarget", "-1", 'is "-1"; it must be a number of requests above 0'],
    ["minCapacity", "-1", 'is "-1"; it must be a whole number of instances from 0 to 2147483647'],
    ["forceDestroyBucket", "yes", 'is "yes"; it must be true or false'],
    [
      "instanceType",
      "m5.xlarge",
      'is "m5.xlarge"; it must look like "ml.<family>.<size>", for example "ml.g5.xlarge"',
    ],
    [
      "minCapacity",
      "6",
      "is 6; it must not be above `sagemaker-async-inference:maxCapacity`, which is 5: lower it or raise `sagemaker-async-inference:maxCapacity`",
    ],
    ["idleScaleInSeconds", "59", 'is "59"; it must be a whole number of seconds from 60 to 86400'],
    [
      "idleScaleInSeconds",
      "899",
      "is 899; it must be at least `sagemaker-async-inference:longestInvocationSeconds`, which is 900: raise it, or lower `sagemaker-async-inference:longestInvocationSeconds`",
    ],
    [
      "scaleInOnBacklog",
      "true",
      "is true; target tracking removes instances whatever runs on them, and SageMaker kills that after 30 seconds, " +
        "while `sagemaker-async-inference:longestInvocationSeconds` is 900: leave it false, or lower " +
        "`sagemaker-async-inference:longestInvocationSeconds` to 30 if every request ends by then",
    ],
    [
      "schedules",
      '[{"name":"night","at":"20:00"}]',
      'is [{"name":"night","at":"20:00"}]; it must be a list of {name, schedule, timezone, minCapacity, maxCapacity}',
    ],
    [
      "schedules",
      '[{"name":"night","schedule":"20:00"}]',
      'has at position 0 a schedule whose `schedule` is "20:00"; it must be at(yyyy-mm-ddThh:mm:ss), rate(<number> minutes, hours or days) or cron(<six fields>), at most 1600 characters',
    ],
    [
      "failurePrefix",
      "output",
      'is "output", the same as `sagemaker-async-inference:outputPrefix`; results and failures must not mix: change one of them',
    ],
  ] as const) {
    it(`refuse ${key} ${JSON.stringify(value)}, with what was given and what is permitted`, () => {
      expect(problems({ [key]: value })).to.deep.equal({ [key]: reason });
    });
  }

  it("refuse an instance type that no Hugging Face image runs on, unless an image is named", () => {
    expect(problems({ instanceType: "ml.c7g.xlarge" })).to.have.all.keys("instanceType");
    const containerImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/model:1";
    expect(problems({ instanceType: "ml.c7g.xlarge", containerImage })).to.deep.equal({});
  });

  it("serve the default model unless another source of one is set", () => {
    const modelArchiveUri = "s3://models/model.tar.gz";
    expect(parseSettings(config({ modelArchiveUri }))).to.include({ modelArchiveUri });
    expect(parseSettings(config({ modelArchiveUri }))).not.to.have.any.keys("modelId", "task");
    expect(parseSettings(config({ modelId: "gpt2" }))).not.to.have.property("task");
  });

  it("take lists and maps as Pulumi hands them over", () => {
    expect(
      parseSettings(
        config({ errorEmails: '["a@example.org"]', containerEnvironment: '{"LOG_LEVEL":"20"}' }),
      ),
    ).to.deep.include({
      errorEmails: ["a@example.org"],
      containerEnvironment: { LOG_LEVEL: "20" },
    });
  });

  for (const [values, key, reason] of [
    [
      { errorEmails: "a@example.org" },
      "errorEmails",
      "is a@example.org; it must be a list of texts",
    ],
    [
      { containerEnvironment: "[]" },
      "containerEnvironment",
      "is []; it must be a map of names to texts",
    ],
    [
      { deploymentStrategy: "big-bang" },
      "deploymentStrategy",
      'is "big-bang"; it must be one of "all-at-once", "canary", "linear", "rolling"',
    ],
    [
      { modelId: "gpt2", modelPrefixUri: "s3://models/gpt2/" },
      "modelPrefixUri",
      "is given beside `sagemaker-async-inference:modelId`; a model has one source: give exactly one of `sagemaker-async-inference:modelId`, `sagemaker-async-inference:modelArchiveUri`, `sagemaker-async-inference:modelPrefixUri`, `sagemaker-async-inference:modelPackageArn`",
    ],
    [
      { networkIsolation: "true" },
      "networkIsolation",
      "is true; an isolated container cannot fetch `sagemaker-async-inference:modelId` from the Hub: copy the model to S3 and name it with `sagemaker-async-inference:modelPrefixUri` or `sagemaker-async-inference:modelArchiveUri`, or leave the isolation out",
    ],
    [
      { createTopics: "false", errorEmails: '["a@example.org"]' },
      "errorEmails",
      "needs a topic of failures: let topics be made, or name one with `sagemaker-async-inference:errorTopicArn`",
    ],
    [
      { createNetwork: "true" },
      "createNetwork",
      "is true; without a way to the internet nothing fetches `sagemaker-async-inference:modelId` from the Hub: copy the model to S3 and name it with `sagemaker-async-inference:modelPrefixUri` or `sagemaker-async-inference:modelArchiveUri`, or set `sagemaker-async-inference:networkNatGateway` to true, which AWS bills by the hour",
    ],
    [
      {
        createNetwork: "true",
        networkNatGateway: "true",
        subnetIds: '["subnet-0123456789abcdef0"]',
        securityGroupIds: '["sg-0123456789abcdef0"]',
      },
      "createNetwork",
      "is true beside `sagemaker-async-inference:subnetIds`; an endpoint has one network: take one of the two out",
    ],
    [
      { createAlarmTopic: "false", alarmUrls: '["https://ops.example.org"]' },
      "alarmUrls",
      "needs the topic of alarms: leave `sagemaker-async-inference:createAlarmTopic` true, or subscribe to a topic of your own and name that in `sagemaker-async-inference:alarmActionArns`",
    ],
  ] as const) {
    it(`refuse ${JSON.stringify(values)} as the endpoint would, in the stack file's words`, () => {
      expect(problems(values)).to.deep.equal({ [key]: reason });
    });
  }

  it("do not miss a source of a model that is only misspelt", () => {
    expect(problems({ modelArchiveUri: "model.zip" })).to.have.all.keys("modelArchiveUri");
  });

  it("report every problem at once, those between two settings included", () => {
    expect(
      problems({ concurrency: "0", backlogTarget: "0", minCapacity: "9", nonsense: "1" }),
    ).to.have.all.keys("concurrency", "backlogTarget", "minCapacity", "nonsense");
  });

  for (const [stack, made] of [
    ["dev-", "research-inference-dev-"],
    [
      "of-a-branch-with-a-name-that-nobody-would-want-to-type",
      "research-inference-of-a-branch-with-a-name-that-nobody-would-want-to-type",
    ],
  ] as const) {
    it(`refuse the name that stack ${stack} makes of the endpoint, and say which setting to set`, () => {
      expect(() => endpointNameOf(parseSettings({}), stack)).to.throw(
        SettingsError,
        '  `sagemaker-async-inference:endpointName` is not set, and what team "research" and stack ' +
          `"${stack}" make of it is "${made}"; it must be letters, digits and hyphens, with no hyphen at either end, at most 63 characters: set it\n`,
      );
      const named = parseSettings(config({ endpointName: "summaries" }));
      expect(endpointNameOf(named, stack)).to.equal("summaries");
    });
  }

  it("make the endpoint's name of team and stack, without the signs that it may not have", () => {
    expect(endpointNameOf(parseSettings({}), "feature/a_b.c")).to.equal(
      "research-inference-feature-a-b-c",
    );
  });

  it("end a program with a message and no stack trace", async () => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
    pulumi.runtime.setAllConfig(config({ concurrency: "0" }));
    try {
      let thrown: unknown;
      try {
        readSettings();
      } catch (error) {
        thrown = error;
      }
      expect(pulumi.RunError.isInstance(thrown)).to.equal(true);
      expect((thrown as Error).message).to.equal(
        "1 setting of this stack cannot be used:\n" +
          '  `sagemaker-async-inference:concurrency` is "0"; it must be a whole number of requests from 1 to 1000\n' +
          "Change a setting with `pulumi config set <key> <value>`, or take it out with `pulumi config rm <key>`.",
      );
    } finally {
      pulumi.runtime.setAllConfig({});
    }
  });
});

interface ProjectFile {
  readonly name: string;
  readonly config: Record<string, { type: string; description: string; default?: unknown }>;
}

interface StackFile {
  readonly config: Record<string, unknown>;
}

function readYaml<File>(name: string): File {
  return parse(readFileSync(join(root, name), "utf8")) as File;
}

describe("the project file", () => {
  const project = readYaml<ProjectFile>("Pulumi.yaml");
  const settings: Record<string, unknown> = parseSettings({});

  it("is named as the settings' namespace", () => {
    expect(project.name).to.equal(settingsNamespace);
  });

  it("declares every setting that has a default, for Pulumi requires what it declares without one", () => {
    const declared = Object.keys(project.config).map((key) => key.split(":")[1]);
    // The default model gives way to any other source of one, which a declared default would not.
    const yielding = ["modelId", "task"];
    expect(declared).to.have.members(
      settingKeys.filter((key) => settings[key] !== undefined && !yielding.includes(key)),
    );
  });

  it("has the defaults that the program has", () => {
    for (const [key, { default: declared }] of Object.entries(project.config)) {
      const ofProgram = settings[key.split(":")[1] ?? ""];
      expect(declared, key).to.equal(typeof declared === "string" ? String(ofProgram) : ofProgram);
    }
  });

  it("declares as a whole number only what the program takes no other number for", () => {
    for (const [key, { type }] of Object.entries(project.config)) {
      if (type !== "integer") continue;
      expect(() => parseSettings({ [key]: "60.5" }), key).to.throw(SettingsError);
    }
  });

  it("describes every setting", () => {
    for (const [key, { description }] of Object.entries(project.config)) {
      expect(description, key).to.be.a("string").that.is.not.empty;
    }
  });
});

for (const stack of ["dev", "staging", "prod", "local"]) {
  describe(`the ${stack} stack's file`, () => {
    const { config: values } = readYaml<StackFile>(`Pulumi.${stack}.yaml`);

    it("has settings that the program takes", () => {
      const written = Object.entries(values).filter(([key]) => key.startsWith(settingsNamespace));
      expect(() =>
        parseSettings(Object.fromEntries(written.map(([key, value]) => [key, String(value)]))),
      ).not.to.throw();
    });

    it("names a region", () => {
      expect(values["aws:region"]).to.be.a("string");
    });

    it("says which environment it is", () => {
      expect(values["sagemaker-async-inference:environment"]).to.equal(stack);
    });
  });
}
