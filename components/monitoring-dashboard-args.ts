import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link MonitoringDashboard}. */
export interface MonitoringDashboardArgs {
  /** Name of the endpoint to watch. */
  readonly endpointName: pulumi.Input<string>;

  /** Name of the endpoint's production variant. */
  readonly variantName: pulumi.Input<string>;

  /** Backlog of each instance that scaling aims at, drawn as a line. No line is drawn when omitted. */
  readonly targetBacklogPerInstance?: pulumi.Input<number>;

  /**
   * Most instances that scaling may reach, drawn as a line; an alarm tells when the fleet stays there with a backlog.
   * There is neither when omitted.
   */
  readonly maxCapacity?: pulumi.Input<number>;

  /** What the endpoint runs on: the dashboard then shows the cost. It does not when omitted, nor where no price is known. */
  readonly instanceType?: pulumi.Input<string>;

  /**
   * Age of the oldest waiting request at which an alarm goes off, in seconds. Defaults to 10800, half of the six hours
   * after which a request expires unless its caller says otherwise.
   */
  readonly oldestRequestAlarmSeconds?: pulumi.Input<number>;

  /**
   * Seconds that requests may wait while there is no instance, 60 to 43200, rounded up to minutes: then the cold start is
   * a slow one, and after twice as long the endpoint is stuck at zero. Defaults to 900.
   */
  readonly coldStartAlarmSeconds?: pulumi.Input<number>;

  /**
   * Seconds that the fleet may be at `maxCapacity` with a backlog above its target, 60 to 86400, rounded up to minutes.
   * Defaults to 3600.
   */
  readonly pinnedAlarmSeconds?: pulumi.Input<number>;

  /**
   * Names of queues that should be empty, such as dead-letter queues, each under a word for what is in it that ends the
   * name of its alarm. None is watched when omitted.
   */
  readonly deadLetterQueueNames?: Record<string, pulumi.Input<string>>;

  /** Whether a topic is made that alarms are told over. Defaults to true. */
  readonly createAlarmTopic?: boolean;

  /** ARNs of what hears of alarms besides the topic, such as other SNS topics. */
  readonly alarmActionArns?: pulumi.Input<string>[];

  /** E-mail addresses that hear of alarms over the topic, once they have confirmed. */
  readonly alarmEmails?: string[];

  /** HTTPS addresses that hear of alarms over the topic, once they have confirmed. */
  readonly alarmUrls?: string[];

  /**
   * ARN of the key that the topic encrypts with. CloudWatch must be allowed to use it, as it is by the one that
   * `AsyncInferenceEndpoint` makes; SNS's own key does not allow it. A key is made when omitted.
   */
  readonly kmsKeyArn?: pulumi.Input<string>;

  /** Whether a key is made for the topic where none is given. Without any the topic is not encrypted. Defaults to true. */
  readonly createKey?: boolean;

  /** Whether the endpoint's alarms are silent, for work on it that is known to set them off. Defaults to false. */
  readonly maintenance?: pulumi.Input<boolean>;

  /** Name of the dashboard, unique in its account and region. Defaults to the endpoint's name. */
  readonly dashboardName?: pulumi.Input<string>;

  /** Tags of what takes tags; a dashboard takes none. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
