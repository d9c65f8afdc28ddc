import { type Readable } from "node:stream";

/** One input of a run: a text under a name that is safe in an S3 key. */
export interface ArticleInput {
  readonly name: string;
  /** Gives the text; called once for each upload. */
  open(): Promise<ArticleBody>;
}

/** A text, as S3 takes it. */
export interface ArticleBody {
  readonly body: Uint8Array | Readable;
  readonly bytes: number;
}

/** Where the texts of a run come from. */
export interface ArticleSource {
  /** Every input that requests `0` to `requests - 1` need, each once. */
  inputs(requests: number): Iterable<ArticleInput>;
  /** Name of the input that a request is made on. */
  inputName(index: number): string;
}
