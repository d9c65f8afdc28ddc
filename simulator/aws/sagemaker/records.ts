import { type CreateEndpointConfigInput, type CreateModelInput } from "@aws-sdk/client-sagemaker";

/** What every SageMaker resource has. */
export interface SageMakerRecord {
  readonly name: string;
  readonly arn: string;
  /** Simulated epoch seconds. */
  readonly createdAt: number;
}

export interface ModelRecord extends SageMakerRecord {
  readonly definition: CreateModelInput;
}

export interface EndpointConfigRecord extends SageMakerRecord {
  readonly definition: CreateEndpointConfigInput;
}
