import { type Recording, record } from "../components/recording-monitor";
import { settingsNamespace } from "../../settings/schema";
import { startLocalAws } from "../../simulator/aws/local-aws";
import { readProject } from "../../simulator/deploy/project";
import {
  type CheckedStack,
  checkedStacks,
  type StackSettings,
} from "../provider-check/checked-stacks";
import { projectFolder } from "../provider-check/program-graph";
import { symbolicOutputs } from "../provider-check/symbolic-outputs";
import { recordProgram } from "../recorded-program";
import { runTypeScriptExample, runYamlExample } from "./examples";
import { bringOwnResources } from "./own-resources";

/** What registers resources: the program with the settings of a stack, or an example. */
export interface GraphSource {
  readonly name: string;
  /** Keys of what is set, without their namespace. */
  readonly settingsInUse: () => Promise<readonly string[]>;
  /** Its resources, whose outputs are references: recorded once. */
  readonly graph: () => Promise<Recording>;
}

/** What only the Pulumi CLI, or AWS itself, can host: parts that the local AWS has no place for. */
const beyondTheLocalAws: readonly CheckedStack[] = [
  {
    name: "with a network, a table of results and people to tell",
    stack: "local",
    settings: {
      createNetwork: "true",
      networkCidrBlock: "10.8.0.0/20",
      networkZones: "3",
      networkNatGateway: "true",
      containerImage: "123456789012.dkr.ecr.us-east-1.amazonaws.com/summaries:1",
      servingStack: "torchserve",
      modelServerBatchSize: "4",
      modelServerBatchDelayMilliseconds: "100",
      containerStartupTimeoutSeconds: "600",
      modelDownloadTimeoutSeconds: "600",
      createResultsTable: "true",
      resultsTableRetentionDays: "30",
      scaleOutCooldownSeconds: "60",
      scaleInCooldownSeconds: "900",
      dashboardName: "articles",
      oldestRequestAlarmSeconds: "600",
      coldStartAlarmSeconds: "600",
      pinnedAlarmSeconds: "1800",
      alarmEmails: JSON.stringify(["ops@example.org"]),
      alarmUrls: JSON.stringify(["https://ops.example.org/alarms"]),
      alarmActionArns: JSON.stringify(["arn:aws:sns:us-east-1:123456789012:on-call"]),
      maintenance: "true",
    },
    otherInstances: {},
  },
  {
    name: "without scaling and topics",
    stack: "local",
    settings: {
      autoscaling: "false",
      hubTokenSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-a1b2c3",
      createTopics: "false",
      createQueues: "false",
      createResultsTable: "true",
      createAlarmTopic: "false",
    },
    otherInstances: {},
  },
];

/** The examples that Node can run. */
export const exampleSources: readonly GraphSource[] = [
  ofProgram("the TypeScript example", runTypeScriptExample),
  ofProgram("the YAML example", runYamlExample),
];

/** What has parts that the local AWS has no place for, and a program with resources of its own. */
export const unhostedSources: readonly GraphSource[] = [
  ...beyondTheLocalAws.map(ofStack),
  ofProgram("a program that brings its own resources", bringOwnResources),
];

/** Every stack file, the stacks that set between them every key, and the above. */
export const graphSources: readonly GraphSource[] = [
  ...checkedStacks().map(ofStack),
  ...unhostedSources,
  ...exampleSources,
];

function ofStack({ name, stack, settings, prepare }: CheckedStack): GraphSource {
  const config = once(async () => {
    const given = { ...settings, ...(await preparedBy(prepare)) };
    return readProject(projectFolder, stack, given).config;
  });
  return {
    name: `stack ${name}`,
    settingsInUse: async () =>
      Object.keys(await config()).flatMap((key) => {
        const [namespace, setting = ""] = key.split(":");
        return namespace === settingsNamespace ? [setting] : [];
      }),
    graph: once(async () => recordProgram(await config(), { stack, outputs: symbolicOutputs })),
  };
}

function ofProgram(name: string, program: () => unknown): GraphSource {
  return {
    name,
    settingsInUse: () => Promise.resolve([]),
    graph: once(() => record(program, {}, { outputs: symbolicOutputs })),
  };
}

async function preparedBy(prepare: CheckedStack["prepare"]): Promise<StackSettings> {
  if (prepare === undefined) return {};
  const aws = await startLocalAws({ speed: 60 });
  try {
    return await prepare(aws.endpoint);
  } finally {
    await aws.close();
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
