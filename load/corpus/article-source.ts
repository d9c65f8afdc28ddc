import { type Readable } from "node:stream";

/** One input of a run, under a name that is safe in an S3 key. */
export interface ArticleInput {
  readonly name: string;
  /** Of its content, as the model is told it. */
  readonly contentType: string;
  /** Its size in bytes, or a bound above it. */
  readonly mostBytes: number;
  /** Gives the content; called once for each upload or sending. */
  open(): Promise<ArticleBody>;
}

/** A content, as S3 takes it. */
export interface ArticleBody {
  readonly body: Uint8Array | Readable;
  readonly bytes: number;
}

/** Where the inputs of a run come from. */
export interface ArticleSource {
  /** Every input that requests `0` to `requests - 1` need, each once. */
  inputs(requests: number): Iterable<ArticleInput>;
  /** The input that a request is made on. */
  input(index: number): ArticleInput;
}
