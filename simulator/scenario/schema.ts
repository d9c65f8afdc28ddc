import { z } from "zod";
import { limits } from "../../sagemaker/limits";
import { model } from "./model-schema";
import { platform } from "./platform-schema";
import { scaling } from "./scaling-schema";
import { number, object, text } from "./schema-parts";
import { workload } from "./workload-schema";

const endpoint = object(
  {
    instanceType: text("Instance type, for example ml.m5.xlarge.").default("ml.m5.xlarge"),
    initialInstanceCount: number(
      { min: 0, whole: true },
      "Instances in service at the start.",
    ).default(1),
    maxConcurrentInvocationsPerInstance: number(
      { ...limits.concurrentInvocationsPerInstance, whole: true },
      "Requests that an instance runs at a time; null leaves it to SageMaker.",
    )
      .nullable()
      .default(2),
  },
  "What serves.",
);

/** The scenario of DESIGN: every key but `workload` has a default, keys that it does not know are refused. */
export const scenarioSchema = object(
  {
    name: text("Shown in reports.").default("scenario"),
    seed: number({ whole: true }, "Seed of all chance.").default(1),
    region: text("Region whose prices hold.").default("us-east-1"),
    workload,
    endpoint: endpoint.prefault({}),
    model: model.prefault({}),
    scaling: scaling.nullable().prefault({}),
    platform: platform.prefault({}),
    maxSeconds: number({ above: 0 }, "The run ends here at the latest, seconds.").default(172_800),
    $schema: z.string().optional().describe("For editors."),
  },
  "A scenario.",
);

/** A scenario as parsed: defaults filled in, files read. */
export type Scenario = Omit<z.output<typeof scenarioSchema>, "$schema">;

/** Scaling as it is written, with what has a default left out. */
export type ScalingInput = z.input<typeof scaling>;

/** Fills the defaults of a scaling in. */
export function completeScaling(written: ScalingInput): NonNullable<Scenario["scaling"]> {
  return scaling.parse(written);
}

/** The JSON Schema of a scenario file, made from the definition that parses it. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(scenarioSchema, { io: "input" });
}
