import { type LoadTarget } from "../service/target";

/** Where the output of a request is to go, by what the request says of it. */
export interface OutputPlace {
  /** Below the endpoint's output path. */
  readonly S3OutputPathExtension: string;
  readonly Filename: string;
}

/**
 * A place that is known before the request is accepted. Without notifications it is what tells of a request whose answer
 * was lost whether it was accepted, and a folder of the run's own is quickly listed.
 */
export function outputPlace(run: string, index: number): OutputPlace {
  return { S3OutputPathExtension: run, Filename: `${index}.out` };
}

/** The location of an output whose request named its place. */
export function placedOutput(target: LoadTarget, run: string, index: number): string {
  const { S3OutputPathExtension: folder, Filename: name } = outputPlace(run, index);
  return [target.outputPath.replace(/\/+$/, ""), folder, name].join("/");
}
