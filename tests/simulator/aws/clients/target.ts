import { type ProductionVariantInstanceType } from "@aws-sdk/client-sagemaker";
import { type LocalAws, startLocalAws } from "../../../../simulator/aws/local-aws";
import { Accelerator } from "../../../../sagemaker/instance-types";
import { resolveServingImage } from "../../../../sagemaker/container-images";
import { ServingStack } from "../../../../sagemaker/serving-stacks";
import { type Connection } from "./client";

/** What the flows run against: a local server of their own, or AWS. */
export interface Target {
  readonly connection: Connection;
  readonly isAws: boolean;
  /** How long a step may take on the wall. */
  readonly patienceMs: number;
  /** Pause between two looks. */
  readonly pauseMs: number;
  /** How long a new role takes to be known everywhere. */
  readonly rolePropagationMs: number;
  /** The time at which it believes to be. */
  now(): Date;
  /** Lets the target's time stand still meanwhile, where it can: AWS's minutes are long anyway. */
  atOneInstant<Result>(act: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** A simulated minute takes a twentieth of a second. */
const SPEED = 1200;

/**
 * AWS itself when `AWS_CLIENTS_TARGET` is `aws`, else a local server.
 *
 * @throws Error when the variable has another value
 */
export async function openTarget(): Promise<Target> {
  const target = process.env["AWS_CLIENTS_TARGET"];
  if (target === undefined || target === "local") {
    return new LocalTarget(await startLocalAws({ speed: SPEED }));
  }
  if (target === "aws") return new AwsTarget();
  throw new Error(
    `AWS_CLIENTS_TARGET is ${JSON.stringify(target)}; it must be "aws" or "local" (the default)`,
  );
}

class LocalTarget implements Target {
  readonly isAws = false;
  readonly patienceMs = 90_000;
  readonly pauseMs = 20;
  readonly rolePropagationMs = 0;
  readonly connection: Connection;

  constructor(private readonly aws: LocalAws) {
    this.connection = {
      endpoint: aws.endpoint,
      region: "us-east-1",
      waiterDelaySeconds: 0.05,
      waiterAttempts: 1000,
    };
  }

  now(): Date {
    return new Date(this.aws.clock.now() * 1000);
  }

  async atOneInstant<Result>(act: () => Promise<Result>): Promise<Result> {
    const goOn = this.aws.driver.hold(this.aws.clock.now());
    try {
      return await act();
    } finally {
      goOn();
    }
  }

  async close(): Promise<void> {
    await this.aws.close();
  }
}

class AwsTarget implements Target {
  readonly isAws = true;
  readonly patienceMs = 2 * 3600 * 1000;
  readonly pauseMs = 15_000;
  readonly rolePropagationMs = 15_000;
  readonly connection: Connection = {
    endpoint: undefined,
    region: process.env["AWS_REGION"] ?? "us-east-1",
    waiterDelaySeconds: 30,
    waiterAttempts: 120,
  };

  now(): Date {
    return new Date();
  }

  atOneInstant<Result>(act: () => Promise<Result>): Promise<Result> {
    return act();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** What the endpoint runs on: of consequence on AWS alone. */
export function modelOf({ connection: { region } }: Target): {
  readonly instanceType: ProductionVariantInstanceType;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
} {
  return {
    instanceType: "ml.m5.xlarge",
    image: resolveServingImage(ServingStack.Transformers, region, Accelerator.Cpu, "summarization")
      .uri,
    environment: { HF_MODEL_ID: "sshleifer/distilbart-cnn-12-6", HF_TASK: "summarization" },
  };
}
