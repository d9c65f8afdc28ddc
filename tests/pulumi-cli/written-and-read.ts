import { isDeepStrictEqual } from "node:util";

import { type Stack } from "@pulumi/pulumi/automation";

/** What a secret is in an exported state. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Resources as `pulumi stack export` has them: what the program asked for, and what the provider has read. */
interface Exported {
  readonly resources?: readonly {
    readonly urn: string;
    readonly custom: boolean;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * What the program asked for and the provider has not read back, in words: an input that got lost on its way would
 * otherwise never be missed, for a diff compares what was planned.
 */
export async function notReadBack(stack: Stack): Promise<string[]> {
  const { resources = [] } = (await stack.exportStack()).deployment as Exported;
  return resources.flatMap(({ urn, custom, inputs = {}, outputs = {} }) =>
    custom && !urn.includes("::pulumi:")
      ? Object.entries(inputs).flatMap(([key, input]) =>
          key.startsWith("__") || isReadBack(input, outputs[key])
            ? []
            : [`${urn}: ${key}: ${JSON.stringify(input)} -> ${JSON.stringify(outputs[key])}`],
        )
      : [],
  );
}

/** Whether all of an input is in an output, which may have more. Sets come in any order, and policies as the provider writes them. */
export function isReadBack(input: unknown, output: unknown): boolean {
  if (isDeepStrictEqual(input, output)) return true;
  if (isSecret(input)) return isReadBack(opened(input), output);
  if (isSecret(output)) return isReadBack(input, opened(output));
  if (typeof input === "string" && typeof output === "string") {
    const [asked, read] = [parsed(input), parsed(output)];
    return asked !== undefined && isDeepStrictEqual(asked, read);
  }
  if (Array.isArray(input)) {
    return (
      Array.isArray(output) &&
      input.length === output.length &&
      input.every((each) => output.some((one) => isReadBack(each, one)))
    );
  }
  if (!isRecord(input) || !isRecord(output)) return false;
  return Object.entries(input).every(([key, value]) => isReadBack(value, output[key]));
}

/** A secret as `pulumi stack export --show-secrets` has it: its value is JSON, so that two are alike only once they are read. */
function isSecret(value: unknown): value is { readonly plaintext: string } {
  return isRecord(value) && SECRET in value && typeof value["plaintext"] === "string";
}

function opened({ plaintext }: { readonly plaintext: string }): unknown {
  return parsed(plaintext);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
