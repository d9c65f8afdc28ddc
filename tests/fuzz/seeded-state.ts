import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SageMaker } from "@aws-sdk/client-sagemaker";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { clientSettings, openToTopics } from "../simulator/aws/local-server";
import { trustPolicy, workPolicy } from "../simulator/aws/hosting";

const ROLE = "arn:aws:iam::123456789012:role/fuzz-role";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:fuzz-topic";
const QUEUE = "arn:aws:sqs:us-east-1:123456789012:fuzz-queue";
const ENDPOINT = "endpoint/fuzz-endpoint/variant/v";

/** Names of what `seedState` makes, by the names of the members that mention it: drawn requests then meet something. */
export const names: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Bucket$/, ["fuzz-bucket", "fuzz-bucket", "fuzz-other", "UPPER", "a..b"]],
  [/^(Key|Prefix|StartAfter|KeyMarker)$/, ["a", "a/b", "folder/", "../../fuzz-escaped", "é"]],
  [/^CopySource$/, ["fuzz-bucket/a", "/fuzz-bucket/a%2Fb?versionId=null", "nothing"]],
  [/^Range|CopySourceRange$/, ["bytes=0-1", "bytes=-1", "bytes=1-", "bytes=9-99"]],
  [/^VersionId$/, ["null", "00000000000000000000000000000000"]],
  [/QueueUrl/, ["http://127.0.0.1/123456789012/fuzz-queue", "fuzz-queue"]],
  [/QueueName/, ["fuzz-queue", "fuzz-second", "fuzz.fifo"]],
  [/TopicArn|TargetArn|SuccessTopic|ErrorTopic/, [TOPIC]],
  [/^Endpoint$/, [QUEUE, "http://127.0.0.1:1/", "http://169.254.169.254/"]],
  [/SourceArn|DestinationArn/, [QUEUE]],
  [/SubscriptionArn/, [`${TOPIC}:00000000-0000-0000-0000-000000000000`]],
  [/RoleName/, ["fuzz-role", "fuzz-second-role"]],
  [/RoleArn|RoleARN/, [ROLE]],
  [/PolicyArn/, ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/p"]],
  [/KeyId|KmsMasterKeyId/i, ["alias/fuzz-key", "alias/aws/s3", "no-such-key"]],
  [/AliasName/, ["alias/fuzz-key", "alias/other"]],
  [/^EndpointName/, ["fuzz-endpoint"]],
  [/^EndpointConfigName/, ["fuzz-config", "fuzz-second-config"]],
  [/^ModelName/, ["fuzz-model", "fuzz-second-model"]],
  [/ResourceId/, [ENDPOINT, "endpoint/none/variant/v"]],
  [/ResourceA[rR][nN]/, [TOPIC, QUEUE, ROLE, "arn:aws:sagemaker:us-east-1:123456789012:model/m"]],
  [/InputLocation|S3OutputPath|S3FailurePath|ModelDataUrl/, ["s3://fuzz-bucket/a", "s3://none/x"]],
  [/logGroup(Name|Identifier)/, ["/aws/sagemaker/Endpoints/fuzz-endpoint", "fuzz-group"]],
  [/AlarmName/, ["fuzz-alarm"]],
  [/DashboardName/, ["fuzz-dashboard"]],
  [/Expression/, ["a*2", "SUM(METRICS())", "IF(a>1,1/0,FILL(b,REPEAT))", "((((", "a".repeat(900)]],
];

/** Makes one of each of what requests may be about, by the clients of AWS. */
export async function seedState(endpoint: string): Promise<void> {
  const settings = clientSettings(endpoint);
  const s3 = new S3({ ...settings, forcePathStyle: true });
  await s3.createBucket({ Bucket: "fuzz-bucket" });
  await s3.putObject({ Bucket: "fuzz-bucket", Key: "a", Body: "An article. It is short." });
  await s3.putObject({ Bucket: "fuzz-bucket", Key: "a/b", Body: "Another." });
  const sqs = new SQS(settings);
  await sqs.createQueue({ QueueName: "fuzz-queue", Attributes: openToTopics });
  const sns = new SNS(settings);
  await sns.createTopic({ Name: "fuzz-topic" });
  await sns.subscribe({ TopicArn: TOPIC, Protocol: "sqs", Endpoint: QUEUE });
  const iam = new IAM(settings);
  await iam.createRole({ RoleName: "fuzz-role", AssumeRolePolicyDocument: trustPolicy });
  await iam.putRolePolicy({ RoleName: "fuzz-role", PolicyName: "w", PolicyDocument: workPolicy });
  const kms = new KMS(settings);
  const { KeyMetadata } = await kms.createKey({});
  await kms.createAlias({ AliasName: "alias/fuzz-key", TargetKeyId: KeyMetadata?.KeyId });
  const sagemaker = new SageMaker(settings);
  await sagemaker.createModel({
    ModelName: "fuzz-model",
    ExecutionRoleArn: ROLE,
    PrimaryContainer: { Image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/m:1" },
  });
  await sagemaker.createEndpointConfig({
    EndpointConfigName: "fuzz-config",
    ProductionVariants: [
      {
        VariantName: "v",
        ModelName: "fuzz-model",
        InstanceType: "ml.m5.xlarge",
        InitialInstanceCount: 1,
      },
    ],
    AsyncInferenceConfig: {
      OutputConfig: {
        S3OutputPath: "s3://fuzz-bucket/out",
        S3FailurePath: "s3://fuzz-bucket/failed",
        NotificationConfig: { SuccessTopic: TOPIC, ErrorTopic: TOPIC },
      },
    },
  });
  await sagemaker.createEndpoint({
    EndpointName: "fuzz-endpoint",
    EndpointConfigName: "fuzz-config",
  });
  for (const client of [s3, sqs, sns, iam, kms, sagemaker]) {
    client.destroy();
  }
}
