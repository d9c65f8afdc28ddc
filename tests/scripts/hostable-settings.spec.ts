import { expect } from "chai";

import { refuseUnhostableSettings } from "../../scripts/hostable-settings";
import { UsageError } from "../../scripts/run-command";

describe("settings that the local AWS cannot host", () => {
  it("are refused by name, all at once, with what they need and what to do", () => {
    expect(() =>
      refuseUnhostableSettings({
        "sagemaker-async-inference:createResultsTable": "true",
        "sagemaker-async-inference:hubTokenSecretArn":
          "arn:aws:secretsmanager:eu-west-1:1:secret:x",
      }),
    ).to.throw(
      UsageError,
      /^`sagemaker-async-inference:createResultsTable` is "true"; it needs Lambda and DynamoDB, which the local AWS does not have: set it to false; everything else of the stack works without it\n`sagemaker-async-inference:hubTokenSecretArn` is "arn:aws:secretsmanager:eu-west-1:1:secret:x"; it needs Secrets Manager, which the local AWS does not have: leave it out; the local AWS serves its own model and asks the Hub for none$/,
    );
  });

  it("are not those of the default stack, nor of another project", () => {
    expect(() =>
      refuseUnhostableSettings({
        "sagemaker-async-inference:createResultsTable": "false",
        "other:createResultsTable": "true",
      }),
    ).not.to.throw();
  });
});
