import { expect } from "chai";

import { PlanError } from "../../planner/plan-error";
import { type StackValues } from "../../planner/plan-document";
import { withSettings } from "../../planner/write-settings";
import { SettingsError } from "../../settings/schema";

const stack = `# The stack of the team.
config:
  aws:region: us-east-1 # where the data is
  sagemaker-async-inference:concurrency: "2"

  # Raised after the incident of May.
  sagemaker-async-inference:maxCapacity: 5
  sagemaker-async-inference:hubToken:
    secure: v1:abc
`;

const values: StackValues = {
  instanceType: "ml.g5.2xlarge",
  concurrency: 2,
  minCapacity: 0,
  maxCapacity: 8,
  idleScaleInSeconds: 1800,
};

describe("writing settings into a stack file", () => {
  it("keeps comments, order, secrets and every other key", () => {
    const { text, changed } = withSettings(stack, values, "Pulumi.dev.yaml");

    // `concurrency` has that value already, and `minCapacity` its default.
    expect(text).to.equal(
      stack.replace("maxCapacity: 5", "maxCapacity: 8") +
        "  sagemaker-async-inference:instanceType: ml.g5.2xlarge\n" +
        "  sagemaker-async-inference:idleScaleInSeconds: 1800\n",
    );
    expect(changed).to.deep.equal([
      "sagemaker-async-inference:instanceType",
      "sagemaker-async-inference:maxCapacity",
      "sagemaker-async-inference:idleScaleInSeconds",
    ]);
  });

  it("changes nothing the second time", () => {
    const { text } = withSettings(stack, values, "Pulumi.dev.yaml");

    expect(withSettings(text, values, "Pulumi.dev.yaml")).to.deep.equal({ text, changed: [] });
  });

  it("switches off what would overrule the settings", () => {
    const automatic = `${stack}  sagemaker-async-inference:automaticConcurrency: true\n`;

    const { text } = withSettings(automatic, values, "Pulumi.dev.yaml");

    expect(text).to.contain("sagemaker-async-inference:automaticConcurrency: false\n");
  });

  it("writes lists and maps as such", () => {
    const schedule = {
      name: "up",
      schedule: "cron(50 7 * * ? *)",
      timezone: "UTC",
      minCapacity: 3,
    };
    const { text } = withSettings(
      "config: {}\n",
      { schedules: [schedule], containerEnvironment: { SM_VLLM_MAX_NUM_SEQS: "8" } },
      "Pulumi.dev.yaml",
    );

    expect(text).to.contain("schedule: cron(50 7 * * ? *)").and.contain("SM_VLLM_MAX_NUM_SEQS:");
  });

  it("takes out schedules that the plan has none of, as they would overrule it", () => {
    const scheduled = `${stack}  sagemaker-async-inference:schedules:
    - name: up
      schedule: cron(50 7 * * ? *)
      minCapacity: 3
`;

    const { text, changed } = withSettings(scheduled, values, "Pulumi.dev.yaml");

    expect(text).to.contain("sagemaker-async-inference:schedules: []\n").and.not.contain("cron");
    expect(changed).to.include("sagemaker-async-inference:schedules");
  });

  it("leaves the other variables of the container as they are", () => {
    const own = `${stack}  sagemaker-async-inference:containerEnvironment:
    HF_HOME: /tmp # the only folder that can be written
    SM_VLLM_MAX_NUM_SEQS: "4"
`;

    const { text } = withSettings(
      own,
      { ...values, containerEnvironment: { SM_VLLM_MAX_NUM_SEQS: "8" } },
      "Pulumi.dev.yaml",
    );

    expect(text).to.contain("    HF_HOME: /tmp # the only folder that can be written\n");
    expect(text).to.match(/SM_VLLM_MAX_NUM_SEQS: "8"\n/);
  });

  it("refuses settings that do not go with the others of the file", () => {
    const long = `${stack}  sagemaker-async-inference:longestInvocationSeconds: 3600\n`;

    expect(() => withSettings(long, values, "Pulumi.dev.yaml")).to.throw(
      SettingsError,
      "idleScaleInSeconds",
    );
  });

  it("refuses what is no stack file", () => {
    expect(() => withSettings("config: [1]\n", values, "Pulumi.dev.yaml")).to.throw(
      PlanError,
      "Pulumi.dev.yaml: `config` must be a map",
    );
    expect(() => withSettings("config: {\n", values, "Pulumi.dev.yaml")).to.throw(
      PlanError,
      "Pulumi.dev.yaml is not readable YAML",
    );
  });
});
