import { type Document, parseDocument } from "yaml";

import { endpointNameOf, parseSettings, settingsNamespace } from "./schema";

/** A stack file for a team, from what it is told. */
export interface TeamStackRequest {
  /** Name of the stack. */
  readonly stack: string;
  /** Settings by key, as text; lists and maps as JSON. */
  readonly settings: Readonly<Record<string, string>>;
  /** Region of AWS; the template's when omitted. */
  readonly region?: string | undefined;
  /** Stack file to start from, as text: that of the environment, for what all its stacks have in common. */
  readonly template?: string | undefined;
}

/**
 * The text of a stack file: the template's settings and comments, with the team's own settings in their place.
 *
 * @throws SettingsError naming every setting that cannot be used, those of the template included.
 */
export function teamStackFile({
  stack,
  settings,
  region,
  template = "config:\n  aws:region: us-east-1\n",
}: TeamStackRequest): string {
  const file = parseDocument(template);
  if (region !== undefined) file.setIn(["config", "aws:region"], region);
  for (const [key, value] of Object.entries(settings)) {
    file.setIn(["config", `${settingsNamespace}:${key}`], file.createNode(valueOf(value)));
  }
  endpointNameOf(parseSettings(configOf(file)), stack);
  return file.toString({ lineWidth: 120 });
}

/** A stack file's configuration as Pulumi hands it to a program: every value as text. */
function configOf(file: Document.Parsed): Record<string, string> {
  const { config = {} } = file.toJS() as { readonly config?: Readonly<Record<string, unknown>> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** Numbers, flags, lists and maps as YAML has them; all else is text. */
function valueOf(written: string): unknown {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "string" || value === null ? written : value;
  } catch {
    return written;
  }
}
