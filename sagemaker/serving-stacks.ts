import { deepLearningAccounts, neuronAccounts, textEmbeddingsAccounts } from "./image-accounts";
import { Accelerator } from "./instance-types";

/** What serves the model inside its container. */
export const ServingStack = {
  /** The Hugging Face inference toolkit: any pipeline of the transformers library, behind the Multi Model Server. */
  Transformers: "transformers",
  /** PyTorch behind TorchServe, for models that bring their own inference code. */
  TorchServe: "torchserve",
  /** Hugging Face Text Generation Inference, for large language models. */
  TextGeneration: "text-generation-inference",
  /** vLLM, for large language models. */
  Vllm: "vllm",
  /** Hugging Face Text Embeddings Inference. */
  TextEmbeddings: "text-embeddings-inference",
} as const;
export type ServingStack = (typeof ServingStack)[keyof typeof ServingStack];

/** One image of a stack. */
export interface StackImage {
  readonly repository: string;
  readonly tag: string;
  /** Account by region; a region that is not here has no such image. */
  readonly accounts: Readonly<Record<string, string>>;
}

/** Settings of a model server, each with the environment variable that a stack reads it from. */
export interface ServerVariables {
  /** Model of the Hugging Face Hub. */
  readonly modelId?: string;
  readonly revision?: string;
  readonly task?: string;
  /** The Hub's token, under each name that a release of the stack reads. */
  readonly token?: readonly string[];
  /** Largest request and response, in bytes. */
  readonly payloadBytes?: readonly string[];
  /** Longest time that a request may take, in seconds. */
  readonly timeoutSeconds?: readonly string[];
  readonly workers?: readonly string[];
  readonly batchSize?: string;
  readonly batchDelayMilliseconds?: string;
}

/** A stack: its images by what the instance computes with, and the variables that its server reads. */
export interface ServingStackDefinition {
  readonly name: string;
  readonly images: Readonly<Partial<Record<Accelerator, StackImage>>>;
  readonly variables: ServerVariables;
  /** Where the variables are documented. */
  readonly source: string;
}

/** Limits of the Multi Model Server: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html */
const multiModelServerLimits = {
  payloadBytes: ["MMS_MAX_REQUEST_SIZE", "MMS_MAX_RESPONSE_SIZE"],
  timeoutSeconds: ["MMS_DEFAULT_RESPONSE_TIMEOUT"],
} as const;

/** Limits of TorchServe, from the same page. */
const torchServeLimits = {
  payloadBytes: ["TS_MAX_REQUEST_SIZE", "TS_MAX_RESPONSE_SIZE"],
  timeoutSeconds: ["TS_DEFAULT_RESPONSE_TIMEOUT"],
} as const;

/** Every stack. Tags: https://github.com/aws/sagemaker-python-sdk, `image_uri_config/*.json`, as of 2026-08-21. */
export const servingStacks: Readonly<Record<ServingStack, ServingStackDefinition>> = {
  [ServingStack.Transformers]: {
    name: "Hugging Face inference",
    images: {
      [Accelerator.Cpu]: transformersImage("2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04"),
      [Accelerator.Gpu]: transformersImage("2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04"),
      [Accelerator.Inferentia]: {
        repository: "huggingface-pytorch-inference-neuronx",
        tag: "2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04",
        accounts: neuronAccounts,
      },
    },
    variables: {
      modelId: "HF_MODEL_ID",
      revision: "HF_MODEL_REVISION",
      task: "HF_TASK",
      token: ["HF_API_TOKEN", "HF_TOKEN"],
      ...multiModelServerLimits,
      workers: ["SAGEMAKER_MODEL_SERVER_WORKERS"],
    },
    source: "https://github.com/aws/sagemaker-huggingface-inference-toolkit",
  },
  [ServingStack.TorchServe]: {
    name: "PyTorch",
    images: {
      [Accelerator.Cpu]: torchServeImage("2.6.0-cpu-py312"),
      [Accelerator.Gpu]: torchServeImage("2.6.0-gpu-py312"),
    },
    variables: {
      ...torchServeLimits,
      workers: ["SAGEMAKER_TS_MIN_WORKERS", "SAGEMAKER_TS_MAX_WORKERS"],
      batchSize: "SAGEMAKER_TS_BATCH_SIZE",
      batchDelayMilliseconds: "SAGEMAKER_TS_MAX_BATCH_DELAY",
    },
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html",
  },
  [ServingStack.TextGeneration]: {
    name: "Text Generation Inference",
    images: {
      [Accelerator.Gpu]: textGenerationImage("2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04"),
      [Accelerator.Inferentia]: textGenerationImage("2.7.0-optimum3.3.6-neuronx-py310-ubuntu22.04"),
    },
    variables: {
      modelId: "HF_MODEL_ID",
      revision: "HF_MODEL_REVISION",
      token: ["HF_TOKEN"],
      payloadBytes: ["PAYLOAD_LIMIT"],
      batchSize: "MAX_BATCH_SIZE",
    },
    source: "https://huggingface.co/docs/text-generation-inference/reference/launcher",
  },
  [ServingStack.Vllm]: {
    name: "vLLM",
    images: {
      [Accelerator.Gpu]: {
        repository: "huggingface-vllm",
        tag: "0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04",
        accounts: deepLearningAccounts,
      },
    },
    variables: {
      modelId: "HF_MODEL_ID",
      revision: "SM_VLLM_REVISION",
      token: ["HF_TOKEN"],
      batchSize: "SM_VLLM_MAX_NUM_SEQS",
    },
    source: "https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md",
  },
  [ServingStack.TextEmbeddings]: {
    name: "Text Embeddings Inference",
    images: {
      [Accelerator.Cpu]: textEmbeddingsImage("tei-cpu", "2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"),
      [Accelerator.Gpu]: textEmbeddingsImage("tei", "2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04"),
    },
    variables: {
      modelId: "HF_MODEL_ID",
      revision: "REVISION",
      token: ["HF_TOKEN"],
      payloadBytes: ["PAYLOAD_LIMIT"],
      batchSize: "MAX_BATCH_REQUESTS",
    },
    source: "https://huggingface.co/docs/text-embeddings-inference/cli_arguments",
  },
};

/**
 * What an image of unknown make is told: the limits of both servers that SageMaker's own images run. A server passes
 * over variables that it does not know.
 */
export const unknownServerVariables: ServerVariables = {
  payloadBytes: [...multiModelServerLimits.payloadBytes, ...torchServeLimits.payloadBytes],
  timeoutSeconds: [...multiModelServerLimits.timeoutSeconds, ...torchServeLimits.timeoutSeconds],
};

/**
 * Pipelines that version 5 of the transformers library no longer has: on the newest image such a model starts and then
 * fails every request.
 *
 * Source: https://github.com/huggingface/transformers/issues/44509
 */
const transformers4Tasks: ReadonlySet<string> = new Set([
  "summarization",
  "translation",
  "text2text-generation",
]);

/** The newest images with version 4 of the transformers library. */
const transformers4Images: Readonly<Partial<Record<Accelerator, StackImage>>> = {
  [Accelerator.Cpu]: transformersImage("2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04"),
  [Accelerator.Gpu]: transformersImage("2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04"),
};

/** The images of a stack that serve a task, by accelerator. */
export function imagesOf(
  stack: ServingStack,
  task?: string,
): Readonly<Partial<Record<Accelerator, StackImage>>> {
  const { images } = servingStacks[stack];
  const needsVersion4 =
    stack === ServingStack.Transformers &&
    task !== undefined &&
    (transformers4Tasks.has(task) || task.startsWith("translation_"));
  return needsVersion4 ? { ...images, ...transformers4Images } : images;
}

/** The stack whose images a repository holds, or `undefined` for a repository that is none of theirs. */
export function servingStackOf(repository: string): ServingStack | undefined {
  return Object.values(ServingStack).find((stack) =>
    Object.values(servingStacks[stack].images).some((image) => image.repository === repository),
  );
}

function transformersImage(tag: string): StackImage {
  return { repository: "huggingface-pytorch-inference", tag, accounts: deepLearningAccounts };
}

function torchServeImage(tag: string): StackImage {
  return { repository: "pytorch-inference", tag, accounts: deepLearningAccounts };
}

function textGenerationImage(tag: string): StackImage {
  return { repository: "huggingface-pytorch-tgi-inference", tag, accounts: deepLearningAccounts };
}

function textEmbeddingsImage(repository: string, tag: string): StackImage {
  return { repository, tag, accounts: textEmbeddingsAccounts };
}
