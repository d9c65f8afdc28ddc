import { expect } from "chai";

import {
  imageUriProblem,
  parseImageUri,
  resolveServingImage,
  servingInstanceProblem,
} from "../../sagemaker/container-images";
import { Accelerator } from "../../sagemaker/instance-types";
import { ServingStack, servingStackOf, servingStacks } from "../../sagemaker/serving-stacks";

describe("container images", () => {
  it("give the newest GPU image of the region's account", () => {
    expect(
      resolveServingImage(ServingStack.Transformers, "us-east-1", Accelerator.Gpu).uri,
    ).to.equal(
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04",
    );
  });

  it("give a CPU image to a type without accelerator", () => {
    expect(
      resolveServingImage(ServingStack.Transformers, "us-east-1", Accelerator.Cpu).tag,
    ).to.equal("2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04");
  });

  for (const task of ["summarization", "translation_en_to_de", "text2text-generation"]) {
    it(`keep version 4 of transformers for ${task}, which version 5 no longer has`, () => {
      expect(
        resolveServingImage(ServingStack.Transformers, "us-east-1", Accelerator.Gpu, task).tag,
      ).to.equal("2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04");
    });
  }

  it("take the newest release for any other task", () => {
    expect(
      resolveServingImage(
        ServingStack.Transformers,
        "us-east-1",
        Accelerator.Gpu,
        "text-classification",
      ).tag,
    ).to.contain("transformers5.5.3");
  });

  it("use the account of a region that has its own", () => {
    expect(
      resolveServingImage(ServingStack.Transformers, "eu-south-1", Accelerator.Gpu).accountId,
    ).to.equal("692866216735");
  });

  it("use China's domain in China", () => {
    expect(
      resolveServingImage(ServingStack.Transformers, "cn-north-1", Accelerator.Cpu).uri,
    ).to.match(/^727897471807\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\//);
  });

  for (const stack of Object.values(ServingStack)) {
    it(`resolve to an address that parses back and names its stack, for ${stack} in every region`, () => {
      for (const [accelerator, image] of Object.entries(servingStacks[stack].images)) {
        for (const region of Object.keys(image.accounts)) {
          const resolved = resolveServingImage(stack, region, accelerator as Accelerator);
          expect(parseImageUri(resolved.uri)).to.deep.equal(resolved);
          expect(servingStackOf(resolved.repository)).to.equal(stack);
        }
      }
    });
  }

  for (const [stack, accelerator, uri] of [
    [
      ServingStack.Transformers,
      Accelerator.Inferentia,
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04",
    ],
    [
      ServingStack.TorchServe,
      Accelerator.Cpu,
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312",
    ],
    [
      ServingStack.TextGeneration,
      Accelerator.Gpu,
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04",
    ],
    [
      ServingStack.Vllm,
      Accelerator.Gpu,
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04",
    ],
    [
      ServingStack.TextEmbeddings,
      Accelerator.Cpu,
      "683313688378.dkr.ecr.us-east-1.amazonaws.com/tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04",
    ],
  ] as const) {
    it(`give ${stack} on ${accelerator} the image that AWS's own SDK resolves`, () => {
      expect(resolveServingImage(stack, "us-east-1", accelerator).uri).to.equal(uri);
    });
  }

  it("know no stack behind a repository of one's own", () => {
    expect(servingStackOf("team/model")).to.equal(undefined);
  });

  it("refuse an unknown region, naming those that are known and the way out", () => {
    expect(() =>
      resolveServingImage(ServingStack.Transformers, "mars-north-1", Accelerator.Gpu),
    ).to.throw(
      /^No Hugging Face inference image is known for region "mars-north-1"; known regions are af-south-1, .*us-west-2\. Use one of them, or name an image with `containerImage`\.$/,
    );
  });

  it("refuse an accelerator without image, naming the way out", () => {
    expect(() =>
      resolveServingImage(ServingStack.Vllm, "us-east-1", Accelerator.Inferentia),
    ).to.throw(
      'No vLLM image is known for accelerator "inferentia"; known accelerators are gpu. ' +
        "Use such an instance type, or name an image with `containerImage`.",
    );
  });

  it("say that Arm instances have no image", () => {
    expect(servingInstanceProblem("ml.c7g.xlarge")).to.match(/^is "ml\.c7g\.xlarge"; /);
    expect(servingInstanceProblem("ml.c7i.xlarge")).to.equal(undefined);
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
