import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where packages of providers lie, by host, owner and name. */
export const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** What it takes to run the AWS provider: Terraform, and a folder that holds the provider. */
export interface Installation {
  readonly mirror: string;
  readonly providerVersion: string;
}

/**
 * Finds Terraform on the PATH and the AWS provider in `TF_PLUGIN_MIRROR` or where Terraform looks for plug-ins.
 *
 * @returns what is missing, in words, when something is
 */
export async function findTerraform(): Promise<Installation | string> {
  for (const command of ["terraform", "python3"]) {
    const isThere = await run(command, ["-version"]).then(
      () => true,
      () =>
        run(command, ["--version"]).then(
          () => true,
          () => false,
        ),
    );
    if (!isThere) return `\`${command}\` is not on the PATH`;
  }
  return findProvider();
}

/**
 * Finds the AWS provider in `TF_PLUGIN_MIRROR` or where Terraform looks for plug-ins.
 *
 * @returns what is missing, in words, when something is
 */
export function findProvider(): Installation | string {
  const mirrors = [
    process.env["TF_PLUGIN_MIRROR"] ?? "",
    join(homedir(), ".terraform.d", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/opt/tf-plugins",
  ];
  const mirror = mirrors.find((folder) => folder !== "" && existsSync(join(folder, PROVIDER)));
  const providerVersion = mirror && readdirSync(join(mirror, PROVIDER)).sort().at(-1);
  if (mirror === undefined || !providerVersion) {
    return `no folder holds the provider ${PROVIDER} (TF_PLUGIN_MIRROR can name one)`;
  }
  return { mirror, providerVersion };
}

/** How a command of Terraform ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A change of a resource that Terraform made, and how long it took on the wall. */
export interface Applied {
  readonly address: string;
  readonly action: string;
  readonly seconds: number;
}

/** What a plan would do with a resource. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly importing?: { readonly id?: string };
  };
}

export interface Plan {
  readonly changes: readonly PlannedChange[];
  readonly drift: readonly PlannedChange[];
}

/** A resource as the state has it. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Terraform in a folder of its own. */
export class Terraform {
  constructor(
    readonly folder: string,
    private readonly installation: Installation,
  ) {}

  /** Fetches the provider from the mirror; `provider` is what its block holds. */
  async init(provider: object): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeFile(
      join(this.folder, ".rc"),
      `provider_installation {\n  filesystem_mirror {\n    path = "${this.installation.mirror}"\n  }\n}\n`,
    );
    await this.configure(provider);
    await this.run(["init"]);
  }

  /** Gives the provider other settings. */
  async configure(provider: object): Promise<void> {
    const source = { source: "hashicorp/aws", version: this.installation.providerVersion };
    await this.write("provider", {
      terraform: { required_providers: { aws: source } },
      provider: { aws: provider },
    });
  }

  /** Writes a file of configuration; `undefined` empties it. */
  async write(name: string, content: object | undefined): Promise<void> {
    await writeFile(join(this.folder, `${name}.tf.json`), JSON.stringify(content ?? {}));
  }

  /** File with the provider's schema, made once for each version. */
  async schemaFile(): Promise<string> {
    const file = join(tmpdir(), `terraform-provider-aws-${this.installation.providerVersion}.json`);
    if (!existsSync(file)) {
      const { output } = await this.run(["providers", "schema", "-json"]);
      await writeFile(file, output);
    }
    return file;
  }

  /** Applies what the configuration says, or destroys all. */
  async apply(flags: readonly string[] = []): Promise<Applied[]> {
    const { code, output } = await this.run(
      ["apply", "-auto-approve", "-input=false", "-json", ...flags],
      [0, 1],
    );
    const events = output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as ApplyEvent);
    if (code !== 0) throw new TerraformError(events.flatMap(diagnosticOf).join("\n"));
    return events.flatMap(({ type, hook }) =>
      type === "apply_complete" && hook !== undefined
        ? { address: hook.resource.addr, action: hook.action, seconds: hook.elapsed_seconds }
        : [],
    );
  }

  /** What a plan would change, and what the reads before it found changed since the last command. */
  async plan(flags: readonly string[] = []): Promise<Plan> {
    await this.run(["plan", "-input=false", "-out=plan.bin", ...flags]);
    const { output } = await this.run(["show", "-json", "plan.bin"]);
    const { resource_changes: changes = [], resource_drift: drift = [] } = JSON.parse(output) as {
      readonly resource_changes?: readonly PlannedChange[];
      readonly resource_drift?: readonly PlannedChange[];
    };
    return { changes, drift };
  }

  /** Every resource of the state. */
  async state(): Promise<StateResource[]> {
    const { output } = await this.run(["show", "-json"]);
    const { values } = JSON.parse(output) as {
      readonly values?: { readonly root_module: { readonly resources?: StateResource[] } };
    };
    return values?.root_module.resources ?? [];
  }

  /** @throws TerraformError when it ends with a code that is not among those allowed */
  private async run(args: readonly string[], allowed: readonly number[] = [0]): Promise<Ended> {
    const colour = args[0] === "show" || args[0] === "providers" ? [] : ["-no-color"];
    const ended = await output([...args, ...colour], this.folder);
    if (!allowed.includes(ended.code)) {
      throw new TerraformError(`terraform ${args.join(" ")}:\n${ended.output}`);
    }
    return ended;
  }
}

/** What Terraform, or the provider, refused. */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
}

interface ApplyEvent {
  readonly type: string;
  readonly "@level": string;
  readonly hook?: {
    readonly action: string;
    readonly elapsed_seconds: number;
    readonly resource: { readonly addr: string };
  };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  };
}

function diagnosticOf({ diagnostic }: ApplyEvent): string[] {
  if (diagnostic?.severity !== "error") return [];
  return [`${diagnostic.address ?? "terraform"}: ${diagnostic.summary} ${diagnostic.detail}`];
}

/** The credentials of the person who runs this must reach no provider. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !key.startsWith("AWS_"));
  return {
    ...Object.fromEntries(kept),
    TF_CLI_CONFIG_FILE: join(folder, ".rc"),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

async function output(args: readonly string[], folder: string): Promise<Ended> {
  const child = spawn("terraform", args, {
    cwd: folder,
    env: environment(folder),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
  const failed = code === 0 ? [] : errors;
  return { code, output: Buffer.concat([...chunks, ...failed]).toString() };
}
