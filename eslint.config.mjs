import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import importX from "eslint-plugin-import-x";
import globals from "globals";
import tseslint from "typescript-eslint";

/** All layers, except parts of them. */
const all = [
  ...["sagemaker", "components", "policies", "settings.ts", "settings", "index.ts", "common"],
  ...["simulator", "load", "planner", "dashboard", "scripts"],
];

/** What each layer may not import: data flows settings -> components -> AWS <- load -> report (DESIGN). */
const layers = [
  ["sagemaker", all.filter((folder) => folder !== "sagemaker")],
  [
    "components",
    ["settings.ts", "settings", "policies", "simulator", "load", "planner", "scripts"],
  ],
  ["common", all.filter((folder) => folder !== "common")],
  [
    "settings/!(component-arguments).ts",
    ["settings.ts", "components", "simulator", "load", "planner", "scripts"],
  ],
  ["settings/component-arguments.ts", ["settings.ts", "simulator", "load", "planner", "scripts"]],
  ["settings.ts", ["components", "simulator", "load", "planner", "scripts"]],
  ["index.ts", ["policies", "simulator", "load", "planner", "scripts"]],
  ["policies", ["components", "simulator", "load", "planner", "scripts"]],
  [
    "simulator/engine",
    [
      ...all.filter((folder) => folder !== "sagemaker" && folder !== "simulator"),
      "simulator/aws",
      "simulator/deploy",
      "simulator/scenario",
    ],
  ],
  [
    "simulator/scenario",
    ["components", "policies", "simulator/aws", "simulator/deploy", "load", "planner", "scripts"],
  ],
  ["simulator/aws", ["components", "policies", "simulator/deploy", "load", "planner", "scripts"]],
  [
    "simulator/deploy",
    ["components", "policies", "simulator/aws", "simulator/engine", "load", "planner", "scripts"],
  ],
  ["load", ["components", "policies", "simulator/aws", "simulator/deploy", "planner", "scripts"]],
  ["dashboard", ["settings.ts", "settings", "policies", "simulator/deploy", "planner", "scripts"]],
  ["planner", ["components", "policies", "simulator/aws", "simulator/deploy", "scripts"]],
];

export default tseslint.config(
  { ignores: ["node_modules", "dist", "coverage", "reports"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@pulumi": pulumi, "import-x": importX },
    settings: {
      "import-x/resolver": { typescript: { alwaysTryTypes: true }, node: true },
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
    },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: layers.flatMap(([target, from]) =>
            from.map((folder) => ({ target: `./${target}`, from: `./${folder}` })),
          ),
        },
      ],
      eqeqeq: "error",
    },
  },
  {
    // The engine is a state machine advanced in time: no clock, no chance but the seeded one, no I/O.
    files: ["simulator/engine/**/*.ts", "sagemaker/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "setTimeout",
        "setInterval",
        "setImmediate",
        "process",
        "performance",
        "fetch",
      ],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "The engine never reads a clock." },
        { object: "Math", property: "random", message: "Draw from a seeded stream." },
      ],
      "no-restricted-imports": [
        "error",
        { patterns: ["node:*", "@pulumi/*", "@aws-sdk/*", "fs", "http"] },
      ],
    },
  },
  {
    // Mocha's and chai's assertions are expressions.
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  { files: ["**/*.{mjs,cjs}"], languageOptions: { globals: globals.node } },
);
