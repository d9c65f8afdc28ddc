import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { credentials } from "@grpc/grpc-js";
import * as grpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** What an unknown text is on the wire of Pulumi. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Level = "advisory" | "mandatory" | "disabled" | "remediate";

const levels: Readonly<Record<Level, messages.EnforcementLevel>> = {
  advisory: messages.EnforcementLevel.ADVISORY,
  mandatory: messages.EnforcementLevel.MANDATORY,
  disabled: messages.EnforcementLevel.DISABLED,
  remediate: messages.EnforcementLevel.REMEDIATE,
};

/** A resource as Pulumi's engine tells a policy pack of it. */
export interface AnalyzedResource {
  readonly type: string;
  readonly name: string;
  readonly props: object;
  readonly protect?: boolean;
  readonly urn?: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  /** URNs of what each property was made of. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What a rule has said. */
export interface Said {
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  /** Name of the resource. */
  readonly of: string;
}

/** Configuration of a pack, as `--policy-pack-config` takes it. */
export type PackConfig = Readonly<Record<string, Level | RuleConfig>>;

type RuleConfig = Readonly<Record<string, unknown>> & { readonly enforcementLevel?: Level };

/** A rule as the pack tells of it. */
export interface RuleInfo {
  readonly name: string;
  readonly description: string;
  readonly level: Level;
  readonly severity: messages.PolicySeverity;
  readonly remedy: string;
  /** Of its settings, by JSON Schema. */
  readonly settings: Readonly<
    Record<string, { readonly default?: unknown; readonly description?: string }>
  >;
}

/** The policy pack in a process of its own, started and spoken to as Pulumi's engine does. */
export class Pack {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: grpc.AnalyzerClient,
  ) {}

  static async start(): Promise<Pack> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    // The engine's address is not used by the pack; a dot is the pack's own folder.
    const child = spawn(process.execPath, [runner, "127.0.0.1:0", "."], {
      cwd: join(__dirname, "../../policies"),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const errors: string[] = [];
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
    const lines = createInterface({ input: child.stdout });
    const port = await Promise.race([
      once(lines, "line").then(([line]) => String(line)),
      once(child, "exit").then(([code]) => {
        throw new Error(`The policy pack ended with ${code}:\n${errors.join("")}`);
      }),
    ]);
    return new Pack(
      child,
      new grpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()),
    );
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.process, "exit");
    this.process.kill();
    await ended;
  }

  /** Every rule of the pack. */
  async rules(): Promise<RuleInfo[]> {
    const info = await answered<messages.AnalyzerInfo>((respond) =>
      this.client.getAnalyzerInfo(new Empty(), respond),
    );
    return info.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      description: policy.getDescription(),
      level: levelOf(policy.getEnforcementlevel()),
      severity: policy.getSeverity(),
      remedy: policy.getRemediationSteps(),
      settings: (policy.getConfigschema()?.getProperties()?.toJavaScript() ??
        {}) as RuleInfo["settings"],
    }));
  }

  /** What is set about the rules from now on; what was set before is forgotten. */
  async configure(config: PackConfig = {}): Promise<void> {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const rule of await this.rules()) {
      const own = config[rule.name] ?? {};
      const { enforcementLevel = rule.level, ...settings }: RuleConfig =
        typeof own === "string" ? { enforcementLevel: own } : own;
      // The engine fills in what the schema has for a default.
      const defaults = Object.entries(rule.settings).map(([key, { default: value }]) => [
        key,
        value,
      ]);
      const configured = new messages.PolicyConfig();
      configured.setEnforcementlevel(levels[enforcementLevel]);
      const values = { ...(Object.fromEntries(defaults) as object), ...settings };
      configured.setProperties(struct(values));
      request.getPolicyconfigMap().set(rule.name, configured);
    }
    await answered((respond) => this.client.configure(request, respond));
  }

  /** What the rules about one resource say. */
  async analyze(resource: AnalyzedResource): Promise<Said[]> {
    const request = new messages.AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(urnOf(resource));
    request.setProperties(struct(resource.props));
    request.setOptions(optionsOf(resource));
    const response = await answered<messages.AnalyzeResponse>((respond) =>
      this.client.analyze(request, respond),
    );
    return said(response, resource.name);
  }

  /** What the rules about the whole stack say. */
  async analyzeStack(resources: readonly AnalyzedResource[]): Promise<Said[]> {
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) => {
        const message = new messages.AnalyzerResource();
        message.setType(resource.type);
        message.setName(resource.name);
        message.setUrn(urnOf(resource));
        message.setProperties(struct(resource.props));
        message.setOptions(optionsOf(resource));
        message.setParent(resource.parent ?? "");
        message.setDependenciesList([...(resource.dependencies ?? [])]);
        for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
          const dependencies = new messages.AnalyzerPropertyDependencies();
          dependencies.setUrnsList([...urns]);
          message.getPropertydependenciesMap().set(property, dependencies);
        }
        return message;
      }),
    );
    const response = await answered<messages.AnalyzeResponse>((respond) =>
      this.client.analyzeStack(request, respond),
    );
    return said(response, "");
  }

  /** The resource with what rules have mended, and which have. */
  async remediate(resource: AnalyzedResource): Promise<{ props: object; rules: string[] }> {
    const request = new messages.AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(urnOf(resource));
    request.setProperties(struct(resource.props));
    request.setOptions(optionsOf(resource));
    const response = await answered<messages.RemediateResponse>((respond) =>
      this.client.remediate(request, respond),
    );
    const mended = response.getRemediationsList();
    return {
      props: mended.at(-1)?.getProperties()?.toJavaScript() ?? resource.props,
      rules: mended.map((remediation) => remediation.getPolicyname()),
    };
  }
}

/** URN of a resource in a stack that is no production. */
export function urnOf({ type, name, urn }: AnalyzedResource): string {
  return urn ?? `urn:pulumi:test::summaries::${type}::${name}`;
}

function optionsOf({ protect = false }: AnalyzedResource): messages.AnalyzerResourceOptions {
  const options = new messages.AnalyzerResourceOptions();
  options.setProtect(protect);
  return options;
}

/** As JSON has it: what is undefined is left out. */
function struct(value: object): Struct {
  return Struct.fromJavaScript(
    JSON.parse(JSON.stringify(value)) as Parameters<typeof Struct.fromJavaScript>[0],
  );
}

function said(response: messages.AnalyzeResponse, name: string): Said[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    rule: diagnostic.getPolicyname(),
    level: levelOf(diagnostic.getEnforcementlevel()),
    // The library puts the rule's description before the message.
    message: diagnostic.getMessage().split("\n").at(-1) ?? "",
    of: name === "" ? (diagnostic.getUrn().split("::").at(-1) ?? "") : name,
  }));
}

function levelOf(level: messages.EnforcementLevel): Level {
  const [name] = Object.entries(levels).find(([, value]) => value === level) ?? [];
  return name as Level;
}

function answered<Response>(
  call: (respond: (error: Error | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}
