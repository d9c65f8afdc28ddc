import type * as pulumi from "@pulumi/pulumi";

import { type PolicyStatement } from "./policy-document";

/** What a role needs to pull the images of a private repository of ECR. */
export function pullStatements(repositoryArn: pulumi.Input<string>): PolicyStatement[] {
  return [
    {
      // This action knows no resources.
      Sid: "LogInToRegistry",
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
    },
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
      ],
      Resource: repositoryArn,
    },
  ];
}
