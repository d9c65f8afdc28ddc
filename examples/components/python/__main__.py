"""The components from Python: `pulumi package add ../../../components` makes the package that is imported here."""

import pulumi
import pulumi_sagemaker_async_inference as inference

summaries = inference.AsyncInferenceEndpoint(
    "summaries",
    model_id="google/pegasus-large",
    task="summarization",
    instance_type="ml.g5.xlarge",
    max_concurrent_invocations_per_instance=2,
    longest_invocation_seconds=900,
    deployment_strategy=inference.DeploymentStrategy.CANARY,
    create_queues=True,
)

inference.AutoscalingPolicy(
    "summaries-scaling",
    endpoint_name=summaries.endpoint_name,
    variant_name=summaries.variant_name,
    max_capacity=5,
    longest_invocation_seconds=900,
)

inference.MonitoringDashboard(
    "summaries-dashboard",
    endpoint_name=summaries.endpoint_name,
    variant_name=summaries.variant_name,
    max_capacity=5,
)

pulumi.export("endpointName", summaries.endpoint_name)
pulumi.export("bucketName", summaries.bucket_name)
pulumi.export("successQueueUrl", summaries.success_queue_url)
# For the role of whoever calls the endpoint.
pulumi.export("callerPolicy", summaries.caller_policy)
