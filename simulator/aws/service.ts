import { type ServiceHost } from "./service-host";
import { type AnyOperation } from "./operation";

/** A wire protocol of an AWS client. */
export type Protocol = "json-1.0" | "json-1.1" | "cbor" | "query" | "rest-json" | "rest-xml";

/** A service: which operations it has, and how its clients speak to it. */
export interface ServiceDefinition {
  /** Short name for logs and coverage, such as `sagemaker-runtime`. */
  readonly name: string;
  /** The service's name in a signature's credential scope; two services may share one. */
  readonly signingName: string;
  /** The SDK client's package as a namespace (`import * as schemas from "@aws-sdk/client-sns"`): it carries the schemas. */
  readonly schemas: object;
  readonly protocols: readonly Protocol[];
  /** What stands before the dot in `X-Amz-Target`, and the service's name in CBOR paths. */
  readonly targetPrefix?: string;
  /** `Version` of the query protocol. */
  readonly queryVersion?: string;
  /** XML namespace of the XML protocols' answers. */
  readonly xmlNamespace?: string;
  /** True: codes of errors also travel as `x-amzn-query-error` in JSON and CBOR, as clients of CloudWatch and SQS expect. */
  readonly queryCompatible?: boolean;
  /** True: the engine is advanced to the present before each operation, and its next event is awaited after it. */
  readonly simulatedTime?: boolean;
  /** The operations that are offered, by their names; all others answer 501 `NotImplemented`. */
  readonly operations: Readonly<Record<string, AnyOperation>>;
  /** Called once for each region, when its engine is made: the place to listen to alarms and endpoints. */
  readonly startRegion?: (aws: ServiceHost, region: string) => void;
}
