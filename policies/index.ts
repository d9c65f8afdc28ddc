import { PolicyPack } from "@pulumi/policy";

import { policies } from "./rules";

new PolicyPack("sagemaker-async-inference", {
  displayName: "SageMaker asynchronous inference",
  description: "Guard rails for Amazon SageMaker asynchronous inference",
  provider: "aws",
  enforcementLevel: "mandatory",
  policies,
});
