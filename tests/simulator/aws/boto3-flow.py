"""Drives a local AWS with boto3: prints one JSON object of what it saw. Usage: boto3-flow.py ENDPOINT"""

import io
import json
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]


def client(name):
    return boto3.client(
        name,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="thing",
        config=Config(retries={"max_attempts": 0}),
    )


def code_of(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


seen = {}

s3 = client("s3")
s3.create_bucket(Bucket="boto3")
s3.put_object(Bucket="boto3", Key="a b/\u00fc&<.txt", Body=b"hello", Metadata={"a": "b"})
got = s3.get_object(Bucket="boto3", Key="a b/\u00fc&<.txt")
seen["object"] = [got["Body"].read().decode(), got["Metadata"]]
seen["keys"] = [entry["Key"] for entry in s3.list_objects_v2(Bucket="boto3")["Contents"]]
s3.upload_fileobj(io.BytesIO(b"x" * 9 * 1024 * 1024), "boto3", "large")
seen["large"] = s3.head_object(Bucket="boto3", Key="large")["ContentLength"]
url = s3.generate_presigned_url("get_object", Params={"Bucket": "boto3", "Key": "a b/\u00fc&<.txt"})
seen["presigned"] = urllib.request.urlopen(url).read().decode()
seen["missingKey"] = code_of(lambda: s3.get_object(Bucket="boto3", Key="none"))
seen["missingPolicy"] = code_of(lambda: s3.get_bucket_policy(Bucket="boto3"))

sqs = client("sqs")
queue = sqs.create_queue(QueueName="boto3")["QueueUrl"]
sns = client("sns")
topic = sns.create_topic(Name="boto3")["TopicArn"]
sns.subscribe(
    TopicArn=topic,
    Protocol="sqs",
    Endpoint="arn:aws:sqs:us-east-1:123456789012:boto3",
    Attributes={"RawMessageDelivery": "true"},
)
sns.publish(TopicArn=topic, Message="from sns")
received = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5)["Messages"]
seen["received"] = [message["Body"] for message in received]
seen["missingQueue"] = code_of(lambda: sqs.get_queue_url(QueueName="none"))

iam = client("iam")
trust = {"Version": "2012-10-17", "Statement": []}
iam.create_role(RoleName="boto3", AssumeRolePolicyDocument=json.dumps(trust))
seen["trust"] = iam.get_role(RoleName="boto3")["Role"]["AssumeRolePolicyDocument"]
seen["missingRole"] = code_of(lambda: iam.get_role(RoleName="none"))
seen["account"] = client("sts").get_caller_identity()["Account"]

cloudwatch = client("cloudwatch")
cloudwatch.put_metric_data(Namespace="boto3", MetricData=[{"MetricName": "m", "Value": 1.5}])
seen["metrics"] = [m["MetricName"] for m in cloudwatch.list_metrics(Namespace="boto3")["Metrics"]]
seen["missingDashboard"] = code_of(lambda: cloudwatch.get_dashboard(DashboardName="none"))
seen["missingEndpoint"] = code_of(lambda: client("sagemaker").describe_endpoint(EndpointName="none"))
seen["notOffered"] = code_of(lambda: client("sagemaker").list_training_jobs())

print(json.dumps(seen))
