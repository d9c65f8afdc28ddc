import { basename, join } from "node:path";

import ts from "typescript";

const root = join(__dirname, "..");
/** Within the project, so that compiled modules find their dependencies; git ignores it. */
const outDir = join(root, "dist", "bench-compiled");

/**
 * Compiles a module of `bench/` and all that it imports to what the published package holds: a process that runs it
 * carries no compiler, which alone takes 60 MB.
 *
 * @returns The JavaScript file.
 * @throws Error when it does not compile.
 */
export function compile(module: string): string {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.build.json"),
    { outDir, rootDir: root, declaration: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  const program = ts.createProgram([join(__dirname, module)], config?.options ?? {});
  const [problem] = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problem !== undefined) fail(problem);
  return join(outDir, "bench", basename(module).replace(/\.ts$/, ".js"));
}

function fail(diagnostic: ts.Diagnostic): never {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  throw new Error(`${diagnostic.file?.fileName ?? "The benchmark"} does not compile: ${message}`);
}
