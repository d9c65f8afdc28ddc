import { expect } from "chai";

import {
  deepLearningAccounts,
  huggingFaceInstanceProblem,
  imageUriProblem,
  parseImageUri,
  resolveHuggingFaceImage,
} from "../../sagemaker/container-images";
import { Accelerator } from "../../sagemaker/instance-types";

describe("container images", () => {
  it("give the newest GPU image of the region's account", () => {
    expect(resolveHuggingFaceImage("us-east-1", Accelerator.Gpu).uri).to.equal(
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04",
    );
  });

  it("give a CPU image to a type without accelerator", () => {
    expect(resolveHuggingFaceImage("us-east-1", Accelerator.Cpu).tag).to.equal(
      "2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04",
    );
  });

  for (const task of ["summarization", "translation_en_to_de", "text2text-generation"]) {
    it(`keep version 4 of transformers for ${task}, which version 5 no longer has`, () => {
      expect(resolveHuggingFaceImage("us-east-1", Accelerator.Gpu, task).tag).to.equal(
        "2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04",
      );
    });
  }

  it("take the newest release for any other task", () => {
    expect(
      resolveHuggingFaceImage("us-east-1", Accelerator.Gpu, "text-classification").tag,
    ).to.contain("transformers5.5.3");
  });

  it("use the account of a region that has its own", () => {
    expect(resolveHuggingFaceImage("eu-south-1", Accelerator.Gpu).accountId).to.equal(
      "692866216735",
    );
  });

  it("use China's domain in China", () => {
    expect(resolveHuggingFaceImage("cn-north-1", Accelerator.Cpu).uri).to.match(
      /^727897471807\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\//,
    );
  });

  it("resolve to an address that parses back, in every region", () => {
    for (const region of Object.keys(deepLearningAccounts)) {
      const image = resolveHuggingFaceImage(region, Accelerator.Gpu);
      expect(parseImageUri(image.uri)).to.deep.equal(image);
    }
  });

  it("refuse an unknown region, naming those that are known and the way out", () => {
    expect(() => resolveHuggingFaceImage("mars-north-1", Accelerator.Gpu)).to.throw(
      /^No Hugging Face inference image is known for region "mars-north-1"; known regions are af-south-1, .*us-west-2\. Use one of them, or name an image with `containerImage`\.$/,
    );
  });

  it("refuse an accelerator without image, naming the way out", () => {
    expect(() => resolveHuggingFaceImage("us-east-1", Accelerator.Inferentia)).to.throw(
      'No Hugging Face inference image is known for accelerator "inferentia"; known accelerators are cpu, gpu. ' +
        "Use such an instance type, or name an image with `containerImage`.",
    );
  });

  it("say that Arm instances have no image", () => {
    expect(huggingFaceInstanceProblem("ml.c7g.xlarge")).to.match(/^is "ml\.c7g\.xlarge"; /);
    expect(huggingFaceInstanceProblem("ml.c7i.xlarge")).to.equal(undefined);
  });

  it("accept an image by its digest", () => {
    expect(
      imageUriProblem(
        `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/model@sha256:${"0".repeat(64)}`,
      ),
    ).to.equal(undefined);
  });

  it("refuse an image outside Amazon ECR", () => {
    expect(imageUriProblem("docker.io/library/model:1")).to.equal(
      'is "docker.io/library/model:1"; it must be an image in Amazon ECR, as <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>',
    );
  });
});
