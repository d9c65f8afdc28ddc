import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

import { maxInlineBytes } from "../../sagemaker/limits";
import { loadSockets } from "../service/aws-clients";
import { forEachConcurrently } from "./concurrency";
import { type ArticleInput } from "../corpus/article-source";
import { loadError } from "../load-error";
import { type Recorder } from "../journal/recorder";
import { formatS3Location, type LoadTarget } from "../service/target";

/** Where the inputs of a run are. */
export interface InputPrefix {
  readonly bucket: string;
  readonly prefix: string;
}

/** The prefix that a run's inputs are uploaded to: a folder of its own below the target's. */
export function inputPrefixOf(target: LoadTarget, run: string): InputPrefix {
  const above = target.inputPrefix.replace(/\/+$/, "");
  return { bucket: target.bucketName, prefix: above === "" ? run : `${above}/${run}` };
}

/** The `s3://` location of an input. */
export function inputLocation(prefix: InputPrefix, inputName: string): string {
  return formatS3Location({ bucket: prefix.bucket, key: `${prefix.prefix}/${inputName}` });
}

/** Whether an input goes in its requests themselves: it is to where it fits. */
export function goesInline(
  { inline = false }: { readonly inline?: boolean | undefined },
  { mostBytes }: ArticleInput,
): boolean {
  return inline && mostBytes <= maxInlineBytes.value;
}

/**
 * Uploads inputs, as many at a time as there are sockets.
 *
 * @throws {LoadError} At the first input that S3 does not take.
 */
export async function uploadInputs(
  s3: S3Client,
  prefix: InputPrefix,
  inputs: Iterable<ArticleInput>,
  record: Recorder,
  signal?: AbortSignal,
): Promise<void> {
  const upload = async (input: ArticleInput): Promise<void> => {
    const { body, bytes } = await input.open();
    const command = new PutObjectCommand({
      Bucket: prefix.bucket,
      Key: `${prefix.prefix}/${input.name}`,
      Body: body,
      ContentLength: bytes,
      ContentType: input.contentType,
    });
    try {
      await s3.send(command);
    } catch (error) {
      throw loadError(`Uploading ${inputLocation(prefix, input.name)}`, error);
    }
    record({ event: "uploaded", input: input.name, bytes });
  };
  await forEachConcurrently(inputs, loadSockets, upload, signal);
}
