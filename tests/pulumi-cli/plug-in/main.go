// The AWS provider of Terraform, a binary that is there already, as a resource plug-in of Pulumi under the types and names of
// pulumi-aws: that plug-in is the same provider behind the same bridge, but takes hours and gigabytes to build. Only the types
// that the program makes are served.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/proto"
	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// Set by the linker: where the provider is, as `.../terraform-provider-aws`, and which version of pulumi-aws this stands for.
var providerPath, version string

// Pulumi's name of a type, and what pulumi-aws says about its fields where the bridge's rules do not say it.
type resource struct {
	token  string
	fields map[string]*tfbridge.SchemaInfo
	// A replacement that is made before the old one goes would be the old one.
	deleteFirst bool
}

type fields = map[string]*tfbridge.SchemaInfo

// A list that takes one: the provider says so in its code, of which nothing is told to others.
var single = &tfbridge.SchemaInfo{MaxItemsOne: tfbridge.True()}

// https://github.com/pulumi/pulumi-aws/blob/master/provider/resource_overrides.go
var resources = map[string]resource{
	"aws_appautoscaling_policy":           {token: "appautoscaling/Policy"},
	"aws_appautoscaling_scheduled_action": {token: "appautoscaling/ScheduledAction"},
	"aws_appautoscaling_target":           {token: "appautoscaling/Target"},
	"aws_cloudwatch_composite_alarm":      {token: "cloudwatch/CompositeAlarm"},
	"aws_cloudwatch_dashboard":            {token: "cloudwatch/Dashboard"},
	"aws_cloudwatch_log_group":            {token: "cloudwatch/LogGroup"},
	"aws_cloudwatch_metric_alarm": {
		token: "cloudwatch/MetricAlarm", fields: fields{"alarm_name": tfbridge.AutoName("name", 255, "-")},
	},
	"aws_iam_role":                   {token: "iam/Role", fields: named(64)},
	"aws_iam_role_policy":            {token: "iam/RolePolicy"},
	"aws_iam_role_policy_attachment": {token: "iam/RolePolicyAttachment", deleteFirst: true},
	"aws_kms_key":                    {token: "kms/Key"},
	"aws_s3_bucket": {
		token: "s3/Bucket", fields: fields{"bucket": tfbridge.AutoNameTransform("bucket", 63, strings.ToLower)},
	},
	"aws_s3_bucket_lifecycle_configuration": {
		token: "s3/BucketLifecycleConfiguration",
		fields: fields{"rule": {Elem: &tfbridge.SchemaInfo{Fields: fields{
			"abort_incomplete_multipart_upload": single,
			"expiration":                        single,
			"filter": {MaxItemsOne: tfbridge.True(), Elem: &tfbridge.SchemaInfo{Fields: fields{
				"and": single, "tag": single,
			}}},
			"noncurrent_version_expiration": single,
		}}}},
	},
	"aws_s3_bucket_policy":                               {token: "s3/BucketPolicy"},
	"aws_s3_bucket_public_access_block":                  {token: "s3/BucketPublicAccessBlock"},
	"aws_s3_bucket_server_side_encryption_configuration": {token: "s3/BucketServerSideEncryptionConfiguration"},
	"aws_sagemaker_endpoint":                             {token: "sagemaker/Endpoint"},
	"aws_sagemaker_endpoint_configuration":               {token: "sagemaker/EndpointConfiguration"},
	"aws_sagemaker_model":                                {token: "sagemaker/Model"},
	"aws_sns_topic":                                      {token: "sns/Topic", fields: named(80)},
	"aws_sns_topic_policy":                               {token: "sns/TopicPolicy"},
	"aws_sns_topic_subscription": {
		token: "sns/TopicSubscription", fields: fields{"topic_arn": {Name: "topic"}},
	},
	"aws_sqs_queue":        {token: "sqs/Queue", fields: named(80)},
	"aws_sqs_queue_policy": {token: "sqs/QueuePolicy"},
}

var functions = map[string]string{
	"aws_caller_identity": "getCallerIdentity",
	"aws_partition":       "getPartition",
	"aws_region":          "getRegion",
}

func named(longest int) fields {
	return fields{"name": tfbridge.AutoName("name", longest, "-")}
}

func main() {
	ctx := context.Background()
	provider, err := run.LocalProvider(ctx, providerPath)
	if err != nil {
		fmt.Fprintf(os.Stderr, "cannot run %s: %s\n", providerPath, err)
		os.Exit(1)
	}
	closeWhenTold(provider)
	info := tfbridge.ProviderInfo{
		P:              proto.New(ctx, provider),
		Name:           "aws",
		Version:        version,
		ResourcePrefix: "aws",
		MetadataInfo:   &tfbridge.MetadataInfo{Data: tfbridge.ProviderMetadata(nil)},
		Resources:      map[string]*tfbridge.ResourceInfo{},
		DataSources:    map[string]*tfbridge.DataSourceInfo{},
	}
	for name, resource := range resources {
		module, class, _ := strings.Cut(resource.token, "/")
		info.Resources[name] = &tfbridge.ResourceInfo{
			Tok:                 tokens.Type(token(module, class)),
			Fields:              resource.fields,
			DeleteBeforeReplace: resource.deleteFirst,
		}
	}
	for name, function := range functions {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(token("index", function))}
	}
	// Version 6 of the provider, which pulumi-aws 7 is made from, calls it `region`.
	info.DataSources["aws_region"].Fields = fields{"name": {Name: "region"}}
	info.SetAutonaming(255, "-")
	pfbridge.Main(ctx, "aws", info, pfbridge.ProviderMetadata{PackageSchema: []byte(`{"name":"aws"}`)})
}

// A provider lets interruptions pass, and would outlive the plug-in that Pulumi ends by one.
func closeWhenTold(provider io.Closer) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-told
		_ = provider.Close()
		os.Exit(0)
	}()
}

func token(module, name string) string {
	return fmt.Sprintf("aws:%s/%s%s:%s", module, strings.ToLower(name[:1]), name[1:], name)
}
