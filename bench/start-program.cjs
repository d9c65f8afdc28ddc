// Loads the Pulumi program once under Pulumi's mocks and ends, for bench/program-start.ts. The first argument names how
// TypeScript is loaded: `swc` as this project does, `type-check` as Pulumi does unless told otherwise.
const path = require("node:path");

const [, , loader] = process.argv;
const root = path.join(__dirname, "..");
if (loader === "swc") {
  require("@swc-node/register");
} else {
  require("@pulumi/pulumi/vendor/ts-node@7.0.1").register({
    typeCheck: true,
    skipProject: true,
    // Its cache would hide on the second run what each edit costs.
    cache: false,
    compiler: require.resolve("typescript"),
    compilerOptions: {
      target: "ES2022",
      module: "nodenext",
      moduleResolution: "nodenext",
      esModuleInterop: true,
      skipLibCheck: true,
    },
  });
}

async function main() {
  const pulumi = require("@pulumi/pulumi");
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: ({ token, inputs }) =>
        ({
          "aws:index/getRegion:getRegion": { region: "us-east-1", id: "us-east-1" },
          "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" },
          "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
        })[token] ?? inputs,
    },
    "sagemaker-async-inference",
    "bench",
  );
  require(path.join(root, "index.ts"));
  await pulumi.runtime.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
