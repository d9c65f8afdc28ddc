import { Subnet } from "@pulumi/aws/ec2/subnet";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { Role } from "@pulumi/aws/iam/role";
import { Key } from "@pulumi/aws/kms/key";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { Topic } from "@pulumi/aws/sns/topic";

import { AsyncInferenceEndpoint, AutoscalingPolicy, MonitoringDashboard } from "../../components";

/** Hands to the components what they would make themselves, as resources of the same program. */
export function bringOwnResources(): void {
  const subnet = (zone: string): Subnet =>
    new Subnet(`own-${zone}`, { vpcId: "vpc-0123456789abcdef0" });
  const endpoint = new AsyncInferenceEndpoint("summaries", {
    modelId: "google/pegasus-large",
    task: "summarization",
    hubTokenSecretArn: new Secret("own-token").arn,
    bucketName: new Bucket("own-bucket").bucket,
    kmsKeyArn: new Key("own-key").arn,
    readableKeyArns: [new Key("own-inputs-key").arn],
    executionRoleArn: new Role("own-role", { assumeRolePolicy: "{}" }).arn,
    successTopicArn: new Topic("own-results").arn,
    errorTopicArn: new Topic("own-failures").arn,
    subnetIds: [subnet("a").id, subnet("b").id],
    securityGroupIds: [new SecurityGroup("own-group").id],
  });
  const { endpointName, variantName, kmsKeyArn } = endpoint;
  new AutoscalingPolicy("scaling", { endpointName, variantName, maxCapacity: 3 });
  new MonitoringDashboard("monitoring", {
    ...{ endpointName, variantName, kmsKeyArn },
    alarmActionArns: [new Topic("own-on-call").arn],
  });
}
