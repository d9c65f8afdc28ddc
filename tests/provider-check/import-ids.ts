import { type StateResource } from "./terraform";

/** Types whose id for an import differs from that in the state, by the provider's documentation. */
const IMPORT_IDS: Readonly<
  Record<string, (values: Readonly<Record<string, unknown>>) => readonly unknown[]>
> = {
  aws_appautoscaling_target: (values) => [
    values["service_namespace"],
    values["resource_id"],
    values["scalable_dimension"],
  ],
  aws_appautoscaling_policy: (values) => [
    values["service_namespace"],
    values["resource_id"],
    values["scalable_dimension"],
    values["name"],
  ],
  aws_iam_role_policy_attachment: (values) => [values["role"], values["policy_arn"]],
};

/** Types that the provider cannot import. */
export const NOT_IMPORTABLE: ReadonlySet<string> = new Set(["aws_appautoscaling_scheduled_action"]);

/** What to import a resource by. */
export function importId({ type, values }: StateResource): string {
  return (IMPORT_IDS[type]?.(values) ?? [values["id"]]).map(String).join("/");
}

/**
 * Properties that exist in Terraform's state alone: AWS keeps none of them, so that an import cannot read them, on AWS
 * neither, and the plan after it sets them without a call.
 */
export const STATE_ONLY: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ["force_destroy"],
  aws_s3_object: ["force_destroy"],
  aws_cloudwatch_log_group: ["skip_destroy"],
  aws_sns_topic_subscription: ["confirmation_timeout_in_minutes", "endpoint_auto_confirms"],
};

/**
 * Properties of a resource that another resource of the program sets, or an action of its schedule, so that the first
 * read after it finds them.
 */
export const WRITTEN_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  aws_appautoscaling_policy: ["alarm_arns"],
  aws_appautoscaling_target: ["max_capacity", "min_capacity"],
  aws_iam_role: ["inline_policy", "managed_policy_arns"],
  aws_s3_bucket: ["policy", "server_side_encryption_configuration", "versioning", "lifecycle_rule"],
  aws_sns_topic: ["policy"],
  aws_sqs_queue: ["policy"],
};
