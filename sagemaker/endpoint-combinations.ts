import { type EndpointOption, type EndpointOptions } from "./endpoint-options";
import { maxRollbackAlarms } from "./limits";

/** Which options are given; of most of them the value does not matter here, and may be known later only. */
export type GivenOptions = Omit<{ readonly [Name in EndpointOption]?: unknown }, Structural> &
  Pick<EndpointOptions, Structural> & { readonly rollbackAlarmNames?: readonly unknown[] };

type Structural = "createTopics" | "createResultsTable" | "createRollbackAlarms";

/** Says why an option cannot be given beside, or without, others; read after its name. */
interface CombinationRule {
  readonly option: EndpointOption;
  readonly reason: string;
  readonly broken: (options: GivenOptions) => boolean;
}

const modelSources = [
  "modelId",
  "modelArchiveUri",
  "modelPrefixUri",
  "modelPackageArn",
] as const satisfies EndpointOption[];

const given =
  (...names: EndpointOption[]) =>
  (options: GivenOptions): boolean =>
    names.every((name) => options[name] !== undefined);

const lacks =
  (option: EndpointOption, needed: EndpointOption) =>
  (options: GivenOptions): boolean =>
    options[option] !== undefined && options[needed] === undefined;

const hasTopic = (options: GivenOptions, topic: "successTopicArn" | "errorTopicArn"): boolean =>
  options[topic] !== undefined || options.createTopics !== false;

const withoutTopic =
  (option: EndpointOption, topic: "successTopicArn" | "errorTopicArn") =>
  (options: GivenOptions): boolean => {
    const value = options[option];
    return value !== undefined && value !== false && !hasTopic(options, topic);
  };

const rules: readonly CombinationRule[] = [
  ...(["modelRevision", "hubToken", "hubTokenSecretArn"] as const).map((option) => ({
    option,
    reason: "is for a model of the Hugging Face Hub: give `modelId`, or leave it out",
    broken: lacks(option, "modelId"),
  })),
  {
    option: "hubTokenSecretArn",
    reason: "is given beside `hubToken`; they name the same token: leave one of them out",
    broken: given("hubTokenSecretArn", "hubToken"),
  },
  {
    option: "acceptEula",
    reason:
      "is for a model in S3: give `modelArchiveUri` or `modelPrefixUri`, or leave it out; the licence of a model of the Hub is accepted on its page there",
    broken: (options) =>
      options.acceptEula !== undefined &&
      options.modelArchiveUri === undefined &&
      options.modelPrefixUri === undefined,
  },
  ...(["containerImage", "servingStack", "task"] as const).map((option) => ({
    option,
    reason: "is given beside `modelPackageArn`, whose package names image and model: leave one out",
    broken: given(option, "modelPackageArn"),
  })),
  ...(
    ["modelServerWorkers", "modelServerBatchSize", "modelServerBatchDelayMilliseconds"] as const
  ).map((option) => ({
    option,
    reason:
      "sets up a server that is not known: say what the image runs with `servingStack`, or use `environment`",
    broken: (options: GivenOptions) =>
      options[option] !== undefined &&
      options.servingStack === undefined &&
      (options.containerImage !== undefined || options.modelPackageArn !== undefined),
  })),
  ...(["inputRetentionDays", "outputRetentionDays"] as const).map((option) => ({
    option,
    reason:
      "is given beside `bucketName`; a bucket has one lifecycle, and an existing one's is its owner's: set it there, or leave `bucketName` out",
    broken: given(option, "bucketName"),
  })),
  {
    option: "rolePolicyArns",
    reason:
      "is given beside `executionRoleArn`; an existing role's policies are its owner's: attach them there",
    broken: given("rolePolicyArns", "executionRoleArn"),
  },
  {
    option: "subnetIds",
    reason: "is given without `securityGroupIds`; give both or neither",
    broken: lacks("subnetIds", "securityGroupIds"),
  },
  {
    option: "securityGroupIds",
    reason: "is given without `subnetIds`; give both or neither",
    broken: lacks("securityGroupIds", "subnetIds"),
  },
  ...(["successEmails", "successUrls", "includeResponseInSuccess"] as const).map((option) => ({
    option,
    reason: "needs a topic of results: let topics be made, or name one with `successTopicArn`",
    broken: withoutTopic(option, "successTopicArn"),
  })),
  ...(["errorEmails", "errorUrls", "includeResponseInError"] as const).map((option) => ({
    option,
    reason: "needs a topic of failures: let topics be made, or name one with `errorTopicArn`",
    broken: withoutTopic(option, "errorTopicArn"),
  })),
  {
    option: "createResultsTable",
    reason:
      "needs to hear of results: a bucket tells one listener only, and that of an existing one is its owner's. Let topics be made, name both, or leave `bucketName` out",
    broken: (options) =>
      options.createResultsTable === true &&
      options.bucketName !== undefined &&
      !(hasTopic(options, "successTopicArn") && hasTopic(options, "errorTopicArn")),
  },
  {
    option: "rollbackAlarmNames",
    reason: `names too many; an endpoint takes ${maxRollbackAlarms.value} alarms, and two are made unless \`createRollbackAlarms\` is false`,
    broken: ({ rollbackAlarmNames = [], createRollbackAlarms = true }) =>
      rollbackAlarmNames.length + (createRollbackAlarms ? 2 : 0) > maxRollbackAlarms.value,
  },
];

/** One option that cannot be given as it is. */
export interface OptionProblem {
  readonly propertyPath: EndpointOption;
  /** Read after its name. */
  readonly reason: string;
}

/** What is wrong with which options are given, whatever their values. */
export function combinationProblems(options: GivenOptions): OptionProblem[] {
  return [
    ...modelSourceProblems(options),
    ...rules
      .filter(({ broken }) => broken(options))
      .map(({ option, reason }) => ({ propertyPath: option, reason })),
  ];
}

function modelSourceProblems(options: GivenOptions): OptionProblem[] {
  const [first, ...others] = modelSources.filter((source) => options[source] !== undefined);
  const permitted = modelSources.map((source) => `\`${source}\``).join(", ");
  if (first === undefined) {
    return options.containerImage === undefined
      ? [
          {
            propertyPath: "modelId",
            reason: `is missing, and so is every other source of a model; give exactly one of ${permitted}, or \`containerImage\` for an image that holds its model`,
          },
        ]
      : [];
  }
  return others.map((propertyPath) => ({
    propertyPath,
    reason: `is given beside \`${first}\`; a model has one source: give exactly one of ${permitted}`,
  }));
}
