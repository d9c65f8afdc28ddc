import * as pulumi from "@pulumi/pulumi";

import { endpointNameOf, parseSettings, type Settings, SettingsError } from "./settings/schema";

export { parseSettings, type Settings, SettingsError };

/**
 * Reads the stack's settings from Pulumi's configuration; nothing else in this project does.
 *
 * @throws pulumi.RunError with every problem in one message, which Pulumi prints without a stack trace.
 */
export function readSettings(): Settings & { readonly endpointName: string } {
  try {
    const settings = parseSettings(pulumi.runtime.allConfig());
    return { ...settings, endpointName: endpointNameOf(settings, pulumi.getStack()) };
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
