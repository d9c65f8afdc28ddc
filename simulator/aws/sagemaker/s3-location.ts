/** A bucket and what stands before or is the key. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Reads `s3://bucket/key`, or a path-style or virtual-hosted `https` address of S3.
 *
 * @returns undefined when the text is empty, absent or no such address
 */
export function parseS3Location(location: string | undefined): S3Location | undefined {
  const plain = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(location ?? "");
  if (plain?.[1] !== undefined) {
    return { bucket: plain[1], key: plain[2] ?? "" };
  }
  const virtualHosted = /^https:\/\/([^/]+)\.s3[.-][^/]*\/(.*)$/s.exec(location ?? "");
  if (virtualHosted?.[1] !== undefined) {
    return { bucket: virtualHosted[1], key: virtualHosted[2] ?? "" };
  }
  const pathStyle = /^https:\/\/s3[.-][^/]*\/([^/]+)\/?(.*)$/s.exec(location ?? "");
  return pathStyle?.[1] === undefined
    ? undefined
    : { bucket: pathStyle[1], key: pathStyle[2] ?? "" };
}

/** The address of a key in a folder-like path. */
export function under(path: S3Location, name: string): S3Location {
  const folder = path.key.replace(/\/+$/, "");
  return { bucket: path.bucket, key: folder === "" ? name : `${folder}/${name}` };
}

/** `s3://bucket/key`. */
export function s3Uri({ bucket, key }: S3Location): string {
  return `s3://${bucket}/${key}`;
}
