// Pulumi starts a package without the arguments for Node that its PulumiPlugin.yaml may have, and with ts-node, which checks
// the types of everything that it loads, by the rules of the folder that it happens to be started from.
if (require.cache[require.resolve("@swc-node/register")] === undefined) {
  delete require.extensions[".ts"];
  require("@swc-node/register");
}
module.exports = require("./index.ts");
